"""Watches stages: one that does not end within its time is stuck, and the watchdog is not fed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edge.messages import Instant


class Progress:
    """Every stage says what it begins and how long that may take; nobody has to say that all is well."""

    def __init__(self, now: Callable[[], Instant]) -> None:
        self._now = now
        self._running: dict[int, tuple[str, float]] = {}
        self._next = 0

    @contextmanager
    def step(self, stage: str, within: float) -> Iterator[None]:
        """While inside, this stage is at work, and should be through within so many seconds."""
        number, self._next = self._next, self._next + 1
        self._running[number] = (stage, self._now() + within)
        try:
            yield
        finally:
            del self._running[number]

    def stuck(self) -> tuple[str, ...]:
        """The stages that are over their time."""
        now = self._now()
        return tuple(sorted({stage for stage, until in self._running.values() if until < now}))
