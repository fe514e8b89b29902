"""Times of day, dates and years as people say them. Pure."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from edge.language.language import english
from edge.language.numbers import in_words
from edge.language.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_NOT_BEFORE, _NOT_AFTER = r"(?<![\w.:/])", r"(?![\w:]|[./]\d)"
_HALF = r"(?:\s?([AaPp])(?:\.[Mm]\.|[Mm]\b))"
_LASTS = Pattern(rf"{_NOT_BEFORE}(\d{{1,2}}):([0-5]\d):([0-5]\d){_NOT_AFTER}")
_SPAN = Pattern(r"(?<=\d:\d\d)\s?[-–]\s?(?=\d{1,2}:\d\d)")
_TIME = Pattern(rf"{_NOT_BEFORE}([01]?\d|2[0-4]):([0-5]\d)(?:{_HALF}|{_NOT_AFTER})")
_HOUR = Pattern(rf"{_NOT_BEFORE}(1[0-2]|0?[1-9]){_HALF}")
_SCORE = Pattern(rf"{_NOT_BEFORE}(\d{{1,2}}):(\d{{1,2}}){_NOT_AFTER}")
_ISO = Pattern(r"(?<![\w-])([12]\d{3})-(\d{2})-(\d{2})(?![\w-])")
_DAY_FIRST = Pattern(r"(?<![\w./])(\d{1,2})([/.])(\d{1,2})\2([12]\d{3})(?![\w/])")
_MONTH_YEAR = Pattern(r"(?<![\w/.])(0?[1-9]|1[0-2])/(20\d{2})(?![\w/])")
_YEAR = r"(?:,?\s+([12]\d{3})(?![\w:]))?"
_DECADE = Pattern(r"\b(1[1-9]|20)(\d)0s\b")


def times(text: str) -> str:
    """`14:05` is fourteen oh five, `9:00` nine o'clock, `3:2` three to two."""
    text = _LASTS.sub(_lasting, text)
    text = _SPAN.sub(f" {_clock()['to']} ", text)
    text = _TIME.sub(lambda m: _time(int(m[1]), int(m[2]), m[3]), text)
    text = _HOUR.sub(lambda m: f"{in_words(int(m[1]))} {_half(m[2])}", text)
    return _SCORE.sub(lambda m: f"{m[1]} {_clock()['to']} {m[2]}" if max(len(m[1]), len(m[2])) < 2 else _ratio(m), text)


def _ratio(match: re.Match[str]) -> str:
    """16:9; but 25:70 is nothing that has a name."""
    return match[0] if len(match[2]) == 2 else f"{match[1]} {_clock()['to']} {match[2]}"


def _lasting(match: re.Match[str]) -> str:
    counts = [(int(number), *names.split()) for number, names in zip(match.groups(), _clock()["lasts"], strict=True)]
    return " ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts if n) or match[0]


def _time(hour: int, minute: int, half: str | None) -> str:
    words = _clock()
    if half:
        said = in_words(hour) if not minute else f"{in_words(hour)} {_minutes(minute)}"
        return f"{said} {_half(half)}"
    if not minute and hour in {0, 24}:
        return str(words["midnight"])
    if not minute:
        return f"{in_words(hour)} {words['o_clock'] if hour <= 12 else words['hundred']}"
    return f"{in_words(hour) if hour else words['zero']} {_minutes(minute)}"


def _minutes(minute: int) -> str:
    return in_words(minute) if minute >= 10 else f"{_clock()['oh']} {in_words(minute)}"


def _half(letter: str) -> str:
    return str(_clock()["am" if letter in "aA" else "pm"])


def dates(text: str) -> str:
    """`4 May 2026` is the fourth of May twenty twenty-six; a year alone is one where a word before it says so."""
    text = _ISO.sub(lambda m: _date(m, int(m[1]), int(m[2]), int(m[3])), text)
    text = _DAY_FIRST.sub(lambda m: _date(m, int(m[4]), int(m[3]), int(m[1])), text)
    text = _MONTH_YEAR.sub(lambda m: f"{_names()[int(m[1]) - 1]} {year(int(m[2]))}", text)
    for pattern, said in _patterns():
        text = pattern.sub(said, text)
    return _DECADE.sub(_decade, text)


