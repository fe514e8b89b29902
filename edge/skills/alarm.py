"""The skill for alarms (Wake me at half past six. Cancel my alarm. When is my alarm?)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from edge.errors import AnswerError
from edge.language.clock_times import clocks
from edge.language.durations import HOUR, MINUTE, Duration
from edge.language.language import Language, english
from edge.language.moments import moment_text
from edge.language.text import listing
from edge.language.timed import MARKS, corrects, time_words
from edge.language.whens import When
from edge.messages import Alarm, AlarmKind, CancelTimers, Claim, Expect, Intent, SetAlarm
from edge.skills.running import at_time, newest, of_kind, points_at_last
from edge.skills.skill import WHOLE, Asked, Meaning, Reply
from edge.skills.timing import (
    ALL,
    ALSO,
    agrees,
    answers,
    done_before,
    merged,
    moment,
    repeats,
    said_duration,
    said_name,
    said_when,
    when_before,
    which_day,
)

NO_TIME = When()
SNOOZE = Duration(10 * MINUTE)
LONG = 12 * HOUR  # nobody sleeps on for longer than that
_CHANGES = frozenset("change move push shift early late earlier later instead".split())


@dataclass(frozen=True, slots=True)
class Wake:
    """An alarm is wanted. `changes`: it goes for the one of the moment `which`, or that was set last.

    `agreed`: whether to what was offered instead of a repeated one.
    """

    when: When
    label: str = ""
    changes: bool = False
    which: When = NO_TIME
    repeated: bool = False
    agreed: bool | None = None


@dataclass(frozen=True, slots=True)
class NoAlarm:
    """The alarms of this moment are to be cancelled."""

    when: When
    all: bool = False
    newest: bool = False


@dataclass(frozen=True, slots=True)
class Snooze:
    """It is to ring again after so long."""

    length: Duration


@dataclass(frozen=True, slots=True)
class AlarmsAt:
    """Which alarms there are of this moment."""

    when: When


@dataclass(frozen=True, slots=True)
class AlarmClock:
    """The mind keeps the alarms; this one only says which to set and stop."""

    name: str = "alarm"
    intent: Intent = Intent.ACT
    language: Language = field(default_factory=english)
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "alarm_set": (
            "Wake me up at {time:7:30}.",
            "Set an alarm for {time:half past six} {date:tomorrow}.",
            "alarm {time:6 30 am}",
            "I have to be up by {time:quarter to seven} on {date:friday}.",
            "Wake me in {duration:eight hours}.",
            "No, {time:eight o'clock}.",
            "Move my alarm to {time:nine}.",
            "Set an alarm.",
        ),
        "alarm_cancel": (
            "Cancel my alarm.",
            "Turn off the {time:seven} alarm.",
            "Don't wake me {date:tomorrow}.",
            "Delete all alarms.",
            "Snooze.",
        ),
        "alarm_list": (
            "When is my alarm?",
            "What alarms have I got for {date:tomorrow}?",
            "Is there an alarm set for {time:seven}?",
            "list my alarms",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        wants: Wake | NoAlarm | Snooze | AlarmsAt | None = AlarmsAt(said_when(meaning))
        if meaning.task == "alarm_set":
            wants = _wake(meaning)
        elif meaning.task == "alarm_cancel":
            wants = _off(meaning)
        return Claim(self.name, WHOLE, wants) if wants is not None else None

    def answer(self, asked: Asked) -> Reply:
        match asked.wants:
            case Wake() as wants:
                return _set(asked, wants, self.language)
            case NoAlarm() as wants:
                return _cancelled(asked, wants, self.language)
            case Snooze(length):
                return _snoozed(asked, length, self.language)
            case AlarmsAt(when):
                return _listed(asked, when, self.language)
        raise AnswerError(self.language.say("alarm.what_time"))


def _wake(meaning: Meaning) -> Wake | None:
    tokens, label = time_words(meaning.said), said_name(meaning)
    when, before = said_when(meaning, any_length=True), when_before(meaning)
    if answers(meaning, Expect.YES_OR_NO) and not when:
        agreed = agrees(meaning)
        return Wake(before, label, agreed=agreed) if agreed is not None else None
    if answers(meaning):
        return Wake(merged(when, before), label, repeated=repeats(meaning)) if when or meaning.score >= 0.5 else None
    past = done_before(meaning, SetAlarm) if meaning.past is not None else None
    follows = past is not None and bool(corrects(tokens) or ALSO & set(tokens) or tokens[:1] in (("and",), ("on",)))
    adds = bool(ALSO & set(tokens)) or tokens[:1] == ("and",)
    changes, which = not adds and (follows or bool(_CHANGES & set(tokens))), NO_TIME
    if changes and len(named := clocks(tokens)) > 1 and not MARKS & set(tokens):  # from seven to eight
        when, which = replace(when, clock=named[-1].value.within(when.part)), When(clock=named[0].value)
    return Wake(merged(when, before) if follows else when, label, changes, which, repeats(meaning))


def _off(meaning: Meaning) -> NoAlarm | Snooze | None:
    tokens, when, length = time_words(meaning.said), said_when(meaning), said_duration(meaning)
    if "snooze" in tokens or (length is not None and length.seconds < LONG) or {"bit", "little"} & set(tokens):
        return Snooze(length or SNOOZE)
    if answers(meaning) and not (when or ALL & set(tokens)):
        return None
    return NoAlarm(when, bool(ALL & set(tokens)), points_at_last(meaning))


def _set(asked: Asked, wants: Wake, language: Language) -> Reply:
    if wants.agreed is False:
        return Reply(language.say("alarm.left"))
    if (question := which_day(wants.when, language)) is not None:
        return question
    if wants.repeated:
        return _offer(asked, wants, language)
    alarms = of_kind(asked.facts.alarms, AlarmKind.ALARM) if wants.changes else ()
    replaced = newest(at_time(alarms, wants.which, asked.facts.now.wall.time) or alarms)
    return alarm_set_at(asked, wants.when, wants.label, language, replaced[0] if replaced else None)


def alarm_set_at(asked: Asked, when: When, label: str, language: Language, replaced: Alarm | None = None) -> Reply:
    """What is said of an alarm at this moment, and the act; a question where the time is missing."""
    now = asked.facts.now.wall
    if not when or (when.clock is None and not when.part and when.length is None):
        return Reply(language.say("alarm.what_time"), degraded="no time was named", expects=Expect.TIME)
    if not now.trusted and when.length is None:
        raise AnswerError(language.say("alarm.no_clock"))
    at = moment(when, now.time, language)
    if at is None:
        return Reply(language.say("alarm.what_time"), degraded="no time was named", expects=Expect.TIME)
    label = label or (replaced.label if replaced is not None else "")
    seconds = float(when.length.seconds) if when.length is not None else None
    act = SetAlarm(at, label, seconds, replaced.number if replaced is not None else 0)
    name = f"{label} alarm" if label else "alarm"
    told = language.say("when.in", length=when.length) if when.length is not None else ""
    told = told if not now.trusted else ", ".join(filter(None, (told, moment_text(at, now.time, language))))
    return Reply(language.say("alarm.set", alarm=name, when=told), acts=(act,))


def _offer(asked: Asked, wants: Wake, language: Language) -> Reply:
    """Nothing is repeated here; the next single one is offered."""
    now = asked.facts.now.wall
    at = moment(wants.when, now.time, language) if now.trusted and wants.when else None
    if at is None:
        return Reply(language.say("alarm.no_repeat"), degraded="alarms are not repeated")
    text = language.say("alarm.offer", when=moment_text(at, now.time, language))
    return Reply(text, degraded="alarms are not repeated", expects=Expect.YES_OR_NO)


def _cancelled(asked: Asked, wants: NoAlarm, language: Language) -> Reply:
    now = asked.facts.now.wall.time
    if not asked.facts.keeps:
        at = moment(wants.when, now, language) if wants.when.clock is not None else None
        return Reply("", acts=(CancelTimers(kind=AlarmKind.ALARM, at=at),))
    running = of_kind(asked.facts.alarms, AlarmKind.ALARM)
    meant = at_time(running, wants.when, now) if wants.when else running
    if wants.newest and not wants.all and not wants.when:
        meant = newest(meant)
    if not meant:
        return _none(running, asked, language)
    several = wants.all or (wants.when.day is not None and wants.when.clock is None)
    if len(meant) > 1 and not several:
        times = listing([moment_text(one.rings, now, language) for one in meant], "or")
        return Reply(language.say("alarm.which", times=times), degraded="it is not clear which", expects=Expect.TIME)
    times = listing([moment_text(one.rings, now, language) for one in meant])
    text = language.say("alarm.cancelled_one" if len(meant) == 1 else "alarm.cancelled", times=times)
    at = meant[0].rings if len(meant) == 1 and wants.when.clock is not None else None
    act = CancelTimers(kind=AlarmKind.ALARM, numbers=tuple(one.number for one in meant if one.number), at=at)
    return Reply(text, acts=(act,))


def _snoozed(asked: Asked, length: Duration, language: Language) -> Reply:
    when = When(length=length)
    reply = alarm_set_at(asked, when, "", language)
    return Reply(language.say("alarm.snoozed", length=length), acts=reply.acts)


def _listed(asked: Asked, when: When, language: Language) -> Reply:
    if not asked.facts.keeps:
        return Reply(language.say("alarm.ask_there"), degraded="this run keeps no alarms")
    now, running = asked.facts.now.wall.time, of_kind(asked.facts.alarms, AlarmKind.ALARM)
    meant = at_time(running, when, now) if when else running
    if not meant:
        return _none(running, asked, language)
    times = listing([moment_text(one.rings, now, language) for one in meant])
    if len(meant) == 1:
        return Reply(language.say("alarm.one", times=times))
    return Reply(language.say("alarm.several", count=len(meant), times=times))


def _none(running: tuple[Alarm, ...], asked: Asked, language: Language) -> Reply:
    """There is none such; and which there are."""
    none = language.say("alarms.no_alarm", label="")
    if not running:
        return Reply(none)
    times = listing([moment_text(one.rings, asked.facts.now.wall.time, language) for one in running])
    return Reply(language.say("alarm.others", times=times))
