"""The skill for time and date (What time is it? What day is it?)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from edge.errors import AnswerError
from edge.language.patterns import Pattern
from edge.language.polite import core
from edge.messages import Claim, Intent
from edge.skills.skill import Asked, Meaning, Reply, wanted

_TIME = Pattern(
    r"(?:what(?:'s| is) (?:the )?(?:current |exact )?time|what time (?:is it|it is|do you have|have you got"
    r"|is it now)|(?:tell|give) me (?:the )?(?:current )?time"
    r"|(?:do you have|have you got|got) the time|(?:current |the )?time|how late is it|what hour is it"
    r"|what does the clock say)(?: (?:is it|it is|here))?"
)
_DATE = Pattern(
    r"(?:what(?:'s| is) (?:the |today's )?(?:current )?(?:date|day)(?: today| is it)?|what(?:'s"
    r"| is) today(?:'s date)?|what(?:'s| is) the date of today"
    r"|(?:what|which) (?P<part>day|date|month|year|weekday)(?: of the (?:week|month|year))? (?:is it|it is|is today"
    r"|are we|is this|do we have)(?: today| in)?"
    r"|(?:tell|give) me (?:the |today's )?(?:current )?date|today's date|(?:what(?:'s"
    r"| is) the )(?:current )?(?P<other>month|year|weekday)"
    r"|(?P<shift>what day (?:is|was) (?:it )?(?:tomorrow|yesterday))|what(?:'s| is) (?P<next>tomorrow's"
    r"|yesterday's) date)"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """What is asked of the clock: `what` is time, date, day, weekday, month or year, `days` how many days from now."""

    what: str
    days: int = 0


@dataclass(frozen=True, slots=True)
class TimeAndDate:
    """Reads the clock of the glasses; one that cannot be trusted is not quoted."""

    name: str = "clock"
    intent: Intent = Intent.KNOW
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "time": (
            "What time is it?",
            "What's the date today?",
            "Tell me the time, please.",
            "What day is it?",
            "Which month is it?",
            "What year is it?",
            "What day is it tomorrow?",
            "Do you have the time?",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        said = core(meaning.query.text)
        if _TIME.fullmatch(said):
            return Claim(self.name, wants=Moment("time"))
        match = _DATE.fullmatch(said)
        if match is None:
            return None
        days = 1 if "tomorrow" in said else -1 if "yesterday" in said else 0
        return Claim(self.name, wants=Moment(match["part"] or match["other"] or "date", days))

    def answer(self, asked: Asked) -> Reply:
        wall = asked.facts.now.wall
        if not wall.trusted:
            raise AnswerError("My clock is not set yet, so I can't say.")
        moment = wanted(asked, Moment)
        when = wall.time + timedelta(days=moment.days)
        match moment.what:
            case "time":
                return Reply(f"It's {when:%H:%M}.")
            case "month":
                return Reply(f"It's {when:%B}.")
            case "year":
                return Reply(f"It's {when.year}.")
        subject = {1: "Tomorrow is", -1: "Yesterday was"}.get(moment.days, "Today is")
        return Reply(f"{subject} {in_full(when)}.")


def in_full(day: datetime) -> str:
    """`Tuesday, 4 March 2025`."""
    return f"{day:%A}, {day.day} {day:%B} {day.year}"
