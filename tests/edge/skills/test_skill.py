"""What a skill is told of a question: words of its slots, of the question before it, and of the turn before."""

from __future__ import annotations

import pytest

from edge.errors import AnswerError
from edge.messages import Facts, Instant, Now, Outcome, Past, Query, Scene, Slot, TurnId, Wall
from edge.skills.skill import Asked, wanted
from tests.edge.moments import NOON
from tests.edge.skills.asking import meant


def before(*slots: Slot) -> Past:
    return Past(TurnId(0), Instant(0.0), "is there a cup", "Yes.", Outcome.ANSWERED_LOCAL, slots=slots)


def test_words_that_fill_a_place_are_told_by_its_kind():
    meaning = meant("presence", "Is there a {thing:cup} or a {thing:mug} on the {side:left}?")
    assert (meaning.words("thing"), meaning.every("thing")) == ("cup", ("cup", "mug"))
    assert (meaning.words("side"), meaning.words("colour"), meaning.every("colour")) == ("left", "", ())
    assert meaning.said == "is there a cup or a mug on the left"


def test_own_words_come_first_then_borrowed_ones_then_those_of_the_turn_before():
    borrowed = (Slot("thing", "mug"),)
    past = before(Slot("thing", "plate"), Slot("side", "left"))
    own = meant("count", "how many {thing:cups}", past, borrowed=borrowed)
    assert own.carried("thing") == "cups"
    assert meant("count", "how many", past, borrowed=borrowed).carried("thing") == "mug"
    assert meant("count", "how many", past).carried("thing") == "plate"
    assert meant("count", "how many", past, borrowed=borrowed).carried("side") == "left"
    assert meant("count", "how many").carried("thing") == ""


def test_the_turn_before_is_the_last_of_the_recent_ones():
    first, last = before(), before(Slot("thing", "cup"))
    assert meant("count", "how many", first, last).past is last
    assert meant("count", "how many").past is None


def test_what_a_claim_understood_is_given_back_only_as_what_it_is():
    asked = Asked(Query(TurnId(1), "x"), 7, Scene(), Facts(Now(Instant(0.0), Wall(NOON)), others=True))
    assert wanted(asked, int) == 7
    assert asked.others
    with pytest.raises(AnswerError, match="did not understand"):
        wanted(asked, str)
