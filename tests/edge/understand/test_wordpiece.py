"""Word pieces: the longest first, nothing lost, and never more than there is room for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from edge.language.text import words
from edge.understand.wordpiece import WordPieces

LETTERS = tuple("abcdefghijklmnopqrstuvwxyz0123456789'")
PIECES = WordPieces(
    ("[PAD]", "[UNK]", "[CLS]", "[SEP]", *LETTERS, *(f"##{c}" for c in LETTERS), "what", "##s", "cup", "cups"), 24
)


def named(ids: tuple[int, ...]) -> list[str]:
    return [PIECES.vocabulary[n] for n in ids]


def test_a_word_is_cut_from_its_longest_pieces():
    assert named(PIECES.cut("whats")) == ["what", "##s"]
    assert named(PIECES.cut("cups")) == ["cups"]
    assert named(PIECES.cut("what's")) == ["what", "'", "s"]
    assert named(PIECES.cut("café")) == ["c", "##a", "##f", "##e"]
    assert named(PIECES.cut("ß€")) == ["[UNK]", "[UNK]"]
    assert named(PIECES.cut("x" * 50)) == ["[UNK]"]


def test_a_question_and_the_one_before_stand_between_marks():
    found = PIECES.pieces(("what", "cup"), ("cups",))
    assert named(found.ids) == ["[CLS]", "what", "cup", "[SEP]", "cups", "[SEP]"]
    assert found.starts == (1, 2, 4)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_fit(said: str, before: str):
    found = PIECES.pieces(words(said), words(before))
    assert len(found.ids) <= PIECES.longest
    assert found.ids.count(3) == 2
    assert list(found.starts) == sorted(set(found.starts))
    assert all(0 < start < len(found.ids) for start in found.starts)
