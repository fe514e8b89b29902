"""QR codes and barcodes in a frame, by zxing-cpp, with a second look at barcodes that are blurred or dim.

The second look is taken only where the first found nothing: contrast evened out, sharpened, and from twice as near (of
a large frame only the middle, where people hold what they scan). It looks for barcodes alone: square codes have gained
nothing by it, and so it costs no more than the first look. A barcode has little check against misreading, so what
it finds is believed only when a third look, sharpened otherwise, reads the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from edge.messages import Code, Frame, Point, Quad

if TYPE_CHECKING:
    from edge.messages import Array

NEAR = 320 * 320  # pixels: of a frame above this, the second look takes the middle only
BARCODES = ("EAN13", "EAN8", "UPCA", "UPCE", "Code128")
Part = tuple[float, float, float]  # left, top and size, in fractions of the frame
SMALLEST = 8  # pixels: nothing fits into a frame below this
MIDDLE, WHOLE = (0.15, 0.15, 0.7), (0.0, 0.0, 1.0)


class Codes:
    """Finds codes in frames and gives their text; nothing that stands in one is ever opened."""

    def see(self, frame: Frame) -> tuple[Code, ...]:
        """Every code in the frame, from top to bottom."""
        import cv2

        grey = cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2GRAY)
        found = _read(grey) or _second_look(grey)
        return tuple(sorted(found, key=lambda code: (code.quad.a.y, code.quad.a.x)))


def _second_look(grey: Array) -> list[Code]:
    import cv2

    height, width = grey.shape
    if min(height, width) < SMALLEST:
        return []
    part = MIDDLE if height * width > NEAR else WHOLE
    left, top, size = part
    cut = grey[int(top * height) : int((top + size) * height), int(left * width) : int((left + size) * width)]
    even = cv2.createCLAHE(2.0, (8, 8)).apply(np.ascontiguousarray(cut))
    found = _read(_near(even, 1.5), BARCODES)
    if not found:
        return []
    again = {code.text for code in _read(_near(even, 2.0), BARCODES)}
    return [_moved(code, part) for code in found if code.text in again]


def _near(grey: Array, blur: float) -> Array:
    """Sharpened against a blur of so many pixels, and twice the size."""
    import cv2

    sharp = cv2.addWeighted(grey, 2.0, cv2.GaussianBlur(grey, (0, 0), blur), -1.0, 0)
    return np.asarray(cv2.resize(sharp, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC))


def _read(grey: Array, formats: tuple[str, ...] = ()) -> list[Code]:
    """Codes of any format in any size and shade, or of these formats, as they are."""
    import zxingcpp

    wanted = zxingcpp.BarcodeFormats([getattr(zxingcpp.BarcodeFormat, name) for name in formats])  # none: all
    height, width = grey.shape
    return [
        Code(_name(found.format), found.text, _quad(found.position, width, height))
        for found in zxingcpp.read_barcodes(grey, wanted, try_downscale=not formats, try_invert=not formats)
        if found.text
    ]


def _name(code_format: object) -> str:
    """EAN-13 -> ean13, QR Code -> qrcode."""
    return "".join(letter for letter in str(code_format).lower() if letter.isalnum())


def _quad(position: Any, width: int, height: int) -> Quad:  # noqa: ANN401 - zxing-cpp has no types
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return Quad(*(Point(corner.x / width, corner.y / height) for corner in corners))


def _moved(code: Code, part: Part) -> Code:
    """A code found in a part of the frame, where it is in the whole."""
    left, top, size = part
    return Code(code.format, code.text, Quad(*(Point(left + size * p.x, top + size * p.y) for p in code.quad)))
