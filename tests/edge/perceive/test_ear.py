"""The ear on scripted parts: what it looks at twice, what it recognises, and what it leaves alone."""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.flow import Work, at_once
from edge.media.audio import RATE
from edge.messages import Attention, Back, Guess, Heard, Instant, Lost, Sound, Voice, Wake
from edge.perceive.ear import BACK, EarParts, StreamEar, Utterance, Woken
from edge.perceive.health import MicrophoneHealth
from edge.perceive.speech import Transcript
from edge.perceive.utterances import Utterances
from edge.perceive.voice import Turned, VoiceActivity
from edge.perceive.wake import NearHit, window
from tests.edge.perceive.listening import LoudNet, bundle, pieces, scene

BEGAN = 10.0
TICK = 2048


@dataclass
class Spotter:
    """Finds the phrase where the script says that it ended, once that was heard."""

    ends: tuple = ()
    word: str = "view glass"
    score_now: float = 0.0
    heard: list = field(default_factory=list)

    def hear(self, sound):
        self.heard.append(sound)
        until = sound.at + sound.samples.size / RATE
        return tuple(NearHit(Instant(at), 2.0, Instant(at - 0.8)) for at in self.ends if sound.at < at + 0.05 <= until)

    def reset(self):
        self.heard.clear()


class Rule:
    """The phrase wakes where the recogniser finds it likely enough, or where there is no recogniser."""

    def score(self, hit, ratio):
        return 0.9 if self.wakes(hit, ratio) else 0.1

    def wakes(self, hit, ratio):
        return ratio is None or ratio > -8


@dataclass
class Recogniser:
    """Writes one word for each half second of loud sound; keeps what it was asked."""

    ratio_is: float = -3.0
    asked: list = field(default_factory=list)
    looked: list = field(default_factory=list)

    def transcribe(self, samples, *, quick=False):
        self.asked.append((samples.size / RATE, quick))
        loud = float((np.abs(samples) > 0.05).sum()) / RATE
        words = " ".join(["what", "is", "this", "thing", "here"][: round(loud * 2)])
        return Transcript((Guess(words, -0.1), Guess(f"{words} too", -2.0)), 0.9) if words else Transcript()

    def ratio(self, samples, phrase):
        self.looked.append((samples, phrase))
        return self.ratio_is


@dataclass
class Own:
    """The mouth: while it speaks, only what `beside` says is the wearer's."""

    spans: tuple = ()
    beside: tuple = ()
    speaks: bool = False
    now: float = 0.0

    def clean(self, sound):
        self.now = sound.at + sound.samples.size / RATE
        self.speaks = any(start <= self.now < end for start, end in self.spans)
        return sound

    def wearers(self, probability):
        return probability >= 0.5 and any(start <= self.now < end for start, end in self.beside)


def ear_of(*, ends=(), recogniser=None, own=None, notice=lambda _: None, **more):
    recogniser = recogniser or Recogniser()
    parts = EarParts(
        VoiceActivity(bundle(LoudNet())), Utterances(), Spotter(ends), Rule(), lambda: recogniser, own=own, **more
    )
    return StreamEar(parts, notice), recogniser


def heard(ear, samples, sizes=(TICK,), attend=None):
    """All events, in order; `attend`: what the mind does about each."""
    events = []
    for sound in pieces(samples, sizes, BEGAN):
        found = at_once(ear.hear(sound))
        while found:
            events += found
            found = at_once([one for event in found for one in (attend(event) if attend else ())])
    return events


def on_wake(ear):
    """A mind that listens when it is called."""
    return lambda event: ear.attend(Attention.SPEECH) if isinstance(event, Wake) else ()


def said(events):
    return [event.text for event in events if isinstance(event, Heard) and event.final]


def test_an_ear_that_attends_to_nothing_hears_nothing():
    ear, recogniser = ear_of(ends=(12.0,))
    assert heard(ear, scene(6.0, [(1.0, 4.0)])) == []
    assert recogniser.asked == recogniser.looked == []


