"""Lengths of time and times of day in words, read and written. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import NamedTuple

from edge.language.numbers import number_at
from edge.language.patterns import Pattern
from edge.language.text import listing, normalise

_SECONDS = {"second": 1, "sec": 1, "s": 1, "minute": 60, "min": 60, "m": 60, "hour": 3600, "hr": 3600, "h": 3600}
_SECONDS |= {"day": 86400}
_LESSER = {86400: 3600, 3600: 60, 60: 1}
_PARTS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "a": Fraction(1), "an": Fraction(1), "couple": Fraction(2)}


def seconds_in(text: str) -> int | None:
    """The length of time that a text names: `five minutes`, `1 hour 20`, `an hour and a half`, `90s`."""
    tokens = [t for t in re.sub(r"(?<=\d)(?=[a-z])", " ", normalise(text).replace("-", " ")).split() if t != "of"]
    total, unit, at, found = Fraction(0), 0, 0, False
    while at < len(tokens):
        amount, used = _amount_at(tokens, at)
        name = tokens[at + used] if at + used < len(tokens) else ""
        following = _SECONDS.get(name) or _SECONDS.get(name.removesuffix("s"))
        if amount and following:
            total, unit, used, found = total + amount * following, following, used + 1, True
        elif amount and unit in _LESSER and at + used == len(tokens) and tokens[at - 1] != "at":
            total += amount * (unit if amount.denominator > 1 else _LESSER[unit])  # "and a half", "1 hour 20"
        at += max(1, used)
    return round(total) if found else None


def _amount_at(tokens: Sequence[str], at: int) -> tuple[Fraction, int]:
    """`5`, `two and a half`, `half a(n)`, `a quarter`, `a couple`: how much, and over how many words."""
    number = number_at(tokens, at)
    if number and tuple(tokens[at + number.used : at + number.used + 2]) in (("quarters", "an"), ("quarters", "a")):
        return number.value / 4, number.used + 2
    if number:
        more = tuple(tokens[at + number.used : at + number.used + 3]) == ("and", "a", "half")
        return number.value + (_PARTS["half"] if more else 0), number.used + 3 * more
    amount, used = Fraction(0), 0
    while at + used < len(tokens) and tokens[at + used] in _PARTS:
        amount = (amount or 1) * _PARTS[tokens[at + used]]
        used += 1
    return amount, used


_TIME_WORDS = (
    frozenset(_SECONDS)
    | {f"{name}s" for name in _SECONDS}
    | frozenset(
        """
    half quarter quarters couple past before o'clock am pm a.m p.m morning afternoon evening night tonight today this
    noon midday midnight
    """.split()
    )
)


def words_besides(said: str, used: Collection[str]) -> list[str]:
    """The words of a text that tell neither a length of time nor a time of day, and are not among the used ones."""
    tokens = re.sub(r"(?<=\d)(?=[a-z])|[-:]", " ", said).split()
    known = _TIME_WORDS | {part for word in used for part in word.split("-")}
    return [token for at, token in enumerate(tokens) if token not in known and number_at(tokens, at) is None]


def duration(seconds: float) -> str:
    """`1 hour and 5 minutes`: the two largest parts for long ones, all for short ones."""
    left = round(seconds)
    parts = []
    for name, size in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
        n, left = divmod(left, size)
        if n:
            parts.append(f"{n} {name if n == 1 else name + 's'}")
    return listing(parts) or "0 seconds"


class Clock(NamedTuple):
    """A time of day. `sure`: it was said whether morning or evening."""

    hour: int
    minute: int
    sure: bool


_CLOCK = Pattern(
    r"\b(?:(?P<part>half|quarter|(?:five|ten|twenty|\d+)(?: minutes)?) (?P<side>past|after|to|before) )?"
    r"(?P<hour>\d{1,2}|[a-z]+)(?:[:. ](?P<minute>[0-5]\d|[a-z]+(?:[ -][a-z]+)??))??"
    r"(?: o'clock)?"
    r"(?: ?(?P<half>a\.?m|p\.?m)\.?| (?:in the |at |this )?(?P<day>morning|afternoon|evening|night|tonight))?$"
)


def clock_in(text: str) -> Clock | None:
    """The time of day that ends a text: `7:30`, `seven thirty pm`, `half past six`, `quarter to nine`, `noon`."""
    text = normalise(text)
    if text.endswith(("noon", "midday")) and not text.endswith("afternoon"):
        return Clock(12, 0, sure=True)
    if text.endswith("midnight"):
        return Clock(0, 0, sure=True)
    for match in (m for start in _word_starts(text) if (m := _CLOCK.match(text, start))):
        hour, minute = _number(match["hour"]), _number(match["minute"] or "0")
        if hour is not None and minute is not None and hour < 24 and minute < 60:
            return _clock(match, hour, minute)
    return None


def _word_starts(text: str) -> list[int]:
    return [m.start() for m in re.finditer(r"(?<![:.])\b[a-z0-9]", text)]


def _clock(match: re.Match[str], hour: int, minute: int) -> Clock:
    if match["part"]:
        part = {"half": 30, "quarter": 15}.get(match["part"]) or _number(match["part"].removesuffix(" minutes")) or 0
        past = match["side"] in ("past", "after")
        hour, minute = (hour, part) if past else ((hour - 1) % 24, 60 - part)
    late = (match["half"] or "").startswith("p") or match["day"] in ("afternoon", "evening", "night", "tonight")
    early = (match["half"] or "").startswith("a") or match["day"] == "morning"
    if early or late:
        hour = hour % 12 + 12 * late if hour <= 12 else hour
    return Clock(hour, minute, sure=early or late or hour > 12 or match["hour"].startswith("0"))


def _number(text: str) -> int | None:
    tokens = text.split()
    found = number_at(tokens)
    return int(found.value) if found and found.used == len(tokens) and found.value.denominator == 1 else None
