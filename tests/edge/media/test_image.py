"""Every photo that people have opens upright in RGB; every file that is none is one line, before it costs memory."""

import struct
import time
import tracemalloc
import zlib

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import PhotoError
from edge.media.image import MOST_PIXELS, decode_photo, is_whole_png, read_header
from edge.messages import Array

KINDS = (".png", ".jpg", ".webp", ".bmp", ".tiff", ".gif")
RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


def picture(width: int = 48, height: int = 32) -> Array:
    """Left half red, right half blue, and a green stripe along the top."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2] = RED
    pixels[:, width // 2 :] = BLUE
    pixels[: height // 4] = GREEN
    return pixels


def encode(pixels: Array, kind: str = ".png") -> bytes:
    bgr = pixels if pixels.ndim == 2 else pixels[..., [2, 1, 0, *range(3, pixels.shape[2])]]
    done, coded = cv2.imencode(kind, np.ascontiguousarray(bgr))
    assert done
    return coded.tobytes()


def noise(kind: str = ".jpg", size: int = 128) -> bytes:
    return encode(np.random.default_rng(7).integers(0, 256, (size, size, 3), np.uint8), kind)


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def exif(orientation: int) -> bytes:
    return b"MM\x00*" + struct.pack(">IH", 8, 1) + struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0) + bytes(4)


def turned(data: bytes, orientation: int) -> bytes:
    """The same file with an EXIF orientation."""
    if data.startswith(b"\x89PNG"):
        return data[:33] + chunk(b"eXIf", exif(orientation)) + data[33:]
    body = b"Exif\x00\x00" + exif(orientation)
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + data[2:]


def near(pixel: Array, colour: tuple[int, int, int], within: int = 40) -> bool:
    return bool(np.abs(pixel.astype(int) - colour).max() <= within)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_opens_in_rgb(kind: str) -> None:
    pixels = decode_photo(encode(picture(), kind))
    assert pixels.shape == (32, 48, 3)
    assert pixels.dtype == np.uint8
    assert near(pixels[20, 5], RED)
    assert near(pixels[20, 40], BLUE)
    assert near(pixels[2, 24], GREEN)


@pytest.mark.parametrize("kind", [".png", ".jpg"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_turns_it_upright(kind: str, orientation: int) -> None:
    want = picture()
    stored = {  # how a camera held like this stores what is upright
        1: want, 2: want[:, ::-1], 3: want[::-1, ::-1], 4: want[::-1],
        5: want.swapaxes(0, 1), 6: np.rot90(want, 1), 7: want[::-1, ::-1].swapaxes(0, 1), 8: np.rot90(want, -1),
    }[orientation]  # fmt: skip
    pixels = decode_photo(turned(encode(np.ascontiguousarray(stored), kind), orientation))
    assert pixels.shape == want.shape
    assert np.abs(pixels.astype(int) - want).mean() < 12


def test_grey_sixteen_bits_and_float() -> None:
    grey = np.full((9, 9), 100, np.uint8)
    assert (decode_photo(encode(grey)) == 100).all()
    assert (decode_photo(encode(picture().astype(np.uint16) << 8)) == picture()).all()
    assert decode_photo(encode(np.full((9, 9, 3), 0.5, np.float32), ".tiff"))[0, 0, 0] == 127


def test_alpha_lies_on_white_paper() -> None:
    pixels = np.dstack([np.zeros((8, 8, 3), np.uint8), np.zeros((8, 8), np.uint8)])
    pixels[:, 4:, 3] = 255
    seen = decode_photo(encode(pixels))
    assert (seen[:, :4] == 255).all()
    assert (seen[:, 4:] == 0).all()


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1)])
def test_odd_sizes(size: tuple[int, int]) -> None:
    assert decode_photo(encode(np.zeros((*size, 3), np.uint8))).shape == (*size, 3)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.01, 0.3, 0.9, 0.995])
def test_a_file_that_is_cut_off_is_said_to_be(kind: str, share: float) -> None:
    data = noise(kind)
    with pytest.raises(PhotoError, match=r"cut off|damaged") as caught:
        decode_photo(data[: int(len(data) * share)], "desk.jpg")
    assert str(caught.value).startswith("desk.jpg: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"hello, I am a text\n", "not a photo that Glint can open"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "HEIC"),
        (b"\xff\xd8\xff", "damaged JPEG"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "gives no size"),
    ],
)
def test_what_is_no_photo_is_said_so(data: bytes, why: str) -> None:
    with pytest.raises(PhotoError, match=why):
        decode_photo(data)


def bombs() -> dict[str, bytes]:
    """Small files whose header promises 400 megapixels or more."""
    n = 20_000
    rows = zlib.compress(bytes((n + 7) // 8 + 1) * n, 9)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", n, n, 1, 0, 0, 0, 0))
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", n, n) + bytes(20)
    tiff = b"II*\x00" + struct.pack("<IH", 8, 2) + struct.pack("<HHIIHHII", 256, 4, 1, n, 257, 4, 1, n)
    return {
        "png": png + chunk(b"IDAT", rows) + chunk(b"IEND", b""),
        "jpeg": jpeg,
        "gif": b"GIF89a" + struct.pack("<HH", n, n) + bytes(20),
        "bmp": b"BM" + bytes(12) + struct.pack("<Iii", 40, n, -n) + bytes(40),
        "webp": b"RIFF" + bytes(4) + b"WEBPVP8X" + bytes(8) + (n - 1).to_bytes(3, "little") * 2,
        "lossless": b"RIFF" + bytes(4) + b"WEBPVP8L" + bytes(5) + struct.pack("<I", 16383 | 16383 << 14),
        "tiff": tiff,
    }


@pytest.mark.parametrize("kind", list(bombs()))
def test_a_bomb_is_refused_from_its_header(kind: str) -> None:
    data = bombs()[kind]
    assert len(data) < 100_000
    header = read_header(data)
    assert header.width * header.height > MOST_PIXELS
    tracemalloc.start()
    try:
        with pytest.raises(PhotoError, match=r"too large .*megapixels"):
            decode_photo(data)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_endless_segments_are_not_walked_through():
    """Each is a step of Python: 200 MB of empty ones took two minutes."""
    began = time.process_time()
    with pytest.raises(PhotoError, match="header is incomplete"):
        read_header(b"\xff\xd8\xff" + b"\xff\xe0\x00\x02" * 5_000_000)
    assert time.process_time() - began < 0.5


def test_a_ribbon_is_too_long() -> None:
    with pytest.raises(PhotoError, match="too long"):
        decode_photo(encode(np.zeros((2, 40_000), np.uint8)))


@given(st.binary(max_size=200), st.sampled_from(KINDS), st.integers(0, 200))
def test_rubbish_is_a_photo_or_one_line(rubbish: bytes, kind: str, at: int) -> None:
    whole = encode(picture(16, 16), kind)
    try:
        pixels = decode_photo(whole[:at] + rubbish + whole[at + len(rubbish) :])
    except PhotoError as error:
        said = str(error)
    else:
        said = ""
        assert pixels.ndim == 3
    assert "\n" not in said


def test_opencv_leaves_stderr_alone(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(PhotoError):
        decode_photo(noise(".png")[:500])
    with pytest.raises(PhotoError):
        decode_photo(noise(".tiff")[:500])
    assert capfd.readouterr() == ("", "")


def test_a_part_of_a_png_that_says_to_be_gigabytes_gets_none_of_them():
    whole = noise(".png")
    at = whole.index(b"IDAT") - 4
    greedy = whole[:at] + struct.pack(">I", 0x7FFFFF00) + whole[at + 4 :]
    with pytest.raises(PhotoError, match="a part of it reaches beyond its end"):
        decode_photo(greedy)
    assert is_whole_png(whole)
    assert is_whole_png(whole + b"rubbish behind the end")
    assert not is_whole_png(whole[:-20])
    assert not is_whole_png(whole[:8] + struct.pack(">I4sI", 0, b"aaaa", 0) * 100_001)
