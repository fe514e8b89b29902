# ruff: noqa: E501 - rows of wordings, which wrapping would not make clearer
"""What fills the places of templates: words from a file, and numbers, lengths of time, times and dates made up."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.random import Generator

from edge.language.numbers import in_words
from edge.language.plurals import plural

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_PARTS = ("in the morning", "in the afternoon", "in the evening", "at night", "tonight", "this evening")
_SIDES = ("left", "right", "left", "right", "middle", "top", "bottom", "centre", "left hand side", "right hand side")


@dataclass(frozen=True)
class Fillers:
    """Draws what a filler's name stands for; raises KeyError for an unknown one."""

    lists: dict[str, Any]

    def __call__(self, name: str, rng: Generator) -> tuple[str, str]:
        match name:
            case "thing":
                return "", self._thing(rng)
            case "a_thing":
                return self._a_thing(rng)
            case "things":
                return "", self._things(rng)
            case "side":
                return "", one(_SIDES, rng)
            case "unit" | "unit_to" | "one_unit" | "one_unit_to":
                kind = one(list(self.lists["units_by_kind"].values()), rng)
                pair = one(kind, rng)
                return "", pair[name.startswith("one_")]
        made = _MADE.get(name)
        return "", made(rng) if made else one(self.lists[_LIST_OF.get(name, name)], rng)

    def _noun(self, rng: Generator) -> str:
        return str(one(self.lists["nouns"], rng))

    def _with_adjective(self, noun: str, rng: Generator) -> str:
        if rng.random() < 0.3:
            noun = f"{one(self.lists['adjectives'], rng)} {noun}"
        return f"{one(self.lists['adjectives'], rng)} {noun}" if rng.random() < 0.03 else noun

    def _thing(self, rng: Generator) -> str:
        if rng.random() < 0.12:
            return self._with_adjective(one(self.lists["nouns_plural_only"], rng), rng)
        return self._with_adjective(self._noun(rng), rng)

    def _a_thing(self, rng: Generator) -> tuple[str, str]:
        if rng.random() < 0.12:
            noun = self._with_adjective(one(self.lists["nouns_plural_only"], rng), rng)
            return one(("some", "any", "a pair of", "some"), rng), noun
        noun = self._with_adjective(self._noun(rng), rng)
        return one(("an" if noun[0] in "aeiou" else "a",) * 6 + ("any", "another", "one"), rng), noun

    def _things(self, rng: Generator) -> str:
        odd = dict(self.lists["irregular_plurals"])
        if rng.random() < 0.08:
            return self._with_adjective(one(self.lists["nouns_plural_only"], rng), rng)
        noun = self._noun(rng)
        head, _, last = noun.rpartition(" ")
        many = f"{head} {odd.get(last) or plural(last)}".strip()
        return self._with_adjective(many, rng)


def read_fillers(path: Path) -> Fillers:
    """The fillers of a file."""
    return Fillers(tomllib.loads(path.read_text(encoding="utf-8")))


def one(choices: Sequence[Any], rng: Generator) -> Any:  # noqa: ANN401
    """One of several."""
    return choices[int(rng.integers(len(choices)))]


def _spoken(n: int, rng: Generator, words: float = 0.6) -> str:
    return in_words(n).replace("-", " ") if rng.random() < words else str(n)


def number(rng: Generator) -> str:
    """`7`, `seventy two`, `3.5`, `a hundred`, `$20`."""
    draw = rng.random()
    if draw < 0.1:
        whole, part = int(rng.integers(1, 60)), int(rng.integers(1, 10))
        return (
            f"{whole}.{part}" if rng.random() < 0.5 else f"{in_words(whole)} point {in_words(part)}".replace("-", " ")
        )
    if draw < 0.16:
        return str(one(("a hundred", "a thousand", "half a million", "a dozen", "two and a half"), rng))
    top = one((10, 20, 100, 100, 1000, 10000), rng)
    said = _spoken(int(rng.integers(1, top)), rng)
    return f"${said}" if draw > 0.95 and said.isdigit() else said


def percent(rng: Generator) -> str:
    """`15`, `fifteen`, a number of a percentage."""
    return _spoken(int(one((5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 80, 90, int(rng.integers(1, 100))), rng)), rng)


