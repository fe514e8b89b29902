"""Finds numbers of cards, accounts and phones in a text, in digits or spoken digit by digit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from edge.reach.gate import mask_number_tables as words

if TYPE_CHECKING:
    from collections.abc import Iterator

AROUND = 48  # letters before a number in which a word may tell what it is


class Number(NamedTuple):
    """A number as it stands in its text."""

    begin: int
    end: int
    written: str
    digits: str
    before: str  # as it leaves
    after: str
    spoken: bool


def find(text: str) -> list[tuple[int, int, str]]:
    """The places of what should be masked, in order and apart, each with its kind."""
    sure = _sure(text)
    taken = bytearray(len(text))
    for begin, end, _ in sure:
        taken[begin:end] = b"\1" * (end - begin)
    apart = [n for n in (*_written(text), *_spoken(text)) if taken.find(1, n.begin, n.end) < 0]
    places = [*((*span, None) for span in sure), *((n.begin, n.end, None, n) for n in apart)]
    found: list[tuple[int, int, str]] = []
    left, at = "", 0  # what leaves of the text before: so that masking it again comes to the same
    for begin, end, known, number in sorted(places, key=lambda place: place[:2]):
        if begin < at:
            continue
        before = (left + text[max(at, begin - AROUND) : begin])[-AROUND:]
        kind = _kind(number._replace(before=before)) if number else known
        more = words.EXTENSION.match(text, end) if kind == "phone" else None
        if kind:
            at = more.end() if more else end
            found.append((begin, at, kind))
            left = f"{before}[{kind}]"
    return found


def _sure(text: str) -> list[tuple[int, int, str]]:
    """What is somebody's by its shape alone."""
    found = [(match.start(), match.end(), "account") for match in words.WALLET.finditer(text)]
    found += _ibans(text)
    return found + [(m.start(), m.end(), "card") for m in words.CARD_SPREAD.finditer(text) if _is_brand(m[0])]


def luhn(digits: str) -> bool:
    """Whether the check digit of a card number is right."""
    doubled = (int(one) * (1 + n % 2) for n, one in enumerate(reversed(digits)))
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def _is_brand(written: str) -> bool:
    """Whether this is a card whatever is said around it: the first digits, the size and the check digit of one."""
    digits = re.sub(r"\D", "", written.replace("O", "0"))  # as a camera may read it
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
    return Number(begin, end, text[begin:end], digits, "", text[end : end + AROUND], spoken)


def _kind(number: Number) -> str | None:
    """card, account, phone, or None for a number that is nobody's."""
    size = len(number.digits)
    if 3 <= size <= 8 and words.SECRET.search(number.before):
        return "account"
    told = _told(number)
    if size < 4 or _is_date(number, told) or _is_list(number, told) or _is_book(number.digits):
        return None
    if _is_card(number, told):
        return "card"
    if (told == "account" and not _is_amount(number)) or words.SSN.fullmatch(number.written):
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
    if told != "phone" and words.AMOUNT.fullmatch(written):
        return False
    if number.spoken:
        return size >= 7
    if words.SMALL_NUMBERS.fullmatch(written):
        return told == "phone" and size >= 7
    if told == "phone":
        return size >= 6
    return grouped or (size in {10, 11} and _is_nameless(number))


def _is_date(number: Number, told: str | None) -> bool:
    """Whether it says when: a date, a year, or times of a day."""
    written, before = number.written, number.before
    dated = words.DATE.fullmatch(written) or words.YEARS.fullmatch(written)
    year = len(written) == 4 and number.digits[:2] in {"19", "20"}
    return bool(
        (dated and told != "account")
        or ((dated or year) and words.SINCE_WHEN.search(before))
        or (words.DAY_AND_YEAR.fullmatch(written) and words.MONTH_BEFORE.search(before))
        or (words.TIMES.fullmatch(written) and told not in {"account", "card"})
        or (words.DATE_LAST.search(written) and told is None)
    )


def _is_list(number: Number, told: str | None) -> bool:
    """Years in a row; or numbers each larger or each smaller than the one before, of which nothing else is said."""
    values = _values(number) if number.spoken else [int(one) for one in re.findall(r"\d{1,9}", number.written)]
    centuries = values[::2] if number.spoken and len(values) % 2 == 0 else [value // 100 for value in values]
    if len(values) > 1 and all(18 <= one <= 20 for one in centuries):
        return True
    if told in {"card", "account", "phone"} or number.digits.startswith("0"):
        return False
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
    """Whether it is how much there is in an account, or when: not which account it is."""
    size = len(number.digits)
    direct = words.DIRECT.search(number.before) is not None
    if words.AMOUNT.fullmatch(number.written) or (size <= 7 and words.SUM_AFTER.search(number.after)):
        return True
    return size < 6 and not direct


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
