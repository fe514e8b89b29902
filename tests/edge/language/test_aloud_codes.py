"""Codes, phone numbers and addresses are said digit by digit and dot by dot; numbers that count things are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.aloud_codes import addresses, codes

CODES = [
    ("Code 4006381333931", "Code 4 0 0, 6 3 8, 1 3 3, 3 9 3 1"),
    ("LOT 88213", "LOT 88213"),
    ("PIN 0042", "PIN 0 0 4 2"),
    ("call 555-1234", "call 5 5 5, 1 2 3 4"),
    ("+49 30 1234567", "plus 4 9, 3 0, 1 2 3, 4 5 6 7"),
    ("phone 020 7946 0958", "phone 0 2 0, 7 9 4 6, 0 9 5 8"),
    ("call 112, 911 or 999", "call 1 1 2, 9 1 1 or 9 9 9"),
    ("192.168.0.1", "192 dot 168 dot 0 dot 1"),
    ("version 0.1.1", "version 0 dot 1 dot 1"),
    ("anna@example.org", "anna at example dot org"),
    ("See https://user@www.example.com/a?b=c, ok.", "See example dot com, ok."),
    ("a link to example.org: example.org.", "a link to example dot org: example dot org."),
    ("1,200 people", "1200 people"),
    ("12,500,000", "12 million 500 thousand"),
    ("3,000,000,000", "3 billion"),
    ("1,234,567", "1 million 234 thousand 567"),
    ("dial 12 or 911", "dial 12 or 911"),
    ("12345678 and 1234567", "1 2 3, 4 5 6, 7 8 and 1 2 3, 4 5 6 7"),
]
ADDRESSES = [
    ("www.example.com/shop.", "example dot com."),
    ("(http://example.org/a?b#c)", "(example dot org)"),
    ("Mail a.b@mail.example.de!", "Mail a dot b at mail dot example dot de!"),
]
LEFT = ["LOT 88213", "room 204", "gate B12", "3.14", "in 1969", "at 09:05", "1,20", "me@home", "the end.So"]


@pytest.mark.parametrize(("written", "said"), CODES)
def test_what_is_noted_is_said_sign_by_sign(written: str, said: str):
    assert codes(addresses(written)) == said


@pytest.mark.parametrize(("written", "said"), ADDRESSES)
def test_of_an_address_only_the_host_is_said(written: str, said: str):
    assert addresses(written) == said


@pytest.mark.parametrize("written", LEFT)
def test_what_is_no_code_stays(written: str):
    assert codes(addresses(written)) == written


@given(st.text(alphabet="0123456789", min_size=7, max_size=24))
def test_of_a_long_number_every_digit_is_said_in_order(digits: str):
    said = codes(f"Code {digits}.")
    assert "".join(letter for letter in said if letter.isdigit()) == digits
    assert max(len(group.split()) for group in said.removeprefix("Code ").split(",")) <= 4


@given(st.integers(1000, 10**12 - 1))
def test_a_number_with_commas_keeps_its_value(number: int):
    scales = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
    total = 0
    for word in codes(f"{number:,}").split():
        total = total - total % 1000 + total % 1000 * scales[word] if word in scales else total + int(word)
    assert total == number


@given(st.text(alphabet="0123456789.,:/-+ @abcdehmorgtpw", max_size=2000))
def test_any_text_can_be_read(text: str):
    assert isinstance(codes(addresses(text)), str)
