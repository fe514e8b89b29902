"""Reasoning is taken out, whatever its tags are called and wherever the pieces are cut; what was not thought stays."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.reach.wire.thoughts import HELD_AT_MOST, Thoughts

NAMES = ("think", "thinking", "thought", "thoughts", "reasoning", "analysis", "THINK", "Thinking", "AnAlYsIs")


def told(text, cuts=(), *, hold=False):
    """What is given of a text, and what of that would have been said before it was known to be thought."""
    thoughts = Thoughts(hold=hold)
    out, too_soon = "", ""
    edges = [0, *sorted({cut for cut in cuts if cut < len(text)}), len(text)]
    for a, b in pairwise(edges):
        more = thoughts.add(text[a:b])
        if thoughts.taken_back:
            out, too_soon = "", too_soon + out
        out += more
    return out + thoughts.end(), too_soon


CUTS = st.lists(st.integers(1, 80), max_size=30)


@pytest.mark.parametrize("name", NAMES)
@given(CUTS, st.booleans())
def test_what_stands_between_its_tags_is_thought(name, cuts, hold):
    assert told(f"<{name}>3 < 4, so hm</{name}>Yes.", cuts, hold=hold) == ("Yes.", "")
    assert told(f"< {name} a='b'>hm</ {name} >Yes.", cuts, hold=hold) == ("Yes.", "")


@pytest.mark.parametrize("name", NAMES)
@given(CUTS)
def test_where_a_thought_began_unseen_all_before_its_end_is_thought(name, cuts):
    """The beginning stood in the prompt."""
    assert told(f"secret thought. And more. 1 < 2</{name}>The sky is blue.", cuts, hold=True) == (
        "The sky is blue.",
        "",
    )


@pytest.mark.parametrize(
    "text",
    [
        "[THINK]hm[/THINK]Yes.", "◁think▷hm◁/think▷Yes.", "hm[/THINK]Yes.", "hm</think>Yes.",
        "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>Yes.",
        "<think>a<think>b</think>c</think>Yes.", "<think>hm</thinking>Yes.",
    ],
)  # fmt: skip
@given(cuts=CUTS)
def test_other_ways_to_write_it(text, cuts):
    assert told(text, cuts, hold=True) == ("Yes.", "")


@pytest.mark.parametrize("hold", [True, False])
@given(cuts=CUTS)
def test_what_is_no_thought_stays(cuts, hold):
    text = "If x <y and [1] a < b: <b>bold</b> <thinker> think </thin k> [text](url) <| |> <analysis"
    assert told(text, cuts, hold=hold) == (text, "")
    assert told("Sure. <think>never ends", cuts, hold=hold) == ("Sure. ", "")


def test_what_a_server_is_known_for_is_said_as_it_comes():
    thoughts = Thoughts()
    assert [thoughts.add(piece) for piece in ("The ", "sky.", " Is")] == ["The ", "sky.", " Is"]
    held = Thoughts(hold=True)
    assert [held.add(piece) for piece in ("The ", "sky.")] == ["", ""]
    assert (held.end(), held.began_inside) == ("The sky.", False)


def test_who_begins_its_thoughts_by_itself_or_keeps_them_apart_is_not_held():
    own = Thoughts(hold=True)
    assert [own.add(piece) for piece in ("\n<think>hm", "</think>", "Yes.", " So")] == ["", "", "Yes.", " So"]
    apart = Thoughts(hold=True)
    apart.apart()
    assert apart.add("Yes.") == "Yes."
    late = Thoughts(hold=True)
    late.add("hm")
    late.apart()
    assert late.add("hm</think>Yes.") == "Yes."


def test_after_words_that_were_given_the_end_of_a_thought_takes_back_what_it_can():
    thoughts = Thoughts()
    assert thoughts.add("One. Two</think>Yes.") == "Yes."
    assert (thoughts.taken_back, thoughts.began_inside) == (True, True)
    assert told("hm</think>so</think>Yes.", hold=True) == ("Yes.", "")
    thoughts.add(" More")
    assert not thoughts.taken_back


def test_what_is_held_is_bounded_and_the_end_of_a_long_thought_is_seen():
    thoughts = Thoughts(hold=True)
    for _ in range(1000):
        thoughts.add("hm " * 100)
    assert len(thoughts._held) <= HELD_AT_MOST
    assert thoughts.add("</think>Yes.") == "Yes."
