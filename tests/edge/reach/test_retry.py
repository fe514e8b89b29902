"""Whoever may be better in a moment is asked again in time, and nobody after a word or without hope."""

import pytest

from edge.errors import AnswerError
from edge.reach.retry import ANSWER_NEEDS, ATTEMPTS, BACK_OFF, may_wait, wait_before
from edge.reach.wire.failures import EndedError, Failure


def wait(how: Failure, attempt: int = 1, *, spoke: bool = False, left: float = 30.0, after: float | None = None):
    return wait_before(attempt, EndedError(how, retry_after=after), spoke=spoke, left=left)


@pytest.mark.parametrize(
    ("how", "first", "second"),
    [
        (Failure.RESET, 0.0, 2 * BACK_OFF),
        (Failure.CUT, 0.0, 2 * BACK_OFF),
        (Failure.BUSY, BACK_OFF, 2 * BACK_OFF),
        (Failure.UNREACHABLE, BACK_OFF, 2 * BACK_OFF),
        (Failure.SERVER_ERROR, BACK_OFF, 2 * BACK_OFF),
        (Failure.RESTING, None, None),
        (Failure.KEY_REFUSED, None, None),
        (Failure.STALLED, None, None),
        (Failure.BUSY_FOR_LONG, None, None),
    ],
)
def test_each_ending_has_its_wait(how: Failure, first: float | None, second: float | None):
    assert (wait(how), wait(how, 2)) == (first, second)


def test_nobody_is_asked_again_after_a_word_or_too_often():
    assert wait(Failure.RESET, spoke=True) is None
    assert wait(Failure.BUSY, ATTEMPTS - 1) is not None
    assert wait(Failure.BUSY, ATTEMPTS) is None
    assert wait_before(1, AnswerError("was not asked"), spoke=False, left=30.0) is None


def test_a_wait_that_was_asked_for_is_kept_where_the_time_allows_it_and_an_answer():
    assert wait(Failure.BUSY, after=5.0) == 5.0
    assert wait(Failure.BUSY, after=BACK_OFF / 2) == BACK_OFF
    assert wait(Failure.BUSY, after=5.0, left=5.0 + ANSWER_NEEDS) == 5.0
    assert wait(Failure.BUSY, after=5.0, left=4.9 + ANSWER_NEEDS) is None
    assert wait(Failure.RESET, left=ANSWER_NEEDS - 0.1) is None


def test_what_may_be_mended_may_wait():
    assert may_wait(EndedError(Failure.UNREACHABLE))
    assert may_wait(EndedError(Failure.BUSY_FOR_LONG))
    assert not may_wait(EndedError(Failure.REFUSED))
    assert not may_wait(EndedError(Failure.KEY_REFUSED))
    assert not may_wait(AnswerError("was not asked"))
