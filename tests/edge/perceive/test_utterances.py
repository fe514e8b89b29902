"""Utterances: what belongs together and nothing else, whatever the sizes of the sounds, with gaps anywhere."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.media.audio import RATE
from edge.messages import Instant, Sound
from edge.perceive.utterances import AFTER, BEFORE, LONGEST, PARTIAL, PARTIAL_AT_MOST, PATIENCE, Piece, Utterances
from edge.perceive.voice import Turned

BEGAN = 10.0
LATE_ON, LATE_OFF = 0.128, 0.224  # how long after the edge voice activity tells


def stream(seconds: float) -> np.ndarray:
    """Every sample tells when it was heard."""
    return np.arange(round(seconds * RATE), dtype=np.float32)


def turns(spoken: list[tuple[float, float]]) -> list[Turned]:
    told: list[Turned] = []
    for start, end in spoken:
        told.append(Turned(True, Instant(BEGAN + start), Instant(BEGAN + start + LATE_ON)))
        told.append(Turned(False, Instant(BEGAN + end), Instant(BEGAN + end + LATE_OFF)))
    return told


class Listener:
    """Utterances fed with a stream in which somebody speaks between these seconds."""

    def __init__(self, spoken: list[tuple[float, float]], sizes: list[int] | None = None) -> None:
        self.utterances = Utterances()
        self.turned = turns(spoken)
        self.sizes = sizes or [2048]
        self.at = 0
        self.pieces: list[Piece] = []
        self._n = 0

    def hear(self, until: float, lost: int = 0) -> list[Piece]:
        """What comes of the stream up to this second."""
        heard: list[Piece] = []
        while self.at < round(until * RATE):
            size = min(self.sizes[self._n % len(self.sizes)], round(until * RATE) - self.at)
            samples = np.arange(self.at, self.at + size, dtype=np.float32)
            end = BEGAN + (self.at + size) / RATE
            now = [turn for turn in self.turned if turn.known <= end + 1e-9]
            self.turned = self.turned[len(now) :]
            heard += self.utterances.hear(Sound(Instant(BEGAN + self.at / RATE), samples, lost), now)
            self.at, self._n, lost = self.at + size, self._n + 1, 0
        self.pieces += heard
        return heard

    def skip(self, samples: int) -> None:
        self.at += samples


def finals(pieces: list[Piece]) -> list[tuple[float, float]]:
    return [(round(piece.start - BEGAN, 3), round(piece.end - BEGAN, 3)) for piece in pieces if piece.final]


def check(pieces: list[Piece]) -> None:
    """The samples are those of the time that the piece names."""
    for piece in pieces:
        first = round((piece.start - BEGAN) * RATE)
        assert abs(piece.samples.size - (piece.end - piece.start) * RATE) <= 1
        assert abs(piece.samples[0] - first) <= 1
        assert piece.samples[-1] == piece.samples[0] + piece.samples.size - 1


def test_an_utterance_has_what_was_said_and_a_little_before_and_after():
    listener = Listener([(2.0, 3.0)])
    listener.hear(6.0)
    assert finals(listener.pieces) == [(round(2.0 - BEFORE, 3), round(3.0 + AFTER, 3))]
    check(listener.pieces)


def test_while_somebody_speaks_what_was_said_so_far_is_given_and_once_more_at_the_pause():
    listener = Listener([(2.0, 3.5)])
    listener.hear(6.0)
    *partial, final = listener.pieces
    assert [round(piece.end - BEGAN, 3) for piece in partial] == [2.6, 3.2, 3.7]
    assert not any(piece.final for piece in partial)
    assert final.final


def test_after_six_seconds_nothing_is_given_before_the_end():
    listener = Listener([(1.0, 12.0)])
    listener.hear(15.0)
    *partial, final = listener.pieces
    assert final.final
    assert len(partial) == int(PARTIAL_AT_MOST / PARTIAL) - 1
    assert max(piece.end - piece.start for piece in partial) <= PARTIAL_AT_MOST


def test_a_pause_shorter_than_patience_ends_nothing_and_a_longer_one_does():
    listener = Listener([(1.0, 2.0), (2.0 + PATIENCE - 0.2, 4.0), (4.0 + PATIENCE + 0.2, 6.0)])
    listener.hear(9.0)
    assert [round(start, 1) for start, _ in finals(listener.pieces)] == [0.7, 4.5]


@pytest.mark.parametrize("patience", [0.25, 0.6, 1.2])
def test_patience_set_at_the_pause_decides_when_it_is_over(patience: float):
    listener = Listener([(1.0, 2.0)], [512])
    listener.hear(2.0 + LATE_OFF + 0.02)
    listener.utterances.patience = patience
    while not finals(listener.hear(listener.at / RATE + 0.032)):
        pass
    assert listener.at / RATE == pytest.approx(2.0 + max(patience, LATE_OFF), abs=0.04)


def test_who_speaks_on_is_waited_for_as_if_nobody_had_asked():
    listener = Listener([(1.0, 2.0), (2.3, 3.0), (3.4, 4.0)])
    listener.hear(2.24)
    listener.utterances.patience = 1.2
    listener.hear(2.5)
    assert listener.utterances.patience == PATIENCE
    listener.hear(6.0)
    assert finals(listener.pieces) == [(0.7, 4.2)]


def test_a_cough_is_no_utterance():
    listener = Listener([(1.0, 1.2), (4.0, 5.0)])
    listener.hear(7.0)
    assert finals(listener.pieces) == [(3.7, 5.2)]


def test_two_short_sounds_close_together_are_one_utterance():
    listener = Listener([(1.0, 1.15), (1.4, 1.6)])
    listener.hear(4.0)
    assert finals(listener.pieces) == [(0.7, 1.8)]


def test_the_next_utterance_has_nothing_of_the_one_before():
    listener = Listener([(1.0, 2.0), (2.75, 3.5)])
    listener.hear(2.3)
    listener.utterances.patience = 0.3
    listener.hear(6.0)
    (_, end), (start, _) = finals(listener.pieces)
    assert start == pytest.approx(2.45)
    assert end <= start


def test_who_speaks_longer_than_twenty_seconds_begins_another_without_a_hole():
    listener = Listener([(1.0, 30.0)])
    listener.hear(33.0)
    first, second = finals(listener.pieces)
    assert first == (0.7, pytest.approx(0.7 + LONGEST))
    assert second == (first[1], 30.2)
    check(listener.pieces)


# --------------------------------------------------------------------------------------------------- the wake phrase


@pytest.mark.parametrize("noticed", [2.1, 2.4, 2.9])
def test_what_is_said_right_after_the_phrase_is_not_lost_and_the_phrase_is_not_part_of_it(noticed: float):
    """Without a pause: the phrase ends at 2.0, the question at 3.0."""
    listener = Listener([(1.2, 3.0)])
    listener.hear(noticed)
    listener.utterances.begin(Instant(BEGAN + 2.0))
    listener.hear(6.0)
    assert finals(listener.pieces) == [(2.0, 3.2)]


@pytest.mark.parametrize("noticed", [2.1, 2.35, 2.9, 3.3])
def test_a_question_after_a_short_pause_is_whole_whenever_the_phrase_is_noticed(noticed: float):
    """Voice activity hears the phrase end a little after the net that spots it does."""
    listener = Listener([(1.2, 2.1), (2.5, 3.0)])
    listener.hear(noticed)
    listener.pieces.clear()
    listener.utterances.begin(Instant(BEGAN + 2.0))
    listener.hear(6.0)
    ((start, end),) = finals(listener.pieces)
    assert 2.0 <= start <= 2.25
    assert end == 3.2


def test_the_phrase_alone_is_no_utterance():
    listener = Listener([(1.2, 2.1), (5.0, 6.0)])
    listener.hear(2.2)
    listener.utterances.begin(Instant(BEGAN + 2.0))
    listener.hear(9.0)
    assert finals(listener.pieces) == [(4.7, 6.2)]


def test_a_question_of_one_short_word_in_one_breath_with_the_phrase_is_heard():
    listener = Listener([(1.2, 2.35)])
    listener.hear(2.3)
    listener.utterances.begin(Instant(BEGAN + 2.0))
    listener.hear(5.0)
    assert finals(listener.pieces) == [(2.0, 2.55)]


def test_what_is_dropped_does_not_come_back():
    listener = Listener([(1.0, 3.0), (5.0, 6.0)])
    listener.hear(2.0)
    listener.utterances.drop()
    assert not listener.utterances.open
    listener.hear(8.0)
    assert finals(listener.pieces) == [(4.7, 6.2)]


# ------------------------------------------------------------------------------------------------------- properties

SPOKEN = st.lists(st.tuples(st.floats(0.05, 2.5), st.floats(0.11, 6.0)), min_size=1, max_size=4)
SIZES = st.lists(st.integers(300, 40_000), min_size=1, max_size=5)


def times(gaps: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Silences and voices one after the other; voice activity bridges what is shorter than it takes to tell."""
    spoken, at = [], 0.2
    for silence, voice in gaps:
        start = at + LATE_OFF + silence
        spoken.append((start, start + max(voice, LATE_ON)))
        at = spoken[-1][1]
    return spoken


