"""What is somebody's is masked before it leaves, and what is nobody's arrives as it was."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.reach.gate.mask import Masker

TABLE = tomllib.loads((Path(__file__).parent / "mask.toml").read_text(encoding="utf-8"))
BLIND = tomllib.loads((Path(__file__).parent / "mask_blind.toml").read_text(encoding="utf-8"))
MASK = Masker(TABLE["words"])
SENTENCES = TABLE["sentence"]


def test_the_table_is_what_it_says():
    assert len(SENTENCES) == 200
    assert sum("mask" in row for row in SENTENCES) == 100
    assert all(part in row["text"] for row in SENTENCES for part in row.get("mask", ()))


def test_enough_is_masked_and_hardly_a_harmless_word_is_touched():
    judge(TABLE, masked=0.97, touched=0.02)


@pytest.mark.parametrize("table", BLIND["table"], ids=lambda table: table["words"][0])
def test_the_same_holds_for_tables_of_others(table):
    judge(table, masked=0.98, touched=0.01)


def judge(table: dict, *, masked: float, touched: float) -> None:
    """At least this share of what should be is masked, and at most this share of all other words is touched."""
    mask, left, wanted, words, lost = Masker(table["words"]), [], 0, 0, []
    for row in table["sentence"]:
        harmless, arrived = row["text"], mask(row["text"]).text
        for part in row.get("mask", ()):
            wanted += 1
            left += [(row["text"], part)] if part in arrived else []
            harmless = harmless.replace(part, " ", 1)
        words += len(harmless.split())
        lost += [(row["text"], word) for word in harmless.split() if word.strip(".,:;?!<>'\"") not in arrived]
    assert len(left) <= (1 - masked) * wanted, left
    assert len(lost) <= touched * words, lost


@pytest.mark.parametrize("row", [row for row in SENTENCES if "mask" not in row], ids=lambda row: row["text"][:40])
def test_a_harmless_sentence_arrives_whole(row):
    assert MASK(row["text"]).text == row["text"]


def test_kinds_are_counted_and_nothing_else_is_kept():
    masked = MASK("call 555-0123 or mail a.b@example.com, card 4111111111111111, says Falkenberg")
    assert masked.counts == {"phone": 1, "mail": 1, "card": 1, "word": 1}
    assert masked.text == "call [phone] or mail [mail], card [card], says [word]"


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3))
def test_masking_twice_is_masking_once(rows):
    once = MASK(" and ".join(row["text"] for row in rows)).text
    assert MASK(once).text == once


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece",
    [
        "x",
        "1",
        "1 ",
        "x.",
        "a@",
        "at ",
        "dot ",
        "one ",
        "x dot ",
        "+1 (",
        "DE89 ",
        "0x",
        "555-0123 ",
        "'",
        "a at b dot ",
        "[",
        "-",
    ],
)
def test_long_texts_cost_no_more_than_their_length(piece):
    MASK(piece * (40_000 // len(piece)))


@given(st.text(max_size=200))
def test_any_text_can_be_masked(text):
    assert MASK(text).text.count("[") >= text.count("[") - len(text)


@given(
    st.sampled_from(["Falkenberg", "Project Heron"]),
    st.sampled_from([str.upper, str.lower, str.title]),
    st.sampled_from(["", "\u200b", "\u00ad", "\u0301"]),
)
def test_a_word_of_the_wearers_is_found_however_it_is_written(word, case, hidden):
    written = case(word)[:3] + hidden + case(word)[3:]
    assert MASK(f"about {written}, please").text == "about [word], please"
