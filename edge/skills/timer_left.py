"""What is told of the timers that run: how long is left, which is first, when one rings, how many there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from edge.language.durations import Duration
from edge.language.language import Language
from edge.language.moments import moment_text
from edge.language.plurals import counted
from edge.language.text import listing
from edge.language.timed import time_words
from edge.messages import Alarm, AlarmKind, Now
from edge.records import dataclass
from edge.skills.running import addressed, is_known, label_text, meant_by, name_text, none_running, of_kind
from edge.skills.skill import Asked, Meaning, Reply
from edge.skills.timing import said_name

_FIRST = frozenset("first next soonest".split())


@dataclass(frozen=True, slots=True)
class Left:
    """How long is left on the timers of this label and length.

    `first`: which ends first. `rings`: when that is. `count`: how many there are.
    """

    label: str = ""
    length: float = 0.0
    first: bool = False
    rings: bool = False
    count: bool = False


def asked_for(meaning: Meaning) -> Left:
    """What is asked of the timers."""
    said = frozenset(time_words(meaning.said))
    length, _ = addressed(time_words(meaning.said))
    rings = bool(said & {"when", "when's", "whens"} or {"what", "time"} <= said)
    found = Left(said_name(meaning), length.seconds if length else 0.0, bool(said & _FIRST), rings)
    return replace(found, count={"many", "timers"} <= said or ("which" in said and not found.first))


def told_left(asked: Asked, wants: Left, language: Language) -> Reply:
    """The answer; without a clock that is set, and after a restart, nobody knows how long is left."""
    if not asked.facts.keeps:
        return Reply(language.say("timer.ask_there"), degraded="this run keeps no timers")
    running, now = of_kind(asked.facts.alarms, AlarmKind.TIMER), asked.facts.now
    meant = meant_by(running, wants.label, wants.length, asked.query.text)
    if not meant:
        return none_running(wants.label, running, language)
    if wants.first and len(meant) > 1:
        soonest = min(meant, key=lambda alarm: alarm.left(now))
        time = _time_left(soonest, now, language)
        return Reply(language.say("timer.first", name=name_text(soonest, meant), time=time))
    if wants.rings and len(meant) == 1 and now.wall.trusted and meant[0].held is None:
        at = now.wall.time + timedelta(seconds=meant[0].left(now))
        when = moment_text(at, now.wall.time, language)
        return Reply(language.say("timer.rings", timer=label_text(meant[0].label), when=when))
    no_clock = language.say("timer.no_clock")
    less = "" if all(is_known(alarm, now) for alarm in meant) else no_clock
    if len(meant) > 1 or wants.count:
        left = [f"{_time_left(alarm, now, language)} on {name_text(alarm, meant)}" for alarm in meant]
        text = language.say("timer.several", timers=counted(len(meant), "timer"), left=listing(left))
        return Reply(text, degraded=less)
    if less:
        return Reply(language.say("timer.left_unknown", why=no_clock), degraded=less)
    return Reply(language.say("timer.left", time=_time_left(meant[0], now, language)))


def _time_left(alarm: Alarm, now: Now, language: Language) -> str:
    if not is_known(alarm, now):
        return language.say("timer.unknown", why=language.say("timer.no_clock"))
    left = str(Duration(max(1, round(alarm.left(now)))))
    return language.say("timer.paused", time=left) if alarm.held is not None else left
