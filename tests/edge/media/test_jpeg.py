"""Pictures made smaller, and as JPEG."""

import numpy as np
import pytest

from edge.media.image import decode_photo
from edge.media.jpeg import encode, scale

PIXELS = np.zeros((60, 120, 3), np.uint8)
PIXELS[..., 0] = 200


@pytest.mark.parametrize(
    ("size", "shape"), [(60, (30, 60, 3)), (120, (60, 120, 3)), (500, (60, 120, 3)), (1, (1, 1, 3))]
)
def test_the_longer_side_is_at_most_so_long(size, shape):
    assert scale(PIXELS, size).shape == shape


def test_a_jpeg_has_the_colours_it_had():
    again = decode_photo(encode(PIXELS))
    assert again.shape == PIXELS.shape
    assert np.abs(again.astype(int) - PIXELS).max() < 8
    assert len(encode(PIXELS, 10)) < len(encode(PIXELS, 95))
