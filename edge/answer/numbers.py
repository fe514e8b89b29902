"""Which numbers in a text are somebody's: cards, accounts and phones, written in digits or spoken digit by digit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

AROUND = 48  # letters before a number in which a word may tell what it is

_GAP = r"[ \u00a0\u2009]?[-–./()]{0,2}[ \u00a0\u2009]?"
_WRITTEN = re.compile(rf"(?<![\w.,$€£#])\+?\(?\d(?:{_GAP}\d)*\)?(?![\w%]|[.,:]\d)")
_DIGIT = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)"
_SPOKEN = re.compile(
    rf"\b(?:plus )?(?:(?:double|triple) )?(?:{_DIGIT}|\d{{1,4}})(?:[ ,-]{{1,2}}(?:(?:double|triple|hundred|thousand)[ -])?(?:{_DIGIT}|\d{{1,4}}))+\b",
    re.IGNORECASE,
)
_IBAN = re.compile(r"\b[A-Z]{2} ?\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,4})?\b", re.IGNORECASE)
_VALUES = {w: str(n) for n, w in enumerate("zero one two three four five six seven eight nine".split())} | {"oh": "0"}

_CARD = re.compile(r"\b(?:card|visa|master ?card|amex|american express|maestro|discover|debit|credit)\b", re.IGNORECASE)
_SECRET = re.compile(r"\b(?:cvv|cvc|cvv2|security code|pin|pin code|pin number|passcode|tan)\b[\s:=#]*(?:(?:is|code|number|was|to)\b[\s:]*)*$", re.IGNORECASE)
_ACCOUNT = re.compile(
    r"\b(?:accounts?|acct|acc|a/c|iban|bic|routing|aba|sort code|bsb|konto(?:nummer)?|savings|checking|deposit|"
    r"social security|ssn|passport|tax id|national insurance|member(?:ship)? (?:number|id|no)|customer (?:number|id|no)|"
    r"policy (?:number|no)|insurance (?:number|no)|licen[cs]e number|id number|client (?:number|id|no))\b\.?",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"\b(?:call(?:ed|ing|s)?|phones?|telephone|tel|mobile|cell|text(?:ed)?|ring|dial|fax|whats ?app|sms|hotline|"
    r"(?:my|her|his|their|our|your|home|office|work|the|new|old|mum's|mom's|dad's) number|number is|reach|contact|landline|"
    r"voicemail|extension|handy|signal|telegram|facetime|message)\b",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    r"\b(?:isbn|barcode|ean|upc|gtin|serial|tracking|order|invoice|part|model|version|build|article|product|item|flight|"
    r"population|distance|pi|year|years|since|between|lottery|binary|decimal|prime|factorial|fibonacci|"
    r"coordinates|latitude|longitude|score|resolution|code points?|hex|sequence|random|seed|count)\b",
    re.IGNORECASE,
)
_SUM_BEFORE = re.compile(
    r"(?:\b(?:times|plus|minus|over|by|and|of|divide|multiply|add|subtract|root|sum|percent|product|is|prime)|[*/+×÷=^])\s*$",
    re.IGNORECASE,
)
_SUM_AFTER = re.compile(
    r"^\s*(?:[*/+×÷=^]|(?:times|plus|minus|divided|multiplied|squared|cubed|modulo|percent|in (?:binary|hex|words|roman)|"
    r"(?:a )?prime|even|odd|km|kilomet|met(?:er|re)s?|miles?|grams?|kg|dollars?|euros?|pounds?|bytes?|people|seconds?|years?|"
    r"inhabitants|light)\b)",
    re.IGNORECASE,
)
_DATE = re.compile(r"^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{1,2}/\d{2,4})$")
_YEARS = re.compile(r"^(?:1[5-9]|20)\d\d ?[-–/ ]{1,2} ?(?:1[5-9]|20)\d\d$")
_ADDRESS = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$")
_SSN = re.compile(r"^\d{3}-\d{2}-\d{4}$")
_GROUPED_PHONE = re.compile(
    r"^(?:1[-. ])?(?:\(\d{3}\) ?|\d{3}[-. /])\d{3}[-. ]\d{4}$|^\d{3}-\d{4}$|^\(0\d{1,4}\)[ \d/-]{5,}$|^0\d{1,4}[ /-]\d[\d /-]{4,}$"
)
_CARD_GROUPS = re.compile(r"^(?:\d{12,19}|(?:\d{4}[ -]?){2,4}\d{1,4}|\d{4}[ -]?\d{6}[ -]?\d{5})$")


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
    found: list[tuple[int, int, str]] = [
        (match.start(), match.end(), "account") for match in _IBAN.finditer(text) if _is_iban(match[0], text[: match.start()])
    ]
    for number in (*_written(text), *_spoken(text)):
        free = all(number.end <= begin or end <= number.begin for begin, end, _ in found)
        kind = _kind(number) if free else None
        if kind:
            found.append((number.begin, number.end, kind))
    return sorted(found)


def _written(text: str) -> Iterator[Number]:
    for match in _WRITTEN.finditer(text):
        begin = match.start() + (match[0].startswith("(") and ")" not in match[0])
        end = match.end() - (match[0].endswith(")") and "(" not in match[0])
        written = text[begin:end]
        yield _number(text, begin, end, re.sub(r"\D", "", written), spoken=False)


def _spoken(text: str) -> Iterator[Number]:
    for match in _SPOKEN.finditer(text):
        words = re.findall(r"[a-z]+|\d+", match[0].lower())
        digits, again = "", 1
        for word in words:
            if word in {"double", "triple"}:
                again = 2 if word == "double" else 3
            elif word in {"hundred", "thousand"}:
                digits += "00" if word == "hundred" else "000"
            elif word != "plus":
                digits += _VALUES.get(word, word) * again
                again = 1
        said = sum(word in _VALUES for word in words)
        if said >= 3 and len(digits) >= 4 and digits not in "0123456789" and digits not in "9876543210":
            yield _number(text, match.start(), match.end(), digits, spoken=True)


def _number(text: str, begin: int, end: int, digits: str, *, spoken: bool) -> Number:
    before, after = text[max(0, begin - AROUND) : begin], text[end : end + AROUND]
    return Number(begin, end, text[begin:end], digits, before, after, spoken)


def _kind(number: Number) -> str | None:
    """card, account, phone, or None for a number that is nobody's."""
    size, written = len(number.digits), number.written
    if size >= 3 and _SECRET.search(number.before) and size <= 8:
        return "account"
    if size < 4 or _DATE.match(written) or _YEARS.match(written):
        return None
    told = _told(number)
    if _is_card(number, told):
        return "card"
    if told == "account" or (not number.spoken and _SSN.match(written)):
        return "account"
    if _is_phone(number, told):
        return "phone"
    return "account" if size >= 12 and _nameless(number) else None


