"""Says when something is: a day and a time in the words of a language. Pure."""

from __future__ import annotations

from datetime import date, datetime

from edge.language.language import Language


def time_text(at: datetime) -> str:
    """`7:05`, `18:30`."""
    return f"{at.hour}:{at:%M}"


def moment_text(at: datetime, now: datetime, language: Language) -> str:
    """`at 18:30`, `tomorrow at 9:00`, `on Friday at 7:00`, `on Sunday, 3 May at 12:00`."""
    day, time = day_text(at.date(), now.date(), language), time_text(at)
    return language.say("when.day_and_time", day=day, time=time) if day else language.say("when.time", time=time)


def day_text(day: date, today: date, language: Language) -> str:
    """The day after a verb: empty for today, `tomorrow`, `on Friday` within a week, else `on Sunday, 3 May`."""
    ahead = (day - today).days
    if ahead == 0:
        return ""
    if ahead in (1, -1):
        return language.say("when.tomorrow" if ahead > 0 else "when.yesterday")
    if 0 < ahead < 7:
        return language.say("when.weekday", weekday=weekday_name(day, language))
    return language.say("when.date", date=date_text(day, language, year=day.year != today.year))


def date_text(day: date, language: Language, *, year: bool = True) -> str:
    """`Tuesday, 4 March 2025`; without the year where it is plain."""
    months = language.say("when.months").split()
    values = {"weekday": weekday_name(day, language), "day": day.day, "month": months[day.month - 1], "year": day.year}
    return language.say("when.full" if year else "when.short", **values)


def weekday_name(day: date, language: Language) -> str:
    """`Tuesday`."""
    return language.say("when.weekdays").split()[day.weekday()]


def month_name(day: date, language: Language) -> str:
    """`March`."""
    return language.say("when.months").split()[day.month - 1]
