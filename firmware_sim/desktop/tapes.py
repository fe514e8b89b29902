"""Tapes at the desktop simulator: one that was brought is shown step by step, or copied so that it may be shared."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import cv2

from edge.errors import FormatError, UsageError
from edge.media.image import opencv
from edge.tape.tape import Sensed, Step, Tape, read_tape
from firmware_sim.desktop.session_log import SessionLog
from firmware_sim.replay.commands import picture_hider, scrubbed_copy
from firmware_sim.replay.pictures import counted

if TYPE_CHECKING:
    from edge.config import Config
    from edge.skills.view.describe import Bar

T = TypeVar("T")
STEPS_AT_MOST = 20_000  # what a page can show of a tape
WITHIN = 60.0  # seconds in which a tape must have been read ...
PAINTED_WITHIN = 600.0  # ... and a copy made in which pictures are painted over
BROKEN = (
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError, MemoryError, RecursionError, struct.error,
    cv2.error,
)  # fmt: skip
"""What comes of entries that no Glint ever wrote."""


def replayed(path: Path, bar: Bar | None = None, within: float = WITHIN) -> dict[str, Any]:
    """The session on a tape, as a page takes it; the rest of a long one is left out. Raises UsageError for no tape.

    `bar`: how sure a thing must be to be shown, which no tape says.
    """
    until = time.monotonic() + within
    with _of_somebody(path):
        tape = read_tape(path)
        log, cut = SessionLog(tape.policy, tape.began.at, bar=bar), False
        steps: list[dict[str, Any]] = []
        for step in tape.steps():
            if len(steps) == STEPS_AT_MOST or time.monotonic() > until:
                cut = True
                break
            steps.append(log.step(step.now, step.event, step.commands))
        words = [tape.damage(), f"only the first {len(steps)} steps are shown" if cut else ""]
        session = log.as_session("A tape", "; ".join(word for word in words if word), steps)
        return session | {"began": tape.began.wall.time.isoformat(timespec="seconds")}


def scrubbed(
    path: Path, copy: Path, config: Config, *, tell: Callable[[int], None] | None = None, within: float | None = None
) -> dict[str, Any]:
    """Write a copy of a tape that may be shared; returns for how many events today's mind decides otherwise.

    `tell`: pictures stay, painted over, and it is told the number of each at its beginning; how many became blocks all
    the same is returned too. Raises UsageError for what is no tape, what takes longer than `within`, and where the copy
    cannot be written.
    """
    until = time.monotonic() + (within or (PAINTED_WITHIN if tell else WITHIN))
    with _of_somebody(path, copy):
        tape = HastyTape(read_tape(path), until)
        done = scrubbed_copy(tape, copy, pictures=counted(picture_hider(config), tell) if tell else None)
    return {"unlike": done.unlike, "blocked": done.blocked}


class HastyTape(Tape):
    """The same tape, from which nothing more is read once its time is over: a UsageError then."""

    def __init__(self, tape: Tape, until: float) -> None:
        vars(self).update(vars(tape))
        self._until = until

    def steps(self) -> Iterator[Step]:
        """As of any tape."""
        return self._in_time(super().steps())

    def senses(self, *senses: str) -> Iterator[Sensed]:
        """As of any tape."""
        return self._in_time(super().senses(*senses))

    def _in_time(self, entries: Iterator[T]) -> Iterator[T]:
        for entry in entries:
            if time.monotonic() > self._until:
                raise UsageError("this tape takes too long here: glint tape scrub has the time for it")
            yield entry


@contextmanager
def _of_somebody(*paths: Path) -> Iterator[None]:
    """Whatever a tape holds is one UsageError at worst; its path means nothing to whoever brought it."""
    opencv()  # which would complain of its pictures itself
    try:
        yield
    except FormatError as error:
        words = str(error)
        for path in paths:
            words = words.replace(f"{path}: ", "").replace(str(path), "the tape")
        raise UsageError(f"this is no tape that can be read: {words}") from None
    except BROKEN as error:
        raise UsageError(f"this tape holds what no Glint ever wrote ({type(error).__name__})") from None
