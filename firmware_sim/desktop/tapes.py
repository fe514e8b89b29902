"""Tapes at the desktop simulator: one that was brought is shown step by step, or copied so that it may be shared."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge.errors import FormatError, UsageError
from edge.mind.session import advance
from edge.mind.state import State
from edge.tape.tape import read_tape
from firmware_sim.desktop.session_log import SessionLog
from firmware_sim.replay.scrub import scrub

if TYPE_CHECKING:
    from edge.messages import Command, Event, Now
    from edge.tape.tape import Tape

STEPS_AT_MOST = 20_000  # what a page can show of a tape
WITHIN = 60.0  # seconds in which a tape must have been read


def replayed(path: Path, within: float = WITHIN) -> dict[str, Any]:
    """The session on a tape, as a page takes it; the rest of a long one is left out. Raises UsageError for none."""
    until = time.monotonic() + within
    with _of_somebody(path):
        tape = read_tape(path)
        log, cut = SessionLog(tape.policy, tape.began.at), False
        steps: list[dict[str, Any]] = []
        for step in tape.steps():
            if len(steps) == STEPS_AT_MOST or time.monotonic() > until:
                cut = True
                break
            steps.append(log.step(step.now, step.event, step.commands))
    words = [tape.damage(), f"only the first {len(steps)} steps are shown" if cut else ""]
    session = log.as_session("A tape", "; ".join(word for word in words if word), steps)
    return session | {"began": tape.began.wall.time.isoformat(timespec="seconds")}


def scrubbed(path: Path, copy: Path, within: float = WITHIN) -> dict[str, Any]:
    """Write a copy of a tape that may be shared; tells for how many events today's mind decides otherwise."""
    until = time.monotonic() + within

    def goes_on() -> None:
        if time.monotonic() > until:
            raise UsageError("this tape takes too long: glint tape scrub has the time for it")

    with _of_somebody(path):
        tape = read_tape(path)
        try:
            decides = partial(_decides, tape)
            return {"unlike": scrub(tape, copy, decides, State(), goes_on)}
        except BaseException:
            copy.unlink(missing_ok=True)
            raise


def _decides(tape: Tape, state: State, now: Now, event: Event) -> tuple[State, tuple[Command, ...]]:
    return advance(state, now, event, tape.policy)


@contextmanager
def _of_somebody(path: Path) -> Iterator[None]:
    """Whatever a tape holds that no Glint wrote is one UsageError; the path means nothing to whoever brought it."""
    import cv2

    try:
        yield
    except FormatError as error:
        raise UsageError(f"this is no tape that can be read: {str(error).removeprefix(f'{path}: ')}") from None
    except (
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        ArithmeticError,
        MemoryError,
        RecursionError,
        cv2.error,
    ) as error:
        raise UsageError(f"this tape holds what no Glint ever wrote ({type(error).__name__})") from None
