"""Why no server answered, as a value: what the wearer is told comes from the one of whom anything was heard."""

from dataclasses import replace

import pytest

from edge.errors import AnswerError
from edge.messages import Away, Broken, Outcome, Portal, Problem, Refused
from edge.reach.asking import NobodyError
from edge.reach.gate.budget import RefusedError
from edge.reach.wire.failures import SAID, EndedError, Ending
from tests.edge.reach.reach import SERVER

HOME, DESK = replace(SERVER, name="home"), replace(SERVER, name="desk")
GONE, RESTS = EndedError(Ending.UNREACHABLE, "no route"), EndedError(Ending.RESTING)
KEY = EndedError(Ending.KEY_REFUSED, "HTTP 401, it says: no")
SPENT = RefusedError(Outcome.REFUSED_BUDGET, "the budget is spent")


@pytest.mark.parametrize(
    ("errors", "problem"),
    [
        ((), Broken("no server offers this mode")),
        ((GONE, RESTS), Away()),
        ((KEY, RESTS), Broken("home wants a key, and not this one")),
        ((GONE, EndedError(Ending.PORTAL)), Portal()),
        ((AnswerError("was not asked: the disk is full"),), Broken("home was not asked: the disk is full")),
        ((SPENT, SPENT), Refused(Outcome.REFUSED_BUDGET, "the budget is spent")),
        ((SPENT, RESTS), Broken("the budget is spent")),
    ],
)
def test_it_is_the_last_of_whom_anything_was_heard(errors: tuple[AnswerError, ...], problem: Problem):
    assert NobodyError(list(zip((HOME, DESK), errors, strict=False))).problem == problem


def test_the_ledger_is_told_of_each_with_details():
    assert str(NobodyError([(HOME, GONE), (DESK, KEY), (DESK, KEY)])) == (
        "home could not be reached (no route); desk wants a key, and not this one (HTTP 401, it says: no)"
    )
    assert str(NobodyError([])) == "no server offers this mode"


def test_only_what_cannot_be_reached_and_what_wants_a_login_is_more_than_a_sentence():
    told = {how: EndedError(how, "detail").problem_of("home") for how in Ending}
    assert {how for how, problem in told.items() if problem == Away()} == {Ending.UNREACHABLE, Ending.RESTING}
    assert {how for how, problem in told.items() if problem == Portal()} == {Ending.PORTAL}
    broken = {how: problem.why for how, problem in told.items() if isinstance(problem, Broken)}
    assert broken == {how: f"home {SAID[how]}" for how in broken}
