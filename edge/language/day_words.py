"""Reads days out of words: `tomorrow`, `next friday`, `may 3rd`, `3/5`, `in two weeks`, `end of the month`. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from edge.language.days import MONTHS, WEEKDAYS, Day, Either, Feast, InDays, InMonth, InYear, Weekday
from edge.language.durations import amount_at
from edge.language.feasts import LONGEST_NAME, NAMES
from edge.language.numbers import ordinal_at, whole_at, year_at
from edge.language.timed import FoundValue, Words, after, chosen, every, time_words

_SHORT = {name[:3]: n for n, name in enumerate(MONTHS, 1) if name != "may"} | {"sept": 9}
_MONTHS = {name: n for n, name in enumerate(MONTHS, 1)} | _SHORT
_WEEKDAYS = {name: n for n, name in enumerate(WEEKDAYS)} | {"mon": 0, "tues": 1, "weds": 2, "thurs": 3, "fri": 4}
_SPANS = {"day": (1, 0), "week": (7, 0), "fortnight": (14, 0), "month": (0, 1), "year": (0, 12)}
_PHRASES: tuple[tuple[str, Day], ...] = (
    ("day after tomorrow", InDays(2)), ("day before yesterday", InDays(-2)), ("tomorrow", InDays(1)),
    ("tomorrow's", InDays(1)), ("today", InDays()), ("today's", InDays()), ("tonight", InDays()),
    ("this morning", InDays()), ("this afternoon", InDays()), ("this evening", InDays()), ("last night", InDays(-1)),
    ("yesterday", InDays(-1)), ("yesterday's", InDays(-1)), ("later on today", InDays()),
    ("end of the month", InMonth(0, 0)), ("end of this month", InMonth(0, 0)), ("end of next month", InMonth(0, 1)),
    ("end of the year", InYear(12, 31)), ("end of this year", InYear(12, 31)), ("end of the week", Weekday(4, None)),
    ("start of next month", InMonth(1, 1)), ("beginning of next month", InMonth(1, 1)), ("next month", InDays(0, 1)),
    ("next week", InDays(7)), ("next year", InDays(0, 12)), ("last week", InDays(-7)), ("last month", InDays(0, -1)),
    ("last year", InDays(0, -12)), ("next weekend", Weekday(5, 1)), ("weekend", Weekday(5, None, today_too=True)),
)  # fmt: skip


def day_in(text: str, *, past: bool = False) -> Day | None:
    """The day that a text names. `past`: one without a year has gone by."""
    found = find_day(time_words(text), past=past)
    return found.value if found is not None else None


def find_day(tokens: Words, *, past: bool = False) -> FoundValue[Day] | None:
    """The day that counts, and where it stands."""
    return chosen(tokens, days(tokens, past=past))


def days(tokens: Words, *, past: bool = False) -> tuple[FoundValue[Day], ...]:
    """Every day that is named, from left to right."""
    return every(tokens, lambda words, at: day_at(words, at, past=past))


def day_at(tokens: Words, at: int, *, past: bool = False) -> FoundValue[Day] | None:
    """The day that begins at this word, its `the` and `on` included."""
    begin = after(tokens, at, "on the", "on", "by the", "the") or at
    readers: tuple[Callable[[Words, int, bool], tuple[Day, int] | None], ...] = (
        _span, _phrase, _feast, _weekday, _dated, _written, _of_month,
    )  # fmt: skip
    for read in readers:
        if begin < len(tokens) and (found := read(tokens, begin, past)) is not None:
            return FoundValue(found[0], at, found[1], 2 if isinstance(found[0], InYear) else int(found[0] != InDays()))
    return None


def _span(tokens: Words, at: int, past: bool) -> tuple[Day, int] | None:
    """`in three days`, `two weeks from now`, `ten days ago`, `a week today`, `a fortnight on friday`."""
    begin = after(tokens, at, "in")
    amount = amount_at(tokens, begin or at)
    if amount is None or amount[0].denominator != 1 or amount[1] >= len(tokens) or amount[0] > 100_000:
        return None
    n, end = int(amount[0]), amount[1] + 1
    span = _SPANS.get(tokens[end - 1].removesuffix("s"))
    if span is None:
        return None
    days, months = span[0] * n, span[1] * n
    if begin is not None:
        return InDays(days, months, span=True), after(tokens, end, "time") or end
    if (stop := after(tokens, end, "from now", "from today", "today")) is not None:
        return InDays(days, months, span=tokens[end:stop] == ("from", "now")), stop
    if (stop := after(tokens, end, "ago")) is not None:
        return InDays(-days, -months), stop
    if (stop := after(tokens, end, "tomorrow", "from tomorrow")) is not None and not months:
        return InDays(days + 1), stop
    begin = after(tokens, end, "on", "from")
    day = _weekday(tokens, begin or end, past)
    if day is not None and isinstance(day[0], Weekday) and not months:
        return Weekday(day[0].weekday, later=days), day[1]
    return None


def _phrase(tokens: Words, at: int, _past: bool) -> tuple[Day, int] | None:
    for phrase, day in _PHRASES:
        if (end := after(tokens, at, phrase)) is not None:
            following = _weekday(tokens, after(tokens, end, "on") or end, False) if phrase == "next week" else None
            if following is not None and isinstance(following[0], Weekday):
                return Weekday(following[0].weekday, 1), following[1]
            return day, end
    return None


def _feast(tokens: Words, at: int, past: bool) -> tuple[Day, int] | None:
    begin = at + 1 if tokens[at] in ("next", "last", "this") else at
    names = {end: " ".join(tokens[begin:end]).replace("'", "") for end in range(begin + 1, begin + LONGEST_NAME + 1)}
    end = max((end for end, name in names.items() if name in NAMES), default=0)
    if not end:
        return None
    for phrase, years in (("this year", 0), ("next year", 1), ("last year", -1)):
        if (stop := after(tokens, end, phrase)) is not None:
            return Feast(names[end], years), stop
    return Feast(names[end], past=past or tokens[at] == "last"), min(end, len(tokens))


def _weekday(tokens: Words, at: int, past: bool) -> tuple[Day, int] | None:
    """`friday`, `this friday`, `next friday`, `last friday`, `friday week`, `friday next week`."""
    which = tokens[at] if at < len(tokens) else ""
    begin = at + 1 if which in ("this", "next", "last", "coming") else at
    number = _WEEKDAYS.get(tokens[begin].removesuffix("'s")) if begin < len(tokens) else None
    if number is None:
        return None
    end = begin + 1
    if (stop := after(tokens, end, "week", "in a week")) is not None:
        return Weekday(number, later=7), stop
    if (stop := after(tokens, end, "fortnight")) is not None:
        return Weekday(number, later=14), stop
    if (stop := after(tokens, end, "next week")) is not None:
        return Weekday(number, 1), stop
    if which == "next":
        return Weekday(number, 1), end
    gone = which == "last" or (past and which != "this")
    return Weekday(number, today_too=which == "this", past=gone), end


def _dated(tokens: Words, at: int, past: bool) -> tuple[Day, int] | None:
    """`the third of may`, `3rd may`, `may the third`, `may 3`, each perhaps with a year."""
    number = ordinal_at(tokens, at) or whole_at(tokens, at)
    if number is not None:
        begin = after(tokens, at + number.used, "of", "day of") or at + number.used
        month, day, end = _month(tokens, begin), int(number.value), begin + 1
    else:
        begin = after(tokens, at + 1, "the") or at + 1
        number = ordinal_at(tokens, begin) or whole_at(tokens, begin)
        month, end = _month(tokens, at), begin + (number.used if number else 0)
        day = int(number.value) if number is not None else 0
    if not month or not 1 <= day <= 31:
        return None
    begin = after(tokens, end, "in", "of") or end
    year = year_at(tokens, begin)
    if year is not None:
        return InYear(month, day, int(year.value)), begin + year.used
    for phrase in ("this year", "next year", "last year"):
        end = after(tokens, end, phrase) or end
    return InYear(month, day, past=past), end


def _month(tokens: Words, at: int) -> int:
    return _MONTHS.get(tokens[at], 0) if 0 <= at < len(tokens) else 0


def _written(tokens: Words, at: int, past: bool) -> tuple[Day, int] | None:
    """`25/12`, `3/5/2027`, `2027 05 03` (whose dashes were no words)."""
    if re.fullmatch(r"[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{4})?", tokens[at]):
        first, second, *rest = (int(part) for part in tokens[at].split("/"))
        day = _day_and_month(first, second, rest[0] if rest else None, past)
        return (day, at + 1) if day is not None else None
    three = tokens[at : at + 3]
    dashed = [len(part) for part in three] == [4, 2, 2] and all(part.isdigit() for part in three)
    if dashed and 1 <= int(three[1]) <= 12:
        return InYear(int(three[1]), int(three[2]), int(three[0])), at + 3
    return None


def _day_and_month(first: int, second: int, year: int | None, past: bool) -> Day | None:
    one = InYear(second, first, year, past) if 1 <= second <= 12 and 1 <= first <= 31 else None
    other = InYear(first, second, year, past) if 1 <= first <= 12 and 1 <= second <= 31 else None
    if one is not None and other is not None and first != second:
        return Either(one, other)
    return one or other


def _of_month(tokens: Words, at: int, _past: bool) -> tuple[Day, int] | None:
    """`the third`, `the 15th of next month`: only with its article, and where nothing follows that it may count."""
    number = ordinal_at(tokens, at)
    if number is None or tokens[at - 1 : at] != ("the",) or not 1 <= number.value <= 31:
        return None
    day, end = int(number.value), at + number.used
    for phrase, months in (("of next month", 1), ("of this month", 0), ("of the month", None)):
        if (stop := after(tokens, end, phrase)) is not None:
            return InMonth(day, months), stop
    follows = tokens[end] if end < len(tokens) else ""
    return (InMonth(day), end) if follows in ("", "at", "to", "remind", "in", "please", "today", "by", "or") else None
