"""Decodes a photo's bytes into upright RGB pixels. Its size is read from the header first, and refused above a limit.

What people have works: any size up to MOST_PIXELS, turned as its EXIF says, grey, with a palette, with alpha (laid on
white, as paper is), 16 bits deep. What does not is a PhotoError that says why in one line. Files: photo.py.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from edge.errors import PhotoError
from edge.limits import PHOTO_SEGMENTS, PNG_PARTS
from edge.messages import Array, Pixels

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

MOST_PIXELS = 100_000_000  # 300 MB as RGB; the largest phone sensors in common use stay below it
MOST_SIDE = 32_767  # what OpenCV can turn and cut out of
READABLE = "JPEG, PNG, WebP, GIF, BMP or TIFF"
_ORIENTATION = 0x0112


class Header(NamedTuple):
    """Kind and size of a photo, as its header has them."""

    kind: str
    width: int
    height: int


def decode_photo(data: bytes, name: str = "photo") -> Pixels:
    """The pixels, RGB uint8 (height, width, 3), upright. Raises PhotoError."""
    import numpy as np

    header = read_header(data, name)
    check_size(name, header.width, header.height)
    if header.kind == "JPEG" and b"\xff\xd9" not in data[data.rfind(b"\xff\xda") :]:
        # OpenCV fills what is missing with grey and says nothing.
        raise PhotoError(name, "is cut off: the end of the JPEG is missing")
    if header.kind == "PNG" and not is_whole_png(data):
        raise PhotoError(name, "is a damaged PNG: a part of it reaches beyond its end")
    cv2 = opencv()
    coded = np.frombuffer(data, np.uint8)
    try:
        if header.kind == "JPEG":  # has no alpha, and OpenCV turns it
            pixels, exif = cv2.imdecode(coded, cv2.IMREAD_COLOR_RGB), b""
        else:
            pixels, kinds, blobs = cv2.imdecodeWithMetadata(coded, cv2.IMREAD_UNCHANGED)
            exif = next((bytes(b) for k, b in zip(kinds, blobs, strict=True) if k == cv2.IMAGE_METADATA_EXIF), b"")
    except cv2.error:
        pixels, exif = None, b""
    if pixels is None or not pixels.size:
        raise PhotoError(name, f"is a damaged {header.kind}")
    if header.kind == "JPEG":
        return np.ascontiguousarray(pixels)
    return np.ascontiguousarray(upright(_rgb(pixels), exif))


def check_size(name: str, width: int, height: int) -> None:
    """Raise PhotoError for a picture that is too large to be looked at."""
    size = f"{width} x {height}"
    if width * height > MOST_PIXELS:
        raise PhotoError(name, f"is too large ({size} pixels, at most {MOST_PIXELS // 1_000_000} megapixels)")
    if max(width, height) > MOST_SIDE:
        raise PhotoError(name, f"is too long ({size} pixels, at most {MOST_SIDE} a side)")


def read_header(data: bytes, name: str = "photo") -> Header:
    """Kind and size of a photo, from its header alone. Raises PhotoError."""
    if not data:
        raise PhotoError(name, "is empty")
    for start, kind, size in _KINDS:
        if data.startswith(start) and (kind != "WebP" or data[8:12] == b"WEBP"):
            try:
                width, height = size(data)
            except (struct.error, IndexError, ValueError):
                raise PhotoError(name, f"is a damaged {kind}: its header is incomplete") from None
            if width <= 0 or height <= 0:
                raise PhotoError(name, f"is a damaged {kind}: its header gives no size")
            return Header(kind, width, height)
    if data[4:8] == b"ftyp":
        raise PhotoError(name, f"is a HEIC, AVIF or video file: save it as {READABLE}")
    raise PhotoError(name, f"is not a photo that Glint can open ({READABLE})")


# ------------------------------------------------------------------------------------------------------------- headers


def _png(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def is_whole_png(data: bytes) -> bool:
    """Whether each part of a PNG ends within it: a decoder makes room for as much as a part says: gigabytes."""
    at = 8
    for _ in range(PNG_PARTS):
        if at + 8 > len(data):
            return at == len(data)
        kind = data[at + 4 : at + 8]
        at += 12 + int.from_bytes(data[at : at + 4], "big")
        if kind == b"IEND" or at > len(data):
            return at <= len(data)
    return False


def _jpeg(data: bytes) -> tuple[int, int]:
    """Walk from segment to segment to the frame header, as a decoder does: rubbish between them is skipped."""
    at = 2
    for _ in range(PHOTO_SEGMENTS):
        at = data.index(b"\xff", at)
        marker = data[at + 1]
        if marker in (0x00, 0xFF):
            at += 1
        elif marker == 0x01 or 0xD0 <= marker <= 0xD9:
            at += 2
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        else:
            at += 2 + max(2, *struct.unpack_from(">H", data, at + 2))
    raise IndexError


def _gif(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


def _webp(data: bytes) -> tuple[int, int]:
    if data[12:16] == b"VP8X":
        low, middle, high, *rest = data[24:30]
        return 1 + (low | middle << 8 | high << 16), 1 + (rest[0] | rest[1] << 8 | rest[2] << 16)
    if data[12:16] == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


def _bmp(data: bytes) -> tuple[int, int]:
    old = struct.unpack_from("<I", data, 14) == (12,)
    width, height = struct.unpack_from("<HH" if old else "<ii", data, 18)
    return width, abs(height)  # a negative height: the rows run from top to bottom


def _tiff(data: bytes) -> tuple[int, int]:
    tags = _tags(data)
    return tags.get(256, 0), tags.get(257, 0)


def _tags(data: bytes) -> dict[int, int]:
    """The whole numbers in the first directory of a TIFF, which is also what EXIF is written in."""
    order = "<" if data[:2] == b"II" else ">"
    (start,) = struct.unpack_from(order + "I", data, 4)
    (count,) = struct.unpack_from(order + "H", data, start)
    tags: dict[int, int] = {}
    for at in range(start + 2, start + 2 + 12 * count, 12):
        tag, kind = struct.unpack_from(order + "HH", data, at)
        if kind in (3, 4):
            (value,) = struct.unpack_from(order + "HI"[kind - 3], data, at + 8)
            tags[tag] = max(value, tags.get(tag, 0))  # said twice: believe the worse
    return tags


_KINDS: tuple[tuple[bytes, str, Callable[[bytes], tuple[int, int]]], ...] = (
    (b"\xff\xd8\xff", "JPEG", _jpeg),
    (b"\x89PNG\r\n\x1a\n", "PNG", _png),
    (b"RIFF", "WebP", _webp),
    (b"GIF8", "GIF", _gif),
    (b"BM", "BMP", _bmp),
    (b"II*\x00", "TIFF", _tiff),
    (b"MM\x00*", "TIFF", _tiff),
)


# -------------------------------------------------------------------------------------------------------------- pixels


def _rgb(pixels: Array) -> Pixels:
    """Whatever OpenCV decoded (grey, BGR, BGRA; 8, 16 or 32 bits) as RGB uint8."""
    import numpy as np

    cv2 = opencv()
    if pixels.dtype == np.uint16:
        pixels = (pixels >> 8).astype(np.uint8)
    elif pixels.dtype != np.uint8:
        pixels = (np.clip(np.nan_to_num(pixels), 0, 1) * 255).astype(np.uint8)
    if pixels.ndim == 2:
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB))
    if pixels.shape[2] == 3:
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB))
    colours = pixels[..., 2::-1] if pixels.shape[2] == 4 else pixels[..., :1].repeat(3, axis=2)
    return on_white(colours, pixels[..., -1:])


def on_white(colours: Array, alpha: Array) -> Pixels:
    """RGB as it looks when laid on white, as paper is; both 8 bits."""
    import numpy as np

    alpha = alpha.astype(np.uint16)
    laid = (colours * alpha + 255 * (255 - alpha) + 127) // 255
    return np.asarray(laid, np.uint8)


def upright(pixels: Pixels, exif: bytes) -> Pixels:
    """Turn and mirror as EXIF's orientation, 1 to 8, wants it."""
    tiff = exif.removeprefix(b"Exif\x00\x00")
    try:
        turn = _tags(tiff).get(_ORIENTATION, 1)
    except struct.error:
        turn = 1
    if turn in (5, 6, 7, 8):
        pixels = pixels.swapaxes(0, 1)
    if turn in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if turn in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return pixels


def opencv() -> ModuleType:
    """OpenCV, told to leave stderr to us (what it says of a bad file is in our own line), and to use one thread.

    Its helpers spin while they wait: with them a look costs 6 % more of the processor, to be done 1 % sooner.
    """
    import cv2

    cv2.setNumThreads(1)
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    return cv2
