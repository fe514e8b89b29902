"""A file of a bundle, read whole; what is wrong with it is a ModelError."""

from __future__ import annotations

from pathlib import Path

from edge.errors import ModelError
from edge.limits import MODEL_BYTES
from edge.whole_file import read_whole


def read_plain(path: Path, bundle: str, *, links: bool, at_most: int = MODEL_BYTES) -> bytes:
    """The bytes of the file; raises ModelError. With `links` false a symbolic link is refused.

    A second name for the same bytes (a hard link) is none of it: installers make them, and every byte is hashed.
    """
    try:
        return read_whole(path, at_most, links=links)
    except OSError as error:
        raise ModelError(bundle, f"cannot read {path.name}: {error.strerror or error}") from None