def _told(number: Number) -> str | None:
    """What the words before a number say that it is; the nearest one counts."""
    last: tuple[int, str | None] = (-1, None)
    before = re.split(r"[.!?;]\s", number.before)[-1]
    for kind, words in (("card", _CARD), ("account", _ACCOUNT), ("phone", _PHONE), ("harmless", _HARMLESS)):
        for match in words.finditer(before):
            last = max(last, (match.start(), kind), key=lambda one: one[0])
    if last[1] is None and re.match(r"\W*(?:is|was|as)?\W*(?:my|his|her|their|the)\W+(?:\w+\W+)?account", number.after):
        return "account"
    return last[1]


def _is_card(number: Number, told: str | None) -> bool:
    size = len(number.digits)
    if told == "card" and 12 <= size <= 19:
        return True
    if told in {"harmless", "account"} or not 13 <= size <= 19 or not luhn(number.digits):
        return False
    return number.spoken or bool(_CARD_GROUPS.match(number.written))


def _is_phone(number: Number, told: str | None) -> bool:
    size, written = len(number.digits), number.written
    if number.spoken:
        return size >= 7 and told != "harmless" and not _is_sum(number)
    if written.startswith("+"):
        return 7 <= size <= 15 and not _SUM_BEFORE.search(number.before)
    if _ADDRESS.match(written):
        return False
    if told == "phone":
        return 6 <= size <= 15 and not _is_sum(number)
    if told == "harmless":
        return False
    if _GROUPED_PHONE.match(written):
        return 7 <= size <= 15 and not _is_sum(number)
    return size in {10, 11} and _nameless(number)


def _nameless(number: Number) -> bool:
    """A long bare number of which nothing says what it is: better masked, unless it is part of a sum."""
    return not _is_sum(number) and not _HARMLESS.search(number.before + number.after) and "." not in number.written


def _is_sum(number: Number) -> bool:
    asked = re.search(r"\b(?:what is|what's|how much is|calculate|compute|is)\s*$", number.before, re.IGNORECASE)
    after = _SUM_AFTER.search(number.after)
    return bool(after or (_SUM_BEFORE.search(number.before) and not asked and not re.search(r"\b(?:is|of)\s*$", number.before)))


def _is_iban(written: str, before: str) -> bool:
    plain = re.sub(r"[ -]", "", written).upper()
    if not 14 <= len(plain) <= 34:
        return False
    moved = plain[4:] + plain[:4]
    whole = int("".join(str(int(one, 36)) for one in moved)) % 97 == 1
    return whole or re.search(r"\biban\b\W*(?:\w+\W*){0,3}$", before[-AROUND:], re.IGNORECASE) is not None


def luhn(digits: str) -> bool:
    """Whether the check digit of a card number is right."""
    doubled = (int(one) * (1 + n % 2) for n, one in enumerate(reversed(digits)))
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0
