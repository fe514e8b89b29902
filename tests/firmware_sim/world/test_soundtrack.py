"""What is in the air of a scenario: its recordings at their seconds, over the noise of the room."""

import numpy as np
import pytest
import soundfile

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


def test_a_scenario_of_which_a_sentence_is_not_recorded_has_none():
    assert soundtrack_of(Scenario("t", 9.0, hear=(Hear(1.0, "a"),))) is None
    assert soundtrack_of(Scenario("t", 9.0)) is None


def test_the_scenario_that_ships_with_sound_has_one():
    scenario = load_scenario("spoken")
    track = soundtrack_of(scenario)
    assert track is not None
    assert track.ends() <= scenario.seconds
