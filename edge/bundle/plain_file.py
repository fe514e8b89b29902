"""Reads a whole file that somebody names, if it is a plain file and not too large."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from edge.errors import ModelError

MOST_BYTES = 1 << 30  # a file above this is no model of ours, and would not fit into the glasses


def read_plain(path: Path, bundle: str, *, links: bool) -> bytes:
    """The bytes of the file; raises ModelError. With `links` false a file that any link leads to is refused."""
    try:
        # The checks look at what was opened, not at what the name meant before.
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | (0 if links else os.O_NOFOLLOW))
    except OSError as error:
        reason = "it is a link" if error.errno == errno.ELOOP else error.strerror
        raise ModelError(bundle, f"cannot open {path.name}: {reason}") from error
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or (status.st_nlink != 1 and not links):
            raise ModelError(bundle, f"{path.name} is a link or no plain file")
        if status.st_size > MOST_BYTES:
            raise ModelError(bundle, f"{path.name} is too large ({status.st_size} bytes)")
        with os.fdopen(os.dup(handle), "rb") as file:
            return file.read(MOST_BYTES + 1)
    finally:
        os.close(handle)