def _date(match: re.Match[str], of: int, month: int, day: int) -> str:
    """A date in numbers; where day and month could be the other way round, they are said as they stand."""
    try:
        date(of, month, day)
    except ValueError:
        return match[0]
    if match.re.groups == 4 and day <= 12 and match[2] == "/" and day != month:
        return f"{day}, {month}, {year(of)}"
    return f"{_said('day_month', day, _names()[month - 1])} {year(of)}"


def _named(day: str, month: str, of: str | None, key: str, whole: str) -> str:
    if not 1 <= int(day) <= 31:
        return whole
    said = _said(key, int(day), _months()[month.casefold().rstrip(".")])
    return f"{said} {year(int(of))}" if of else said


def _said(key: str, day: int, month: str) -> str:
    return str(_table()["date"][key]).format(day=ordinal(day), month=month)


def year(n: int) -> str:
    """`nineteen oh five`, `two thousand and seven`, `twenty twenty-six`."""
    century, rest = divmod(n, 100)
    if n % 1000 < 10:
        return in_words(n)
    if not rest:
        return f"{in_words(century)} {_clock()['hundred']}"
    return f"{in_words(century)} {_minutes(rest)}"


def ordinal(n: int) -> str:
    """`twenty-first`."""
    head, sign, last = in_words(n).rpartition("-")
    if not sign:
        head, sign, last = in_words(n).rpartition(" ")
    return f"{head}{sign}{_table()['ordinals'].get(last, last + 'th')}"


def _decade(match: re.Match[str]) -> str:
    return f"{in_words(int(match[1]))} {_table()['date']['decades'][int(match[2])]}"


@cache
def _patterns() -> tuple[tuple[Pattern, Callable[[re.Match[str]], str]], ...]:
    """Dates and years with names in them, in the order in which they are looked for."""
    names = "|".join(sorted(map(_either, _months()), key=len, reverse=True))
    day = r"(?:the\s+)?(?<![\d.:])(\d{1,2})(?:st|nd|rd|th)?"
    after = "|".join(_table()["date"]["years_after"].split())
    day_first = Pattern(rf"\b{day}\s+(?:of\s+)?({names})\b\.?{_YEAR}")
    month_first = Pattern(rf"\b({names})\.?\s+(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?(?![\w:.%]|\.\d){_YEAR}")
    month_year = Pattern(rf"\b({names})\s+([12]\d{{3}})(?![\w:])")
    alone = Pattern(rf"\b((?i:{after}))\s+((?:1[1-9]|20)\d{{2}})(?![\w:]|[.,]\d|\s?[%°€$])")
    return (
        (day_first, lambda m: _named(m[1], m[2], m[3], "day_month", m[0])),
        (month_first, lambda m: _named(m[2], m[1], m[3], "month_day", m[0])),
        (month_year, lambda m: f"{_months()[m[1].casefold()]} {year(int(m[2]))}"),
        (alone, lambda m: f"{m[1]} {year(int(m[2]))}"),
    )


def _either(name: str) -> str:
    """As a name is written: with a capital, or in capitals only ("may" is a word)."""
    return f"{name.capitalize()}|{name.upper()}"


@cache
def _names() -> tuple[str, ...]:
    return tuple(_table()["months"])


@cache
def _months() -> Mapping[str, str]:
    """The whole name for each name and short form, in lower case."""
    return dict(_month_names())


def _month_names() -> Iterator[tuple[str, str]]:
    for name, short in _table()["months"].items():
        yield from ((one, name) for one in (name.casefold(), *short.split()))


def _clock() -> Mapping[str, Any]:
    return _table()["clock"]  # type: ignore[no-any-return]


def _table() -> Mapping[str, Any]:
    return english().table("aloud")
