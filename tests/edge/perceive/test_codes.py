"""Codes are read where they are, blurred ones by a second look, and nothing is read where there is nothing."""

import cv2
import numpy as np
import pytest
import zxingcpp

from edge.messages import Array, Code, Frame, Instant
from edge.perceive.codes import Codes

FORMATS = {
    "qrcode": (zxingcpp.BarcodeFormat.QRCode, "https://example.org/menu"),
    "datamatrix": (zxingcpp.BarcodeFormat.DataMatrix, "LOT 12345"),
    "ean13": (zxingcpp.BarcodeFormat.EAN13, "4006381333931"),
    "code128": (zxingcpp.BarcodeFormat.Code128, "GLINT-42"),
}


def drawn(kind: str, scale: int = 4) -> Array:
    code_format, text = FORMATS[kind]
    grey = np.array(zxingcpp.create_barcode(text, code_format).to_image(scale=scale))
    return np.asarray(cv2.copyMakeBorder(grey, 24, 24, 24, 24, cv2.BORDER_CONSTANT, value=255))


def scene(code: Array, width: int = 640, height: int = 480, left: int = 60, top: int = 40) -> Array:
    """A grey wall with this picture on it."""
    wall = np.random.default_rng(3).normal(150, 4, (height, width)).clip(0, 255).astype(np.uint8)
    wall[top : top + code.shape[0], left : left + code.shape[1]] = code
    return wall


def see(grey: Array) -> tuple[Code, ...]:
    return Codes().see(Frame(Instant(0.0), np.ascontiguousarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB))))


@pytest.mark.parametrize("kind", list(FORMATS))
def test_each_kind_is_read_where_it_is(kind: str) -> None:
    code = drawn(kind, 3)
    (found,) = see(scene(code))
    assert (found.format, found.text) == (kind, FORMATS[kind][1])
    x = [point.x * 640 for point in found.quad]
    y = [point.y * 480 for point in found.quad]
    assert 60 <= min(x) < max(x) <= 60 + code.shape[1]
    assert 40 <= min(y) < max(y) <= 40 + code.shape[0]
    assert found.quad.a.x < found.quad.b.x


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_and_light_on_dark(turn: int) -> None:
    (found,) = see(255 - np.rot90(scene(drawn("qrcode")), turn // 90))
    assert found.text == FORMATS["qrcode"][1]


def test_two_come_from_top_to_bottom() -> None:
    above, below = drawn("ean13", 2), drawn("qrcode", 3)
    wall = scene(below, top=260)
    wall[20 : 20 + above.shape[0], 200 : 200 + above.shape[1]] = above
    assert [code.format for code in see(wall)] == ["ean13", "qrcode"]


def blurred(sigma: float) -> Array:
    """A barcode two pixels a bar, out of focus and dim."""
    sharp = cv2.copyMakeBorder(drawn("ean13", 2), 40, 40, 10, 10, cv2.BORDER_CONSTANT, value=255)
    soft = cv2.GaussianBlur(sharp.astype(np.float32), (0, 0), sigma) * 0.35 + 60
    return np.asarray((soft + np.random.default_rng(5).normal(0, 1, soft.shape)).clip(0, 255).astype(np.uint8))


def test_the_second_look_reads_more_blurred_barcodes_and_none_wrongly() -> None:
    sigmas = np.arange(0.8, 3.0, 0.05)
    bare = [bool(zxingcpp.read_barcodes(blurred(sigma))) for sigma in sigmas]
    ours = [[code.text for code in see(blurred(sigma))] for sigma in sigmas]
    assert sum(map(bool, ours)) > sum(bare)
    assert {text for texts in ours for text in texts} == {FORMATS["ean13"][1]}


def test_the_second_look_at_a_large_frame_says_where() -> None:
    gained = []
    for sigma in np.arange(1.0, 2.0, 0.05):
        code = blurred(sigma)
        wall = np.full((720, 1280), 120, np.uint8)
        wall[150 : 150 + code.shape[0], 250 : 250 + code.shape[1]] = code  # not in the middle of the middle
        if not zxingcpp.read_barcodes(wall):
            gained += [(found, code.shape) for found in see(wall)]
    assert gained
    for found, (height, width) in gained:
        assert 250 <= found.quad.a.x * 1280 < found.quad.b.x * 1280 <= 250 + width
        assert 150 <= found.quad.a.y * 720 <= 150 + height


@pytest.mark.parametrize("size", [(1, 1), (1, 32_767), (32_767, 12), (400, 1), (7, 9), (300, 300), (700, 900)])
def test_nothing_is_read_where_there_is_nothing(size: tuple[int, int]) -> None:
    assert see(np.random.default_rng(1).integers(0, 256, size, np.uint8)) == ()
    assert see(np.zeros(size, np.uint8)) == ()
