"""How Glint's cost is measured: beside a baseline of the same run, taken in turns, and against what is promised."""

import asyncio
from contextlib import aclosing

import numpy as np
import pytest

from edge.commands.figures import PIECE, _Silence, _turns, interleaved
from edge.measure import Figure
from edge.messages import Instant, Sound, Voice
from firmware_sim.clock import run_virtual


@pytest.mark.parametrize(("limit", "kept"), [(None, True), (2.0, True), (2.5, True), (1.9, False)])
def test_a_limit_holds_up_to_itself_and_where_there_is_none(limit, kept):
    assert Figure("x", 2.0, "ms", limit=limit).kept is kept


def test_a_figure_is_so_many_times_its_baseline():
    assert Figure("x", 6.0, "ms", "y", 4.0).ratio == 1.5
    assert Figure("x", 6.0, "ms").ratio is None


def test_both_are_done_in_turns_so_that_noise_meets_both_alike():
    done = []
    times = interleaved(lambda: done.append("ours"), lambda: done.append("theirs"), 3)
    assert done == ["ours", "theirs"] * 3
    assert all(0.0 <= time < 1000.0 for time in times)


def test_the_middle_one_counts():
    """One round that takes long is noise."""
    rounds = iter((0, 300_000, 0))
    slow, _ = interleaved(lambda: sum(range(next(rounds))), lambda: None, 3)
    alone, _ = interleaved(lambda: sum(range(300_000)), lambda: None, 1)
    assert slow < alone / 10


def test_a_turn_is_measured_beside_two_bare_inserts():
    (figure,) = _turns(3)
    assert figure.against == "two bare inserts"
    assert figure.value > 0.0
    assert figure.baseline > 0.0


def test_a_quiet_room_gives_sound_as_fast_as_it_passes_and_no_voice():
    silence = _Silence()

    async def listen():
        loop, heard = asyncio.get_running_loop(), []
        async with aclosing(silence.sounds()) as sounds:
            for _ in range(3):
                sound = await anext(sounds)
                heard.append((loop.time(), len(sound.samples), silence.hear(sound)))
        return heard

    assert run_virtual(listen()) == [(pytest.approx(n * PIECE), round(16000 * PIECE), ()) for n in (1, 2, 3)]
    assert silence.hear(Sound(Instant(0.0), np.full(10, 0.01, np.float32))) == (Voice(on=True),)
