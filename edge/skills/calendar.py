"""The skill for dates (What's the date? What day is the third of May? How many days until Christmas?)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from edge.errors import AnswerError
from edge.language.day_words import day_in, days
from edge.language.days import MONTHS, WEEKDAYS, Day, Either, InDays, NoSuchTimeError, Weekday
from edge.language.feasts import is_leap
from edge.language.language import Language
from edge.language.moments import date_text, month_name, weekday_name
from edge.language.timed import Words, time_words
from edge.language.whens import When
from edge.messages import Claim, Expect, Intent
from edge.records import dataclass
from edge.skills.calendar_days import TASKS, counted_to, month_length, previous, rest_of, step_in, two_days
from edge.skills.skill import WHOLE, Asked, InLanguage, Meaning, Reply, wanted
from edge.skills.timing import answers, which_day

_COUNTS = frozenset("many long until till since days weeks".split())
_SPANS = frozenset("days weeks months years".split())
_SINCE = frozenset("since ago was were been passed gone did".split())


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is asked of the calendar. `what`: date, weekday, is (a weekday), count, week, month, year, leap, quarter.

    `unknown`: a day was named that nobody here knows. `step`: so many days after `day`. Between it and `other` is
    counted where there is one; how many days `month` of `year` (0: the next) has is the `length`.
    """

    what: str
    day: Day | None = None
    unit: str = "day"
    weekdays: tuple[int, ...] = ()
    month: int = 0
    unknown: bool = False
    step: int = 0
    other: Day | None = None
    year: int = 0


