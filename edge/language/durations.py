"""Lengths of time in words: read (`an hour and a half`, `2 minutes 30`, `1h30`) and written. Pure."""

from __future__ import annotations

from fractions import Fraction

from edge.language.numbers import number_at
from edge.language.text import listing
from edge.language.timed import MARKS, FoundValue, Words, after, chosen, every, time_words
from edge.records import dataclass

SECOND, MINUTE, HOUR, DAY, WEEK = 1, 60, 3600, 86400, 7 * 86400
_NAMES = {
    "second": SECOND, "sec": SECOND, "s": SECOND, "minute": MINUTE, "min": MINUTE, "m": MINUTE,
    "hour": HOUR, "hr": HOUR, "h": HOUR, "day": DAY, "d": DAY, "week": WEEK, "fortnight": 2 * WEEK,
}  # fmt: skip
_LESSER = {HOUR: MINUTE, MINUTE: SECOND}
_ABOUT = {"couple": 2, "few": 3}
_CALENDAR = frozenset({"month", "year"})
_ORDINAL_BEFORE = frozenset({("alarm",), ("timer",), ("one",), ("reminder",), ("countdown",)})  # a second timer
_PART = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "third": Fraction(1, 3)}
_NOT_MINUTES = frozenset("past to after before o'clock am pm percent degrees".split())


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in seconds."""

    seconds: int

    def __str__(self) -> str:
        """`1 hour and 5 minutes`."""
        left, parts = self.seconds, []
        for name, size in (("day", DAY), ("hour", HOUR), ("minute", MINUTE), ("second", SECOND)):
            n, left = divmod(left, size)
            if n:
                parts.append(f"{n} {name if n == 1 else name + 's'}")
        return listing(parts) or "0 seconds"


def duration_in(text: str, unit: int = 0) -> Duration | None:
    """The length of time that a text names. `unit`: the seconds that a number without a unit stands for; 0: none."""
    tokens = time_words(text)
    found = find_duration(tokens)
    if found is None and unit:
        found = chosen(tokens, every(tokens, lambda words, at: _bare(words, at, unit)))
    return found.value if found is not None else None


def find_duration(tokens: Words) -> FoundValue[Duration] | None:
    """The length of time that counts, and where it stands."""
    found = durations(tokens)
    best = chosen(tokens, found)
    return best and _corrected(tokens, best)


def durations(tokens: Words) -> tuple[FoundValue[Duration], ...]:
    """Every length of time that is named, from left to right."""
    return every(tokens, duration_at)


def unit_of(name: str) -> int:
    """The seconds of a unit of time, in the singular or the plural; 0 for any other word."""
    name = name.removesuffix("'s")
    return _NAMES.get(name) or _NAMES.get(name.removesuffix("s")) or 0


def amount_at(tokens: Words, at: int) -> tuple[Fraction, int] | None:
    """How much is said from here on, before a unit, and where it ends: `5`, `two and a half`, `half a(n)`, `a few`."""
    number = number_at(tokens, at)
    if number is not None:
        end = at + number.used
        if tokens[end : end + 1] in (("quarters",), ("quarter",)):
            return number.value / 4, _article(tokens, end + 1)
        more, end = _and_part(tokens, end)
        return number.value + more, end
    at = at + 1 if tokens[at : at + 1] in (("a",), ("an",), ("another",)) else at
    word = tokens[at] if at < len(tokens) else ""
    if word in _PART:
        return _PART[word], _article(tokens, at + 1)
    if word in _ABOUT:
        return Fraction(_ABOUT[word]), after(tokens, at + 1, "of") or at + 1
    if tokens[at - 1] in ("a", "an", "another") and at:
        named = tokens[at : at + 1] == ("second",) and tokens[at + 1 : at + 2] in _ORDINAL_BEFORE
        return (Fraction(1), at) if not named and len(word) > 1 and (unit_of(word) or word in _CALENDAR) else None
    return (Fraction(1), at) if unit_of(word) and after(tokens, at + 1, "and a half", "and a quarter") else None


def duration_at(tokens: Words, at: int) -> FoundValue[Duration] | None:
    """The length of time that begins at this word."""
    total, unit, end = Fraction(0), 0, at
    while (part := _part_at(tokens, end, unit)) is not None:
        amount, unit, end = part
        total += amount
    return FoundValue(Duration(round(total)), at, end) if end > at and total > 0 else None


def _part_at(tokens: Words, at: int, last: int) -> tuple[Fraction, int, int] | None:
    """One part of a length of time, after one with the unit `last`: its seconds, its unit, and where it ends."""
    begin = after(tokens, at, "and") if last else None
    amount = amount_at(tokens, begin or at)
    if amount is None:
        return None
    many, end = amount
    end = after(tokens, end, "more", "extra") or end
    unit = unit_of(tokens[end]) if end < len(tokens) else 0
    if unit == HOUR and tokens[end - 1] == "hundred" and many <= 2300:
        return None  # a time of day, as soldiers say it
    if unit and (not last or unit < last):
        more, stop = _and_part(tokens, end + 1)
        return (many + more) * unit, unit, stop
    lesser = _LESSER.get(last, 0)
    if lesser and (begin is None or last == HOUR) and not unit and _is_rest(tokens, at, amount):
        return many * lesser, lesser, end
    return None


def _and_part(tokens: Words, at: int) -> tuple[Fraction, int]:
    """What `and a half`, `and a quarter` or `and three quarters` adds here, and where it ends."""
    for phrase, part in (("and a half", 2), ("and half", 2), ("and a quarter", 4), ("and a bit", 0)):
        if (end := after(tokens, at, phrase)) is not None:
            if end < len(tokens) and (unit_of(tokens[end]) and part and tokens[at - 1] in _units_before(tokens, at)):
                break  # "an hour and a half minute"
            return (Fraction(1, part) if part else Fraction(0)), end
    if (end := after(tokens, at, "and three quarters")) is not None:
        return Fraction(3, 4), end
    return Fraction(0), at


def _units_before(tokens: Words, at: int) -> Words:
    return (tokens[at - 1],) if at and unit_of(tokens[at - 1]) else ()


def _article(tokens: Words, at: int) -> int:
    """Where `of an` or `a`, which may stand between a part and its unit, ends."""
    return after(tokens, at, "of an", "of a", "of", "an", "a") or at


def _is_rest(tokens: Words, at: int, amount: tuple[Fraction, int]) -> bool:
    """Whether a number without a unit goes on with a length of time (`two hours twenty`): not in `the two hour one`."""
    many, end = amount
    alone = end >= len(tokens) or tokens[end] not in _NOT_MINUTES
    return alone and many.denominator == 1 and many < 60 and tokens[at] != "one"


def _bare(tokens: Words, at: int, unit: int) -> FoundValue[Duration] | None:
    amount = amount_at(tokens, at)
    if amount is None or amount[0] <= 0:
        return None
    return FoundValue(Duration(round(amount[0] * unit)), at, amount[1])


def _corrected(tokens: Words, found: FoundValue[Duration]) -> FoundValue[Duration]:
    """`ten minutes no fifteen`: a number after a correction is counted in the unit that stands before it."""
    rest = tokens[found.end :]
    unit = unit_of(tokens[found.end - 1])
    mark = next((at for at, token in enumerate(rest[:3]) if token in MARKS), None)
    if mark is None or not unit:
        return found
    later = every(tokens[: found.end + 6], lambda words, at: _bare(words, at, unit) if at > found.end + mark else None)
    return FoundValue(later[0].value, found.start, later[0].end) if later else found
