"""The gate in front of the net: closed in a quiet room, open when something rises above its noise."""

import numpy as np
import pytest

from edge.perceive.gate import EnergyGate, GateSettings, levels

SECONDS = 0.032
SETTINGS = GateSettings(over=4.0, creep=2.0, hang=0.64)  # 20 chunks


def test_it_is_open_at_first_and_closes_when_nothing_happens():
    passes = EnergyGate(SETTINGS, SECONDS).passes([-60.0] * 100)
    assert passes[:19] == [True] * 19
    assert not any(passes[20:])


def test_it_opens_at_once_for_what_rises_above_the_floor_and_stays_open_for_a_while():
    gate = EnergyGate(SETTINGS, SECONDS)
    gate.passes([-60.0] * 100)
    passes = gate.passes([-58.0, -55.0, *[-60.0] * 40])
    assert passes[0] is False
    assert passes[1:21] == [True] * 20
    assert not any(passes[21:])


def test_the_floor_follows_a_room_that_grows_louder_and_falls_at_once():
    gate = EnergyGate(SETTINGS, SECONDS)
    gate.passes([-60.0] * 50)
    passes = gate.passes([-40.0] * round(15 / SECONDS))
    assert all(passes[: round(7 / SECONDS)]), "20 dB at 2 dB a second, less what is over"
    assert not passes[-1]
    assert gate.passes([-60.0, -50.0]) == [False, True]


@pytest.mark.parametrize("sizes", [[1] * 60, [60], [7, 50, 3]])
def test_pieces_make_the_same_as_the_whole(sizes: list[int]):
    rng = np.random.default_rng(4)
    given = rng.normal(-50, 4, 60).tolist()
    whole = EnergyGate(SETTINGS, SECONDS).passes(given)
    gate = EnergyGate(SETTINGS, SECONDS)
    pieces, first = [], 0
    for size in sizes:
        pieces += gate.passes(given[first : first + size])
        first += size
    assert pieces == whole


def test_rumble_counts_less_than_what_is_bright():
    at = np.arange(513) / 16_000
    low, high = (float(levels(np.sin(2 * np.pi * hertz * at).astype(np.float32), 512)[0]) for hertz in (50, 2000))
    assert high > low + 20


def test_digital_silence_has_a_level():
    assert levels(np.zeros(1025, np.float32), 512) == [-100.0, -100.0]
