"""The canceller learns a path and takes it out; the delay is found where there is one."""

import numpy as np
import pytest

from edge.perceive.cancel import BLOCK, Adaptive, DelayFinder

NOISE = np.random.default_rng(1).normal(0, 0.1, 32_000).astype(np.float32)


def later(samples, delay: int):
    return np.concatenate([np.zeros(delay, np.float32), samples])[: samples.size]


def power(samples) -> float:
    return float(np.square(samples).mean())


def test_a_short_path_is_learned():
    heard = 0.5 * later(NOISE, 40) - 0.2 * later(NOISE, 300)
    left = Adaptive().clean(heard.astype(np.float32), NOISE)
    assert power(left[-8000:]) < 0.001 * power(heard[-8000:])


def test_who_speaks_beside_it_is_kept():
    wearer = np.zeros(32_000, np.float32)
    wearer[24_000:] = 0.05 * np.sin(np.arange(8000) * 0.2)
    heard = (0.5 * later(NOISE, 40) + wearer).astype(np.float32)
    left = Adaptive().clean(heard, NOISE)
    assert np.corrcoef(left[24_000:], wearer[24_000:])[0, 1] > 0.95


def test_where_nothing_is_played_nothing_is_changed():
    silence = np.zeros(BLOCK * 10, np.float32)
    assert Adaptive().clean(NOISE[: BLOCK * 10], silence).tolist() == NOISE[: BLOCK * 10].tolist()
    assert Adaptive().clean(silence[:0], silence[:0]).size == 0


@pytest.mark.parametrize("delay", [0, 320, 1777, 6000])
def test_the_delay_is_found(delay: int):
    finder, heard = DelayFinder(), later(NOISE, delay)
    changes = [finder.hear(heard[at : at + 2048], NOISE[at : at + 2048]) for at in range(0, 32_000 - 2047, 2048)]
    assert finder.delay == delay
    assert sum(changes) == 1, "told once"
