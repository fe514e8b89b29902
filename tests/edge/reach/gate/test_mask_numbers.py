"""A number is somebody's by its shape or by the words around it; sums, dates and barcodes are nobody's."""

import pytest

from edge.reach.gate.mask_numbers import find, luhn


def found(text: str) -> list[tuple[str, str]]:
    return [(text[begin:end], kind) for begin, end, kind in find(text)]


@pytest.mark.parametrize(
    ("text", "number", "kind"),
    [
        ("it says 4111 1111 1111 1111 here", "4111 1111 1111 1111", "card"),
        ("4111\n1111\n1111\n1111", "4111\n1111\n1111\n1111", "card"),
        ("card 4111 1111 1111 1112 ends", "4111 1111 1111 1112", "card"),
        ("4111111111111112", "4111111111111112", "account"),
        ("DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 00", "account"),
        ("gb82west12345698765432", "gb82west12345698765432", "account"),
        ("my iban is DE89370400440532013001", "DE89370400440532013001", "account"),
        ("0x742d35Cc6634C0532925a3b844Bc454e4438f44e", "0x742d35Cc6634C0532925a3b844Bc454e4438f44e", "account"),
        ("123-45-6789", "123-45-6789", "account"),
        ("account number 12345678", "12345678", "account"),
        ("my pin is 4711", "4711", "account"),
        ("12345678 is my account", "12345678", "account"),
        ("call 5550123", "5550123", "phone"),
        ("+44 20 7946 0958", "+44 20 7946 0958", "phone"),
        ("(020) 7946 0958", "(020) 7946 0958", "phone"),
        ("phone 555-0123 ext. 42", "555-0123 ext. 42", "phone"),
        ("555 01 23 called", "555 01 23", "phone"),
        ("call five five five oh one two three", "five five five oh one two three", "phone"),
        ("double five five one two three four five", "double five five one two three four five", "phone"),
        ("the number 5551234567", "5551234567", "phone"),
    ],
)
def test_what_is_somebodys_is_found_with_its_kind(text: str, number: str, kind: str):
    assert found(text) == [(number, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "DE89370400440532013001", "9780306406157", "barcode 123456789012", "order 123456789012",
        "what is 1234567 times 2", "three four five six plus two", "3.14159265358979", "price 1234567.50",
        "in 2026", "on 04.05.2026", "open 0900 1200 1500", "it was 1999 2000 2001",
        "nineteen eighty four nineteen ninety",
        "2 4 6 8 10", "9 8 7 6 5 4 3", "room 5551234", "192.168.1.100", "pin code: 12", "bus 1234567",
    ],
)  # fmt: skip
def test_what_is_nobodys_is_left(text: str):
    assert found(text) == []


def test_the_last_word_before_a_number_counts_and_a_sentence_ends_it():
    assert found("not the order, my phone: 12345678") == [("12345678", "phone")]
    assert found("my phone broke, the order is 12345678") == []
    assert found("I lost my phone. 12345678") == []


def test_several_are_found_in_order_and_apart():
    assert found("call 555-0123 or 555-0199, card 4111111111111111") == [
        ("555-0123", "phone"), ("555-0199", "phone"), ("4111111111111111", "card"),
    ]  # fmt: skip


def test_a_check_digit_is_right_or_not():
    assert luhn("4111111111111111")
    assert luhn("79927398713")
    assert not luhn("4111111111111112")
    assert not luhn("79927398710")
