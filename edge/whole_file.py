"""Reads a whole file that somebody names, if it is a plain file and not too large: no pipe is waited for."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_PIECE = 1 << 20


def read_whole(path: Path, at_most: int, *, links: bool = True) -> bytes:
    """The bytes of the file. Raises OSError, whose `strerror` says why; `links` false refuses a symbolic link."""
    try:
        # The checks look at what was opened, not at what the name meant before.
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | (0 if links else os.O_NOFOLLOW))
    except ValueError as error:  # a name with a null byte
        raise OSError(errno.EINVAL, str(error)) from None
    except OSError as error:
        raise (OSError(errno.ELOOP, "it is a link") if error.errno == errno.ELOOP else error) from None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "is a folder" if stat.S_ISDIR(status.st_mode) else "is no plain file")
        data = b"" if status.st_size > at_most else _read(handle, at_most)
        if max(status.st_size, len(data)) > at_most:
            raise OSError(errno.EFBIG, f"is too large ({max(status.st_size, len(data))} bytes, at most {at_most})")
        return data
    finally:
        os.close(handle)


def _read(handle: int, at_most: int) -> bytes:
    """To the end, or one byte more than is taken: a file may grow, and some say that they are empty and are endless."""
    pieces, left = [], at_most + 1
    while left and (piece := os.read(handle, min(left, _PIECE))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)
