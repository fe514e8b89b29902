"""What fetching tells while it goes on, and how long it may take."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from edge.bundle.registry import FetchedFile, Pullable
from edge.errors import PullError


@dataclass(frozen=True, slots=True)
class PullProgress:
    """Whom to tell: of each stage, and of the bytes that have come so far."""

    say: Callable[[str], None]
    count: Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Fetching:
    """One model on its way: which of its files are wanted, whom to tell, and how many seconds it may take from now."""

    model: Pullable
    files: Sequence[FetchedFile]
    progress: PullProgress
    within: float
    began: float = field(default_factory=time.monotonic)

    def check_time(self) -> None:
        """Raises PullError when the time is over."""
        if time.monotonic() >= self.began + self.within:
            raise self.failed(f"it took longer than {self.within:g} s; --within {2 * self.within:g} gives it more")

    def failed(self, problem: str) -> PullError:
        """The error to raise for it."""
        return PullError(self.model.name, problem)