def test_a_near_hit_is_looked_at_twice_in_the_very_sound_of_the_phrase():
    noticed = []
    ear, recogniser = ear_of(ends=(12.0,), notice=noticed.append)
    ear.attend(Attention.WAKE)
    samples = scene(4.0, [(1.2, 2.0)])
    assert heard(ear, samples) == [Wake("view glass", 0.9)]
    ((looked, phrase),) = recogniser.looked
    start, end = (round((at - BEGAN) * RATE) for at in window(NearHit(Instant(12.0), 2.0, Instant(11.2))))
    assert phrase == "view glass"
    assert np.array_equal(looked, samples[start:end])
    (woken,) = noticed
    assert isinstance(woken, Woken)
    assert woken.at - 12.0 < 0.3


def test_what_the_recogniser_takes_for_something_else_does_not_wake_but_is_noticed():
    noticed = []
    ear, _ = ear_of(ends=(12.0,), recogniser=Recogniser(ratio_is=-20.0), notice=noticed.append)
    ear.attend(Attention.WAKE)
    assert heard(ear, scene(4.0, [(1.2, 2.0)])) == []
    assert [one.wakes for one in noticed] == [False]


def test_without_a_recogniser_the_net_decides_alone():
    ear = StreamEar(EarParts(spotter=Spotter((12.0,)), rule=Rule()))
    ear.attend(Attention.WAKE)
    assert heard(ear, scene(4.0, [(1.2, 2.0)])) == [Wake("view glass", 0.9)]


def test_speech_is_not_recognised_while_only_the_phrase_is_attended_to():
    ear, recogniser = ear_of()
    ear.attend(Attention.WAKE)
    assert heard(ear, scene(8.0, [(1.0, 6.0)])) == []
    assert recogniser.asked == []


@pytest.mark.parametrize("pause", [0.0, 0.1, 0.8])
def test_what_is_said_right_after_the_phrase_is_heard_and_the_phrase_is_not_part_of_it(pause):
    noticed = []
    ear, _ = ear_of(ends=(12.0,), notice=noticed.append)
    ear.attend(Attention.WAKE)
    events = heard(ear, scene(6.0, [(1.2, 2.0), (2.0 + pause, 3.5 + pause)]), attend=on_wake(ear))
    assert said(events) == ["what is this"]
    (utterance,) = [one for one in noticed if isinstance(one, Utterance)]
    assert utterance.start >= 12.0 - 1e-6


def test_the_phrase_said_into_an_open_ear_begins_anew():
    ear, _ = ear_of(ends=(13.0,))
    ear.attend(Attention.SPEECH)
    events = heard(ear, scene(7.0, [(1.0, 3.0), (3.3, 4.3)]), attend=on_wake(ear))
    assert said(events) == ["what is"]


def test_voices_are_told_as_they_turn_and_words_at_the_end_with_all_guesses():
    ear, _ = ear_of()
    ear.attend(Attention.SPEECH)
    events = heard(ear, scene(4.0, [(1.0, 2.5)]))
    assert [event.on for event in events if isinstance(event, Voice)] == [True, False]
    last = events[-1]
    assert last == Heard("what is this", 0.9, others=(Guess("what is this", -0.1), Guess("what is this too", -2.0)))


def test_words_so_far_are_shown_where_two_partials_agree():
    ear, _ = ear_of()
    ear.attend(Attention.SPEECH)
    events = heard(ear, scene(5.0, [(1.0, 3.5)]))
    shown = [event.text for event in events if isinstance(event, Heard) and not event.final]
    assert shown
    assert all("what is this thing here".startswith(text) for text in shown)
    assert len(shown[-1].split()) >= 3
    assert [len(text) for text in shown] == sorted(len(text) for text in shown)


def test_a_sentence_is_recognised_with_care_once_at_the_pause_that_ends_it():
    ear, recogniser = ear_of()
    ear.attend(Attention.SPEECH)
    assert said(heard(ear, scene(4.0, [(1.0, 2.5)]))) == ["what is this"]
    assert [quick for _, quick in recogniser.asked].count(False) == 1


def test_who_goes_on_after_a_pause_is_recognised_anew():
    ear, recogniser = ear_of(patience=lambda text: 1.2)
    ear.attend(Attention.SPEECH)
    assert said(heard(ear, scene(6.0, [(1.0, 2.0), (2.6, 3.6)]))) == ["what is this thing"]
    assert [quick for _, quick in recogniser.asked].count(False) == 2


