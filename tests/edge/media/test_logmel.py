"""Log-mel frames are the same for any cut of the stream into pieces, and a tone is in its band."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.media.logmel import BANDS, HOP, MOST, WINDOW, LogMel, log_mel, mel_bank


def noise(size: int) -> np.ndarray:
    return np.random.default_rng(size).standard_normal(size).astype(np.float32) * 0.1


def pushed(mel: LogMel, samples: np.ndarray, sizes: list[int]) -> list[np.ndarray]:
    """The frames, given in pieces of these sizes, the rest at once."""
    bounds = np.cumsum(sizes)
    return [frames.copy() for piece in np.split(samples, bounds[bounds < samples.size]) for frames in mel.push(piece)]


@given(st.lists(st.integers(0, 5000), max_size=30), st.integers(0, 20_000), st.sampled_from([1, 2, 8, MOST]))
def test_any_cut_into_pieces_gives_the_same_frames_to_the_bit(sizes: list[int], length: int, group: int):
    samples = noise(length)
    frames = pushed(LogMel(group), samples, sizes)
    assert all(0 < len(one) <= MOST and len(one) % group == 0 for one in frames)
    found = np.concatenate([np.zeros((0, BANDS), np.float32), *frames])
    whole = np.concatenate([np.zeros((0, BANDS), np.float32), *pushed(LogMel(group), samples, [])])
    np.testing.assert_array_equal(found, whole)
    offline = log_mel(samples)
    assert len(found) == len(offline) // group * group
    np.testing.assert_allclose(found, offline[: len(found)], atol=1e-4)


def test_after_a_reset_nothing_is_left_of_what_was_heard():
    mel = LogMel()
    list(mel.push(noise(1111)))
    mel.reset()
    samples = noise(4000)
    np.testing.assert_array_equal(
        np.concatenate(pushed(mel, samples, [])), np.concatenate(pushed(LogMel(), samples, []))
    )


@pytest.mark.parametrize("hertz", [200, 1000, 3000, 7000])
def test_a_tone_is_loudest_in_the_band_that_holds_it(hertz: float):
    tone = np.sin(2 * np.pi * hertz * np.arange(WINDOW + 9 * HOP) / 16_000).astype(np.float32)
    bands = log_mel(tone).mean(0)
    bin_of_tone = round(hertz / 16_000 * 512)
    assert mel_bank()[bin_of_tone, bands.argmax()] > 0
    assert len(log_mel(tone)) == 10


def test_ten_times_the_level_is_the_same_further_up():
    samples = noise(8000)
    np.testing.assert_allclose(log_mel(10 * samples) - log_mel(samples), 2 * np.log(10), atol=1e-2)


def test_too_little_sound_has_no_frames():
    assert log_mel(noise(WINDOW - 1)).shape == (0, BANDS)
