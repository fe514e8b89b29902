"""Numbers in words: read (`twenty five`, `the third`) and written (`twenty-five`). Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_UNITS = {word: n for n, word in enumerate(_SMALL)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_UNITS |= {f"{tens}-{one}": _UNITS[tens] + _UNITS[one] for tens in _TENS for one in _SMALL[1:10]}
_ODD_ORDINALS = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12}
_ORDINALS = _ODD_ORDINALS | {f"{word}th": n for n, word in enumerate(_SMALL) if n and n not in _ODD_ORDINALS.values()}
_ORDINALS |= {f"{word[:-1]}ieth": 10 * n for n, word in enumerate(_TENS, 2)}
SHARES = {"half": Fraction(1, 2)} | {
    word: Fraction(1, n)
    for n, word in (
        (3, "third"),
        (4, "quarter"),
        (5, "fifth"),
        (6, "sixth"),
        (8, "eighth"),
        (10, "tenth"),
        (16, "sixteenth"),
    )
}
"""Parts of one, by their names."""
LARGEST = 10**15  # in_words and number_at go up to here, and not to it

_UNREAD = re.compile(
    r"(?<![\w.,])(?:[0-9]{16,}|[0-9]{1,3}(?:,[0-9]{3}){5,}|[0-9]+(?:\.[0-9]+)?e[+-]?[0-9]+)(?!\w)", re.IGNORECASE
)
_BELOW = re.compile(r"\b(?:for|of|in)\s+(?:minus\s|negative\s|[-\u2212](?=[0-9]))", re.IGNORECASE)


class FoundNumber(NamedTuple):
    """A number that was read, and how many words it took."""

    value: Fraction
    used: int


def unread_in(text: str) -> bool:
    """Whether a number stands in a text as it was typed that is not read: `1e400`, or more digits than are reckoned."""
    return _UNREAD.search(text) is not None


def below_zero_in(text: str) -> bool:
    """Whether a length in a text as it was typed is one below nothing: `for minus five minutes`, `for -5 minutes`."""
    return _BELOW.search(text) is not None


def number_at(tokens: Sequence[str], at: int = 0) -> FoundNumber | None:
    """The number that begins here: `12`, `1,000`, `3.5`, `4 point 5`, `twenty five`, `two point five`, `a hundred`."""
    if at >= len(tokens):
        return None
    if tokens[at] == "a" and at + 1 < len(tokens) and (tokens[at + 1] == "hundred" or tokens[at + 1] in _SCALES):
        one = number_at(["one", *tokens[at + 1 :]])
        return one and FoundNumber(one.value, one.used)
    digits = tokens[at].replace(",", "")
    if re.fullmatch(r"[0-9]{1,15}(?:\.[0-9]{1,15})?", digits):
        after = tokens[at + 1] if at + 1 < len(tokens) else ""
        if after == "point" and "." not in digits:
            return _with_decimals(tokens, at, FoundNumber(Fraction(digits), 1))
        scale = _SCALES.get(after, 1)
        return FoundNumber(Fraction(digits) * scale, 1 + (scale > 1))
    whole = _whole_at(tokens, at)
    if whole is None or at + whole.used + 1 >= len(tokens) or tokens[at + whole.used] != "point":
        return whole
    return _with_decimals(tokens, at, whole)


def mixed_at(tokens: Sequence[str], at: int = 0) -> FoundNumber | None:
    """As `number_at`, with parts of one: `two and a half`, `five and three quarters`, `3 eighths`."""
    number = number_at(tokens, at)
    if number is None:
        return None
    if part := _part_at(tokens, at, number):
        return part
    after = at + number.used
    if number.value.denominator != 1 or after >= len(tokens) or tokens[after] != "and":
        return number
    one = after + 1 < len(tokens) and tokens[after + 1] in ("a", "an")
    times = FoundNumber(Fraction(1), 1) if one else number_at(tokens, after + 1)
    part = _part_at(tokens, after + 1, times) if times is not None else None
    return FoundNumber(number.value + part.value, number.used + 1 + part.used) if part is not None else number


def _part_at(tokens: Sequence[str], at: int, times: FoundNumber) -> FoundNumber | None:
    """So many parts of one, where their name stands behind the number that begins here."""
    after = at + times.used
    share = SHARES.get(tokens[after].removesuffix("s")) if after < len(tokens) else None
    return FoundNumber(times.value * share, times.used + 1) if share is not None else None


def whole_at(tokens: Sequence[str], at: int = 0) -> FoundNumber | None:
    """As `number_at`, but only a whole number."""
    found = number_at(tokens, at)
    return found if found is not None and found.value.denominator == 1 else None


def ordinal_at(tokens: Sequence[str], at: int = 0) -> FoundNumber | None:
    """The ordinal number below a hundred that begins at this word: `3rd`, `third`, `twenty first`, `twenty-first`."""
    if at >= len(tokens):
        return None
    if match := re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)", tokens[at]):
        return FoundNumber(Fraction(match[1]), 1)
    if tokens[at] in _ORDINALS:
        return FoundNumber(Fraction(_ORDINALS[tokens[at]]), 1)
    tens, _, one = tokens[at].partition("-")
    used = 1 if one else 2
    one = one or (tokens[at + 1] if at + 1 < len(tokens) else "")
    if tens in _TENS and _ORDINALS.get(one, 10) < 10:
        return FoundNumber(Fraction(_UNITS[tens] + _ORDINALS[one]), used)
    return None


def year_at(tokens: Sequence[str], at: int = 0) -> FoundNumber | None:
    """The year that begins at this word: `2027`, `nineteen sixty two`, `twenty twenty seven`."""
    first = whole_at(tokens, at)
    if first is None:
        return None
    if 1000 <= first.value <= 9999:
        return first
    second = whole_at(tokens, at + first.used)
    if first.value in (18, 19, 20, 21) and second is not None and 10 <= second.value <= 99:
        return FoundNumber(first.value * 100 + second.value, first.used + second.used)
    return None


def numbers_in(text: str) -> tuple[Fraction, ...]:
    """All numbers of a normalised text, in their order: `from 5 to twenty` has two."""
    tokens = tuple(re.sub(r"[%$€£]", "", text).split())
    found: list[Fraction] = []
    at = 0
    while at < len(tokens):
        number = number_at(tokens, at)
        found += [number.value] if number else []
        at += number.used if number else 1
    return tuple(found)


def _whole_at(tokens: Sequence[str], at: int) -> FoundNumber | None:
    total, group, used, last = 0, 0, 0, LARGEST
    while at + used < len(tokens):
        word = tokens[at + used]
        if word in _UNITS and _UNITS[word] < last:
            group += _UNITS[word]
            last = 10 if _UNITS[word] in range(20, 100, 10) else 1
        elif word == "hundred" and 0 < group < 100:
            group, last = group * 100, LARGEST
        elif word in _SCALES and group > 0 and (total == 0 or total % (_SCALES[word] * 1000) == 0):
            total, group, last = total + group * _SCALES[word], 0, LARGEST
        elif word == "and" and used and last == LARGEST and _unit(tokens, at + used + 1):
            pass
        else:
            break
        used += 1
    return FoundNumber(Fraction(total + group), used) if used else None


def _unit(tokens: Sequence[str], at: int) -> bool:
    return at < len(tokens) and tokens[at] in _UNITS


def _with_decimals(tokens: Sequence[str], at: int, whole: FoundNumber) -> FoundNumber:
    digits = ""
    used = whole.used + 1
    for word in tokens[at + used :]:
        one = str(_UNITS[word]) if _UNITS.get(word, 10) <= 9 else word
        if not re.fullmatch(r"[0-9]{1,9}", one) or (digits and len(one) > 1):
            break
        digits, used = digits + one, used + 1
    if not digits:
        return whole
    return FoundNumber(whole.value + Fraction(int(digits), 10 ** len(digits)), used)


def in_words(n: int) -> str:
    """`twenty-one`, `one hundred and five`; digits where words would go on for too long."""
    if n < 0:
        return f"minus {in_words(-n)}"
    if n >= LARGEST:
        return str(n)
    for name, scale in reversed(_SCALES.items()):
        if n >= scale:
            return _joined(f"{in_words(n // scale)} {name}", n % scale)
    if n >= 100:
        return _joined(f"{_SMALL[n // 100]} hundred", n % 100)
    if n < 20:
        return _SMALL[n]
    return _TENS[n // 10 - 2] + (f"-{_SMALL[n % 10]}" if n % 10 else "")


def _joined(head: str, rest: int) -> str:
    if not rest:
        return head
    return f"{head} and {in_words(rest)}" if rest < 100 else f"{head} {in_words(rest)}"
