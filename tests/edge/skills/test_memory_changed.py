"""What was told is put right by what is about it, and what was moved is somewhere else."""

from __future__ import annotations

from edge.messages import Keep, Kind
from tests.edge.skills.asking import ask, claim_on, meant
from tests.edge.skills.keeping import before
from tests.edge.skills.test_memory import told


def test_a_whole_sentence_puts_right_what_it_is_about():
    kept, skills = told("my locker code is 4471", "I parked on level three")
    past = before("memory_recall", "where did I park")
    reply = ask(meant("memory_store", "actually the locker code is 5582", past), facts=kept, skills=skills)
    assert [act.text for act in reply.acts] == ["my locker code is 4471", "the locker code is 5582"]


def test_what_was_moved_is_somewhere_else_now():
    past = before("memory_recall", "where did i put my {thing:keys}")
    reply = ask(meant("presence", "they aren't there, I moved them to my coat pocket", past))
    assert reply.acts == (Keep(Kind.FACT, "i moved my keys to my coat pocket"),)
    assert claim_on(meant("other", "I moved them to my coat pocket")) is None


def test_what_is_said_to_somebody_else_puts_nothing_right():
    kept, skills = told("the locker code is 5582")
    past = before("memory_store", "remember that the locker code is 5582", Keep(Kind.FACT, "the locker code is 5582"))
    assert claim_on(meant("not_for_us", "no she said she would come at seven", past), skills) is None
    assert (
        ask(meant("not_for_us", "no 5583", past), facts=kept, skills=skills).acts[-1].text == "the locker code is 5583"
    )