class Dates(InLanguage):
    """Reads the calendar of the glasses, where its clock can be trusted."""

    name = "calendar"
    intent = Intent.KNOW
    examples = {
        "date": (
            "What's the date today?",
            "Which week of the year is it?",
            "What month is it?",
            "When is {date:easter}?",
            "What date is it {date:next friday}?",
        ),
        "weekday": (
            "What day is it?",
            "What day is {date:the third of may}?",
            "Is {date:christmas} on a weekend?",
            "Is it tuesday?",
            "What day of the week was {date:the fourth of july 1962}?",
        ),
        "days_until": (
            "How many days until {date:christmas}?",
            "How long is it to {date:the third of may}?",
            "How many weeks since {date:the first of march}?",
            "How many sleeps till {date:new year}?",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        tokens = time_words(meaning.said)
        day = _day(meaning, tokens)
        lesser = {"minutes", "hours", "seconds"} & set(tokens) and "in" in tokens  # what a day has is no date
        if (answers(meaning, Expect.DATE) and day is None) or lesser:
            return None
        step = step_in(tokens) if day is not None else 0
        match meaning.task:
            case "days_until" if not step or _COUNTS & set(tokens):
                wants = _count(tokens, day)
            case "weekday":
                wants = _weekday(tokens, day)
            case _:
                wants = _date(tokens, day)
        far = day is None and wants.what in {"date", "weekday"} and _is_far(tokens)
        return Claim(self.name, WHOLE, replace(wants, step=step, unknown=wants.unknown or far))

    def answer(self, asked: Asked) -> Reply:
        wall, wants = asked.facts.now.wall, wanted(asked, Calendar)
        if not wall.trusted:
            raise AnswerError(self.language.say("clock.not_set"))
        if wants.unknown:
            return Reply(self.language.say("calendar.unknown"), degraded="the day is not known", expects=Expect.DATE)
        if isinstance(wants.day, Either) and (question := which_day(When(wants.day), self.language)) is not None:
            return question
        today = wall.time.date()
        try:
            day = (wants.day.on(today) if wants.day is not None else today) + timedelta(wants.step)
            start = today if wants.other is None else day
            day = day if wants.other is None else counted_to(wants.other, day, today)
        except NoSuchTimeError as error:
            raise AnswerError(self.language.say(f"when.{error}")) from None
        if wants.what == "between":
            return _between(wants, start, day, self.language)
        return _told(wants, day, today, self.language)


def _day(meaning: Meaning, tokens: Words) -> Day | None:
    """The day that was said, else the one of the question before where this one only goes on with it."""
    past = bool(_SINCE & set(tokens))
    named = day_in(meaning.words("date"), past=past) if meaning.words("date") else None
    if named is None:
        found = [one.value for one in days(tokens, past=past) if one.value != InDays() and not _bare(one.value, tokens)]
        named = next((day for day in found if not isinstance(day, Weekday)), found[-1] if found else None)
    points = {"that", "then"} if meaning.task == "weekday" else {"that", "then", "it"}
    goes_on = meaning.task == "days_until" and not (answers(meaning) or rest_of(tokens) or month_length(tokens))
    goes_on = goes_on and meaning.past is not None and meaning.past.task in TASKS
    if named is None and _is_far(tokens):
        return None
    if named is None and (goes_on or points & set(tokens) or step_in(tokens)):
        named = previous(meaning, gone=past)
    return named


def _is_far(tokens: Words) -> bool:
    """Whether so many days are named, where no day was read, that there is no such day."""
    digits = any(token[0].isdigit() for token in tokens)
    return digits and bool(_SPANS & set(tokens)) and not step_in(tokens)


def _bare(day: Day, tokens: Words) -> bool:
    """Whether `tuesday` is asked about as such: is it tuesday?"""
    said = {*pairwise(tokens)} & {("is", "it"), ("is", "today"), ("it", "was"), ("today", "is")}
    return isinstance(day, Weekday) and (("what" not in tokens[:1] and bool(said)) or tokens[:1] == ("it's",))


def _count(tokens: Words, day: Day | None) -> Calendar:
    unit = next((unit for unit in ("week", "month") if {unit, f"{unit}s"} & set(tokens)), "day")
    if (two := two_days(tokens)) is not None:
        return Calendar("between", two[0], unit, other=two[1])
    if day is None and (length := month_length(tokens)) is not None:
        return Calendar("length", month=length[0], year=length[1])
    day = day or rest_of(tokens)
    return Calendar("count", day, "day" if {"day", "days"} & set(tokens) else unit, unknown=day is None)


def _weekday(tokens: Words, day: Day | None) -> Calendar:
    asked = tuple(WEEKDAYS.index(token) for token in tokens if token in WEEKDAYS)
    if {"weekend", "weekends"} & set(tokens):
        asked = (5, 6)
    elif "weekday" in tokens and {"a", "on"} & set(tokens) and tokens[:1] in (("is",), ("does",)):
        asked = (0, 1, 2, 3, 4)
    questions = ("is", "does", "it's", "will", "was")
    if asked and tokens[0] in questions and not (isinstance(day, Weekday) and len(asked) == 1 and "what" in tokens):
        return Calendar("is", None if isinstance(day, Weekday) else day, weekdays=asked)
    return Calendar("weekday", day, unknown=day is None and bool({"fall", "falls", "that"} & set(tokens)))


def _date(tokens: Words, day: Day | None) -> Calendar:
    said = set(tokens)
    month = next((MONTHS.index(token) + 1 for token in tokens if token in MONTHS), 0)
    if day is None and month and tokens[0] in ("is", "are", "have"):
        return Calendar("is_month", month=month)
    for what in ("week", "month", "year", "leap", "quarter"):
        if what in said and day is None and not {"full", "date", "day"} & said:
            return Calendar("leap" if "leap" in said else what)
    if day is not None and tokens[:2] in (("is", "it"), ("is", "today")):
        return Calendar("is_date", day)
    pairs = {("this", "year"), ("date", "of")} & {*pairwise(tokens)}
    elsewhen = bool({"when", "when's", "fall", "falls"} & said or pairs)
    return Calendar("date", day, unknown=day is None and "today" not in said and elsewhen)


# ---------------------------------------------------------------------------------------------------------- answering


def _told(wants: Calendar, day: date, today: date, language: Language) -> Reply:
    match wants.what:
        case "count":
            return _counted(wants, day, today, language)
        case "is":
            yes = day.weekday() in wants.weekdays
        case "is_month":
            yes = day.month == wants.month
        case "is_date":
            yes, day = day == today, today
        case "length":
            year = wants.year or today.year + (wants.month < today.month)
            first = date(year, wants.month, 1)
            n = monthrange(year, wants.month)[1]
            name = month_name(first, language)
            return Reply(language.say("calendar.length", month=name, year=year, n=n), figure=str(n))
        case "leap":
            return Reply(language.say("calendar.leap" if is_leap(day.year) else "calendar.no_leap", year=day.year))
        case "week":
            return Reply(language.say("calendar.week", week=day.isocalendar().week))
        case "month":
            return Reply(language.say("calendar.month", month=month_name(day, language)))
        case "quarter":
            return Reply(language.say("calendar.quarter", quarter=(day.month + 2) // 3))
        case "year":
            return Reply(language.say("calendar.year", year=day.year))
        case _:
            return Reply(_is_on(wants, day, today, language), figure=day.isoformat())
    rest = _is_on(wants, day, today, language)
    return Reply(language.say("calendar.yes" if yes else "calendar.no", rest=rest), figure=day.isoformat())


def _is_on(wants: Calendar, day: date, today: date, language: Language) -> str:
    """`Today is Tuesday, 4 March 2025.`, `3 May is a Sunday.` in the words of the language."""
    full = date_text(day, language)
    key = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((day - today).days)
    if key is not None:
        return language.say(f"calendar.{key}", date=full)
    if wants.what in ("weekday", "is") and wants.day is not None:
        name = f"{day.day} {month_name(day, language)}" + (f" {day.year}" if day.year != today.year else "")
        was = "calendar.was_weekday" if day < today else "calendar.is_weekday"
        return language.say(was, date=name, weekday=weekday_name(day, language))
    return language.say("calendar.that_was" if day < today else "calendar.that_is", date=full)


def _counted(wants: Calendar, day: date, today: date, language: Language) -> Reply:
    n = (day - today).days
    if n == 0:
        return Reply(language.say("calendar.today", date=date_text(day, language)), figure="0")
    full = date_text(day, language, year=day.year != today.year)
    key = "calendar.since" if n < 0 else "calendar.until"
    return Reply(language.say(key, count=_apart(abs(n), wants.unit), date=full), figure=str(abs(n)))


def _apart(n: int, unit: str) -> str:
    """`17 days`; in weeks `2 weeks and 3 days`."""
    if unit != "week" or n < 7:
        return f"{n} day{'s' * (n != 1)}"
    weeks, rest = divmod(n, 7)
    return f"{weeks} week{'s' * (weeks != 1)}" + (f" and {rest} day{'s' * (rest != 1)}" if rest else "")


def _between(wants: Calendar, first: date, second: date, language: Language) -> Reply:
    n = abs((second - first).days)
    years = first.year != second.year
    one, other = (date_text(day, language, year=years) for day in (first, second))
    told = language.say("calendar.between", count=_apart(n, wants.unit), first=one, second=other)
    return Reply(told, figure=str(n))
