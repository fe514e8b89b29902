"""Poor photos keep their size, and each way spoils what it says."""

import numpy as np
import pytest

from export.poor import WAYS, blurred, dark, light, noisy, small, spoiled


def checked() -> np.ndarray:
    """Squares of 8 pixels, of two greys."""
    grey = np.kron(np.indices((12, 16)).sum(0) % 2, np.ones((8, 8))) * 60 + 90
    return np.repeat(grey[..., None], 3, 2).astype(np.uint8)


@pytest.mark.parametrize("way", WAYS)
def test_each_way_keeps_the_size_and_is_the_same_for_the_same_seed(way):
    pixels = checked()
    one, other = (way(np.random.default_rng(3), pixels) for _ in range(2))
    assert one.shape == pixels.shape
    assert one.dtype == np.uint8
    assert np.array_equal(one, other)
    assert not np.array_equal(one, pixels)


def test_dark_is_darker_light_is_lighter_and_the_soft_are_softer():
    pixels = checked()
    for seed in range(5):
        assert dark(np.random.default_rng(seed), pixels).mean() < pixels.mean() / 3
        assert light(np.random.default_rng(seed), pixels).mean() > pixels.mean() * 1.2
        assert noisy(np.random.default_rng(seed), pixels).std() > pixels.std()
        for soft in (small, blurred):
            assert soft(np.random.default_rng(seed), pixels).std() <= pixels.std()


def test_a_dark_photo_is_brightened_as_the_runtime_does():
    means = [spoiled(np.random.default_rng(seed), checked()).mean() for seed in range(60)]
    assert min(means) > 40, "no photo is left as dark as it was made"
