"""The voice net behind its gate: asked only when something is heard, with what was just before it."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.bundle.net import open_bundle
from edge.media.audio import RATE
from edge.perceive.gate import GateSettings
from edge.perceive.silero import CHUNK, CONTEXT, GRID, SECONDS, GatedSilero, NetSettings, Silero
from tests.edge.perceive.listening import LoudNet, scene

GATED = NetSettings(before=0.32, forget=4.0, gate=GateSettings(over=4.0, creep=2.0, hang=0.64))
MODEL = Path(__file__).parents[3] / "models" / "silero"


def whole(samples: np.ndarray) -> np.ndarray:
    return samples[: samples.size // CHUNK * CHUNK]


def test_it_sleeps_in_a_quiet_room_and_hears_the_last_moments_when_it_wakes():
    net = LoudNet()
    gated = GatedSilero(net, GATED)
    gated.probabilities(whole(scene(5.0, [])))
    asked = gated.judged
    assert asked < 25, "only at first, when nothing is known of the room"
    net.calls.clear()
    gated.probabilities(whole(scene(0.32, [(0.0, 0.32)])))
    assert sum(net.calls) == 10 + 10, "0.32 s of what was before, then what is new"
    assert net.counts[-len(net.calls)] == 0, "its memory of long ago is gone"


def test_after_a_short_sleep_it_goes_on_where_it_was():
    net = LoudNet()
    gated = GatedSilero(net, GATED)
    gated.probabilities(whole(scene(0.064 * 14, [])))  # 28 chunks; it closes after the 19th
    assert gated.judged == 19
    gated.probabilities(whole(scene(0.064, [(0.0, 0.064)])))
    assert net.counts[-1] == 19
    assert net.calls[-1] == 9 + 2, "what it slept through, and what is new"
    assert gated.judged == gated.heard == 30


def test_in_steady_noise_it_forgets_when_nobody_spoke_for_long():
    net = LoudNet()
    gated = GatedSilero(net, NetSettings(gate=GateSettings(over=-100.0)))
    gated.probabilities(whole(scene(10.0, [(0.0, 1.0)])))
    begun_anew = [n for n, count in enumerate(net.counts) if count == 0]
    assert len(begun_anew) == 1 + 2, "1 s of voice, and after 4 s of none, and 4 s more"
    assert net.calls[begun_anew[1]] == GRID + 10


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(1, 40), min_size=1, max_size=6),
    st.lists(st.tuples(st.floats(0, 8), st.floats(0.01, 3)), max_size=4),
    st.sampled_from([4.0, -100.0]),
)
def test_any_number_of_chunks_gives_the_same(sizes: list[int], spoken: list[tuple[float, float]], over: float):
    samples = whole(scene(9.0, [(start, start + length) for start, length in spoken]))[: 281 * CHUNK]
    how = NetSettings(gate=GateSettings(over=over, hang=0.64))
    nets = LoudNet(), LoudNet()
    wanted = GatedSilero(nets[0], how).probabilities(samples)
    gated, got, first, n = GatedSilero(nets[1], how), list[float](), 0, 0
    while first < samples.size:
        got += gated.probabilities(samples[first : first + sizes[n % len(sizes)] * CHUNK])
        first, n = first + sizes[n % len(sizes)] * CHUNK, n + 1
    assert got == wanted
    assert sum(count == 0 for count in nets[1].counts) == sum(count == 0 for count in nets[0].counts)


def test_the_net_that_ships_says_the_same_in_any_number_of_chunks():
    net = open_bundle(MODEL).nets["voice"]
    samples = np.concatenate([np.zeros(CONTEXT, np.float32), whole(scene(2.0, [(0.5, 0.8), (1.1, 1.5)]))])
    wanted = Silero(net).probabilities(samples)
    one_by_one = Silero(net)
    got = [
        one_by_one.probabilities(samples[first : first + CONTEXT + CHUNK])[0]
        for first in range(0, samples.size - CONTEXT, CHUNK)
    ]
    assert got == pytest.approx(wanted, abs=1e-4)
    assert len(got) == int(2.0 / SECONDS)


def test_the_net_that_ships_hears_nobody_in_silence_and_noise():
    silero = Silero(open_bundle(MODEL).nets["voice"])
    assert max(silero.probabilities(np.zeros(CONTEXT + 30 * CHUNK, np.float32))) < 0.2
    silero.reset()
    noise = np.random.default_rng(1).normal(0, 0.05, CONTEXT + 60 * CHUNK).astype(np.float32)
    assert np.mean(silero.probabilities(noise)) < 0.3


def test_the_net_that_ships_hears_a_voice():
    """Buzzes through three resonances, four syllables a second: not speech, but made as speech is."""
    at = np.arange(2 * RATE) / RATE
    pitch = 2 * np.pi * np.cumsum(130 + 25 * np.sin(3 * at)) / RATE
    formants = [(700 + 300 * np.sin(8 * np.pi * at), 90), (1400 + 500 * np.cos(8 * np.pi * at), 110), (2600, 160)]
    voice = np.zeros_like(at)
    for n in range(1, 40):
        hertz = n * 130
        voice += sum(np.exp(-(((hertz - middle) / width) ** 2) / 2) for middle, width in formants) * np.sin(n * pitch)
    voice *= 0.1 * np.clip(np.sin(8 * np.pi * at) + 0.5, 0, None)
    samples = np.concatenate([np.zeros(CONTEXT), voice]).astype(np.float32)
    silero = Silero(open_bundle(MODEL).nets["voice"])
    assert max(silero.probabilities(samples[: CONTEXT + 60 * CHUNK])) > 0.7
