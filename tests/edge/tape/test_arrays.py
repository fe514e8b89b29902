"""Pictures come back as they were, sounds as a converter would have given them, and anything else untouched."""

import json
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from edge.messages import Array
from edge.tape.arrays import LARGEST, pack, unpack

BMP_OF_ANY_SIZE = b"BM" + bytes(16) + struct.pack("<ii", 1 << 15, 1 << 14) + bytes(40)
PNG = b'{"as": "png"}\n\x89PNG\r\n\x1a\n\0\0\0\rIHDR'


def kept_as(array: Array) -> str:
    return str(json.loads(pack(array).partition(b"\n")[0])["as"])


@settings(max_examples=25)
@given(arrays.arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(3))))
def test_a_picture_comes_back_pixel_by_pixel(pixels: Array):
    assert kept_as(pixels) == "png"
    assert np.array_equal(unpack(pack(pixels)), pixels)


def test_a_sound_is_kept_in_sixteen_bits_and_what_is_too_loud_is_cut():
    samples = np.array([0.0, 0.5, -1.0, 1.5, -7.0, 1e-6], np.float32)
    assert kept_as(samples) == "s16"
    back = unpack(pack(samples))
    assert back.dtype == np.float32
    assert back == pytest.approx([0.0, 0.5, -1.0, 32767 / 32768, -1.0, 0.0], abs=1e-7)


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((4, 4), np.uint8),
        np.zeros((4, 4, 4), np.uint8),
        np.zeros((0, 4, 3), np.uint8),
        np.zeros((2, 2, 3), np.float32),
        np.arange(3, dtype=np.int64),
        np.array([0.5, np.nan], np.float32),
        np.array([0.5], np.float64),
    ],
)
def test_anything_else_is_kept_as_it_is(array: Array):
    assert kept_as(array) == "raw"
    back = unpack(pack(array))
    assert (back.dtype, back.shape) == (array.dtype, array.shape)
    assert np.array_equal(back, array, equal_nan=True)
    back += 1  # and may be written to


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"as": "jpeg"}\nx', 'an array kept as b\'{"as": "jpeg"}\''),
        (b'{"as": "png"}\n', "no PNG"),
        (b'{"as": "png"}\n' + BMP_OF_ANY_SIZE, "no PNG"),
        (b"[1]\n", "an array kept as"),
        (b'{"as": "raw", "type": "(2,3", "shape": [0]}\n', "an array kept as"),
        (b'{"as": "raw", "type": "<i2", "shape": [-1]}\nxx', "1 values in the shape"),
        (b'{"as": "raw", "type": "<i2", "shape": [2]}\nxx', "1 values in the shape"),
        (PNG + struct.pack(">II", 4, 4) + b"rubbish", "cannot be opened"),
        (PNG + struct.pack(">II", LARGEST, 1) + b"\x08\x02\0\0\0" + bytes(40), "cannot be opened"),
        (PNG + struct.pack(">II", LARGEST, 2) + b"rubbish", f"a picture of {LARGEST} x 2"),
    ],
)
def test_what_was_never_packed_is_refused(data: bytes, words: str):
    with pytest.raises(ValueError, match=words):
        unpack(data)
