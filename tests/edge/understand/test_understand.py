"""What a question means: the likeliest meaning that a skill can carry out, and what becomes of the others."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from edge.messages import (
    Claim,
    Deed,
    Expect,
    Guess,
    Instant,
    Intent,
    Need,
    Outcome,
    Past,
    Query,
    SetTimer,
    Slot,
    TurnId,
)
from edge.skills.skill import Asked, Meaning, Reply
from edge.understand.grasp import Grasped
from edge.understand.understand import LONGEST, understand

EVEN = dict.fromkeys(Intent, 0.1)


@dataclass(frozen=True)
class Serves:
    """A skill that notes what it is asked about."""

    name: str
    tasks: tuple[str, ...]
    gives: object = "claim"
    asked: list[Meaning] = field(default_factory=list)
    intent: Intent = Intent.KNOW

    @property
    def examples(self) -> Mapping[str, tuple[str, ...]]:
        return dict.fromkeys(self.tasks, ("like this",))

    def claim(self, meaning: Meaning) -> Any:
        self.asked.append(meaning)
        if self.gives == "claim":
            return Claim(self.name)
        return self.gives() if callable(self.gives) else self.gives

    def answer(self, asked: Asked) -> Reply:
        return Reply("Yes.")


def grasping(*slots: Slot, intent: Intent = Intent.KNOW, camera: float = 0.0, **tasks: float):
    """A model that finds the same in every sentence."""
    shares = dict.fromkeys(Intent, 0.02) | {intent: 0.82}
    return lambda _text, _before: Grasped(shares, tasks, camera, slots)


def ask(text: str, skills: tuple[Serves, ...], grasp: Any, *recent: Past):
    return understand(Query(TurnId(7), text), recent, skills, grasp)


def before(**given: Any) -> Past:
    return Past(TurnId(6), Instant(0.0), "set a timer", "For how long?", Outcome.DEGRADED, **given)


def test_the_skill_that_serves_the_likeliest_task_is_asked_and_told_what_is_known():
    timer, count = Serves("timer", ("timer_set",)), Serves("count", ("count",))
    length = Slot("duration", "five minutes")
    found = ask("five minutes", (count, timer), grasping(length, timer_set=0.8, count=0.2), before())
    assert found.claim == Claim("timer")
    assert (found.task, found.slots, found.turn) == ("timer_set", (length,), 7)
    assert count.asked == []
    assert timer.asked[0].slots == (length,)
    assert math.isclose(timer.asked[0].score, 0.8)


def test_what_the_first_skill_cannot_carry_out_is_asked_of_the_second_if_that_is_likely_enough():
    never, count = Serves("timer", ("timer_set",), None), Serves("count", ("count",))
    assert ask("x", (never, count), grasping(timer_set=0.7, count=0.3)).claim == Claim("count")
    assert ask("x", (never, count), grasping(timer_set=0.9, count=0.1)).claim is None


@pytest.mark.parametrize("task", ["other", "not_for_us"])
def test_what_is_for_nobody_here_ends_the_search(task: str):
    count = Serves("count", ("count",))
    found = ask("x", (count,), grasping(**{task: 0.6}, count=0.4, intent=Intent.THINK))
    assert (found.claim, found.intent, count.asked) == (None, Intent.THINK, [])


def test_danger_is_thought_of_first_whatever_is_likelier():
    danger = Serves("emergency", ("emergency",), None)
    count = Serves("count", ("count",))
    assert ask("x", (count, danger), grasping(count=0.9, emergency=0.05)).claim == Claim("count")
    assert math.isclose(danger.asked[0].score, 0.05)
    alarmed = Serves("emergency", ("emergency",))
    assert ask("x", (count, alarmed), grasping(count=0.9, emergency=0.05)).claim == Claim("emergency")


def test_what_was_asked_back_for_fills_the_place_of_the_task_before():
    timer = Serves("timer", ("timer_set",))
    label = Slot("label", "pasta")
    past = before(task="timer_set", slots=(label,), expects=Expect.LENGTH)
    ask("Ten, please!", (timer,), grasping(other=0.9), past)
    meaning = timer.asked[0]
    assert (meaning.words("duration"), meaning.carried("label")) == ("ten please", "pasta")


def test_a_slot_that_is_not_said_is_borrowed_or_taken_from_the_turn_before():
    past = before(task="count", slots=(Slot("thing", "cups"),))
    meaning = Meaning(Query(TurnId(1), "where"), "where", recent=(past,))
    assert (meaning.words("thing"), meaning.carried("thing")) == ("", "cups")
    lent = Meaning(Query(TurnId(1), "where"), "where", borrowed=(Slot("thing", "dogs"),), recent=(past,))
    assert lent.carried("thing") == "dogs"
    assert Meaning(Query(TurnId(1), "where"), "where").carried("thing") == ""


@pytest.mark.parametrize(
    ("intent", "camera", "needs"),
    [
        (Intent.LOOK, 0.9, {Need.THINGS}),
        (Intent.READ, 0.9, {Need.TEXTS}),
        (Intent.SCAN, 0.9, {Need.CODES}),
        (Intent.ACT, 0.9, {Need.PICTURE}),
        (Intent.THINK, 0.9, {Need.PICTURE, Need.THINGS}),
        (Intent.HEALTH, 0.9, {Need.PICTURE, Need.THINGS, Need.TEXTS}),
        (Intent.LOOK, 0.4, set()),
    ],
)
def test_what_must_be_looked_for_follows_from_intent_and_camera(intent: Intent, camera: float, needs: set[Need]):
    found = ask("x", (), grasping(other=1.0, intent=intent, camera=camera))
    assert (found.intent, set(found.needs)) == (intent, needs)


def test_text_is_looked_for_where_a_question_for_a_server_speaks_of_some():
    found = ask("what is good on this menu", (), grasping(other=1.0, intent=Intent.THINK, camera=0.9))
    assert found.needs == {Need.PICTURE, Need.THINGS, Need.TEXTS}


def hearing(**senses: float):
    """A model to which each sentence makes so much sense."""
    return lambda text, _before: Grasped(EVEN, {"count": senses[text], "other": 1 - senses[text]}, 0.0)


def test_another_hearing_is_understood_where_it_makes_more_sense():
    count = Serves("count", ("count",))
    query = Query(TurnId(1), "dogs", others=(Guess("dogs", -2.0), Guess("cups", -2.5)))
    found = understand(query, (), (count,), hearing(dogs=0.6, cups=0.99))
    assert (found.heard, count.asked[0].query.text) == ("cups", "cups")
    assert understand(query, (), (count,), hearing(dogs=0.9, cups=0.99)).heard == ""
    unlikely = Query(TurnId(1), "dogs", others=(Guess("dogs", -2.0), Guess("cups", -12.0)))
    assert understand(unlikely, (), (count,), hearing(dogs=0.6, cups=0.99)).heard == ""


def test_a_very_long_text_is_for_no_skill_and_still_understood():
    count, read = Serves("count", ("count",)), []

    def grasp(text: str, _before: str) -> Grasped:
        read.append(len(text))
        return Grasped(EVEN, {"count": 1.0}, 0.0)

    assert ask("is there a dog " * 500, (count,), grasp).claim is None
    assert (count.asked, read) == ([], [LONGEST])


def breaks() -> None:
    raise ValueError("the wearer's own words")


@pytest.mark.parametrize(
    ("gives", "kind"),
    [
        (breaks, "ValueError"),
        (True, "TypeError"),
        (Claim("somebody else"), "ValueError"),
        (Claim("bad", 1.5), "ValueError"),
        (Claim("bad", math.nan), "ValueError"),
    ],
)
def test_a_skill_that_breaks_is_named_and_the_others_are_asked(gives: object, kind: str):
    bad, good = Serves("bad", ("count",), gives), Serves("good", ("count",))
    found = ask("why", (bad, good), grasping(count=0.9))
    assert found.claim == Claim("good")
    assert f"A fault in the skill 'bad': {kind}. (" in found.faults[0]
    assert "the wearer's own words" not in found.faults[0]
    assert ask("why", (bad,), grasping(count=0.9)).claim is None


def test_a_claim_below_the_bar_is_none():
    assert ask("x", (Serves("a", ("count",), Claim("a", 0.49)),), grasping(count=0.9)).claim is None


def test_a_full_memory_is_nothing_that_a_skill_can_be_blamed_for():
    def full() -> None:
        raise MemoryError

    with pytest.raises(MemoryError):
        ask("why", (Serves("bad", ("count",), full),), grasping(count=0.9))


@pytest.mark.parametrize("text", ["", "  ", "...", "🙂"])
def test_what_has_no_word_is_for_nobody_and_no_answer_to_a_question_back(text: str):
    timer = Serves("timer", ("timer_set",))
    asking = before(expects=Expect.LENGTH, task="timer_set")
    found = ask(text, (timer,), grasping(intent=Intent.ACT, timer_set=0.9), asking)
    assert (found.intent, found.claim, found.needs) == (Intent.NONE, None, frozenset())
    assert timer.asked == []


def test_what_is_clearly_something_else_is_no_answer_to_a_question_back():
    timer, clock = Serves("timer", ("timer_set",)), Serves("clock", ("time",))
    past = before(task="timer_set", expects=Expect.LENGTH)
    length = Slot("duration", "ten minutes")
    assert ask("what time is it", (timer, clock), grasping(time=0.95), past).claim == Claim("clock")
    assert ask("ten minutes", (timer, clock), grasping(length, time=0.7), past).claim == Claim("timer")
    assert ask("ten minutes", (timer, clock), grasping(length, time=0.95), past).claim == Claim("clock")


@dataclass(frozen=True)
class Knows(Serves):
    """A skill that knows better than the model what a question is."""

    instead: Any = None


def test_a_skill_that_knows_what_goes_on_is_asked_before_the_likeliest_task():
    lists = Knows("lists", ("list_add",), instead=lambda meaning: "list_add" if meaning.past else "")
    read = Serves("read", ("read",))
    found = ask("and eggs", (read, lists), grasping(read=0.9), before(task="list_add"))
    assert (found.claim, found.task, read.asked) == (Claim("lists"), "list_add", [])
    assert ask("and eggs", (read, lists), grasping(read=0.9)).claim == Claim("read")


def test_danger_comes_before_what_goes_on():
    lists = Knows("lists", ("list_add",), instead=lambda _: "list_add")
    alarmed = Serves("emergency", ("emergency",))
    assert ask("and eggs", (lists, alarmed), grasping(read=0.9)).claim == Claim("emergency")


@pytest.mark.parametrize(("instead", "kind"), [(lambda _: breaks(), "ValueError"), (lambda _: True, "TypeError")])
def test_a_skill_that_breaks_where_it_should_know_is_named(instead: Any, kind: str):
    bad, good = Knows("bad", ("count",), instead=instead), Serves("good", ("read",))
    found = ask("why", (bad, good), grasping(read=0.9))
    assert found.claim == Claim("good")
    assert f"A fault in the skill 'bad': {kind}. (" in found.faults[0]


@pytest.mark.parametrize(("said", "answers"), [("no", True), ("yes please", True), ("stop at once please then", False)])
def test_a_plain_yes_or_no_is_the_answer_where_one_was_asked_for_whatever_it_is_taken_for(said: str, answers: bool):
    forget, cancel = Serves("forget", ("forget",)), Serves("cancel", ("cancel",))
    found = ask(said, (forget, cancel), grasping(cancel=0.95), before(task="forget", expects=Expect.YES_OR_NO))
    assert found.claim == Claim("forget" if answers else "cancel")


SET = (Deed(SetTimer(600.0, "sauce"), True),)


def test_what_goes_on_with_a_timer_is_thought_of_before_what_is_not_sure():
    timer, read = Serves("timer", ("timer_change",)), Serves("reminder", ("reminder_set",))
    found = ask("make the sauce ten", (read, timer), grasping(reminder_set=0.4), before(task="timer_set", deeds=SET))
    assert (found.claim, found.task, read.asked) == (Claim("timer"), "timer_change", [])
    ask("make the sauce ten", (read, timer), grasping(reminder_set=0.95), before(task="timer_set", deeds=SET))
    assert len(read.asked) == 1


def test_a_plain_name_counts_before_what_is_for_nobody_here():
    timer = Serves("timer", ("timer_left",))
    past = before(task="timer_set", deeds=SET)
    assert ask("when will the sauce be ready", (timer,), grasping(other=0.95), past).claim == Claim("timer")
    assert ask("when is that ready", (timer,), grasping(other=0.95), past).claim is None


@pytest.mark.parametrize(
    "text", ["think about what I should pack", "please think hard about this", "Think it through."]
)
def test_who_asks_to_think_is_taken_at_their_word(text: str):
    found = ask(text, (Serves("count", ("count",)),), grasping(count=0.9, intent=Intent.ACT))
    assert (found.intent, found.claim, found.task) == (Intent.THINK, None, "other")
    assert ask("I think so", (), grasping(other=0.9, intent=Intent.NONE)).intent is Intent.NONE


def test_another_length_after_it_was_asked_for_changes_it():
    timer = Serves("timer", ("timer_change", "timer_left"))
    past = before(task="timer_left")
    assert ask("actually make it ten", (timer,), grasping(timer_left=0.8), past).task == "timer_change"
    assert ask("when does it ring", (timer,), grasping(timer_left=0.8), past).task == "timer_left"


def test_fillers_are_not_understood_and_not_told_as_another_hearing():
    count = Serves("count", ("count",))
    found = ask("um how many uh cups", (count,), grasping(count=0.9))
    assert (count.asked[0].query.text, found.heard) == ("how many cups", "")
