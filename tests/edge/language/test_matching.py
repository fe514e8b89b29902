"""Words are the same in all their forms, and a text is found only by what it says."""

import time

import pytest

from edge.language.matching import matches, stem_of, stems, tells

FACTS = (
    "my locker is 42",
    "i parked on level 3",
    "the spare keys are with mum",
    "anna likes green tea",
    "my door code is 7",
)


@pytest.mark.parametrize(
    "forms",
    [
        ("park", "parks", "parked", "parking"),
        ("key", "keys"),
        ("lock", "locks", "locked", "locking"),
        ("drive", "drives", "driving"),
        ("stop", "stopped", "stopping"),
        ("knife", "knives"),
        ("bus", "buses"),
    ],
)
def test_all_forms_of_a_word_are_one(forms):
    assert len({stem_of(form) for form in forms}) == 1


@pytest.mark.parametrize("words", [("car", "care"), ("king", "kin"), ("red", "r"), ("pin", "pine"), ("bed", "b")])
def test_words_that_only_look_alike_stay_apart(words):
    assert len({stem_of(word) for word in words}) == 2


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("what's my locker number", [0]),
        ("where did i park the car", [1]),
        ("who has the spare key", [2]),
        ("where is mother", [2]),
        ("what does anna like", [3]),
        ("what's my door code", [4]),
        ("what's my wifi code", []),
        ("what is it", []),
        ("where's the blue tea pot", []),
    ],
)
def test_a_text_is_found_by_what_it_says(asked, found):
    assert matches(asked, FACTS) == found


def test_of_equal_ones_the_last_comes_first():
    assert matches("where did i park", ("i parked here", "nothing", "i parked there")) == [2, 0]


def test_words_that_say_nothing_are_no_stems():
    assert stems("Where did I put the keys?") == {"key"}
    assert stems("what did you tell me") == frozenset()


@pytest.mark.parametrize(
    ("fact", "question", "told"),
    [
        ("my gym code is 7719", "what's my gym code", (True, True)),
        ("the shelf is 84 by 30", "how big was the shelf", (False, True)),
        ("my cup is blue", "where is my hat", (False, False)),
        ("my cup is blue", "what is it", (False, False)),
    ],
)
def test_how_much_of_a_question_a_fact_tells(fact, question, told):
    assert tells(fact, question) == told


def test_to_compare_costs_little_more_than_the_words_of_both():
    """Every question is held against all that was told: hundreds of facts, each of which cost half a millisecond."""

    def took(work):
        times = []
        for _ in range(5):
            began = time.process_time()
            for n in range(200):
                work(f"box {n} has {n} nails")
            times.append(time.process_time() - began)
        return min(times)

    asked = "what is 7 plus 3"
    assert took(lambda fact: tells(fact, asked)) < 3 * took(lambda fact: (stems(fact), stems(asked)))
