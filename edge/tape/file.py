"""The tape's file: a line with its format, then records, each of which can be found where others are damaged.

    "glint tape 2" and a newline
    mark (4 bytes) · kind (1) · length (4) · CRC-32 of kind, length and payload (4) · payload

A record is written by one call, so a killed process loses what it had not handed over yet and nothing else; a file
cut in the middle of a record ends before it. Where bytes are damaged, reading goes on at the next mark whose
checksum holds.
"""

from __future__ import annotations

import errno
import os
import re
import struct
import zlib
from typing import TYPE_CHECKING, BinaryIO

from edge.errors import FormatError
from edge.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMAT = 2
_MARK = b"\xf5GT\n"
_HEAD = struct.Struct("<4ssII")
_TITLE = re.compile(rb"glint tape (\d{1,9})\n")
LOOKED_AT = 8
"""Times the size of a tape: so much is read in all behind marks that lead to no record. The rest is a gap then."""
LONGEST = 1 << 28
"""Bytes in one record: a longer one is damage, not data."""


@dataclass(frozen=True, slots=True)
class Record:
    """The place of a whole record in the file; `read_payload` reads what is in it."""

    kind: bytes
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Bytes that could not be read, and where they begin. `tail`: they end the file, as after a cut."""

    start: int
    length: int
    tail: bool


class RecordWriter:
    """Appends records to a new file that only its owner can read."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
        self._file = os.open(path, flags, 0o600)
        self._size = 0
        self._append(b"glint tape %d\n" % FORMAT)

    def write(self, kind: bytes, payload: bytes) -> None:
        """Append one record, whole or not at all; raises OSError."""
        checksum = zlib.crc32(payload, zlib.crc32(struct.pack("<sI", kind, len(payload))))
        self._append(_HEAD.pack(_MARK, kind, len(payload), checksum) + payload)

    def sync(self) -> None:
        """Wait until all that was written is on the disk (fsync); raises OSError, also where the file was removed."""
        if not os.fstat(self._file).st_nlink:
            raise FileNotFoundError(errno.ENOENT, "it was removed")
        os.fdatasync(self._file)

    def close(self) -> None:
        """Close it; a write after this is an error, never a write into whatever file has its number next."""
        os.close(self._file)
        self._file = -1

    def _append(self, data: bytes) -> None:
        left = memoryview(data)
        try:
            while left:
                left = left[os.write(self._file, left) :]
        except OSError:
            os.ftruncate(self._file, self._size)  # a full disk may have taken a part of it
            raise
        self._size += len(data)


def read_format(path: Path, newest: int = FORMAT) -> int:
    """The format that a tape says it has; raises FormatError for what is no tape and for a newer one."""
    try:
        with path.open("rb") as file:
            title = _TITLE.match(file.read(32))
    except OSError as error:
        raise FormatError(path, error.strerror or str(error)) from None
    if title is None:
        raise FormatError(path, "is not a tape of Glint")
    if int(title[1]) > newest:
        raise FormatError(path, f"has format {int(title[1])}, and this Glint reads up to {newest}: update Glint")
    return int(title[1])


def read_records(path: Path) -> Iterator[Record | Gap]:
    """Every whole record in order, and the gaps between them."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        at, left = len(file.readline(32)), LOOKED_AT * size + LONGEST
        while at < size:
            record = _record_at(file, at, size)
            if record is None:
                found, left = _next_record(file, at + 1, size, left)
                yield Gap(at, found - at, tail=found == size)
                at = found
            else:
                yield record
                at = record.start + record.length


def read_payload(path: Path, record: Record) -> bytes:
    """The payload of a record."""
    with path.open("rb") as file:
        file.seek(record.start)
        return file.read(record.length)


def _record_at(file: BinaryIO, at: int, size: int) -> Record | None:
    file.seek(at)
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    mark, kind, length, checksum = _HEAD.unpack(head)
    start = at + _HEAD.size
    if mark != _MARK or length > LONGEST or start + length > size:
        return None
    payload = file.read(length)
    whole = zlib.crc32(payload, zlib.crc32(head[4:9])) == checksum
    return Record(kind, start, length) if whole else None


def _next_record(file: BinaryIO, at: int, size: int, left: int) -> tuple[int, int]:
    """Where the next whole record begins, the end of the file if there is none; and how much may still be looked at."""
    step = 1 << 8
    while at < size:
        file.seek(at)
        block = file.read(step + len(_MARK) - 1)
        found = block.find(_MARK)
        while found >= 0:
            if _record_at(file, at + found, size) is not None:
                return at + found, left
            left -= file.tell() - at - found
            if left < 0:
                return size, left
            found = block.find(_MARK, found + 1)
        at += step
        step = min(2 * step, 1 << 20)
    return size, left
