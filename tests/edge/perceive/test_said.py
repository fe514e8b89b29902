"""What was said, from what was written: guesses in order, silence, sureness, and what of a partial is shown."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.perceive.beam import Sentence
from edge.perceive.said import Reading, agreed, confidence, guesses, loops, nothing_said, readings
from edge.perceive.trigrams import words_of

WORDS = st.lists(st.sampled_from("read the the, Sign sign. what What's 12 on".split()), max_size=8).map(" ".join)


def reading(text: str, ids: tuple[int, ...] = (5, 6, 7), mean: float = -0.1) -> Reading:
    return Reading(text, words_of(text), -1.0, -1.0, mean, ids)


def test_those_with_the_same_words_count_together_as_written_best() -> None:
    written = [(Sentence((1,), -2.0), "Red it."), (Sentence((2,), -2.2), "Read it"), (Sentence((3,), -2.3), "read it.")]
    found = readings(written, None, 0.4)
    assert [row.text for row in found] == ["Read it", "Red it."]
    assert found[0].score == pytest.approx(math.log(math.exp(-2.2) + math.exp(-2.3)))
    assert found[0].mean == Sentence((2,), -2.2).mean


def test_silence_is_a_reading_only_where_all_are() -> None:
    written = [(Sentence((), -2.0), ""), (Sentence((1,), -4.0), "Call Mary."), (Sentence((2,), -3.0), "...")]
    assert [row.text for row in readings(written, None, 0.4)] == ["Call Mary."]
    assert [row.text for row in readings(written[:1], None, 0.4)] == [""]


def test_guesses_are_shares_of_one() -> None:
    told = guesses(readings([(Sentence((n,), -float(n)), f"w{'x' * n}") for n in range(1, 5)], None, 0.0))
    assert sum(math.exp(guess.score) for guess in told) == pytest.approx(1.0)
    assert guesses([]) == ()


@pytest.mark.parametrize("text", ["You", "you.", "Thank you.", "♪♪", "...", "", " - "])
def test_what_recognisers_hear_in_noise_is_nothing(text: str) -> None:
    assert nothing_said(reading(text), 2.0)


@pytest.mark.parametrize("text", ["Stop.", "Yes", "What is this?", "Thank you very much", "You see"])
def test_what_people_say_is_something(text: str) -> None:
    assert not nothing_said(reading(text), 1.0)


def test_loops_unlikely_tokens_and_too_many_of_them_are_nothing() -> None:
    assert nothing_said(reading("is the first is the first", (1, 2, 3, 4) * 3), 10.0)
    assert nothing_said(reading("many words", tuple(range(30))), 2.0)
    assert nothing_said(reading("many words", mean=math.log(0.3)), 2.0)


def test_twice_the_same_is_no_loop() -> None:
    assert not loops((1, 2, 3, 4) * 2)
    assert loops((1, 2, 3, 4) * 3)
    assert not loops(())


@given(mean=st.floats(-1e6, 0), more=st.floats(0, 10))
def test_confidence_is_a_chance_and_grows_with_the_mean(mean: float, more: float) -> None:
    low, high = confidence(mean, 4.0, 1.6), confidence(min(mean + more, 0.0), 4.0, 1.6)
    assert 0.0 <= low <= high <= 1.0


@pytest.mark.parametrize(
    ("before", "now", "shown"),
    [
        ("", "What", ""),
        ("What's", "What's this", "What's"),
        ("what's the", "What is the time", ""),
        ("Read the sine.", "Read the sign over there.", "Read the"),
        ("Read the sign.", "Read the sign, please.", "Read the sign"),
        ("Set a timer for 5.", "Set a timer for five minutes", "Set a timer for five"),
    ],
)
def test_what_two_partials_agree_on_is_shown(before: str, now: str, shown: str) -> None:
    assert agreed(before, now) == shown


@given(before=WORDS, now=WORDS)
def test_what_is_shown_begins_both(before: str, now: str) -> None:
    shown = words_of(agreed(before, now))
    assert words_of(before)[: len(shown)] == shown
    assert words_of(now)[: len(shown)] == shown


@given(text=WORDS)
def test_the_same_twice_is_shown_whole(text: str) -> None:
    assert words_of(agreed(text, text)) == words_of(text)
