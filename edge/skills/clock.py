"""The skill for the time of day (What time is it? Is it past five? How long until seven?)."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from itertools import pairwise

from edge.errors import AnswerError
from edge.language.clock_times import ClockTime, clock_in, find_clock
from edge.language.durations import DAY, Duration, find_duration
from edge.language.language import Language
from edge.language.moments import time_text, weekday_name
from edge.language.numbers import whole_at
from edge.language.timed import Words, time_words
from edge.language.whens import When
from edge.language.zones import several_at, zone_at
from edge.messages import Claim, Intent
from edge.records import dataclass
from edge.skills.skill import OPEN, WHOLE, Asked, InLanguage, Meaning, Reply, wanted

MOST = DAY  # further from now the date is asked for, too
_LONG = frozenset("long minutes hours far much".split())
_EVENTS = {("time", "does"), ("time", "did"), ("time", "will")}
_HERE = frozenset("the a an half quarter here this morning afternoon evening it now my".split())


@dataclass(frozen=True, slots=True)
class Moment:
    """What is asked of the clock: the time, whether it is before or after `clock`, or how long it is until then.

    `length`: the seconds after which, or before now (negative), the time is asked for.
    """

    what: str = "time"
    clock: ClockTime | None = None
    length: int = 0
    place: str = ""
    zone: tzinfo | None = None
    """The time of this place is asked for."""


class TimeOfDay(InLanguage):
    """Reads the clock of the glasses; one that cannot be trusted is not quoted."""

    name = "clock"
    intent = Intent.KNOW
    examples = {
        "time": (
            "What time is it?",
            "Tell me the time, please.",
            "Do you have the time?",
            "Is it past {time:five} yet?",
            "How long until {time:half past seven}?",
            "How late is it?",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        tokens = time_words(meaning.said)
        places = [at for at in range(1, len(tokens)) if tokens[at - 1] == "in"]
        found = next((one for at in places if (one := zone_at(tokens, at, self.language)) is not None), None)
        if found is not None and "difference" not in tokens:
            return Claim(self.name, WHOLE, Moment("there", _clock(tokens), place=found[0], zone=found[1]))
        away = (tokens[at] not in _HERE and whole_at(tokens, at) is None for at in places)
        if any(away) or any(several_at(tokens, at, self.language) for at in places):
            return None  # the time of a place that nobody here knows
        clock = clock_in(meaning.words("time")) or _clock(tokens)
        if clock is None:
            length = _length(tokens)
            counts = "many" in tokens and not length  # what an hour has is no time of day
            other = _of_an_event(tokens) and not length
            return None if counts or other else Claim(self.name, WHOLE, Moment(length=length))
        asks = "until" if _LONG & set(tokens) else "before" if "before" in tokens else "past"
        return Claim(self.name, WHOLE, Moment(asks, clock))

    def instead(self, meaning: Meaning) -> str:
        """Whether it is asked how long it is until a time of day, whatever else is running: `till the bus at 8:05`."""
        tokens = time_words(meaning.said)
        asks = tokens[:2] == ("how", "long") and {"until", "till"} & set(tokens)
        return "time" if asks and meaning.task in OPEN | {"timer_left"} and _clock(tokens) else ""

    def answer(self, asked: Asked) -> Reply:
        wall, wants = asked.facts.now.wall, wanted(asked, Moment)
        if not wall.trusted:
            raise AnswerError(self.language.say("clock.not_set"))
        if wants.zone is not None:
            return self._there(wall.time, wants)
        time = time_text(wall.time)
        if wants.length:
            key, length = "later" if wants.length > 0 else "earlier", Duration(abs(wants.length))
            then = time_text(wall.time + timedelta(seconds=wants.length))
            return Reply(self.language.say(f"clock.{key}", length=length, time=then))
        if wants.clock is None:
            return Reply(self.language.say("clock.time", time=time))
        if wants.what == "until":
            return _until(wall.time, wants.clock, self.language)
        gone = wall.time >= _nearest(wall.time, wants.clock)
        yes = gone if wants.what == "past" else not gone
        return Reply(self.language.say("clock.yes" if yes else "clock.no", time=time))

    def _there(self, now: datetime, wants: Moment) -> Reply:
        """The time of another place, now or when it is `clock` here, with its day where that is not the one here."""
        here = now if wants.clock is None else When(clock=wants.clock).at(now) or now
        there, say = here.astimezone(wants.zone), self.language.say
        day = say("when.weekday", weekday=weekday_name(there, self.language)) if there.date() != here.date() else ""
        told = {"time": time_text(there), "day": f" {day}".rstrip(), "place": wants.place}
        if wants.clock is None:
            return Reply(say("clock.there", **told))
        return Reply(say("clock.then_there", here=time_text(here), **told))


def _clock(tokens: Words) -> ClockTime | None:
    found = find_clock(tokens)
    return found.value if found is not None and found.plain > 1 else None


def _length(tokens: Words) -> int:
    """The seconds from now of the moment whose time is asked for; negative: ago. 0: it is now."""
    found = find_duration(tokens)
    if found is None or found.value.seconds > MOST or "many" in tokens:
        return 0
    if tokens[found.end : found.end + 1] == ("ago",):
        return -found.value.seconds
    ahead = tokens[found.start - 1 : found.start] == ("in",) or tokens[found.end : found.end + 2] == ("from", "now")
    return found.value.seconds if ahead else 0


def _of_an_event(tokens: Words) -> bool:
    """Whether it is asked when something is or begins, which the clock does not tell."""
    return tokens[:1] == ("when",) or any(pair in _EVENTS for pair in pairwise(tokens))


def _until(now: datetime, clock: ClockTime, language: Language) -> Reply:
    at = When(clock=clock).at(now)
    if at is None:
        raise AnswerError(language.say("clock.not_set"))
    minutes = Duration(60 * max(1, round((at - now).total_seconds() / 60)))
    return Reply(language.say("clock.until", length=minutes, time=time_text(at)))


def _nearest(now: datetime, clock: ClockTime) -> datetime:
    """The moment of today at which the clock shows this, or the one nearest to now where there are several."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if clock.sure and clock.hour < 24:
        return midnight + timedelta(hours=clock.hour, minutes=clock.minute)
    hours = (clock.hour,) if clock.sure else (clock.hour % 12, clock.hour % 12 + 12)
    readings = [
        midnight + timedelta(days=day, hours=hour, minutes=clock.minute) for day in (-1, 0, 1) for hour in hours
    ]
    return min(readings, key=lambda at: abs(at - now))