def duration(rng: Generator) -> str:
    """`ten minutes`, `an hour and a half`, `90 seconds`, `2 minutes 30`."""
    minutes, seconds = _spoken(int(rng.integers(2, 60)), rng), _spoken(int(rng.integers(2, 60)), rng)
    hours = _spoken(int(rng.integers(2, 12)), rng)
    return str(
        one(
            (f"{minutes} minutes",) * 6
            + (f"{seconds} seconds",) * 2
            + (f"{hours} hours",) * 2
            + (
                "a minute", "an hour", "one minute", "half an hour", "an hour and a half", "a quarter of an hour",
                "three quarters of an hour", "one and a half minutes", "a couple of minutes", "half a minute",
                f"{minutes} and a half minutes", f"{hours} and a half hours", f"an hour and {minutes} minutes",
                f"{hours} hours and {minutes} minutes", f"{hours} hours {minutes}", f"{minutes} minutes {seconds}",
                f"{minutes} minutes and {seconds} seconds", f"{minutes} min", f"{seconds} secs", "two hours twenty",
                "1 hour 20 minutes", "a few minutes", "two days", "a week", "another ten minutes", f"{minutes} mins",
                f"1 hour {minutes}", "a minute and a half", "forty five minutes", "a second", "one hour",
            ),
            rng,
        )
    )  # fmt: skip


def time(rng: Generator) -> str:
    """`half past six`, `7 am`, `seven thirty`, `quarter to nine in the evening`, `noon`."""
    hour, minute = int(rng.integers(1, 13)), int(one((5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55), rng))
    said, part = _spoken(hour, rng), one(("am", "pm", "a m", "p m", "a.m", "p.m"), rng)
    past = f"{one(('five', 'ten', 'quarter', 'a quarter', 'twenty', 'half', 'half', 'twenty five'), rng)}"
    side = "past" if past == "half" else one(("past", "to", "after", "before", "past", "to"), rng)
    whole = one(
        (
            said, f"{said} o'clock", f"{said} {part}", f"{said} {part}", f"{hour}:{minute:02d}", f"{hour}:{minute:02d} {part}",
            f"{said} {_spoken(minute, rng, 0.9)}", f"{said} {_spoken(minute, rng, 0.9)} {part}", f"{past} {side} {said}",
            f"{past} {side} {said}", "noon", "midnight", "midday", f"{_spoken(int(rng.integers(13, 24)), rng, 0.5)} hundred",
            f"{int(rng.integers(13, 24))}:{minute:02d}", f"{said} oh five {part}", f"half {said}",
        ),
        rng,
    )  # fmt: skip
    return f"{whole} {one(_PARTS, rng)}" if rng.random() < 0.15 and whole[-1] not in "m0" and whole[0] != "n" else whole


def date(rng: Generator) -> str:
    """`tomorrow`, `next friday`, `the third of may`, `in two weeks`, `the day after tomorrow`."""
    day, month = int(rng.integers(1, 29)), one(_MONTHS, rng)
    weekday, count = one(_WEEKDAYS, rng), _spoken(int(rng.integers(2, 9)), rng)
    ordinal = _ORDINALS[day - 1] if day <= 20 else f"twenty {_ORDINALS[day - 21]}" if day > 20 else ""
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in (11, 12, 13) else 0, "th")
    return str(
        one(
            (
                "tomorrow", "tomorrow", "today", "tonight", "tomorrow morning", "tomorrow evening", "tomorrow night",
                "the day after tomorrow", "yesterday", "this evening", "this afternoon", weekday, weekday,
                f"next {weekday}", f"this {weekday}", f"on {weekday}"[3:], f"{weekday} morning", f"{weekday} evening",
                f"the {ordinal} of {month}", f"{month} the {ordinal}", f"{month} {day}{suffix}", f"{day} {month}",
                f"{month} {day}", f"the {day}{suffix} of {month}", f"the {ordinal}", f"in {count} days",
                f"in {count} weeks", "next week", "next month", "at the weekend"[7:], "this weekend", "last week",
                f"last {weekday}", "the end of the month", f"a week on {weekday}", f"{weekday} week", "in a week",
                f"{count} days from now", f"every {weekday}", "every day", "christmas eve", "new year's eve",
                f"the {ordinal} of {month} {_spoken(int(rng.integers(2024, 2031)), rng, 0.0)}",
            ),
            rng,
        )
    )  # fmt: skip


_MADE = {
    "number": number, "number2": number, "percent": percent, "duration": duration, "time": time, "date": date,
}  # fmt: skip
_LIST_OF = {
    "colour": "colours", "ref": "places", "text": "texts", "note": "notes", "fact": "facts", "item": "items",
    "list": "lists", "label": "labels", "person": "persons", "place": "towns", "event": "events", "food": "foods",
    "shop": "shops", "animal": "animals", "topic": "topics",
}  # fmt: skip
