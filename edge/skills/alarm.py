"""The skill for alarms (Wake me at half past six. Cancel my alarm. When is my alarm?)."""

from __future__ import annotations

from dataclasses import replace

from edge.errors import AnswerError
from edge.language.clock_times import beside_hour, clocks
from edge.language.day_words import days
from edge.language.durations import HOUR, MINUTE, Duration
from edge.language.labels import called_in
from edge.language.language import Language
from edge.language.moments import moment_text
from edge.language.timed import MARKS, Words, corrects, time_words
from edge.language.whens import When, moved
from edge.messages import Alarm, AlarmKind, Claim, Expect, Intent, SetAlarm
from edge.records import dataclass
from edge.skills.alarms_told import AlarmsAt, NoAlarm, cancelled, listed
from edge.skills.running import at_time, newest, of_kind, points_at_last
from edge.skills.skill import WHOLE, Asked, InLanguage, Meaning, Reply
from edge.skills.timing import (
    ALL,
    ALSO,
    agrees,
    answers,
    done_before,
    merged,
    moment,
    name_of,
    offered,
    repeats,
    said_duration,
    said_kind,
    said_slot,
    said_when,
    when_before,
    which_day,
    with_kind,
)

NO_TIME = When()
SNOOZE = Duration(10 * MINUTE)
LONG = 12 * HOUR  # nobody sleeps on for longer than that
_ENDS = frozenset("don't cancel stop off forget delete remove need".split())
_CHANGES = frozenset("change move push shift early late earlier later instead".split())


@dataclass(frozen=True, slots=True)
class WakeMe:
    """An alarm is wanted. `changes`: it goes for the one of the moment `which`, or that was set last.

    `agreed`: whether to what was offered instead of a repeated one. `minute`: its hour stays, and is not said again.
    """

    when: When
    label: str = ""
    changes: bool = False
    which: When = NO_TIME
    repeated: bool = False
    agreed: bool | None = None
    minute: int | None = None


@dataclass(frozen=True, slots=True)
class Snooze:
    """It is to ring again after so long."""

    length: Duration