def test_without_partials_only_pauses_and_ends_are_recognised():
    ear, recogniser = ear_of(partials=False)
    ear.attend(Attention.SPEECH)
    heard(ear, scene(5.0, [(1.0, 3.5)]))
    assert [quick for _, quick in recogniser.asked] == [False]


def test_a_voice_without_words_is_heard_as_nothing():
    class Deaf(Recogniser):
        def transcribe(self, samples, *, quick=False):
            return Transcript()

    ear, _ = ear_of(recogniser=Deaf())
    ear.attend(Attention.SPEECH)
    assert said(heard(ear, scene(4.0, [(1.0, 2.5)]))) == [""]


def test_who_was_speaking_a_moment_before_a_touch_is_heard_from_then_on():
    noticed = []
    ear, _ = ear_of(notice=noticed.append)
    ear.attend(Attention.WAKE)
    samples = scene(5.0, [(1.9, 3.4)])
    heard(ear, samples[: 2 * RATE])
    ear.attend(Attention.SPEECH)
    for sound in pieces(samples[2 * RATE :], (TICK,), BEGAN + 2):
        at_once(ear.hear(sound))
    (utterance,) = [one for one in noticed if isinstance(one, Utterance)]
    assert 12.0 - BACK - 1e-6 <= utterance.start <= 11.9 + 0.05


def test_leaving_speech_forgets_what_was_half_said():
    ear, recogniser = ear_of(partials=False)
    ear.attend(Attention.SPEECH)
    samples = scene(6.0, [(1.0, 4.0)])
    heard(ear, samples[: 2 * RATE])
    ear.attend(Attention.WAKE)
    assert [e for e in heard(ear, samples[2 * RATE :]) if not isinstance(e, Voice)] == []
    assert recogniser.asked == []


def test_its_own_voice_is_nobodys():
    own = Own(spans=((11.0, 14.0),))
    ear, recogniser = ear_of(ends=(12.0,), own=own)
    ear.attend(Attention.SPEECH)
    assert heard(ear, scene(6.0, [(1.0, 3.8)])) == []
    assert recogniser.asked == recogniser.looked == []


def test_who_talks_over_the_mouth_is_heard_from_a_moment_before_it_was_noticed():
    own = Own(spans=((11.0, 13.0),), beside=((12.6, 12.8),))
    noticed = []
    ear, _ = ear_of(own=own, notice=noticed.append)
    ear.attend(Attention.SPEECH)
    events = heard(ear, scene(7.0, [(1.0, 2.0), (2.4, 4.4)]))
    assert events[0] == Voice(on=True)
    assert len(said(events)) == 1
    (utterance,) = [one for one in noticed if isinstance(one, Utterance)]
    assert 12.6 - 2 * BACK - 0.2 <= utterance.start <= 12.6


def test_who_speaks_on_when_the_mouth_is_done_is_heard():
    own = Own(spans=((11.0, 12.5),))
    ear, _ = ear_of(own=own)
    ear.attend(Attention.SPEECH)
    events = heard(ear, scene(6.0, [(1.5, 4.0)]))
    assert events[0] == Voice(on=True)
    assert len(said(events)) == 1


SPOKEN = [(1.0, 2.4), (4.2, 5.6)]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(160, 9_000), min_size=1, max_size=5))
def test_the_same_is_said_whatever_the_sizes_of_the_sounds(sizes):
    def utterances(sizes):
        noticed = []
        ear, _ = ear_of(notice=noticed.append, partials=False)
        ear.attend(Attention.SPEECH)
        words = said(heard(ear, scene(8.0, SPOKEN), sizes))
        return words, [(round(one.start, 4), round(one.end, 4)) for one in noticed if isinstance(one, Utterance)]

    assert utterances(sizes) == utterances((TICK,))


