"""A server's key is found in what the server says: a dozen characters of it, however they are written and cut."""

import base64
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.reach.wire.echoes import INSTEAD, Echoes

KEY = "sk-Proj_9fQ2xLmN-77*abZk_w"


@pytest.mark.parametrize(
    "echo",
    [
        KEY, KEY.upper(), KEY[3:15], KEY[-12:], " ".join(KEY), "\n".join(KEY), "-".join(KEY), "*" + "*".join(KEY),
        KEY.replace("o", "o\u200b"), "\u202e".join(KEY), "".join(chr(ord(c) + 0xFEE0) for c in KEY),
        base64.b64encode(KEY.encode()).decode(), base64.b64encode(b"Bearer " + KEY.encode()).decode(),
        base64.urlsafe_b64encode(b"x" + KEY.encode() + b"yz").decode(), KEY.encode().hex(), KEY.encode().hex(" "),
    ],
)  # fmt: skip
def test_it_is_found_however_it_is_written(echo):
    said = Echoes(KEY).hidden(f"Wrong key {echo}, go away")
    assert said.startswith("Wrong key ")
    assert INSTEAD in said
    assert said.endswith((", go away", "==, go away", "=, go away"))
    assert longest_of_it(said) < 10


def longest_of_it(text):
    """How much of the key in a row is left in a text."""
    key, found = folded(KEY), folded(text)
    return max(
        (n for n in range(len(key) + 1) for at in range(len(key) - n + 1) if key[at : at + n] in found), default=0
    )


def folded(text):
    return "".join(c for c in text.lower() if c.isalnum())


def test_a_few_characters_and_other_words_are_left():
    for said in ("", "The sky is blue.", f"It begins with {KEY[:9]} and so on", "sk-Proj", "aaaaaaaaaaaaaaaaaaaaaaaa"):
        assert Echoes(KEY).hidden(said) == said
    assert Echoes().hidden(KEY) == KEY


def test_a_short_key_is_found_as_it_is_and_a_very_short_one_is_no_word():
    assert Echoes("Ab-12xyz").hidden("your a b 1 2 x y z") == f"your {INSTEAD}"
    assert Echoes("not").hidden("It is Not so, not at all") == f"It is Not so, {INSTEAD} at all"


@given(
    st.lists(st.integers(1, 90), max_size=12),
    st.sampled_from([KEY, " ".join(KEY), base64.b64encode(KEY.encode()).decode()]),
)
def test_where_the_pieces_are_cut_makes_no_difference(cuts, echo):
    text = f"Well. Your key is {echo} and that is all. Bye"
    edges = [0, *sorted(set(cuts)), len(text)]
    echoes = Echoes(KEY)
    out = "".join(echoes.add(text[a:b]) for a, b in pairwise(edges)) + echoes.end()
    assert longest_of_it(out) < 12
    assert out.startswith("Well. Your key is ")
    assert INSTEAD in out
    assert out.endswith(" and that is all. Bye")


def test_ordinary_words_do_not_wait():
    echoes = Echoes(KEY)
    words = [f"{random.Random(n).choice(['sky', 'blue.', 'project', 'is', 'a'])} " for n in range(50)]
    assert [echoes.add(word) for word in words] == words
    assert echoes.end() == ""


def test_what_waits_is_bounded():
    echoes = Echoes(KEY)
    given_out = sum(len(echoes.add(char + " " * 300)) for char in KEY)
    assert given_out > len(KEY) * 100
