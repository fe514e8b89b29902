"""A circuit breaker for the wake phrase: wakes in a row with no question after them make Glint deaf to it for a while.

Something in the room wakes it then, such as a television or its own voice. Touch and typed lines wake it all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from edge.messages import Instant

WAKES = 3
WITHIN = 60.0  # seconds in which they come
DEAF = 300.0
DEAF_AT_MOST = 3600.0


@dataclass(frozen=True, slots=True)
class SelfWaking:
    """When the phrase woke lately with no question after it, and until when it is not listened for."""

    idle: tuple[Instant, ...] = ()
    deaf_until: Instant | None = None
    times: int = 0
    """Times in a row that it came to that; each doubles the next."""


def deaf(state: SelfWaking, at: Instant) -> bool:
    """Whether the wake phrase counts for nothing at this instant."""
    return state.deaf_until is not None and at < state.deaf_until


def woke(state: SelfWaking, at: Instant) -> tuple[SelfWaking, float]:
    """The state after a wake by the phrase; and for how many seconds it is now deaf, to be told once, else 0.

    A wake while deaf changes nothing.
    """
    if deaf(state, at):
        return state, 0.0
    idle = (*(then for then in state.idle if at - then < WITHIN), at)
    if len(idle) < WAKES:
        return SelfWaking(idle, None, state.times), 0.0
    seconds = min(DEAF * 2**state.times, DEAF_AT_MOST)
    return SelfWaking((), Instant(at + seconds), state.times + 1), seconds


def asked(_: SelfWaking) -> SelfWaking:
    """The state after a question that was meant for Glint, or a touch: as at the beginning, it listens."""
    return SelfWaking()
