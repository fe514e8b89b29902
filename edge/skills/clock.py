"""What time is it? What day is it?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from edge.errors import AnswerError
from edge.language.polite import core
from edge.messages import Claim, Intent, Past, Query
from edge.skills.skill import Asked, Reply

_TIME = re.compile(
    r"(?:what(?:'s| is) (?:the )?(?:current |exact )?time|what time (?:is it|it is|do you have|have you got"
    r"|is it now)|(?:tell|give) me (?:the )?(?:current )?time"
    r"|(?:do you have|have you got|got) the time|(?:current |the )?time|how late is it|what hour is it"
    r"|what does the clock say)(?: (?:is it|it is|here))?"
)
_DATE = re.compile(
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
class TimeAndDate:
    """Reads the clock of the glasses; one that cannot be trusted is not quoted."""

    name: str = "clock"
    intent: Intent = Intent.KNOW

    def claim(self, query: Query, recent: tuple[Past, ...]) -> Claim | None:
        said = core(query.text)
        if _TIME.fullmatch(said):
            return Claim(self.name, {"what": "time"})
        match = _DATE.fullmatch(said)
        if match is None:
            return None
        days = 1 if "tomorrow" in said else -1 if "yesterday" in said else 0
        return Claim(self.name, {"what": match["part"] or match["other"] or "date", "days": days})

    def answer(self, asked: Asked) -> Reply:
        wall = asked.facts.now.wall
        if not wall.trusted:
            raise AnswerError("My clock is not set yet, so I can't say.")
        days = int(asked.slots.get("days", 0))
        when = wall.time + timedelta(days=days)
        match asked.slots.get("what", "time"):
            case "time":
                return Reply(f"It's {when:%H:%M}.")
            case "month":
                return Reply(f"It's {when:%B}.")
            case "year":
                return Reply(f"It's {when.year}.")
        subject = {1: "Tomorrow is", -1: "Yesterday was"}.get(days, "Today is")
        return Reply(f"{subject} {in_full(when)}.")


def in_full(day: datetime) -> str:
    """`Tuesday, 4 March 2025`."""
    return f"{day:%A}, {day.day} {day:%B} {day.year}"
