"""Voice activity: the same turns whatever the sizes of the sounds, dated back to the true edge."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.bundle.net import open_bundle
from edge.errors import ModelError
from edge.media.audio import RATE
from edge.messages import Instant, Sound
from edge.perceive.silero import SECONDS
from edge.perceive.voice import Switch, SwitchSettings, Turned, VoiceActivity, settings_of
from tests.edge.perceive.listening import SETTINGS, LoudNet, bundle, on_grid, pieces, scene

BEGAN = 10.0


def activity() -> VoiceActivity:
    return VoiceActivity(bundle(LoudNet()))


def told(voice: VoiceActivity, sounds: list[Sound]) -> list[Turned]:
    return [turn for sound in sounds for turn in voice.hear(sound)]


def rounded(turns: list[Turned]) -> list[tuple[bool, float, float]]:
    return [(turn.on, round(turn.at, 6), round(turn.known, 6)) for turn in turns]


def test_who_speaks_is_told_with_the_time_of_the_edge_though_it_is_known_later():
    on, off = told(activity(), pieces(scene(6.0, [(2.0, 3.5)]), [2048]))
    assert (on.on, off.on) == (True, False)
    assert on.at == pytest.approx(BEGAN + on_grid(2.0))
    assert off.at == pytest.approx(BEGAN + on_grid(3.5) + SECONDS)
    assert 0.1 <= on.known - on.at <= 0.1 + SECONDS
    assert 0.1 <= off.known - off.at <= 0.1 + SECONDS


def test_a_knock_is_no_voice():
    assert told(activity(), pieces(scene(4.0, [(2.0, 2.03)]), [2048])) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(100, 20_000), min_size=1, max_size=6),
    st.lists(st.tuples(st.floats(0, 8), st.floats(0.01, 2)), max_size=4),
)
def test_sounds_of_any_sizes_turn_at_the_same_times(sizes: list[int], spoken: list[tuple[float, float]]):
    samples = scene(9.0, [(start, start + length) for start, length in spoken])
    wanted = activity()
    turns = told(wanted, pieces(samples, [len(samples)]))
    voice = activity()
    got = told(voice, pieces(samples, sizes))
    assert rounded(got) == rounded(turns)
    assert rounded(list(voice.flush())) == rounded(list(wanted.flush()))


@settings(max_examples=30, deadline=None)
@given(st.floats(0.3, 5.5), st.sampled_from([0, 100, 30_000]))
def test_at_a_gap_a_voice_is_off_and_all_begins_anew(at: float, lost: int):
    samples = scene(6.0, [(1.0, 2.0), (3.0, 5.0)])
    cut = round(at * RATE)
    voice = activity()
    before = told(voice, pieces(samples[:cut], [2048]))
    again = BEGAN + cut / RATE + (lost or 3_200) / RATE
    rest = pieces(samples[cut:], [2048], again)
    after = told(voice, [Sound(rest[0].at, rest[0].samples, lost), *rest[1:]])
    alone = told(activity(), rest)
    if len(before) % 2:
        off = after.pop(0)
        assert not off.on
        assert off.at <= off.known == pytest.approx(BEGAN + cut / RATE)
    assert rounded(after) == rounded(alone)


def test_the_end_of_the_sound_ends_a_voice():
    voice = activity()
    told(voice, pieces(scene(3.0, [(2.0, 3.0)]), [2048]))
    (off,) = voice.flush()
    assert not off.on
    assert off.at == pytest.approx(BEGAN + 3.0, abs=2 * SECONDS)
    assert voice.flush() == ()


def test_in_a_quiet_room_it_tells_how_seldom_the_net_was_needed():
    voice = activity()
    told(voice, pieces(scene(30.0, []), [2048]))
    assert 0 < voice.asked < 0.04
    assert voice.probability == 0


def test_voices_do_not_overlap_however_far_their_edges_are_moved():
    switch = Switch(SwitchSettings(on=0.5, off=0.5, hang=0.04, shortest=0.03, lead=0.3, trail=0.2))
    marks = [switch.feed(float(n % 5 < 2), n * SECONDS) for n in range(60)]
    turns = [turn for turn in marks if turn is not None]
    assert len(turns) > 10
    assert [turn.on for turn in turns] == [n % 2 == 0 for n in range(len(turns))]
    assert all(a.at <= b.at for a, b in pairwise(turns))


def test_hysteresis_bridges_what_is_neither_likely_nor_unlikely():
    switch = Switch(SwitchSettings(on=0.7, off=0.4, hang=0.1, shortest=0.0))
    told_of = [switch.feed(chance, n * SECONDS) for n, chance in enumerate([0.6, 0.8, 0.5, 0.3, 0.3, 0.5, *[0.1] * 5])]
    turns = [turn for turn in told_of if turn is not None]
    assert [round(turn.at / SECONDS) for turn in turns] == [1, 6]


@pytest.mark.parametrize(
    "wrong", [{"switch": {"loud": 1}}, {"net": {"before": "long"}}, {"other": {}}, {"gate": 3}], ids=str
)
def test_a_card_with_other_settings_is_refused(wrong: dict[str, object]):
    with pytest.raises(ModelError, match="settings that voice activity does not know"):
        settings_of("fake", {**SETTINGS, **wrong})


def test_a_bundle_of_another_kind_is_refused():
    other = bundle(LoudNet())
    with pytest.raises(ModelError, match="is no model for voice activity"):
        VoiceActivity(type(other)(other.card, {}, {}))


def test_the_bundle_that_ships_hears_nobody_in_a_quiet_room():
    voice = VoiceActivity(open_bundle(Path(__file__).parents[3] / "models" / "silero"))
    assert told(voice, pieces(scene(10.0, []), [2048])) == []
    assert voice.asked < 0.15
    assert voice.hear(Sound(Instant(99.0), np.zeros(0, np.float32))) == ()
