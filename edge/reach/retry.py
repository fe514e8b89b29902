"""Whether and when a failed attempt is repeated; never after the first word of an answer. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge.reach.wire.failures import EndedError, Failure

if TYPE_CHECKING:
    from edge.errors import AnswerError

ATTEMPTS = 3
BACK_OFF = 0.4
ANSWER_NEEDS = 2.0  # seconds that must be left for the answer itself

AT_ONCE = frozenset({Failure.RESET, Failure.CUT})
"""A connection that had been idle may be gone without a word: a new one costs nothing."""
LATER = frozenset({Failure.BUSY, Failure.UNREACHABLE, Failure.SERVER_ERROR})
FOR_GOOD = frozenset(
    {Failure.KEY_REFUSED, Failure.NO_SUCH_MODEL, Failure.REFUSED, Failure.FILTERED, Failure.INSECURE, Failure.LENGTH}
)
"""Asking again, even tomorrow, would give the same."""


def wait_before(attempt: int, ended: AnswerError, *, spoke: bool, left: float) -> float | None:
    """Seconds to wait before the next attempt (the first is number 1); None: no other attempt."""
    if spoke or attempt >= ATTEMPTS or not isinstance(ended, EndedError):
        return None
    if ended.how in AT_ONCE:
        wait = 0.0 if attempt == 1 else BACK_OFF * 2 ** (attempt - 1)
    elif ended.how in LATER or (ended.how is Failure.RESTING and ended.retry_after is not None and attempt > 1):
        wait = max(ended.retry_after or 0.0, BACK_OFF * 2 ** (attempt - 1))
    else:
        return None
    return wait if wait + ANSWER_NEEDS <= left else None


HOPELESS = frozenset({Failure.REFUSED, Failure.FILTERED})
"""What a question that waits is given up for. A wrong key or a missing model may be mended while it waits."""


def may_wait(ended: AnswerError) -> bool:
    """Whether a question that ended so may be kept for later."""
    return isinstance(ended, EndedError) and ended.how not in FOR_GOOD
