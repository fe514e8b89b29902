"""What is wrong with a microphone is noticed within a second, and no longer told when it is over."""

import numpy as np
import pytest

from edge.media.audio import RATE
from edge.messages import Instant, Sound
from edge.perceive.health import CUT_OFF, MUTED, WRONG_RATE, MicrophoneHealth

TICK = 2048
rng = np.random.default_rng(3)


class Worn:
    """A microphone that gives pieces of 0.128 s on a clock of its own."""

    def __init__(self) -> None:
        self.health = MicrophoneHealth()
        self.at = 5.0

    def hears(self, samples: np.ndarray, seconds: float | None = None, lost: int = 0) -> str:
        sound = Sound(Instant(self.at), samples.astype(np.float32), lost)
        self.at += samples.size / RATE if seconds is None else seconds
        return self.health.hear(sound, self.at)

    def until(self, problem: str, samples: np.ndarray, within: float = 60.0) -> float:
        """After how many seconds of this sound it says so."""
        began = self.at
        while self.hears(samples) != problem:
            assert self.at - began < within
        return self.at - began


def room() -> np.ndarray:
    return rng.normal(0, 0.002, TICK)


def shout() -> np.ndarray:
    return np.clip(rng.normal(0, 0.6, TICK), -1, 1)


def test_a_room_is_fine_however_quiet_and_speech_however_loud():
    worn = Worn()
    assert not any(worn.hears(room() * 0.01) for _ in range(50))
    assert not any(worn.hears(np.sin(np.arange(TICK) / 9) * 0.9) for _ in range(50))
    assert worn.health.level == pytest.approx(-4, abs=0.5)
    assert not worn.health.deaf


@pytest.mark.parametrize("value", [0.0, 0.25, -1.0])
def test_one_number_for_a_second_is_a_microphone_that_hears_nothing(value: float):
    worn = Worn()
    worn.hears(room())
    assert worn.until(MUTED, np.full(TICK, value)) <= 1.0
    assert worn.health.deaf
    assert worn.hears(room()) == ""


def test_silence_in_large_pieces_is_noticed_as_well_and_a_gap_begins_it_anew():
    worn = Worn()
    assert worn.hears(np.zeros(RATE)) == MUTED
    worn = Worn()
    assert worn.hears(np.zeros(RATE // 2)) == ""
    assert worn.hears(np.zeros(RATE // 2), lost=5) == ""


def test_a_microphone_that_gives_zeros_between_two_words_is_suspected_ever_later():
    worn, after = Worn(), list[float]()
    for _ in range(4):
        worn.hears(room())
        after.append(worn.until(MUTED, np.zeros(TICK)))
    assert after == sorted(after)
    assert after[-1] > 4 * after[0]


def test_sound_that_is_cut_off_is_noticed_and_a_single_bang_is_not():
    worn = Worn()
    worn.hears(room())
    assert worn.until(CUT_OFF, shout()) <= 1.0
    assert worn.until("", room()) <= 2.0
    bang = room()
    bang[:100] = 1.0
    assert worn.hears(bang) == ""


@pytest.mark.parametrize("share", [0.5, 2.0])
def test_half_or_twice_as_many_samples_as_the_clock_has_are_noticed_within_a_second(share: float):
    worn, began = Worn(), 5.0
    while worn.hears(rng.normal(0, 0.01, round(TICK * share)), 0.128, lost=TICK // 2 if share < 1 else 0) != WRONG_RATE:
        assert worn.at - began <= 1.0
    assert worn.hears(room()) == WRONG_RATE, "told for a while"
    assert worn.until("", room()) <= 25
