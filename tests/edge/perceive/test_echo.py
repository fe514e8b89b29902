"""The ear knows what the mouth says: kept by time, taken out in computed rooms, and never taken for the wearer."""

import asyncio
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.hardware.pico import Pico
from edge.media.audio import RATE, trimmed
from edge.messages import Instant, Sound
from edge.perceive.echo import KEPT, RINGS, OwnVoice, Reference
from firmware_sim.world.room import Room, active_level

TICK = 2048
ANSWERS = ("Your timer is set for ten minutes. I will ring when it is done.", "I see a laptop, a book and two cups.")
ALWAYS = 1.0  # the strictest voice activity that there can be: an echo sounds like a voice


@cache
def spoken(words: str, accent: str = "en-GB"):
    return trimmed(asyncio.run(Pico(accent).clip(words)).samples, RATE, 0.1) * np.float32(0.5)


def in_room(room: Room, louder: float = -6.0, wearer_at: float | None = None):
    """What is played (two answers), what is heard, and in samples where the second begins and the wearer does."""
    gap = np.zeros(8000, np.float32)
    played = np.concatenate([gap, spoken(ANSWERS[0]), gap, spoken(ANSWERS[1]), gap])
    played = np.pad(played, (0, -played.size % TICK))
    last = played.size - spoken(ANSWERS[1]).size - gap.size - (-played.size % TICK)
    echo = room.heard(played)
    heard = echo * 10 ** ((louder - 26) / 20) / active_level(echo)
    heard = heard + np.random.default_rng(0).normal(0, 10**-3.1, heard.size)
    if wearer_at is not None:
        voice = spoken("Stop that, please.", "en-US")
        start = last + round(wearer_at * RATE)
        heard[start : start + voice.size] += voice * 10 ** (-26 / 20) / active_level(voice)
    return played, heard.astype(np.float32), last


def first_noticed(played, heard, last, tick: int = TICK) -> float | None:
    """Seconds after the second answer began at which somebody else is noticed; None: never."""
    reference = Reference()
    reference.played(Instant(0.0), played)
    own = OwnVoice(reference)
    for start in range(0, heard.size, tick):
        own.clean(Sound(Instant(start / RATE), heard[start : start + tick]))
        if start + tick > last and own.wearers(ALWAYS):
            return (start + tick - last) / RATE
    return None


ROOMS = [Room(0.02, 0.15, 0.0, 1), Room(0.11, 0.3, 0.0, 2)]


@pytest.mark.parametrize("louder", [-6.0, 4.0])
@pytest.mark.parametrize("room", ROOMS)
def test_its_own_voice_never_stops_an_answer(room: Room, louder: float):
    assert first_noticed(*in_room(room, louder)) is None


@pytest.mark.parametrize("room", ROOMS)
def test_somebody_who_talks_over_is_noticed_within_four_tenths_of_a_second(room: Room):
    at = first_noticed(*in_room(room, wearer_at=0.8))
    assert at is not None
    assert 0.8 < at <= 1.2


def test_what_is_left_is_much_less_than_the_echo():
    played, heard, last = in_room(ROOMS[1])
    reference = Reference()
    reference.played(Instant(0.0), played)
    own = OwnVoice(reference)
    left = [own.clean(Sound(Instant(at / RATE), heard[at : at + TICK])).samples for at in range(0, heard.size, TICK)]
    assert np.square(np.concatenate(left)[last:]).mean() < 0.1 * np.square(heard[last:]).mean()


def test_without_anything_played_every_sound_comes_back_as_it_is_and_is_the_wearers():
    own = OwnVoice(Reference())
    sound = Sound(Instant(5.0), np.ones(1000, np.float32), lost=7)
    cleaned = own.clean(sound)
    assert (cleaned.at, cleaned.lost) == (5.0, 7)
    assert cleaned.samples is sound.samples
    assert own.wearers(0.0)


@given(st.lists(st.integers(1, 700), min_size=1, max_size=12), st.integers(0, 11))
def test_no_sample_is_lost_or_glued_over_a_gap_whatever_the_pieces(sizes: list[int], gap_at: int):
    reference = Reference()
    reference.played(Instant(0.0), np.full(2 * RATE, 0.1, np.float32))
    own, at, came, missing, told = OwnVoice(reference), 0.0, 0, 0, 0
    for n, size in enumerate(sizes):
        lost = 160 if n == gap_at else 0
        at += lost / RATE
        cleaned = own.clean(Sound(Instant(at), np.zeros(size, np.float32), lost))
        at += size / RATE
        came, told, missing = came + cleaned.samples.size, told + cleaned.lost, missing + lost
        assert cleaned.at + cleaned.samples.size / RATE <= at + 1e-6
        assert at - (cleaned.at + cleaned.samples.size / RATE) < 64 / RATE
    assert sum(sizes) + missing - (came + told) < 64, "what is still to come is less than a block"


def test_the_reference_keeps_what_is_played_by_its_time():
    reference = Reference()
    reference.played(Instant(10.0), np.ones(RATE, np.float32))
    reference.played(Instant(11.0), np.full(RATE, 2.0, np.float32))
    assert reference.between(9.5, RATE).tolist() == [0.0] * 8000 + [1.0] * 8000
    assert reference.between(10.5, RATE).tolist() == [1.0] * 8000 + [2.0] * 8000
    assert reference.heard_at(12.0 + RINGS - 0.1, 99.0)
    assert not reference.heard_at(12.0 + RINGS + 0.1, 99.0)
    assert not reference.heard_at(9.0, 9.9)


def test_a_clip_that_is_hushed_is_not_heard_any_more():
    reference = Reference()
    reference.played(Instant(10.0), np.ones(RATE, np.float32))
    reference.played(Instant(11.0), np.ones(RATE, np.float32))
    reference.stopped(Instant(10.25))
    assert reference.between(10.0, RATE).sum() == 4000
    assert not reference.heard_at(11.2, 11.5)


def test_another_rate_becomes_ours_and_what_is_long_past_is_forgotten():
    reference = Reference()
    reference.played(Instant(0.0), np.ones(22_050, np.float32), 22_050)
    assert reference.between(0.2, 4000).mean() == pytest.approx(1.0, abs=0.02)
    reference.played(Instant(KEPT + 2.0), np.ones(10, np.float32))
    assert not reference.between(0.0, RATE).any()
