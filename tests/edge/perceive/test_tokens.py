"""Vocabularies: Moonshine's own and those of the hub, from tokens to text and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import ModelError
from edge.perceive.tokens import Tokens, read_tokens

LETTERS = [chr(n) for n in range(97, 123)]


def own(pieces: list[bytes]) -> bytes:
    out = b""
    for piece in pieces:
        length = len(piece)
        out += (bytes([length]) if length < 128 else bytes([128 + length % 128, length // 128])) + piece
    return out


@given(pieces=st.lists(st.binary(min_size=1, max_size=300), max_size=12))
def test_pieces_of_any_length_are_read_again(pieces: list[bytes]) -> None:
    wanted = tuple(piece.replace("▁".encode(), b" ") for piece in pieces)
    assert read_tokens({"tokens": own(pieces)}, "tiny").pieces == wanted


def test_text_is_joined_bytes_without_marks() -> None:
    tokens = Tokens((b"<s>", b" caf", b"\xc3", b"\xa9", b"</s>", b" <b", b"<|en|>"))
    assert tokens.text((0, 1, 2, 3, 4)) == "café"
    assert tokens.text((1, 2)) == "caf\ufffd"  # half a letter
    assert tokens.text((5, 6, 99, -1)) == "<b"


def test_pieces_join_in_the_order_in_which_they_were_made() -> None:
    plain = [*LETTERS, " ", "V", "."]
    joined = ["gl", "as", "ass", " gl", " glass", " V", "ie", "iew", " View"]
    tokens = Tokens(tuple(piece.encode() for piece in (*plain, *joined)))
    assert [tokens.pieces[n].decode() for n in tokens.ids("View glass.")] == [" View", " glass", "."]
    # "lass" is no piece and "gla" neither, so it stays in the parts that can be joined.
    assert [tokens.pieces[n].decode() for n in tokens.ids("gla")] == [" gl", "a"]


@given(text=st.lists(st.sampled_from([*LETTERS, " "]), min_size=1, max_size=12).map("".join))
def test_text_that_can_be_written_is_written_again(text: str) -> None:
    tokens = Tokens(tuple(p.encode() for p in (*LETTERS, " ", "th", "the", " t", " the", "an", " an", "and")))
    assert tokens.text(tokens.ids(text)) == " ".join(text.split())


def test_the_hubs_two_kinds_of_vocabulary() -> None:
    letters = {"model": {"byte_fallback": True, "vocab": {"▁caf": 0, "<0xC3>": 1, "<0xA9>": 2, "é": 3}}}
    letters["added_tokens"] = [{"id": 5, "content": "<|en|>"}]  # type: ignore[assignment]
    read = read_tokens({"tokenizer": json.dumps(letters).encode()}, "tiny")
    assert read.pieces == (b" caf", b"\xc3", b"\xa9", "é".encode(), b"", b"<|en|>")
    assert read.number("<|en|>") == 5
    in_bytes = {"model": {"vocab": {"Ġcaf": 0, "Ã": 1, "©": 2}}}
    assert read_tokens({"tokenizer": json.dumps(in_bytes).encode()}, "tiny").text((0, 1, 2)) == "café"


@pytest.mark.parametrize(
    "assets", [{"tokens": b"\x05abc"}, {"tokens": b"\xff"}, {"tokenizer": b"{}"}, {"tokenizer": b"["}]
)
def test_damage_is_told(assets: dict[str, bytes]) -> None:
    with pytest.raises(ModelError, match="vocabulary cannot be read"):
        read_tokens(assets, "tiny")


def test_no_vocabulary_is_told() -> None:
    with pytest.raises(ModelError, match="has no vocabulary"):
        read_tokens({}, "tiny")
