"""Reads photo files as frames, and writes pixels to photo files. image.py decodes."""

from __future__ import annotations

import os
from pathlib import Path

from edge.errors import PhotoError
from edge.limits import PHOTO_BYTES
from edge.media.image import decode_photo, opencv
from edge.messages import Frame, Instant, Pixels
from edge.whole_file import read_whole

SUFFIXES = {".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff"}
START = Instant(0.0)


def open_photo(path: Path, at: Instant = START) -> Frame:
    """The photo as a frame taken at `at`. Raises PhotoError."""
    try:
        data = read_whole(path, PHOTO_BYTES)
    except OSError as error:
        raise PhotoError(str(path), error.strerror or str(error)) from None
    return Frame(at, decode_photo(data, str(path)))


def check_writable(path: Path) -> None:
    """Raise PhotoError if no picture can be written there."""
    if path.is_dir():
        raise PhotoError(str(path), "is a folder: name a picture in it")
    if path.suffix.lower() not in SUFFIXES:
        raise PhotoError(str(path), "cannot be written as that kind of picture: name it .png or .jpg")
    if not path.parent.is_dir():
        raise PhotoError(str(path), "cannot be written: there is no such folder")


def save_photo(path: Path, pixels: Pixels) -> None:
    """Write a picture in the format that the name ends in; an older file is replaced only by a whole one.

    Raises PhotoError.
    """
    cv2 = opencv()
    check_writable(path)
    _, coded = cv2.imencode(path.suffix.lower(), cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(coded.tobytes())
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise PhotoError(str(path), error.strerror or str(error)) from None
