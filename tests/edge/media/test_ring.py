"""The last seconds of sound, asked for by stream time."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.media.audio import RATE
from edge.media.ring import Ring, ends, gap_before
from edge.messages import Instant, Sound

BEGAN = 100.0


def ramp(size: int, first: int = 0) -> np.ndarray:
    return np.arange(first, first + size, dtype=np.float32)


def sounds(sizes: list[int]) -> list[Sound]:
    firsts = np.cumsum([0, *sizes])
    return [
        Sound(Instant(BEGAN + first / RATE), ramp(size, first)) for first, size in zip(firsts[:-1], sizes, strict=True)
    ]


@settings(max_examples=300)
@given(st.lists(st.integers(0, 900), min_size=1, max_size=20), st.integers(1, 1000), st.data())
def test_it_gives_what_was_heard_between_two_instants(sizes: list[int], room: int, data: st.DataObject):
    ring = Ring(room / RATE)
    for sound in sounds(sizes):
        ring.put(sound)
    total = sum(sizes)
    first, last = sorted((data.draw(st.integers(-5, total + 5)), data.draw(st.integers(-5, total + 5))))
    oldest = max(0, total - room)
    wanted = ramp(total)[max(first, oldest) : max(last, oldest)] if last > 0 else ramp(0)
    got = ring.get(BEGAN + first / RATE, BEGAN + last / RATE)
    assert got.tolist() == wanted.tolist()
    assert round((ring.end - ring.start) * RATE) == min(total, room)


def test_what_was_before_a_gap_is_forgotten():
    ring = Ring(1.0)
    ring.put(Sound(Instant(1.0), ramp(100)))
    ring.put(Sound(Instant(1.0 + 120 / RATE), ramp(50, 120), lost=20))
    assert ring.get(0.0, 9.0).tolist() == ramp(50, 120).tolist()
    assert round((ring.start - 1.0) * RATE) == 120


def test_a_leap_in_time_is_a_gap_even_if_nobody_says_so():
    sound = Sound(Instant(1.0), ramp(160))
    assert not gap_before(sound, None)
    assert not gap_before(Sound(Instant(1.02), ramp(5)), ends(sound))
    assert gap_before(Sound(Instant(1.2), ramp(5)), ends(sound))
    assert gap_before(Sound(Instant(0.8), ramp(5)), ends(sound))


def test_it_gives_nothing_of_what_is_not_heard_yet():
    ring = Ring(100 / RATE)
    for sound in sounds([100, 100, 30]):
        ring.put(sound)
    assert ring.get(BEGAN + 220 / RATE, BEGAN + 400 / RATE).tolist() == ramp(10, 220).tolist()
    assert ring.get(BEGAN + 230 / RATE, BEGAN + 400 / RATE).size == 0


def test_it_gives_a_copy():
    ring = Ring(1.0)
    ring.put(Sound(Instant(0.0), ramp(100)))
    ring.get(0.0, 1.0)[:] = -1
    assert ring.get(0.0, 1.0).tolist() == ramp(100).tolist()
