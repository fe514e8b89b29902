"""What a program may give for a picture, what becomes of it, and what is refused."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from edge.errors import PhotoError
from edge.media.image import MOST_SIDE
from edge.media.photo import open_photo
from edge.media.picture import frame_of
from edge.messages import Frame, Instant

PHOTO = Path(__file__).parents[3] / "firmware_sim" / "scenarios" / "shirt.jpg"
LATER = Instant(7.0)


def rgb(height=2, width=3):
    return np.arange(height * width * 3, dtype=np.uint8).reshape(height, width, 3)


def same(image, pixels):
    frame = frame_of(image, LATER)
    assert frame.at == LATER
    assert frame.pixels.dtype == np.uint8
    assert frame.pixels.flags.c_contiguous
    np.testing.assert_array_equal(frame.pixels, pixels)


def test_a_path_bytes_and_an_opened_picture_of_one_photo_are_one_picture():
    pixels = open_photo(PHOTO).pixels
    data = PHOTO.read_bytes()
    for image in (str(PHOTO), PHOTO, data, bytearray(data), memoryview(data)):
        same(image, pixels)
    same(pixels, pixels)
    with Image.open(PHOTO) as opened:
        shape = frame_of(opened).pixels.shape
    assert shape == pixels.shape, "decoders differ by a shade or two, not in size"


def test_an_array_is_rgb_and_may_be_written_over_afterwards():
    array = rgb()
    frame = frame_of(array)
    before = array.copy()
    array[:] = 0
    np.testing.assert_array_equal(frame.pixels, before)
    same(rgb()[:, ::-1], rgb()[:, ::-1])


def test_grey_becomes_rgb_and_what_is_transparent_lies_on_white():
    grey = rgb()[..., 0]
    same(grey, np.stack([grey] * 3, axis=2))
    same(grey[..., None], np.stack([grey] * 3, axis=2))
    clear = np.dstack([rgb(), np.zeros((2, 3), np.uint8)])
    same(clear, np.full((2, 3, 3), 255))
    solid = np.dstack([rgb(), np.full((2, 3), 255, np.uint8)])
    same(solid, rgb())


def test_a_frame_keeps_its_time():
    frame = frame_of(Frame(Instant(3.0), rgb(), lost=2), LATER)
    assert (frame.at, frame.lost) == (3.0, 2)
    np.testing.assert_array_equal(frame.pixels, rgb())


@pytest.mark.parametrize(
    ("mode", "pixel"), [("RGB", (9, 9, 9)), ("L", 9), ("P", 9), ("1", 0), ("CMYK", (0, 0, 0, 246))]
)
def test_pil_pictures_of_any_kind(mode, pixel):
    wanted = Image.new(mode, (3, 2), pixel).convert("RGB")
    same(Image.new(mode, (3, 2), pixel), np.asarray(wanted))


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_a_transparent_pil_picture_lies_on_white(mode):
    same(Image.new(mode, (3, 2)), np.full((2, 3, 3), 255))


def test_a_pil_picture_is_turned_as_its_file_would_be(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(rgb(2, 3)).save(tmp_path / "turned.png", exif=exif)
    with Image.open(tmp_path / "turned.png") as opened:
        np.testing.assert_array_equal(frame_of(opened).pixels, open_photo(tmp_path / "turned.png").pixels)
        assert frame_of(opened).pixels.shape == (3, 2, 3)


def test_a_pil_picture_that_turns_out_to_be_cut_off_is_a_photo_that_cannot_be_opened():
    cut = Image.open(io.BytesIO(PHOTO.read_bytes()[:5000]))
    with pytest.raises(PhotoError, match="image: cannot be read"):
        frame_of(cut)


@pytest.mark.parametrize(
    ("image", "why"),
    [
        (3, "image wants a path, .*, not int"),
        ([[1, 2], [3, 4]], "not list"),
        (rgb().astype(float), "uint8, from 0 to 255, not of float64"),
        (np.zeros((2, 3, 2), np.uint8), r"not \(2, 3, 2\)"),
        (np.zeros(6, np.uint8), r"not \(6,\)"),
        (Frame(Instant(0.0), rgb().astype(np.int32)), "not of int32"),
    ],
)
def test_what_is_no_picture_is_a_type_error(image, why):
    with pytest.raises(TypeError, match=why):
        frame_of(image)


@pytest.mark.parametrize(
    ("image", "why"),
    [
        (b"", "image: is empty"),
        (b"hello", "image: is not a photo"),
        (np.zeros((0, 3, 3), np.uint8), "image: is empty"),
        (np.broadcast_to(np.uint8(0), (1, MOST_SIDE + 1, 3)), "image: is too long"),
        ("nowhere.jpg", "nowhere.jpg: No such file"),
    ],
)
def test_a_picture_that_cannot_be_opened_says_why(image, why):
    with pytest.raises(PhotoError, match=why):
        frame_of(image)
