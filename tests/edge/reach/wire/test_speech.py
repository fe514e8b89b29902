"""Sentences are given out as they complete; an answer that only says that it is unsure is noticed and not said."""

import pytest

from edge.reach.modes import UNSURE
from edge.reach.wire.speech import Speech, Take
from edge.reach.wire.sse import Words


def taken(*pieces: Words, letters: int = 500, may_be_unsure: bool = False) -> tuple[Take, Speech, list[bool]]:
    speech = Speech(lambda _: None)
    take = Take(speech, letters, may_be_unsure=may_be_unsure)
    return take, speech, [take(piece) for piece in pieces]


def test_each_sentence_is_said_when_it_is_whole_and_the_rest_at_the_end():
    said: list[str] = []
    take = Take(Speech(said.append), 500, may_be_unsure=False)
    take(Words("It is "))
    assert said == []
    take(Words("blue. And high"))
    assert said == ["It is blue."]
    assert take.finish()
    assert said == ["It is blue.", "And high"]


def test_a_refusal_in_words_is_said_and_thoughts_are_counted():
    take, speech, enough = taken(Words(reasoning="hm, hm"), Words(refusal="I will not say that."))
    assert (enough, take.heard) == ([False, False], True)
    assert take.finish()
    assert (speech.text, speech.thought) == ("I will not say that.", 6)


def test_thoughts_alone_are_no_answer():
    take, speech, _ = taken(Words(reasoning="hm"), Words())
    assert not take.heard
    assert not take.finish()
    assert speech.said == []


@pytest.mark.parametrize("word", [UNSURE, UNSURE.lower(), f" {UNSURE}! "])
def test_an_unsure_answer_is_noticed_and_not_said(word: str):
    take, speech, _ = taken(Words(word), may_be_unsure=True)
    take.finish()
    assert take.unsure
    assert speech.said == []


def test_unsure_counts_as_the_first_sentence_only_and_where_it_is_asked_for():
    take, speech, _ = taken(Words(f"Well. {UNSURE}."), may_be_unsure=True)
    take.finish()
    assert (take.unsure, speech.said) == (False, ["Well.", f"{UNSURE}."])
    take, speech, _ = taken(Words(f"{UNSURE}."))
    take.finish()
    assert (take.unsure, speech.said) == (False, [f"{UNSURE}."])


def test_it_is_enough_once_it_is_as_long_as_it_may_be():
    take, speech, enough = taken(Words("One. "), Words("And here are two. " * 9), letters=40)
    assert enough == [False, True]
    assert take.cut
    assert len(speech.text) <= 40


def test_a_remark_is_made_once():
    speech = Speech(lambda _: None)
    speech.remark("I am asking without the picture.")
    speech.out("It is blue.")
    speech.remark("I am asking without the picture.")
    assert speech.said == ["I am asking without the picture.", "It is blue."]
