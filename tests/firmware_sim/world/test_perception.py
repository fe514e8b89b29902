"""Recorded perception hears and sees what really arrived, and no more."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.messages import Box, Event, Frame, Heard, Instant, Point, Sound, Thing, Voice, Wake
from firmware_sim.devices.glasses import SimGlasses
from firmware_sim.world.faults import Fault
from firmware_sim.world.perception import RecordedEar, ShownPictures, is_voice, voice_samples
from firmware_sim.world.scenario import Hear, Item, Picture
from firmware_sim.world.surroundings import hum, quiet
from tests.firmware_sim.devices.worn import listen, scene, wear


async def understand(sim: SimGlasses, seconds: float) -> list[Event]:
    return [event for sound in await listen(sim, seconds) for event in sim.ear.hear(sound)]


ASKED = (Hear(1.0, "what is on the desk", wake="glint"),)


def test_the_ear_hears_a_sentence_as_its_sound_arrives():
    events = wear(scene(hear=ASKED), lambda sim: understand(sim, 6.0))
    kinds = [type(event) for event in events]
    assert kinds == [Wake, Voice, Heard, Voice, Heard]
    assert events[2] == Heard("what is", 0.95, final=False)
    assert events[4] == Heard("what is on the desk", 0.95)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("microphone", "stall", at=0.5, until=9.0),
        Fault("microphone", "garble", at=0.5, until=9.0),
        Fault("microphone", "drop", at=0.5, until=9.0, amount=0.9),
    ],
)
def test_what_does_not_arrive_is_not_heard(fault: Fault):
    events = wear(scene(fault, hear=ASKED), lambda sim: understand(sim, 12.0))
    assert not [event for event in events if isinstance(event, Heard) and event.final]


def test_what_half_arrives_is_half_believed():
    faults = Fault("microphone", "garble", at=1.6, until=2.4)
    events = wear(scene(faults, hear=ASKED), lambda sim: understand(sim, 6.0))
    last = events[-1]
    assert isinstance(last, Heard)
    assert 0.4 < last.confidence < 0.8


@given(st.lists(st.booleans(), min_size=60, max_size=60))
def test_whatever_arrives_a_sentence_is_heard_once_at_most_and_never_surer_than_it_was(arrives: list[bool]):
    ear = RecordedEar(ASKED)
    events: list[Event] = []
    for number, here in enumerate(arrives):
        spoken = any(hear.at < number * 0.1 + 0.05 < hear.ends for hear in ASKED)
        if here:
            events += ear.hear(Sound(Instant(number * 0.1), hum(1600) if spoken else quiet(1600)))
    finals = [event for event in events if isinstance(event, Heard) and event.final]
    voices = [event.on for event in events if isinstance(event, Voice)]
    assert len(finals) <= 1
    assert sum(isinstance(event, Wake) for event in events) <= 1
    assert all(event.text == ASKED[0].says and event.confidence <= ASKED[0].confidence for event in finals)
    assert voices in ([], [True], [True, False])
    assert not finals or voices == [True, False]


def test_what_must_be_hidden_is_what_is_recognisable():
    sight, pixels = ShownPictures(), np.zeros((4, 4, 3), np.uint8)
    items = (
        Item((0.1, 0.2, 0.3, 0.4), label="cup"),
        Item((0.5, 0.1, 0.7, 0.4), label="face"),
        Item((0.0, 0.0, 0.2, 0.1), text="MILK", score=0.7),
        Item((0.0, 0.5, 0.5, 1.0), text="x", format="QRCode"),
    )
    sight.remember(pixels, Picture("p", item=items))
    frame = Frame(Instant(0), pixels)
    assert [thing.label for thing in sight.things(frame)] == ["cup", "face"]
    assert sight.redactions(frame) == (Thing("face", 0.9, Box(0.5, 0.1, 0.7, 0.4)),)
    assert [(text.text, text.score) for text in sight.texts(frame)] == [("MILK", 0.7)]
    assert [(code.format, code.text, code.quad.c) for code in sight.codes(frame)] == [("QRCode", "x", Point(0.5, 1.0))]


def test_a_picture_is_known_by_its_very_pixels():
    sight, pixels = ShownPictures(), np.zeros((4, 4, 3), np.uint8)
    sight.remember(pixels, Picture("p", item=(Item((0, 0, 1, 1), label="cup"),)))
    assert sight.things(Frame(Instant(0), pixels.copy())) == ()


def test_only_a_hum_is_a_voice():
    noise = np.random.default_rng(1).uniform(-0.3, 0.3, 1600).astype(np.float32)
    assert is_voice(voice_samples(1600))
    assert is_voice(voice_samples(1600) + noise / 4)
    assert not is_voice(noise)
    assert not is_voice(quiet(1600))


def hear(*hums: tuple[float, float], until: float = 6.0, hear: Hear = ASKED[0]) -> list[Event]:
    """What is heard where a voice hums between these seconds only."""
    ear, events = RecordedEar((hear,)), []
    for number in range(round(until * 10)):
        hummed = any(first <= number / 10 < last for first, last in hums)
        events += ear.hear(Sound(Instant(number / 10), hum(1600) if hummed else quiet(1600)))
    return events


def test_half_a_wake_word_wakes_nobody():
    assert hear((1.0, 1.3)) == []
    assert hear((1.0, 1.5)) == [Wake("glint", 0.95)]


def test_a_sentence_of_which_little_arrives_is_a_voice_without_words():
    first, last = ASKED[0].speech, ASKED[0].ends
    assert hear((first, first + 0.3 * (last - first))) == [Voice(on=True), Voice(on=False)]
    *_, heard = hear((first, first + 0.7 * (last - first)))
    assert heard == Heard("what is on the desk", pytest.approx(0.95 * 0.75, abs=0.05))


def test_a_sentence_whose_end_comes_too_late_is_forgotten():
    ear, ends = RecordedEar(ASKED), ASKED[0].ends
    for number in range(round(ends * 10)):
        ear.hear(Sound(Instant(number / 10), hum(1600) if number / 10 >= ASKED[0].speech else quiet(1600)))
    assert ear.hear(Sound(Instant(ends + 1.4), quiet(1600))) == (Voice(on=False),)
