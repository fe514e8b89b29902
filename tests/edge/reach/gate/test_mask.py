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


DISGUISES = (
    "4111\u200b1111 1111 1111", "4111 1111 1111 111\ufe0f1", "４１１１ １１１１ １１１１ １１１１",
    "⁴¹¹¹ ¹¹¹¹ ¹¹¹¹ ¹¹¹¹",
    "4\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e3 1111 1111 1111", "٤١١١ ١١١١ ١١١١ ١١١١",
    "anna@exam\u200bple.com", "an\u00adna@example.com", "anna＠example.com", "аnnа@ехаmple.соm",
    "Αnna", "Аnnа", "An\u034fna", "A\ufe0fnna",
    "An\u2800na", "An\u3164na", "An-\nna", "A.n.n.a", "ＡＮＮＡ", "𝐀nna", "Ånna", "HЕRОN",
)  # fmt: skip


@pytest.mark.parametrize("text", DISGUISES)
def test_what_only_looks_like_one_is_masked_as_one_and_all_around_stays_as_it_is(text):
    kept = "Grüße, Мария: “{}” – it’s ½ ①."
    masked = Masker(["Anna", "Heron"])(kept.format(text))
    assert sum(masked.counts.values()) == 1
    assert masked.text in {kept.format(f"[{kind}]") for kind in ("card", "mail", "word")}


def test_what_is_hidden_between_words_parts_them():
    assert MASK("card\u20604111111111111111").text == "card\u2060[card]"
    assert Masker(["Anna"])("ask\u200bAnna").text == "ask\u200b[word]"


def test_words_in_other_letters_are_found_in_any_case():
    assert Masker(["Αθήνα", "МАРИЯ"])("ΑΘΗΝΑ, αθηνα, Мария").text == "[word], [word], [word]"


def test_it_is_known_in_which_of_several_lines_something_was_masked():
    lines = ["Fred", "4111 1111", "1111 1111", "exp 09/29", "", "mail anna@example.com"]
    assert MASK.lines(lines) == {1, 2, 5}
    assert MASK.lines([]) == MASK.lines([""]) == set()
