"""Days as people say them (`the day after tomorrow`, `friday week`, `the third of may`) and which day that is. Pure.

What was said does not depend on the day on which it is said; only `on` does.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from edge.language.feasts import feast
from edge.records import dataclass

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip


class NoSuchTimeError(ValueError):
    """There is no such day or time. Its text is a key of the wordings: "none", "far" or "passed"."""


@dataclass(frozen=True, slots=True)
class InDays:
    """So many days from today, or months. `span`: said as a length of time ("in three days")."""

    days: int = 0
    months: int = 0
    span: bool = False

    def on(self, today: date) -> date:
        """Raises NoSuchTimeError."""
        return _shifted(today, self.days, self.months)


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday (Monday is 0): the coming one, of the `week`-th week after this one where that was said, or the last.

    `later`: so many days after it.
    """

    weekday: int
    week: int | None = None
    later: int = 0
    today_too: bool = False
    past: bool = False

    def on(self, today: date) -> date:
        """Raises NoSuchTimeError."""
        ahead = (self.weekday - today.weekday()) % 7
        if self.week is not None:
            ahead = self.weekday - today.weekday() + 7 * self.week
            ahead += 7 * (self.week == 1 and ahead < 2)  # of tomorrow nobody says "next"
        elif self.past:
            ahead -= 7
        elif not ahead and not self.today_too:
            ahead = 7
        return _shifted(today, ahead + self.later)


@dataclass(frozen=True, slots=True)
class InYear:
    """A day of a month: the next one where the year is not said. The day 0 is the last of the month."""

    month: int
    day: int
    year: int | None = None
    past: bool = False

    def on(self, today: date) -> date:
        """Raises NoSuchTimeError."""
        years = (self.year,) if self.year is not None else _years(today, past=self.past)
        return _first([_day(year, self.month, self.day) for year in years], today, self.past, self.year is not None)


@dataclass(frozen=True, slots=True)
class InMonth:
    """A day of the month: of the next in which it is still to come, or of the `months`-th after this one."""

    day: int
    months: int | None = None

    def on(self, today: date) -> date:
        """Raises NoSuchTimeError."""
        shifts = (self.months,) if self.months is not None else range(4)
        firsts = [_shifted(today.replace(day=1), months=months) for months in shifts]
        days = [_day(first.year, first.month, self.day) for first in firsts]
        return _first(days, today, past=False, said=self.months is not None)


@dataclass(frozen=True, slots=True)
class Feast:
    """A day that has a name, of the `years`-th year after this one where that was said, else the next one."""

    name: str
    years: int | None = None
    past: bool = False

    def on(self, today: date) -> date:
        """Raises NoSuchTimeError."""
        years = (today.year + self.years,) if self.years is not None else _years(today, past=self.past)
        days = [feast(self.name, year) for year in years if 1 <= year <= 9999]
        return _first(days, today, self.past, self.years is not None)


@dataclass(frozen=True, slots=True)
class Either:
    """Two numbers that are a day and a month, who knows in which order (3/5)."""

    one: InYear
    other: InYear

    def on(self, _today: date) -> date:
        """Raises NoSuchTimeError: somebody has to ask."""
        raise NoSuchTimeError("none")


Day = InDays | Weekday | InYear | InMonth | Feast | Either


def _shifted(today: date, days: int = 0, months: int = 0) -> date:
    try:
        if months:
            year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
            today = date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
        return today + timedelta(days=days)
    except (ValueError, OverflowError):
        raise NoSuchTimeError("far") from None


def _years(today: date, *, past: bool) -> range:
    """The years in which such a day may be: there is a 29 February in one of nine."""
    return range(today.year, today.year - 9, -1) if past else range(today.year, today.year + 9)


def _day(year: int, month: int, day: int) -> date | None:
    if not 1 <= year <= 9999:
        return None
    last = monthrange(year, month)[1]
    return date(year, month, day or last) if day <= last else None


def _first(days: list[date | None], today: date, past: bool, said: bool) -> date:
    """The first that fits: still to come, or gone by; any, where its year or month was said."""
    for day in days:
        if day is not None and (said or (day < today if past else day >= today)):
            return day
    raise NoSuchTimeError("none")
