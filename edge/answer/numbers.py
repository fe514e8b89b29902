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
    found += _ibans(text)
    found += [(match.start(), match.end(), "card") for match in words.CARD_SPREAD.finditer(text) if _is_brand(match[0])]
    for number in (*_written(text), *_spoken(text)):
        free = all(number.end <= begin or end <= number.begin for begin, end, _ in found)
        kind = _kind(number) if free else None
        if kind:
            more = words.EXTENSION.match(text, number.end) if kind == "phone" else None
            found.append((number.begin, more.end() if more else number.end, kind))
    return sorted(found)


def luhn(digits: str) -> bool:
    """Whether the check digit of a card number is right."""
    doubled = (int(one) * (1 + n % 2) for n, one in enumerate(reversed(digits)))
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def _is_brand(written: str) -> bool:
    """Whether this is a card whatever is said around it: the first digits, the size and the check digit of one."""
    digits = re.sub(r"\D", "", written)
    return len(digits) == 16 and words.CARD_BRAND.match(digits) is not None and luhn(digits)


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
        if sum(word in words.SAID for word in said) >= 3 and len(digits) >= 4:
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
    if size < 4 or _is_date(number, told) or _is_list(number) or _is_book(number.digits):
        return None
    if _is_card(number, told):
        return "card"
    if (told == "account" and not (size <= 7 and _is_amount(number))) or words.SSN.fullmatch(number.written):
        return "account"
    if _is_phone(number, told):
        return "phone"
    return "account" if size >= 12 and _is_nameless(number) else None


def _told(number: Number) -> str | None:
    """What the words of the sentence before a number say that it is; the last one counts."""
    before = words.SENTENCE_END.split(number.before)[-1]
    tables = {"card": words.CARD, "account": words.ACCOUNT, "phone": words.PHONE, "harmless": words.HARMLESS}
    places = [(match.end(), kind) for kind, table in tables.items() for match in table.finditer(before)]
    if words.PHONE_AFTER.match(number.after) and len(number.digits) >= 7:
        return "phone"
    if words.HARMLESS_NEXT.search(before):
        return "harmless"
    if places:
        return max(places)[1]
    if words.ACCOUNT_AFTER.match(number.after):
        return "account"
    return "phone" if words.PERHAPS_PHONE.search(before) and len(number.digits) >= 7 else None


def _is_card(number: Number, told: str | None) -> bool:
    size = len(number.digits)
    if (told == "card" and 12 <= size <= 19) or _is_brand(number.digits):
        return True
    if told in {"harmless", "account"} or not 13 <= size <= 19 or not luhn(number.digits):
        return False
    return number.spoken or words.CARD_GROUPS.fullmatch(number.written) is not None


def _is_phone(number: Number, told: str | None) -> bool:
    size, written = len(number.digits), number.written
    if written.startswith("+"):
        return 7 <= size <= 15 and not words.SIGN_BEFORE.search(number.before)
    grouped = words.PHONE_GROUPS.fullmatch(written) is not None and size >= 7
    reckoned = _is_sum(number) and not (size >= 10 and (grouped or told == "phone"))
    if told == "harmless" or reckoned or words.ADDRESS.fullmatch(written) or size > 15:
        return False
    if number.spoken:
        return size >= 7
    if words.SMALL_NUMBERS.fullmatch(written):
        return told == "phone" and size >= 7
    if told == "phone":
        return size >= 6
    return grouped or (size in {10, 11} and _is_nameless(number))


def _is_date(number: Number, told: str | None) -> bool:
    dated = words.DATE.fullmatch(number.written) or words.YEARS.fullmatch(number.written)
    year = len(number.written) == 4 and number.digits[:2] in {"19", "20"}
    return bool(dated and told != "account") or bool((dated or year) and words.SINCE_WHEN.search(number.before))


def _is_list(number: Number) -> bool:
    """Numbers one after the other, each larger or each smaller: somebody counts."""
    values = _values(number) if number.spoken else [int(one) for one in re.findall(r"\d{1,9}", number.written)]
    return len(values) >= 5 and values in (sorted(values), sorted(values, reverse=True))


def _values(number: Number) -> list[int]:
    """Spoken numbers: "twenty five thirty six" are two."""
    values: list[int] = []
    tens = False
    for word in re.findall(r"[a-z]+|\d+", number.written.lower()):
        value = int(words.SAID.get(word, word if word.isdigit() else 0))
        if tens and 0 < value < 10:
            values[-1] += value
        else:
            values.append(value)
        tens = word in words.SAID and value >= 20
    return values


def _is_book(digits: str) -> bool:
    """Whether this is an ISBN, by its check digit."""
    summed = sum(int(one) * (1 + 2 * (n % 2)) for n, one in enumerate(digits))
    return len(digits) == 13 and digits.startswith(("978", "979")) and summed % 10 == 0


def _is_nameless(number: Number) -> bool:
    """A long bare number of which nothing says what it is: better masked, unless it is part of a sum or a list."""
    listed = words.SMALL_NUMBERS.fullmatch(number.written) or "." in number.written
    return not (listed or _is_sum(number) or words.HARMLESS.search(number.before + number.after))


def _is_sum(number: Number) -> bool:
    """Whether somebody wants it reckoned with."""
    asked = words.ASKED_BEFORE.search(number.before)
    return bool(words.SUM_AFTER.search(number.after) or (words.SUM_BEFORE.search(number.before) and not asked))


def _is_amount(number: Number) -> bool:
    """Whether a unit follows: it is how much there is in an account."""
    return words.SUM_AFTER.search(number.after) is not None


def _ibans(text: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    while match := words.IBAN.search(text, at):
        valid = _is_iban(match)
        at = match.end() if valid else match.start() + 1
        if valid:
            yield match.start(), match.end(), "account"


def _is_iban(match: re.Match[str]) -> bool:
    plain = re.sub(r"[ \n-]", "", match[0]).upper()
    moved = plain[4:] + plain[:4]
    valid = int("".join(str(int(one, 36)) for one in moved)) % 97 == 1
    return valid or words.IBAN_BEFORE.search(match.string[: match.start()][-AROUND:]) is not None
