"""The skill for timers (Set a timer for five minutes. How long is left? Cancel the pasta timer.)."""

from __future__ import annotations

from itertools import pairwise

from edge.errors import AnswerError
from edge.language.durations import MINUTE, Duration, duration_in, durations, unit_of
from edge.language.labels import label_in
from edge.language.language import Language
from edge.language.numbers import below_zero_in
from edge.language.text import listing
from edge.language.timed import MARKS, Words, time_words
from edge.language.whens import When
from edge.messages import AlarmKind, CancelTimers, Claim, Expect, Intent, SetTimer, TimerChange
from edge.records import dataclass
from edge.skills.alarm import alarm_set_at
from edge.skills.running import (
    addressed,
    label_text,
    meant_by,
    name_text,
    named,
    newest,
    none_running,
    of_kind,
    ordered,
    points_at_last,
    which_one,
)
from edge.skills.skill import WHOLE, Asked, InLanguage, Meaning, Reply
from edge.skills.timer_change import Alter, altered, begins, changes, names_last, read_change
from edge.skills.timer_left import Left, asked_for, told_left
from edge.skills.timing import ALL, answers, done_before, said_duration, said_kind, said_name, said_when

LONGEST = 7 * 86400
_HEADS = frozenset({"timer", "one", "another"})


@dataclass(frozen=True, slots=True)
class Start:
    """A timer is wanted. `length` None: it was not said for how long; `when`: until a time of day.

    `again`: `the pasta timer`, which is changed where it runs.
    """

    length: Duration | None
    label: str = ""
    when: When | None = None
    again: bool = False
    more: tuple[SetTimer, ...] = ()
    """Others that are wanted in the same sentence."""


@dataclass(frozen=True, slots=True)
class Stop:
    """The timers of this label and length are to be cancelled. `last`: of several the one that was set last."""

    label: str = ""
    length: float = 0.0
    all: bool = False
    last: bool = False


class Timer(InLanguage):
    """The mind keeps the timers; this one only says which to start, change and stop."""

    name = "timer"
    intent = Intent.ACT
    examples = {
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
        "alarm_set": (),
        "alarm_cancel": (),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        kind = said_kind(time_words(meaning.said))
        wants: Start | Alter | Stop | Left | None = None
        others = "timer" if meaning.task == "timer_change" else "alarm"
        if kind != "timer" and (kind == others or meaning.task.startswith("alarm")):
            return None
        match meaning.task.replace("alarm", "timer"):
            case "timer_set":
                wants = _start(meaning)
            case "timer_change":
                wants = _start(meaning) if begins(meaning) else read_change(meaning)
            case "timer_cancel" if self.language.hears("timer.keep", meaning.said):
                wants = asked_for(meaning)  # no don't cancel it, how long is left
            case "timer_cancel":
                wants = _stop(meaning)
            case "timer_left":
                wants = asked_for(meaning)
        return Claim(self.name, WHOLE, wants) if wants is not None else None

    def answer(self, asked: Asked) -> Reply:
        match asked.wants:
            case Start(None, label, When() as when):
                return alarm_set_at(asked, when, label, self.language)
            case Start(Duration() as length, label, again=True) if _runs(asked, label):
                return altered(asked, Alter(TimerChange.LENGTH, float(length.seconds), label), self.language)
            case Start(Duration() as length, label, more=more):
                return _started((SetTimer(float(length.seconds), label), *more), self.language)
            case Alter() as wants:
                return altered(asked, wants, self.language)
            case Stop() as wants:
                return _cancelled(asked, wants, self.language)
            case Left() as wants:
                return told_left(asked, wants, self.language)
        if not asked.facts.keeps:
            return Reply(self.language.say("timer.ask_there"), degraded="this run keeps no timers")
        return Reply(self.language.say("timer.how_long"), degraded="no length of time was named", expects=Expect.LENGTH)


def _start(meaning: Meaning) -> Start | Alter | None:
    """What is to be started or changed; None: something else was said instead of the length that was asked for."""
    tokens = time_words(meaning.said)
    if tokens[-2:-1] == ("in",) and unit_of(tokens[-1]):
        return None  # 90 minutes in hours
    if changes(meaning):
        return read_change(meaning)
    several = _several(meaning)
    if len(several) > 1:
        return Start(Duration(round(several[0].seconds)), several[0].label, more=several[1:])
    label, length = said_name(meaning), said_duration(meaning)
    if length is None and label and names_last(meaning):
        return Alter(TimerChange.RENAME, name=label, last=True)
    if length is None and {"same", "again"} & set(meaning.said.split()):
        length = said_duration_before(meaning)
    if length is not None:
        length = Duration(-length.seconds) if below_zero_in(meaning.query.text) else length  # and so out of the limits
        return Start(length, label, again=f"the {label} timer".replace("  ", " ") in meaning.said)
    when = said_when(meaning) if meaning.words("time") else None
    if when:
        return Start(None, label, when)
    if answers(meaning) and meaning.score < 0.5:
        return None
    return Start(None, label)


def _runs(asked: Asked, label: str) -> bool:
    return len(named(of_kind(asked.facts.alarms, AlarmKind.TIMER), label)) == 1


def said_duration_before(meaning: Meaning) -> Duration | None:
    """The length of the timer that was set in the turn before."""
    deed = done_before(meaning, SetTimer)
    return Duration(round(deed.act.seconds)) if deed is not None and isinstance(deed.act, SetTimer) else None


def _several(meaning: Meaning) -> tuple[SetTimer, ...]:
    """The timers that a sentence names one by one: `one for ten minutes and another one for twelve`; else none."""
    tokens = time_words(meaning.said)
    inside = {at for one in durations(tokens) for at in range(one.start, one.end)}
    cuts = [at for at, word in enumerate(tokens) if word == "and" and at not in inside]
    cuts = [at for at, end in zip(cuts, (*cuts[1:], len(tokens)), strict=False) if _names_one(tokens[at:end])]
    parts = [" ".join(tokens[first:end]) for first, end in pairwise((0, *cuts, len(tokens)))]
    lengths = [duration_in(part, MINUTE) for part in parts]
    if MARKS & set(tokens) or not all(lengths):
        return ()
    names = [label_in(time_words(part), ones=True) for part in parts]
    return tuple(SetTimer(float(length.seconds), name) for length, name in zip(lengths, names, strict=True) if length)


def _names_one(tokens: Words) -> bool:
    """Whether a timer is named here, and no part of a length: `one for the eggs`, but not `one minute`."""
    pairs = zip(tokens, (*tokens[1:], ""), strict=True)
    return any(word in _HEADS and not (word == "one" and unit_of(after)) for word, after in pairs)


def _started(timers: tuple[SetTimer, ...], language: Language) -> Reply:
    if not all(0 < timer.seconds <= LONGEST for timer in timers):
        raise AnswerError(language.say("timer.limits"))
    told = (
        language.say("timer.set", timer=label_text(timer.label), length=Duration(round(timer.seconds)))
        for timer in timers
    )
    return Reply(" ".join(told), acts=timers)


# ----------------------------------------------------------------------------------------------------------- cancelling


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
    place = ordered(running, asked.query.text)
    meant = place or meant_by(running, wants.label, wants.length, asked.query.text)
    if wants.last and not (wants.all or place):
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