@settings(max_examples=40, deadline=None)
@given(st.floats(0.3, 7.0), st.floats(0.05, 3.0))
def test_a_gap_anywhere_never_merges_two_utterances(at, lost):
    noticed = []
    ear, _ = ear_of(notice=noticed.append, partials=False)
    ear.attend(Attention.SPEECH)
    samples = scene(8.0, SPOKEN)
    cut = round(at * RATE)
    first = pieces(samples[:cut], (TICK,), BEGAN)
    second = pieces(samples[cut:], (TICK,), BEGAN + at + lost)
    second[0] = Sound(second[0].at, second[0].samples, lost=round(lost * RATE))
    for sound in (*first, *second):
        at_once(ear.hear(sound))
    spans = sorted((one.start, one.end) for one in noticed if isinstance(one, Utterance))
    border = BEGAN + at
    assert not any(start < border - 1e-3 and end > border + lost / 2 for start, end in spans)
    assert all(before[1] <= after[0] + 1e-6 for before, after in pairwise(spans))


def test_work_is_about_so_much_sound_and_partial_words_may_be_left_out():
    ear, _ = ear_of()
    ear.attend(Attention.SPEECH)
    works = [
        one
        for sound in pieces(scene(4.0, [(1.0, 2.5)]), (TICK,), BEGAN)
        for one in ear.hear(sound)
        if isinstance(one, Work)
    ]
    assert {work.job for work in works} == {"transcribe"}
    assert [work.passing for work in works][-1] is False
    assert all(work.seconds <= 2.5 for work in works)


def test_in_a_quiet_room_the_net_of_the_phrase_sleeps_and_hears_the_moments_before_it_woke():
    ear, _ = ear_of(ends=(19.0,))
    ear.attend(Attention.WAKE)
    samples = scene(12.0, [(8.2, 9.0)])
    assert heard(ear, samples) == [Wake("view glass", 0.9)]
    spotter = ear._parts.spotter
    asleep = sum(sound.samples.size for sound in spotter.heard) / RATE
    assert asleep < 6.0, "most of the quiet was not heard"
    woke = next(sound for sound in spotter.heard if sound.samples.size > 4 * TICK)
    assert woke.at < 18.2 - 1.0


@pytest.mark.parametrize("to", list(Attention))
def test_a_muted_microphone_is_lost_within_a_second_and_back_when_it_hears_again(to):
    ear, _ = ear_of(health=MicrophoneHealth())
    ear.attend(to)
    room = scene(3.0, [])
    samples = np.concatenate([room, np.zeros(2 * RATE, np.float32), room])
    told = [
        (type(event), round(sound.at + sound.samples.size / RATE - BEGAN, 1))
        for sound in pieces(samples, (TICK,), BEGAN)
        for event in ear.hear(sound)
        if isinstance(event, Lost | Back)
    ]
    assert [kind for kind, _ in told] == [Lost, Back]
    assert 3.0 < told[0][1] <= 4.1
    assert 5.0 < told[1][1] <= 5.2


def test_a_voice_that_the_phrase_ends_is_noticed_with_its_end():
    noticed = []
    ear, _ = ear_of(ends=(12.0,), notice=noticed.append)
    ear.attend(Attention.SPEECH)
    heard(ear, scene(6.0, [(1.2, 2.0), (2.8, 4.2)]), attend=on_wake(ear))
    turns = [one for one in noticed if isinstance(one, Turned)]
    assert [one.on for one in turns] == [True, False] * (len(turns) // 2)
    spans = [(on.at, off.at) for on, off in zip(turns[::2], turns[1::2], strict=True)]
    assert spans[0][0] == pytest.approx(11.2, abs=0.05)
    assert spans[0][1] >= 11.95
    assert spans[-1] == (pytest.approx(12.8, abs=0.05), pytest.approx(14.2, abs=0.05))


@pytest.mark.parametrize("later", [0.0, 0.3, 0.6])
def test_who_goes_on_without_a_pause_after_the_phrase_in_an_open_ear_is_heard_as_one(later):
    """Also where the second look takes its time: what was said meanwhile is not cut off."""
    waiting = []
    ear, _ = ear_of(ends=(13.0,), partials=False)
    ear.attend(Attention.SPEECH)
    events = []
    for sound in pieces(scene(7.0, [(1.0, 4.4)]), (TICK,), BEGAN):
        for one in ear.hear(sound):
            if isinstance(one, Work) and one.job == "confirm":
                waiting.append((sound.at + later, one))
            else:
                events += at_once((one,))
        while waiting and waiting[0][0] <= sound.at:
            events += at_once((waiting.pop(0)[1],))
    assert said(events) == ["what is this"]
