"""The folder of a run: what it keeps, pictures that were sent among them, is its user's alone and gone when it ends.

A run that is killed leaves its folder behind. The next one knows it by its lock, which nobody holds, and wipes it.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from edge.errors import UsageError

PREFIX = "sim-run-"


@contextmanager
def run_folder(state: Path) -> Iterator[Path]:
    """A new folder in `state`, for as long as the block lasts. Raises UsageError where none can be made."""
    folder = state / f"{PREFIX}{secrets.token_hex(4)}"
    try:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        wipe_left_behind(state)
        # The lock is held before there is a folder: whoever starts just now finds none that nobody holds.
        lock = os.open(_lock_of(folder), os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise UsageError(f"{state}: {error.strerror or error}: the simulator keeps its files there") from None
    try:
        yield folder
    finally:
        _wipe(folder)
        os.close(lock)


def wipe_left_behind(state: Path) -> None:
    """Wipe the folders of runs that were killed."""
    for folder in state.glob(f"{PREFIX}*"):
        if folder.is_dir() and not folder.is_symlink() and not _held(_lock_of(folder)):
            _wipe(folder)


def _wipe(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _lock_of(folder).unlink(missing_ok=True)


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def _held(path: Path) -> bool:
    """Whether a run that lives holds this lock."""
    try:
        lock = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(lock)
    return False
