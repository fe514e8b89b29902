"""Which day a question about dates means: the one that it names, so many days from it, or the one of a turn before."""

from __future__ import annotations

from datetime import date
from itertools import takewhile

from edge.language.day_words import day_in, days
from edge.language.days import MONTHS, Day, InDays, InMonth, InYear, Weekday
from edge.language.durations import DAY, amount_at, unit_of
from edge.language.numbers import year_at
from edge.language.timed import Words, time_words
from edge.messages import Past
from edge.skills.skill import Meaning

TASKS = ("date", "weekday", "days_until")
TOLD = frozenset(
    {"memory_recall", "memory_store", "note_read", "note_add", "reminder_set", "alarm_set", "other", "where"}
)
_AFTER, _BEFORE = frozenset({"after", "later", "following"}), frozenset({"before", "earlier"})
_ENDS: dict[str, Day] = {"year": InYear(12, 31), "month": InMonth(0, 0), "week": Weekday(6, None, today_too=True)}
_NO_LENGTH = frozenset("until till til to since ago before after left remain remaining".split())


def step_in(tokens: Words) -> int:
    """How many days before (negative) or after another day is meant: `the day after`, `two weeks later`; 0: none."""
    named = {at for one in days(tokens) for at in range(one.start, one.end)}  # the day after tomorrow is one
    for at in range(1, len(tokens)):
        unit, side = unit_of(tokens[at]), tokens[at + 1] if at + 1 < len(tokens) else ""
        if unit < DAY or at in named:
            continue
        if tokens[at - 1] in ("next", "following") and not side:
            return unit // DAY
        sign = (side in _AFTER) - (side in _BEFORE)
        many = _many_before(tokens, at) if sign else 0
        if many:
            return sign * many * unit // DAY
    return 0


def _many_before(tokens: Words, end: int) -> int:
    """How many of a unit are said: `the`, `a` or no word are one; 0: that is what is asked for."""
    if tokens[end - 1] in ("the", "a", "and", "one"):
        return 1
    found = (amount_at(tokens, at) for at in range(max(0, end - 3), end))
    return next((int(one[0]) for one in found if one is not None and one[1] == end), 0)


def day_before(past: Past) -> Day | None:
    """The day of the answer of a turn, else the one that was asked about there; None: no day was spoken of."""
    try:
        on = date.fromisoformat(past.figure)
        return InYear(on.month, on.day, on.year)
    except ValueError:
        found = [one.value for one in days(time_words(past.asked))]
    return found[-1] if found else None


def previous(meaning: Meaning, *, gone: bool = False) -> Day | None:
    """The day that was spoken of last: in the turns about dates right before this one, else in the one before."""
    dated = takewhile(lambda past: past.task in TASKS, reversed(meaning.recent))
    before = next((day for past in dated if (day := day_before(past)) is not None), None)
    return before or day_in(meaning.carried("date"), past=gone) or _told_in(meaning.past)


def _told_in(past: Past | None) -> Day | None:
    """The day in what was told, noted or set in a turn: `You told me at 9:30: her birthday is on the ninth of may`."""
    if past is None or past.task not in TOLD:
        return None
    when, _, what = past.answered.partition(": ")
    found = [one.value for one in days(time_words(what or when))]
    return found[-1] if found else None


def two_days(tokens: Words) -> tuple[Day, Day] | None:
    """The days between which is to be counted: `between the first and the third of may`; None: none are named."""
    found = [one.value for one in days(tokens)]
    between = "between" in tokens or ("from" in tokens and {"to", "until", "till"} & set(tokens))
    return (found[0], found[1]) if between and len(found) == 2 else None


def rest_of(tokens: Words) -> Day | None:
    """The last day of what is left of this year, month or week; None: that is not asked."""
    if not {"left", "remain", "remaining"} & set(tokens):
        return None
    return next((_ENDS[token] for token in tokens if token in _ENDS), None)


def month_length(tokens: Words) -> tuple[int, int] | None:
    """The month and the year (0: none was said) of which it is asked how many days they have; None: that is not."""
    month = next((MONTHS.index(token) + 1 for token in tokens if token in MONTHS), 0)
    if not month or "days" not in tokens or _NO_LENGTH & set(tokens):
        return None
    years = (year_at(tokens, at) for at in range(len(tokens)))
    return month, next((int(year.value) for year in years if year is not None), 0)


def counted_to(other: Day, first: date, today: date) -> date:
    """The second of two days: one without a year is the next after the first. Raises NoSuchTimeError."""
    return other.on(today if isinstance(other, InDays) else first)
