"""The token of a run. One that was killed leaves it behind, so that its pages find the run that follows."""

from __future__ import annotations

import os
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from edge.store.private_file import write_private

KEPT_FOR = 3600.0  # seconds in which a run that was killed may be followed by one with the same token
SHORTEST, LONGEST = 32, 64


@contextmanager
def run_token(state: Path, port: int) -> Iterator[str]:
    """The token for a run on this port; the file with it, its user's alone, is gone when the block ends."""
    path = state / f"sim-{port}.token"
    token = _left(path) or secrets.token_urlsafe(24)
    with suppress(OSError):  # then the next run has another one
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in state.glob("sim-*.token"):
            if time.time() - old.lstat().st_mtime > KEPT_FOR:
                old.unlink(missing_ok=True)
        write_private(path, token.encode())
    try:
        yield token
    finally:
        with suppress(OSError):
            path.unlink()


def _left(path: Path) -> str:
    """What a run that was killed lately left, if it is ours alone."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            found, data = os.fstat(file.fileno()), file.read(LONGEST + 1)
    except OSError:
        return ""
    ours = stat.S_ISREG(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
    fresh = 0 <= time.time() - found.st_mtime <= KEPT_FOR
    fits = SHORTEST <= len(data) <= LONGEST and data.isascii()
    return data.decode("ascii") if ours and fresh and fits else ""
