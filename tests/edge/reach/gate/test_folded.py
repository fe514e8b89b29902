"""A text is folded to what it looks like, and every letter is still known by its place."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from edge.reach.gate.folded import Span, folded, hides
from edge.reach.gate.lookalikes import LOOKALIKES


def test_what_looks_alike_is_alike():
    assert folded("４１\u20e3①²❸٣").letters == "411233"
    assert folded("аnnа＠ехаmple．ϲоm").letters == "anna@example.com"
    assert folded("Ве\u00adrn\u200bé \u2060\ufe0fﬃ").letters == "Berne ffi"
    assert folded("a\u3164b\u2800c", hidden=" ").letters == "a b c"
    assert folded("Bérn, Αθήνα", disguised=False).letters == "Bern, Αθηνα"
    assert [hides(text) for text in ("plain", "é, Αθήνα", "a\u200bb", "\u2800")] == [False, False, True, True]


def test_a_place_among_the_letters_is_a_place_in_the_text():
    text = "x ﬃ\u200b y"
    seen = folded(text)
    assert seen.spans([(2, 3, "word"), (6, 7, "word")]) == [Span(2, 3, "word"), Span(5, 6, "word")]
    masked = folded(text, [Span(2, 4, "word")])
    assert masked.letters == "x [word] y"
    assert masked.spans([(0, 4, "card")]) == [Span(0, 4, "card")]


def test_the_table_leads_to_plain_letters_and_has_no_plain_one_itself():
    sources = "".join(LOOKALIKES.values())
    assert len(set(sources)) == len(sources) > 350
    assert not any(one.isascii() or unicodedata.category(one)[0] not in "LN" for one in sources)
    assert all(len(plain) == 1 and plain.isascii() and plain.isalnum() for plain in LOOKALIKES)


@given(st.text(max_size=60), st.sampled_from(["", " "]))
def test_any_text_can_be_folded_and_all_letters_come_from_it_in_order(text, hidden):
    seen = folded(text, hidden=hidden)
    places = seen.spans((n, n + 1, "") for n in range(len(seen.letters)))
    assert all(0 <= begin < end <= len(text) for begin, end, _ in places)
    assert places == sorted(places)
    assert not hides(seen.letters)
