"""The system's canceller keeps the same protocol; where it is not installed, it says so at once."""

import ctypes

import numpy as np
import pytest

from edge.perceive.speex import LIBRARY, Speex


def test_where_the_library_is_missing_it_is_refused():
    with pytest.raises(OSError, match="no-such-library"):
        Speex("no-such-library.so.1")


def test_it_takes_an_echo_out_and_can_begin_anew():
    try:
        ctypes.CDLL(LIBRARY)
    except OSError:
        pytest.skip(f"{LIBRARY} is not installed")
    played = np.random.default_rng(1).normal(0, 0.1, 48_000).astype(np.float32)
    heard = 0.5 * np.concatenate([np.zeros(40, np.float32), played[:-40]])
    canceller = Speex()
    for _ in range(2):
        left = canceller.clean(heard, played)
        assert np.square(left[-8000:]).mean() < 0.05 * np.square(heard[-8000:]).mean()
        canceller.forget()
