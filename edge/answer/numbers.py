"""Which numbers in a text are somebody's: cards, accounts and phones, written in digits or spoken digit by digit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from edge.answer import number_words as words

if TYPE_CHECKING:
    from collections.abc import Iterator

AROUND = 48  # letters before a number in which a word may tell what it is


class Number(NamedTuple):
    """A number as it stands in its text."""

    begin: int
    end: int
    written: str
    digits: str
    before: str
    after: str
    spoken: bool


def find(text: str) -> list[tuple[int, int, str]]:
    """The places of what should be masked, in order and apart, each with its kind."""
    found = [(match.start(), match.end(), "account") for match in words.WALLET.finditer(text)]
    found += [(match.start(), match.end(), "account") for match in words.IBAN.finditer(text) if _is_iban(match)]
    for number in (*_written(text), *_spoken(text)):
        free = all(number.end <= begin or end <= number.begin for begin, end, _ in found)
        kind = _kind(number) if free else None
        if kind:
            found.append((number.begin, number.end, kind))
    return sorted(found)


def luhn(digits: str) -> bool:
    """Whether the check digit of a card number is right."""
    doubled = (int(one) * (1 + n % 2) for n, one in enumerate(reversed(digits)))
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def _written(text: str) -> Iterator[Number]:
    for match in words.WRITTEN.finditer(text):
        begin = match.start() + (match[0].startswith("(") and ")" not in match[0])
        end = match.end() - (match[0].endswith(")") and "(" not in match[0])
        yield _number(text, begin, end, re.sub(r"\D", "", text[begin:end]), spoken=False)


def _spoken(text: str) -> Iterator[Number]:
    for match in words.SPOKEN.finditer(text):
        said = re.findall(r"[a-z]+|\d+", match[0].lower())
        digits, again = "", 1
        for word in said:
            digits += words.ZEROS.get(word) or words.SAID.get(word, word if word.isdigit() else "") * again
            again = words.AGAIN.get(word, 1)
        counted = digits in "0123456789" or digits in "9876543210" or digits == "12345678910"
        if sum(word in words.SAID for word in said) >= 3 and len(digits) >= 4 and not counted:
            yield _number(text, match.start(), match.end(), digits, spoken=True)


def _number(text: str, begin: int, end: int, digits: str, *, spoken: bool) -> Number:
    before, after = text[max(0, begin - AROUND) : begin], text[end : end + AROUND]
    return Number(begin, end, text[begin:end], digits, before, after, spoken)


def _kind(number: Number) -> str | None:
    """card, account, phone, or None for a number that is nobody's."""
    size = len(number.digits)
    if 3 <= size <= 8 and words.SECRET.search(number.before):
        return "account"
    told = _told(number)
    dated = words.DATE.fullmatch(number.written) or words.YEARS.fullmatch(number.written)
    if size < 4 or (dated and told != "account"):
        return None
    if _is_card(number, told):
        return "card"
    if told == "account" or words.SSN.fullmatch(number.written):
        return "account"
    if _is_phone(number, told):
        return "phone"
    return "account" if size >= 12 and _is_nameless(number) else None


def _told(number: Number) -> str | None:
    """What the words of the sentence before a number say that it is; the last one counts."""
    before = words.SENTENCE_END.split(number.before)[-1]
    tables = {"card": words.CARD, "account": words.ACCOUNT, "phone": words.PHONE, "harmless": words.HARMLESS}
    places = [(match.end(), kind) for kind, table in tables.items() for match in table.finditer(before)]
    if places:
        return max(places)[1]
    if words.ACCOUNT_AFTER.match(number.after):
        return "account"
    return "phone" if words.PERHAPS_PHONE.search(before) and len(number.digits) >= 7 else None


def _is_card(number: Number, told: str | None) -> bool:
    size = len(number.digits)
    if told == "card" and 12 <= size <= 19:
        return True
    if told in {"harmless", "account"} or not 13 <= size <= 19 or not luhn(number.digits):
        return False
    return number.spoken or words.CARD_GROUPS.fullmatch(number.written) is not None


def _is_phone(number: Number, told: str | None) -> bool:
    size, written = len(number.digits), number.written
    if written.startswith("+"):
        return 7 <= size <= 15 and not words.SUM_BEFORE.search(number.before)
    if told == "harmless" or _is_sum(number) or words.ADDRESS.fullmatch(written) or size > 15:
        return False
    if number.spoken:
        return size >= 7
    if words.SMALL_NUMBERS.fullmatch(written):
        return told == "phone" and size >= 7
    if told == "phone":
        return size >= 6
    grouped = words.PHONE_GROUPS.fullmatch(written) is not None and size >= 7
    return grouped or (size in {10, 11} and _is_nameless(number))


def _is_nameless(number: Number) -> bool:
    """A long bare number of which nothing says what it is: better masked, unless it is part of a sum or a list."""
    listed = words.SMALL_NUMBERS.fullmatch(number.written) or "." in number.written
    return not (listed or _is_sum(number) or words.HARMLESS.search(number.before + number.after))


def _is_sum(number: Number) -> bool:
    """Whether somebody wants it reckoned with."""
    asked = words.ASKED_BEFORE.search(number.before)
    return bool(words.SUM_AFTER.search(number.after) or (words.SUM_BEFORE.search(number.before) and not asked))


def _is_iban(match: re.Match[str]) -> bool:
    plain = re.sub(r"[ -]", "", match[0]).upper()
    if not 14 <= len(plain) <= 34:
        return False
    moved = plain[4:] + plain[:4]
    valid = int("".join(str(int(one, 36)) for one in moved)) % 97 == 1
    return valid or words.IBAN_BEFORE.search(match.string[: match.start()][-AROUND:]) is not None
