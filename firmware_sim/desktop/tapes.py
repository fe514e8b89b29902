"""Tapes at the desktop simulator: one that was brought is shown step by step, or copied so that it may be shared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge.errors import FormatError, UsageError
from edge.tape.tape import read_tape
from firmware_sim.desktop.session_log import SessionLog
from firmware_sim.replay.commands import picture_hider, scrubbed_copy

if TYPE_CHECKING:
    from edge.config import Config
    from edge.tape.tape import Tape

STEPS_AT_MOST = 20_000  # what a page can show of a tape


def replayed(path: Path) -> dict[str, Any]:
    """The session on a tape, as a page takes it. Raises UsageError for what is no tape."""
    tape = _read(path)
    log, cut = SessionLog(tape.policy, tape.began.at), False
    steps: list[dict[str, Any]] = []
    try:
        for step in tape.steps():
            if len(steps) == STEPS_AT_MOST:
                cut = True
                break
            steps.append(log.step(step.now, step.event, step.commands))
    except FormatError as error:
        raise UsageError(_without(path, str(error))) from None
    words = [tape.damage(), f"only the first {STEPS_AT_MOST} steps are shown" if cut else ""]
    session = log.as_session("A tape", "; ".join(word for word in words if word), steps)
    return session | {"began": tape.began.wall.time.isoformat(timespec="seconds")}


def scrubbed(path: Path, copy: Path, config: Config, *, keep: bool) -> dict[str, Any]:
    """Write a copy of a tape that may be shared; returns for how many events today's mind decides otherwise.

    `keep`: pictures stay, painted over, and how many became blocks all the same is told too. Raises UsageError for
    what is no tape, and where the copy cannot be written.
    """
    tape = _read(path)
    try:
        done = scrubbed_copy(tape, copy, pictures=picture_hider(config) if keep else None)
    except FormatError as error:
        raise UsageError(_without(copy, _without(path, str(error)))) from None
    return {"unlike": done.unlike, "blocked": done.blocked}


def _read(path: Path) -> Tape:
    try:
        return read_tape(path)
    except FormatError as error:
        raise UsageError(f"this is no tape that can be read: {_without(path, str(error))}") from None


def _without(path: Path, words: str) -> str:
    """What was wrong without the path, which means nothing to whoever brought the tape."""
    return words.removeprefix(f"{path}: ")
