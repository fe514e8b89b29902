"""A server's words become plain sentences: no markup, no hidden letters, no thoughts, no end without a limit."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.reach.wire.spoken import Spoken, one_line

ANSWER = (
    "<think>Let me see. 3 < 4, so...</think>Well, it is **about 3.5 m** tall, e.g. as Dr. Who says! Is that so?\n"
    "# Why\n- It grew. 1. First, water.\n\nSee [the page](http://evil.example/x?y) or `run` it… 好的。是的。 The end"
)
SENTENCES = [
    "Well, it is about 3.5 m tall, e.g. as Dr. Who says!",
    "Is that so?",
    "Why",
    "It grew.",
    "1. First, water.",
    "See the page or run it…",
    "好的。",
    "是的。",
    "The end",
]


def said(pieces: list[str], at_most: int = 5000) -> list[str]:
    spoken = Spoken(at_most)
    out = [sentence for piece in pieces for sentence in spoken.add(piece)] + spoken.rest()
    assert out == spoken.said
    return out


@given(st.lists(st.integers(1, len(ANSWER)), max_size=60))
def test_sentences_are_the_same_however_the_tokens_fall(cuts):
    edges = [0, *sorted(set(cuts)), len(ANSWER)]
    assert said([ANSWER[a:b] for a, b in pairwise(edges)]) == SENTENCES


def test_a_sentence_is_out_as_soon_as_the_next_one_begins():
    spoken = Spoken(1000)
    assert [spoken.add(piece) for piece in ["The sky", " is blue", ".", " It", " scatters"]] == [
        [], [], [], ["The sky is blue."], [],
    ]  # fmt: skip
    assert spoken.rest() == ["It scatters"]


def test_thoughts_are_counted_and_kept():
    spoken = Spoken(1000)
    for piece in ["<thi", "nk>hm", "m </th", "ink>Yes.", " <think>never"]:
        spoken.add(piece)
    spoken.rest()
    assert spoken.text == "Yes."
    assert spoken.thoughts.counted == len("hmm never")


@pytest.mark.parametrize(
    ("raw", "heard"),
    [
        ("<b>Hi</b> <script>alert(1)</script>there", "Hi alert(1)there"),
        ("<<b>script>x", "x"),
        ("<speak><break time='9s'/>Hello</speak>", "Hello"),
        ("\x1b[31mred\x1b[0m \x1b]0;title\x07done", "red done"),
        ("abc\u202edcba\u202c \u2066x\u2069", "abcdcba x"),
        ("a\u200bb\u00ad\ufeffc \U000e0041", "abc"),
        ("nul\x00 bell\x07 back\x08", "nul bell back"),
        ("![alt](http://x/y.png) [![a](b)](c)", "alt a"),
        ("2 * 3 and a_b and __init__", "2 * 3 and a_b and init"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("> quoted\n## Head\n* item", "quoted Head item"),
        ("```python\nprint()\n```", "print()"),
    ],
)
def test_only_speech_is_left(raw, heard):
    assert one_line(raw) == heard


@given(st.text(max_size=400))
def test_no_hidden_letter_is_ever_given_out(text):
    for sentence in said([text]):
        assert sentence == sentence.strip()
        assert not [one for one in sentence if unicodedata.category(one).startswith("C")]


@given(st.lists(st.sampled_from(["a", " ", ".", "word ", "Stop. ", "<", "\n"]), max_size=400), st.integers(1, 300))
def test_an_answer_has_a_longest_length(pieces, at_most):
    assert sum(map(len, said(pieces, at_most))) <= at_most


def test_a_million_tokens_without_an_end_are_cut():
    spoken = Spoken(1800)
    for _ in range(1_000_000):
        spoken.add("aaaa ")
        if spoken.cut:
            break
    assert spoken.cut
    assert sum(map(len, spoken.said)) <= 1800
