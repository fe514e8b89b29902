"""Markdown goes, whoever wrote it and however it is shown, and ordinary sentences stay as they are."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.markup import plain
from edge.reach.wire.spoken import one_line
from edge.render import spoken

ORDINARY = (  # as written, as shown, as said, and as it comes from a server: what it was before all three were one
    (
        "The sky is blue because air scatters blue light more than red light.",
        "The sky is blue because air scatters blue light more than red light.",
        "The sky is blue because air scatters blue light more than red light.",
        "The sky is blue because air scatters blue light more than red light.",
    ),
    (
        "Well, it is **about 3.5 m** tall, e.g. as Dr. Who says! Is that so?",
        "Well, it is about 3.5 m tall, e.g. as Dr. Who says! Is that so?",
        "Well, it is about 3.5 metres tall, for example as Doctor Who says! Is that so?",
        "Well, it is about 3.5 m tall, e.g. as Dr. Who says! Is that so?",
    ),
    (
        "1. First, boil the water.\n2. Then add the tea.\n3. Wait 3-5 minutes.",
        "1. First, boil the water.\n2. Then add the tea.\n3. Wait 3-5 minutes.",
        "1. First, boil the water. 2. Then add the tea. 3. Wait 3 to 5 minutes.",
        "1. First, boil the water. 2. Then add the tea. 3. Wait 3-5 minutes.",
    ),
    (
        "You need:\n\n- 200 g flour\n- 2 eggs\n* a pinch of salt\n\nMix it *well*, then bake at 180 °C.",
        "You need:\n- 200 g flour\n- 2 eggs\n- a pinch of salt\nMix it well, then bake at 180 °C.",
        "You need: 200 grams flour. 2 eggs. a pinch of salt. Mix it well, then bake at 180 degrees Celsius.",
        "You need: 200 g flour 2 eggs a pinch of salt Mix it well, then bake at 180 °C.",
    ),
    (
        "## Summary\n\nThe `left` one is cheaper ($4.50); the _right_ one lasts longer.",
        "Summary\nThe left one is cheaper ($4.50); the right one lasts longer.",
        "Summary. The left one is cheaper (4 dollars 50); the right one lasts longer.",
        "Summary The left one is cheaper ($4.50); the right one lasts longer.",
    ),
    (
        "> To be, or not to be\n\nThat is from Hamlet.",
        "To be, or not to be\nThat is from Hamlet.",
        "To be, or not to be. That is from Hamlet.",
        "To be, or not to be That is from Hamlet.",
    ),
    (
        "See [the manual](https://example.com/manual?page=2) or www.example.org, p. 7.",
        "See the manual or www.example.org, p. 7.",
        "See the manual or example dot org page 7.",
        "See the manual or www.example.org, p. 7.",
    ),
    (
        "Use snake_case names such as my_long_name, and __init__ for the start.",
        "Use snake_case names such as my_long_name, and init for the start.",
        "Use snakecase names such as mylongname, and init for the start.",
        "Use snake_case names such as my_long_name, and init for the start.",
    ),
    (
        "It costs 5 € (about $5.40), i.e. 10% less than the U.S. price.",
        "It costs 5 € (about $5.40), i.e. 10% less than the U.S. price.",
        "It costs 5 euros (about 5 dollars 40), that is 10 percent less than the U.S. price.",
        "It costs 5 € (about $5.40), i.e. 10% less than the U.S. price.",
    ),
    (
        "At 5 p.m. the shop closes. It opens again at 9 a.m. on Mon. morning.",
        "At 5 p.m. the shop closes. It opens again at 9 a.m. on Mon. morning.",
        "At five p m the shop closes. It opens again at nine a m on Mon. morning.",
        "At 5 p.m. the shop closes. It opens again at 9 a.m. on Mon. morning.",
    ),
    (
        "**Note:** *both* are fine, but ***this*** is better; see __section 2__.",
        "Note: both are fine, but this is better; see section 2.",
        "Note: both are fine, but this is better; see section 2.",
        "Note: both are fine, but this is better; see section 2.",
    ),
    (
        "He said “go.” Then he left… quietly?! Nobody knew why.",
        "He said “go.” Then he left… quietly?! Nobody knew why.",
        "He said “go.” Then he left… quietly?! Nobody knew why.",
        "He said “go.” Then he left… quietly?! Nobody knew why.",
    ),
    (
        "这是茶。那是咖啡！你要哪个？",
        "这是茶。那是咖啡！你要哪个？",
        "这是茶。那是咖啡！你要哪个？",
        "这是茶。那是咖啡！你要哪个？",
    ),
    (
        "Emoji are fine 😀, and so is café, naïve and Straße.",
        "Emoji are fine 😀, and so is café, naïve and Straße.",
        "Emoji are fine, and so is café, naïve and Straße.",
        "Emoji are fine 😀, and so is café, naïve and Straße.",
    ),
    (
        "If a < b and b > c, then nothing follows; a/b is a ratio, 7 × 6 = 42.",
        "If a < b and b > c, then nothing follows; a/b is a ratio, 7 × 6 = 42.",
        "If a b and b c, then nothing follows; a or b is a ratio, 7 times 6 equals 42.",
        "If a < b and b > c, then nothing follows; a/b is a ratio, 7 × 6 = 42.",
    ),
    (
        "Call +49 30 1234567 or write to info@example.com.",
        "Call +49 30 1234567 or write to info@example.com.",
        "Call plus 4 9, 3 0, 1 2 3, 4 5 6 7 or write to info at example dot com.",
        "Call +49 30 1234567 or write to info@example.com.",
    ),
    (
        "A_B, C|D and E~F are labels; ~~old~~ is struck out.",
        "A_B, C|D and E~F are labels; ~~old~~ is struck out.",
        "AB, CD and EF are labels; old is struck out.",
        "A_B, CD and E~F are labels; old is struck out.",
    ),
    (
        "One line\nand the next one\n\n\nand a new paragraph.",
        "One line\nand the next one\nand a new paragraph.",
        "One line. and the next one. and a new paragraph.",
        "One line and the next one and a new paragraph.",
    ),
    (
        "The ratio is 16:9, the date 2026-03-01, the time 7:30, the version 1.2.3.",
        "The ratio is 16:9, the date 2026-03-01, the time 7:30, the version 1.2.3.",
        (
            "The ratio is 16 to 9, the date the first of March twenty twenty-six, the time seven thirty, "
            "the version 1 dot 2 dot 3."
        ),
        "The ratio is 16:9, the date 2026-03-01, the time 7:30, the version 1.2.3.",
    ),
    (
        "Mr. and Mrs. Smith, Prof. Jones et al. No. 5 is alive.",
        "Mr. and Mrs. Smith, Prof. Jones et al. No. 5 is alive.",
        "Mister and Missis Smith, Professor Jones et al. number 5 is alive.",
        "Mr. and Mrs. Smith, Prof. Jones et al. No. 5 is alive.",
    ),
    (
        "Take 2 tablets, 3 times a day, max. 6/day, unless a doctor says otherwise!",
        "Take 2 tablets, 3 times a day, max. 6/day, unless a doctor says otherwise!",
        "Take 2 tablets, 3 times a day, at most 6 or day, unless a doctor says otherwise!",
        "Take 2 tablets, 3 times a day, max. 6/day, unless a doctor says otherwise!",
    ),
)


@pytest.mark.parametrize(("written", "shown", "said", "sent"), ORDINARY)
def test_ordinary_sentences_stay_as_they_were(written: str, shown: str, said: str, sent: str) -> None:
    assert (plain(written), spoken(written), one_line(written)) == (shown, said, sent)


@given(st.lists(st.from_regex(r"[A-Za-z]{1,9}[,;:]?|\d{1,4}%?|[a-z]+_[a-z]+|\d \* \d", fullmatch=True), max_size=30))
def test_what_has_no_markup_is_left_alone(words: list[str]) -> None:
    text = " ".join(words)
    assert plain(text) == one_line(text) == text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            "**bold with *italic* in it** and *italic with **bold** in it*",
            "bold with italic in it and italic with bold in it",
        ),
        ("**2 * 3 = 6** and **my_long_name**", "2 * 3 = 6 and my_long_name"),
        ("[![a picture](a.png)](b) and [a page](https://x.org/a_(b))", "a picture and a page"),
        ("```python\nprint(1)\n```\nso ```x``` and ``y`` and `z`", "print(1)\nso x and y and z"),
        ("above\n\n---\n* * *\n___\nbelow", "above\nbelow"),
        ("> # Title\n>> quoted", "Title\n> quoted"),
        ("a \u202eb\u2028c\r\nd\re", "a b c\nd\ne"),
    ],
)
def test_markup_goes(written: str, shown: str) -> None:
    assert plain(written) == shown


@given(st.text(max_size=300))
def test_nothing_hidden_and_no_empty_line_is_left(text: str) -> None:
    for line in plain(text).split("\n"):
        assert not [c for c in line if unicodedata.category(c).startswith("C")]
        assert line.strip() or not plain(text)


@given(st.text(alphabet="<>/ab*_`[]() \u200b", max_size=60))
def test_no_tag_comes_out_of_what_hid_it(text: str) -> None:
    assert not re.search(r"</?[a-z!?][^<>]*>", one_line(text))
