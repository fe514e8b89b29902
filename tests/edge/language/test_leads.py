"""What is to be kept, without what only says so; and what is put right."""

import pytest

from edge.language.language import english
from edge.language.leads import (
    corrected,
    replaced,
    settled,
    subject_of,
    to_keep,
    without_fillers,
    without_lead,
    without_tail,
)


@pytest.mark.parametrize(
    ("said", "kind", "kept"),
    [
        ("make a note that the car is due", "note", "the car is due"),
        ("please could you make a note that the car is due", "note", "the car is due"),
        ("the car is due make a note of that please", "note", "the car is due"),
        ("take a note", "note", ""),
        ("can you take a note please the roses need pruning", "note", "the roses need pruning"),
        ("take a memo please", "note", ""),
        ("note call Anna please", "note", "call Anna"),
        ("notebooks are cheap", "note", "notebooks are cheap"),
        ("remember that my locker is 42", "fact", "my locker is 42"),
        ("my locker is 42 keep that in mind for me", "fact", "my locker is 42"),
        ("remember", "fact", ""),
    ],
)
def test_what_is_to_be_kept(said, kind, kept):
    assert to_keep(said, "", kind, english()) == kept


@pytest.mark.parametrize(
    ("said", "marked", "kept"),
    [
        ("note to self ring anna", "self ring anna", "ring anna"),
        ("my keys are in the blue bowl remember that", "blue", "my keys are in the blue bowl"),
        ("take this down love the boiler was serviced", "the boiler was serviced", "the boiler was serviced"),
        (
            "i need something on paper the gate is open",
            "the gate is open",
            "i need something on paper the gate is open",
        ),
    ],
)
def test_what_is_marked_counts_where_it_is_most_of_it(said, marked, kept):
    kind = "fact" if "remember" in said else "note"
    assert to_keep(said, marked, kind, english()) == kept


def test_the_longest_lead_and_tail_count_and_only_whole_words():
    assert without_lead("note that it rains", ("note", "note that")) == "it rains"
    assert without_lead("notes", ("note",)) is None
    assert without_tail("it rains note that", ("that", "note that")) == "it rains"
    assert without_tail("what", ("hat",)) is None


@pytest.mark.parametrize(
    ("said", "right"), [("no it's 43", "43"), ("sorry i meant tea", "tea"), ("no", ""), ("anna likes tea", None)]
)
def test_a_correction(said, right):
    assert corrected(said, english()) == right


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("my locker is number 42", "43", "my locker is number 43"),
        ("bus 9 leaves at 10", "11", "bus 9 leaves at 11"),
        ("my tea is green", "black", "my tea is black"),
        ("the keys are here", "the keys are in the car", "the keys are in the car"),
        ("milk", "tea", "tea"),
    ],
)
def test_what_was_told_is_put_right(before, new, after):
    assert replaced(before, new) == after


@pytest.mark.parametrize(
    ("said", "marked", "kept"),
    [
        ("remember that my gym code is 7719", "code is 7719", "my gym code is 7719"),
        ("remember i parked by the lift", "by the lift", "i parked by the lift"),
        ("save a note that says the dog was fed", "dog was fed", "the dog was fed"),
    ],
)
def test_what_follows_a_lead_is_kept_whole(said, marked, kept):
    assert to_keep(said, marked, "note" if "note" in said else "fact", english()) == kept


def test_it_does_not_matter_whether_a_recogniser_left_the_apostrophes_out():
    assert corrected("no its 43", english()) == "43"
    assert without_lead("ive got the milk", ("i've got",)) == "the milk"


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("the shelf is 84 by 30", "86 by 30 not 84", "the shelf is 86 by 30"),
        ("the shelf is 84 by 30", "86 not 84", "the shelf is 86 by 30"),
        ("i parked on level three by the lift", "level four", "i parked on level four by the lift"),
        ("my train is at half past three", "at four", "my train is at four"),
        ("my gate is forty two", "forty three", "my gate is forty three"),
        ("the bins go out on Tuesday evening", "wednesday", "the bins go out on wednesday evening"),
        ("i parked by the church", "by the lake", "i parked by the lake"),
        ("Anna likes black tea", "coffee", "Anna likes black coffee"),
    ],
)
def test_only_what_was_wrong_is_put_right(before, new, after):
    assert replaced(before, new) == after


@pytest.mark.parametrize(
    ("said", "settled_as"),
    [
        ("call anna no wait ben", "call ben"),
        ("call anna no wait call ben", "call ben"),
        ("buy two pints of milk sorry i meant cream", "buy two pints of cream"),
        ("say no to the offer", "say no to the offer"),
        ("buy milk no bread", "buy bread"),
        ("say no thanks", "say no thanks"),
    ],
)
def test_a_correction_in_the_middle_counts(said: str, settled_as: str):
    assert settled(said, english()) == settled_as


def test_what_a_sentence_tells_something_of():
    assert subject_of("the locker code is 43") == "the locker code"
    assert subject_of("no fifteen") == ""


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Uh, remind me to, um, call Anna", "remind me to, call Anna"),
        ("the umbrella", "the umbrella"),
        ("um", "um"),
        ("er uh", "er uh"),
    ],
)
def test_fillers_are_left_out_of_what_says_more(text: str, plain: str):
    assert without_fillers(text, english()) == plain
