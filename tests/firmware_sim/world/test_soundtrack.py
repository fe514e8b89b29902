"""What is in the air of a scenario: its recordings at their seconds, over the noise of the room."""

import numpy as np
import pytest
import soundfile

from edge.errors import SoundError
from firmware_sim.world.scenario import Hear, Scenario, load_scenario
from firmware_sim.world.soundtrack import ROOM, soundtrack_of

RATE = 16_000


@pytest.fixture
def track(tmp_path):
    soundfile.write(tmp_path / "tone.wav", np.full(RATE, 0.5, np.float32), RATE, subtype="FLOAT")
    return soundtrack_of(Scenario("t", 9.0, hear=(Hear(1.0, "a", file="tone.wav"),), folder=str(tmp_path)))


def test_a_recording_is_heard_from_its_second_on(track):
    before, at, after = (track.piece(second, 1600) for second in (0.5, 1.5, 2.5))
    assert abs(at.mean() - 0.5) < 0.01
    assert max(abs(before.mean()), abs(after.mean())) < 0.01
    assert track.ends() == 2.0


def test_pieces_fit_together(track):
    whole = track.piece(0.9, 4000)
    assert np.allclose(np.concatenate([track.piece(0.9, 1000), track.piece(0.9625, 3000)]), whole)


def test_the_room_is_never_quite_silent(track):
    quiet = track.piece(5.0, RATE)
    assert 0.5 * ROOM < quiet.std() < 2 * ROOM


def test_two_recordings_at_once_are_heard_together_and_no_louder_than_full_scale(tmp_path):
    for name, level in ("low.wav", 0.3), ("high.wav", 0.9):
        soundfile.write(tmp_path / name, np.full(RATE, level, np.float32), RATE, subtype="FLOAT")
    hear = (Hear(1.0, "a", file="low.wav"), Hear(1.5, "b", file="low.wav"), Hear(3.0, "c", file="high.wav"))
    hear += (Hear(3.0, "d", file="low.wav"),)
    track = soundtrack_of(Scenario("t", 9.0, hear=hear, folder=str(tmp_path)))
    assert [round(float(track.piece(at, 1600).mean()), 1) for at in (1.2, 1.7, 2.2)] == [0.3, 0.6, 0.3]
    assert track.piece(3.1, 1600).min() == track.piece(3.1, 1600).max() == 1.0
    assert track.ends() == 4.0


def test_every_run_hears_the_same(track, tmp_path):
    again = soundtrack_of(Scenario("t", 9.0, hear=(Hear(1.0, "a", file="tone.wav"),), folder=str(tmp_path)))
    assert np.array_equal(track.piece(0.9, 4000), again.piece(0.9, 4000))
    assert np.array_equal(track.piece(0.9, 4000), track.piece(0.9, 4000)), "nor does hearing change it"


def test_a_recording_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SoundError, match=r"gone\.wav"):
        soundtrack_of(Scenario("t", 9.0, hear=(Hear(1.0, "a", file="gone.wav"),), folder=str(tmp_path)))


def test_a_scenario_of_which_a_sentence_is_not_recorded_has_none(tmp_path):
    assert soundtrack_of(Scenario("t", 9.0, hear=(Hear(1.0, "a"),))) is None
    some = (Hear(1.0, "a", file="tone.wav"), Hear(2.0, "b"))
    assert soundtrack_of(Scenario("t", 9.0, hear=some, folder=str(tmp_path))) is None
    assert soundtrack_of(Scenario("t", 9.0)) is None


def test_the_scenario_that_ships_with_sound_has_one():
    scenario = load_scenario("spoken")
    track = soundtrack_of(scenario)
    assert track is not None
    assert track.ends() <= scenario.seconds