class AlarmClock(InLanguage):
    """The mind keeps the alarms; this one only says which to set and stop."""

    name = "alarm"
    intent = Intent.ACT
    examples = {
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
        "timer_set": (),
        "timer_cancel": (),
        "timer_left": (),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        tokens = time_words(meaning.said)
        if meaning.task.startswith("timer") and said_kind(tokens) != "alarm":
            return None
        meaning = with_kind(meaning, "alarm")
        wants: WakeMe | NoAlarm | Snooze | AlarmsAt | None
        match meaning.task:
            case "alarm_cancel" if _other_day(meaning, tokens):
                wants = _wake(meaning)
                if wants is not None and (named := days(tokens)):  # not tomorrow, thursday's a holiday, friday
                    wants = replace(wants, when=replace(wants.when, day=named[-1].value))
            case "alarm_set" | "timer_set" if not _cancels(tokens):
                wants = _wake(meaning)
            case "alarm_set" | "timer_set" | "alarm_cancel" | "timer_cancel":
                wants = _off(meaning)
            case _:
                length_of = bool({"long", "much"} & set(tokens))
                wants = AlarmsAt(said_when(meaning), length_of, length_of and points_at_last(meaning))
        return Claim(self.name, WHOLE, wants) if wants is not None else None

    def answer(self, asked: Asked) -> Reply:
        match asked.wants:
            case WakeMe() as wants:
                return _set(asked, wants, self.language)
            case NoAlarm() as wants:
                return cancelled(asked, wants, self.language)
            case Snooze(length):
                return _snoozed(asked, length, self.language)
            case AlarmsAt() as wants:
                return listed(asked, wants, self.language)
        raise AnswerError(self.language.say("alarm.what_time"))


def _wake(meaning: Meaning) -> WakeMe | None:
    tokens = time_words(meaning.said)
    label = called_in(tokens) or name_of(said_slot(meaning, "label"))
    when, before = said_when(meaning, any_length=True), when_before(meaning)
    if answers(meaning, Expect.YES_OR_NO) and not when:
        agreed = agrees(meaning)
        return WakeMe(before, label, agreed=agreed) if agreed is not None else None
    if answers(meaning):
        return WakeMe(merged(when, before), label, repeated=repeats(meaning)) if when or meaning.score >= 0.5 else None
    past = done_before(meaning, SetAlarm) if meaning.past is not None else None
    follows = past is not None and bool(corrects(tokens) or ALSO & set(tokens) or tokens[:1] in (("and",), ("on",)))
    adds = bool(ALSO & set(tokens)) or tokens[:1] == ("and",)
    spoken_of = corrects(tokens) and meaning.past is not None and meaning.past.task.startswith("alarm")
    changes, which = not adds and (follows or spoken_of or bool(_CHANGES & set(tokens))), NO_TIME
    minute = beside_hour(tokens)
    if minute is not None and not clocks(tokens) and not adds:
        return WakeMe(NO_TIME, label, changes=True, minute=minute)
    if changes and len(named := clocks(tokens)) > 1 and not MARKS & set(tokens):  # from seven to eight
        when, which = replace(when, clock=named[-1].value.within(when.part)), When(clock=named[0].value)
    return WakeMe(merged(when, before) if follows else when, label, changes, which, repeats(meaning))


def _other_day(meaning: Meaning, tokens: Words) -> bool:
    """Whether the alarm of the turn before is to ring on another day or hour: `no, not tomorrow, friday`."""
    put_right = done_before(meaning, SetAlarm) is not None and tokens[:1] in (("no",), ("actually",), ("sorry",))
    return put_right and not _cancels(tokens) and not _ENDS & set(tokens) and bool(said_when(meaning))


def _cancels(tokens: Words) -> bool:
    """Whether it begins with what ends an alarm: `turn off the one at eight`."""
    return tokens[:2] in (("turn", "off"), ("switch", "off")) or tokens[0] in ("cancel", "delete", "remove", "scrap")


def _off(meaning: Meaning) -> NoAlarm | Snooze | None:
    tokens, when, length = time_words(meaning.said), said_when(meaning), said_duration(meaning)
    soon = length is not None and length.seconds < LONG and when.clock is None
    if "snooze" in tokens or soon or {"bit", "little"} & set(tokens):
        return Snooze(length or SNOOZE)
    if answers(meaning) and not (when or ALL & set(tokens)):
        return None
    return NoAlarm(when, bool(ALL & set(tokens)), points_at_last(meaning))


def _set(asked: Asked, wants: WakeMe, language: Language) -> Reply:
    if wants.agreed is False:
        return Reply(language.say("alarm.left"))
    if (question := which_day(wants.when, language)) is not None:
        return question
    if wants.repeated:
        now = asked.facts.now.wall
        at = moment(wants.when, now.time, language) if now.trusted and wants.when else None
        return offered("alarm", at, now.time, language)
    alarms = of_kind(asked.facts.alarms, AlarmKind.ALARM) if wants.changes else ()
    replaced = newest(at_time(alarms, wants.which, asked.facts.now.wall.time) or alarms)
    when = moved(replaced[0].rings, wants.minute) if replaced and wants.minute is not None else wants.when
    return alarm_set_at(asked, when, wants.label, language, replaced[0] if replaced else None)


def alarm_set_at(asked: Asked, when: When, label: str, language: Language, replaced: Alarm | None = None) -> Reply:
    """What is said of an alarm at this moment, and the act; a question where the time is missing."""
    now = asked.facts.now.wall
    named = when.clock is not None or when.part or when.length is not None
    if named and not now.trusted and when.length is None:
        raise AnswerError(language.say("alarm.no_clock"))
    at = moment(when, now.time, language) if named else None
    if at is None:
        return Reply(language.say("alarm.what_time"), degraded="no time was named", expects=Expect.TIME)
    label = label or (replaced.label if replaced is not None else "")
    seconds = float(when.length.seconds) if when.length is not None else None
    act = SetAlarm(at, label, seconds, replaced.number if replaced is not None else 0)
    name = f"{label} alarm" if label else "alarm"
    told = language.say("when.in", length=when.length) if when.length is not None else ""
    told = told if not now.trusted else ", ".join(filter(None, (told, moment_text(at, now.time, language))))
    return Reply(language.say("alarm.set", alarm=name, when=told), acts=(act,))


def _snoozed(asked: Asked, length: Duration, language: Language) -> Reply:
    when = When(length=length)
    reply = alarm_set_at(asked, when, "", language)
    return Reply(language.say("alarm.snoozed", length=length), acts=reply.acts)
