"""Rooms, speeds and noises do to a sound what they say."""

from __future__ import annotations

import numpy as np
import pytest

from export.wake.rooms import Noises, Rooms, Treatment, chords, coloured, cut, hiss, resample_fast, room

RNG = np.random.default_rng(5)
TONE = np.sin(2 * np.pi * 440 * np.arange(16_000) / 16_000).astype(np.float32)


def test_twice_the_speed_is_half_the_time_and_an_octave_higher():
    fast = resample_fast(TONE, 2.0)
    assert fast.size == pytest.approx(8000, abs=2)
    assert np.abs(np.fft.rfft(fast)).argmax() * 16_000 / fast.size == pytest.approx(880, abs=4)


def test_further_away_there_is_less_of_the_direct_sound():
    shares = [room(0.4, metres, np.random.default_rng(1)) for metres in (0.5, 1.0, 3.0)]
    direct = [float(one[0] ** 2 / np.square(one).sum()) for one in shares]
    assert direct[0] > direct[1] > direct[2]


def test_a_room_leaves_the_sound_where_it_was():
    rooms = Rooms.of([room(0.3, 1.0, RNG)], RNG, made=1, microphones=1)
    click = np.zeros(8000, np.float32)
    click[2000] = 1
    heard = Treatment(1.0, rooms.spectra[0]).heard(click)
    assert heard.size == click.size
    assert np.abs(heard[:2000]).max() < 1e-3
    assert np.abs(heard).argmax() - 2000 < 500
    np.testing.assert_array_equal(Treatment(1.0, None).heard(click), click)


def test_ways_are_drawn_again_for_the_same_dice():
    rooms = Rooms.of([], np.random.default_rng(1), made=2, microphones=2)
    first, second = (Treatment.drawn(rooms, np.random.default_rng(3)) for _ in range(2))
    assert first.speed == second.speed
    assert np.isfinite(coloured(RNG)).all()


def test_noises_are_as_long_as_they_are_wanted():
    noises = Noises.of([hiss(500, RNG)], [TONE], np.random.default_rng(1), made=2)
    sizes = {noises.drawn(3000, np.random.default_rng(n)).size for n in range(30)}
    assert sizes == {3000}
    assert Noises.of([], [], np.random.default_rng(1), made=1).drawn(100, RNG).size == 100
    assert cut(TONE, 40_000, RNG).size == 40_000
    assert np.abs(chords(8000, RNG)).max() > 0