@settings(max_examples=80, deadline=None)
@given(SPOKEN, SIZES)
def test_sounds_of_any_sizes_make_the_same_pieces(gaps: list[tuple[float, float]], sizes: list[int]):
    spoken = times(gaps)
    ends = spoken[-1][1] + 3.0
    whole, parts = Listener(spoken, [round(ends * RATE)]), Listener(spoken, sizes)
    whole.hear(ends)
    parts.hear(ends)
    told = [[(p.final, round(p.start, 4), round(p.end, 4)) for p in one.pieces] for one in (whole, parts)]
    assert told[0] == told[1]
    check(whole.pieces)
    check(parts.pieces)


@settings(max_examples=80, deadline=None)
@given(SPOKEN, st.floats(0.3, 12.0), st.integers(1, 16_000), SIZES)
def test_a_gap_anywhere_never_merges_two_utterances(
    gaps: list[tuple[float, float]], at: float, lost: int, sizes: list[int]
):
    spoken = times(gaps)
    ends = spoken[-1][1] + 3.0
    listener = Listener(spoken, sizes)
    listener.hear(min(at, ends - 1.5))
    gap = listener.at
    listener.skip(lost)
    # Voice activity is off at the gap, and hears whoever still speaks anew.
    again = BEGAN + listener.at / RATE
    begun = [turn for turn in turns(spoken) if turn.known <= BEGAN + gap / RATE]
    rest = [turn for turn in listener.turned if turn.at > again]
    if rest and not rest[0].on:
        rest.insert(0, Turned(True, Instant(again), Instant(again + LATE_ON)))
    off = [Turned(False, Instant(BEGAN + gap / RATE), Instant(BEGAN + gap / RATE))] if len(begun) % 2 else []
    listener.turned = off + rest
    listener.hear(ends, lost)
    for piece in listener.pieces:
        assert not piece.start < BEGAN + gap / RATE < piece.end - 1e-6
        assert np.all(np.diff(piece.samples) == 1), "nothing is glued"
    check(listener.pieces)


@settings(max_examples=60, deadline=None)
@given(SPOKEN)
def test_every_voice_that_is_long_enough_is_in_one_final_piece_and_no_two_overlap(gaps: list[tuple[float, float]]):
    spoken = times(gaps)
    listener = Listener(spoken)
    listener.hear(spoken[-1][1] + 3.0)
    done = finals(listener.pieces)
    for start, end in spoken:
        if 0.26 <= end - start <= 8:
            inside = [1 for first, last in done if first <= start + 0.01 < last]
            assert len(inside) == 1
    assert all(a[1] <= b[0] + 1e-3 for a, b in pairwise(done))
