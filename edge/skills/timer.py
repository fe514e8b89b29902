"""The skill for timers (Set a timer for five minutes. How long is left? Cancel the pasta timer.)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from edge.errors import AnswerError
from edge.language.durations import Duration
from edge.language.language import Language, english
from edge.language.plurals import counted
from edge.language.text import listing
from edge.language.timed import time_words
from edge.language.whens import When
from edge.messages import Alarm, AlarmKind, CancelTimers, Claim, Expect, Intent, Now, SetTimer
from edge.skills.alarm import alarm_set_at
from edge.skills.running import (
    addressed,
    is_known,
    label_text,
    name_text,
    named,
    newest,
    none_running,
    of_kind,
    points_at_last,
    which_one,
)
from edge.skills.skill import WHOLE, Asked, Meaning, Reply
from edge.skills.timer_change import Alter, altered, read_change
from edge.skills.timing import ALL, answers, done_before, said_duration, said_name, said_when

LONGEST = 7 * 86400


@dataclass(frozen=True, slots=True)
class Start:
    """A timer is wanted. `length` None: it was not said for how long; `when`: until a time of day."""

    length: Duration | None
    label: str = ""
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """The timers of this label and length are to be cancelled. `last`: of several the one that was set last."""

    label: str = ""
    length: float = 0.0
    all: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """How long is left on the timers of this label and length."""

    label: str = ""
    length: float = 0.0


@dataclass(frozen=True, slots=True)
class Timer:
    """The mind keeps the timers; this one only says which to start, change and stop."""

    name: str = "timer"
    intent: Intent = Intent.ACT
    language: Language = field(default_factory=english)
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "timer_set": (
            "Set a timer for {duration:five minutes}.",
            "Set a {duration:10 minute} {label:pasta} timer.",
            "timer {duration:90 seconds}",
            "Count down {duration:an hour and a half} for the {label:roast}.",
            "Let me know when {duration:twenty minutes} are up.",
            "Another one for {duration:three minutes}, please.",
            "I need a timer.",
        ),
        "timer_change": (
            "Add {duration:two minutes} to the timer.",
            "Take {duration:a minute} off the {label:egg} timer.",
            "Make the {label:rice} timer {duration:five minutes} longer.",
            "TimerChange the timer to {duration:half an hour}.",
            "No, {duration:fifteen minutes}.",
            "Pause the timer.",
            "Carry on with the {label:laundry} timer.",
            "Start the timer over.",
            "Rename the timer to {label:bread}.",
        ),
        "timer_left": (
            "How long is left on my timer?",
            "How much time has the {label:pasta} timer got?",
            "Which timers are running?",
            "Is the timer nearly done?",
            "time left",
        ),
        "timer_cancel": (
            "Cancel the timer.",
            "Stop the {label:pasta} timer.",
            "Turn off all my timers.",
            "I don't need the {label:egg} timer any more.",
            "Get rid of the {duration:ten minute} one.",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        wants: object = None
        match meaning.task:
            case "timer_set":
                wants = _start(meaning)
            case "timer_change":
                wants = read_change(meaning)
            case "timer_cancel":
                wants = _stop(meaning)
            case "timer_left":
                length, _ = addressed(time_words(meaning.said))
                wants = Left(said_name(meaning), length.seconds if length else 0.0)
        return Claim(self.name, WHOLE, wants) if wants is not None else None

    def answer(self, asked: Asked) -> Reply:
        match asked.wants:
            case Start(None, label, When() as when):
                return alarm_set_at(asked, when, label, self.language)
            case Start(Duration() as length, label):
                return _started(length, label, self.language)
            case Alter() as wants:
                return altered(asked, wants, self.language)
            case Stop() as wants:
                return _cancelled(asked, wants, self.language)
            case Left() as wants:
                return _left(asked, wants, self.language)
        if not asked.facts.keeps:
            return Reply(self.language.say("timer.ask_there"), degraded="this run keeps no timers")
        return Reply(self.language.say("timer.how_long"), degraded="no length of time was named", expects=Expect.LENGTH)


def _start(meaning: Meaning) -> Start | None:
    """What is to be started; None: it is something else that was said instead of the length that was asked for."""
    label, length = said_name(meaning), said_duration(meaning)
    if length is None and {"same", "again"} & set(meaning.said.split()):
        length = said_duration_before(meaning)
    if length is not None:
        return Start(length, label)
    when = said_when(meaning) if meaning.words("time") else None
    if when:
        return Start(None, label, when)
    if answers(meaning) and meaning.score < 0.5:
        return None
    return Start(None, label)


def said_duration_before(meaning: Meaning) -> Duration | None:
    """The length of the timer that was set in the turn before."""
    deed = done_before(meaning, SetTimer)
    return Duration(round(deed.act.seconds)) if deed is not None and isinstance(deed.act, SetTimer) else None


def _started(length: Duration, label: str, language: Language) -> Reply:
    if not 0 < length.seconds <= LONGEST:
        raise AnswerError(language.say("timer.limits"))
    text = language.say("timer.set", timer=label_text(label), length=length)
    return Reply(text, acts=(SetTimer(float(length.seconds), label),))


# ---------------------------------------------------------------------------------------------------- cancelling, left


def _stop(meaning: Meaning) -> Stop | None:
    tokens = time_words(meaning.said)
    length, _ = addressed(tokens)
    label = said_name(meaning) if meaning.words("label") or not answers(meaning) else ""
    if answers(meaning) and not (label or length or ALL & set(tokens)):
        return None
    return Stop(label, length.seconds if length else 0.0, bool(ALL & set(tokens)), points_at_last(meaning))


def _cancelled(asked: Asked, wants: Stop, language: Language) -> Reply:
    if not asked.facts.keeps:  # which timers run elsewhere is not known here: the mind refuses, and says why
        return Reply("", acts=(CancelTimers(wants.label),))
    running = of_kind(asked.facts.alarms, AlarmKind.TIMER)
    meant = named(running, wants.label, wants.length)
    if wants.last and not wants.all:
        meant = newest(meant)
    if not meant:
        return none_running(wants.label, running, language)
    if len(meant) > 1 and not wants.all:
        return which_one(meant, language)
    if len(meant) == len(running) and not wants.label:
        text = language.say("timer.cancelled_one" if len(meant) == 1 else "timer.cancelled_all")
        label = meant[0].label if len(meant) == 1 else ""
    else:
        text = language.say("timer.cancelled", names=listing([name_text(alarm, running) for alarm in meant]))
        label = meant[0].label
    numbers = tuple(alarm.number for alarm in meant if alarm.number)
    return Reply(text, acts=(CancelTimers(label, numbers=numbers),))


def _left(asked: Asked, wants: Left, language: Language) -> Reply:
    if not asked.facts.keeps:
        return Reply(language.say("timer.ask_there"), degraded="this run keeps no timers")
    running, now = of_kind(asked.facts.alarms, AlarmKind.TIMER), asked.facts.now
    meant = named(running, wants.label, wants.length)
    if not meant:
        return none_running(wants.label, running, language)
    no_clock = language.say("timer.no_clock")
    less = "" if all(is_known(alarm, now) for alarm in meant) else no_clock
    if len(meant) > 1:
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
