"""The table of words: packed and read again, its backing off, damage, and how texts become its words."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.bundle.model_card import ModelCard
from edge.bundle.net import Bundle
from edge.errors import ModelError
from edge.perceive.trigrams import STEP, UNKNOWN, Rows, Trigrams, open_trigrams, pack_trigrams, read_trigrams, words_of

WORD = st.sampled_from("what is this the red cup read it on".split())


def table(*orders: Mapping[str, tuple[float, float]]) -> bytes:
    """Runs as text, each with the logarithms of its probability and of the weight of shorter runs after it."""
    whole = [*orders, {}, {}, {}][:3]
    return pack_trigrams([
        Rows(
            np.array([zlib.crc32(run.encode()) for run in rows], np.uint32),
            np.array([log for log, _ in rows.values()], np.float64),
            np.array([weight for _, weight in rows.values()], np.float64),
        )
        for rows in whole
    ])  # fmt: skip


ONES = {"<s>": (-16.0, -0.4), "read": (-4.0, -0.8), "this": (-3.2, 0.0), "sign": (-6.4, 0.0), "</s>": (-2.4, 0.0)}
TWOS = {"<s> read": (-1.6, -0.24), "read this": (-0.8, -0.16), "this sign": (-2.0, 0.4)}
THREES = {"<s> read this": (-0.4, 0.0)}


def small() -> Trigrams:
    return read_trigrams(table(ONES, TWOS, THREES))


@pytest.mark.parametrize(
    ("before", "word", "wanted"),
    [
        ((), "sign", -6.4),
        (("read",), "this", -0.8),
        (("<s>", "read"), "this", -0.4),
        (("read",), "sign", -0.8 - 6.4),  # not seen: the weight after "read", and the word alone
        (("read", "this"), "sign", -0.16 - 2.0),
        (("<s>", "read"), "sign", -0.24 - 0.8 - 6.4),
        (("sign", "this"), "sign", -2.0),  # what comes before was never seen itself: a weight of one
        (("read", "this"), "zebra", -0.16 + 0.0 + UNKNOWN),
        (("this", "sign"), "this", 0.4 + 0.0 - 3.2),
    ],
)
def test_what_was_not_seen_counts_as_its_shorter_run(before: tuple[str, ...], word: str, wanted: float) -> None:
    assert small().word(before, word) == pytest.approx(wanted, abs=3 * STEP)


def test_a_sentence_is_the_sum_of_its_words_and_its_end() -> None:
    said = small()
    parts = (said.word(("<s>",), "read"), said.word(("<s>", "read"), "this"), said.word(("read", "this"), "</s>"))
    assert said.sentence(("read", "this")) == pytest.approx(sum(parts))
    assert said.sentence(()) == pytest.approx(said.word(("<s>",), "</s>"))


@given(
    rows=st.dictionaries(
        st.lists(WORD, min_size=2, max_size=2).map(" ".join),
        st.tuples(st.floats(-20, 0), st.floats(-15, 5)),
        max_size=40,
    )
)
def test_what_is_packed_is_found_again_to_half_a_step(rows: dict[str, tuple[float, float]]) -> None:
    found = read_trigrams(table({}, rows, {}))
    for run, (log, weight) in rows.items():
        before, word = run.split()
        assert found.word((before,), word) == pytest.approx(log, abs=STEP / 2 + 1e-9)
        assert found._weight(run.split()) == pytest.approx(weight, abs=STEP / 2 + 1e-9)


@given(st.binary(max_size=60))
def test_other_bytes_are_no_table(data: bytes) -> None:
    with pytest.raises(ValueError):
        read_trigrams(data)


def test_a_table_that_was_cut_or_altered_is_refused() -> None:
    whole = table(ONES, TWOS, THREES)
    for length in (0, 10, 30, len(whole) - 4):
        with pytest.raises(ValueError):
            read_trigrams(whole[:length])
    with pytest.raises(ValueError):
        read_trigrams(whole + b"\0\0\0\0")
    with pytest.raises(ValueError):
        read_trigrams(b"trigram9" + whole[8:])
    card = ModelCard("words", "trigrams", {})
    with pytest.raises(ModelError, match=r"model words: its table .*fetch it again"):
        open_trigrams(Bundle(card, {}, {"table": whole[:-8]}))
    with pytest.raises(ModelError, match="no table of words"):
        open_trigrams(Bundle(card, {}, {}))
    assert open_trigrams(Bundle(card, {}, {"table": whole})).word((), "sign") == small().word((), "sign")


def test_a_likelier_sentence_of_the_same_sound_wins() -> None:
    from edge.perceive.beam import Sentence
    from edge.perceive.said import readings

    written = [(Sentence((1,), -2.0), "Red this."), (Sentence((2,), -2.5), "Read this.")]
    assert readings(written, None, 0.4)[0].text == "Red this."
    assert readings(written, small(), 0.4)[0].text == "Read this."
    assert readings(written, small(), 0.0)[0].text == "Red this."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("What's 12 x 9?", "what is twelve x nine"),
        ("It’s 105 grey metres.", "it is one hundred five gray meters"),
        ("Don't! I can't, we'll see.", "do not i can not we will see"),
        ("Anna's book — the dogs' bowl", "annas book the dogs bowl"),
        ("♪ [music]", "music"),
        ("7:30 a.m.", "seven thirty a m"),
        ("", ""),
    ],
)
def test_texts_become_words_of_the_table(text: str, words: str) -> None:
    assert " ".join(words_of(text)) == words


@given(st.text(max_size=40))
def test_words_are_letters_and_stay_themselves(text: str) -> None:
    said = words_of(text)
    assert all(word.isascii() and word.isalpha() for word in said)
    assert words_of(" ".join(said)) == said
