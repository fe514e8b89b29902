"""The skill for timers and alarms (Set a timer for five minutes. How long is left? Cancel the pasta timer.)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from edge.errors import AnswerError
from edge.language.patterns import Pattern
from edge.language.plurals import counted
from edge.language.polite import core
from edge.language.text import listing
from edge.language.times import Clock, clock_in, duration, seconds_in, words_besides
from edge.messages import Alarm, CancelTimers, Claim, Expect, Intent, Now, SetTimer
from edge.skills.skill import PARTLY, WHOLE, Asked, Meaning, Reply

HOW_LONG = "For how long?"
NO_CLOCK = "my clock is not set"
ASK_THERE = "No timer runs here: ask a running Glint, `glint run` or `glint chat`."
LONGEST = 7 * 86400
_CANCEL = Pattern(
    r"^(?:please )?(?:cancel|stop|delete|remove|clear|end|kill|turn off|switch off|dismiss)(?: (?P<all>all|both"
    r"|every))?(?: of)?"
    r"(?: (?:my|the|that|this|our))*(?P<label>(?: [\w'-]+){0,3}?) (?:timers?|alarms?)$"
)
_LEFT = Pattern(
    r"^(?:how (?:long|much (?:longer|time|more time)|many (?:more )?(?:minutes|seconds|hours))(?: (?:is|do i have"
    r"|have i got|are|does|has))?"
    r"(?: there)?(?: (?:left|remaining|until|till|before))?(?: (?:on|for|in|does|is|has))?(?: (?:my|the"
    r"|this))?(?P<label>(?: [\w'-]+){0,3}?) ?(?:timers?|alarms?)"
    r"(?: (?:goes off|rings|has|have|got|left|remaining|have left|is done))*|how (?:long|much time) (?:is )?(?:left"
    r"|remaining)"
    r"|(?:check|show|what(?:'s| is)|what are|status of|list)(?: (?:on|me|all))*(?: (?:my"
    r"|the))?(?: [\w'-]+){0,2}? ?(?:timers?|alarms?)"
    r"(?: (?:status|at|set for|set|are running|running|do i have|have i set))*|(?:do i have|are there"
    r"|is there)(?: an?| any)? (?:timers?|alarms?)"
    r"(?: (?:set|running|on))*)$"
)
_SET = Pattern(
    r"^(?:(?:can|could|would|will) you )?(?:please )?(?:i (?:want|need|would like|'d like) (?:you to )?)?"
    r"(?:(?:set|start|create|make|put on|begin|run|add|give me|need|do)(?: me)?(?: up)? (?:an?|the|another|my)?"
    r".*\b(?:timer|alarm|countdown)\b"
    r"|(?:timer|alarm|countdown)(?: for| of)? |(?:wake|alert|nudge) me(?: up)? (?:in|at|after)"
    r"|remind me (?:(?:to|about) .+ )?(?:in|after|at)"
    r"|(?:\S+ ){1,6}timer$|(?:an?|another) .*\btimer\b|count ?down(?: from)? )"
)
_ANOTHER = Pattern(
    r"\b(?:every|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekdays?|daily|next week)\b"
)
_CALLED = Pattern(r"\b(?:called|named|labell?ed) ([\w' -]+?)(?: (?:for|in|at|of) .*)?$")
_TO_DO = Pattern(r"^remind me (?:in|after|at) .*? (?:to|about) (.+)$")
_DO_THEN = Pattern(r"^remind me (?:to|about) (.+) (?:in|after|at) (?!the\b|my\b).+$")
_KIND = Pattern(
    r"\b(?:an?|the|my|another) (?:[\w'.-]+[ -](?:second|minute|hour|min|sec)s? )?([\w' -]{2,30}?) (?:timer|alarm"
    r"|countdown)\b"
)
_NO_LABEL = frozenset(
    "set start new quick short timer alarm countdown kitchen? second minute hour another and a half".split()
)
_USED = frozenset(
    """
    set start create make put on begin run add give need do me up a an the another my timer alarm countdown count down
    for of in at after to from about called named labelled labeled wake alert nudge remind please can could would will
    you i want need like 'd i'd and
    """.split()
)
_JUST_TIME = Pattern(r"^(?:for |in |about )?(?:[\w.-]+ ){1,5}(?:seconds?|minutes?|hours?|mins?|secs?)(?: and a half)?$")


@dataclass(frozen=True, slots=True)
class SetFor:
    """A timer is wanted that rings in so many seconds; None: it was not said in how many."""

    seconds: float | None
    label: str = ""


@dataclass(frozen=True, slots=True)
class SetAt:
    """A timer is wanted that rings at a time of day, which only the clock can turn into seconds."""

    clock: Clock
    label: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """The timers with this label are to be cancelled, or all of them."""

    label: str = ""
    all: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """How long is left on the timers with this label."""

    label: str = ""


@dataclass(frozen=True, slots=True)
class Timer:
    """The mind keeps the timers; this one only says which to start and stop."""

    name: str = "timer"
    intent: Intent = Intent.ACT
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "timer_set": (
            "Set a timer for five minutes.",
            "Wake me up at 7:30.",
            "How long is left on my timer?",
            "Cancel the timer.",
            "Set a 10 minute pasta timer.",
            "Remind me in 20 minutes to check the oven.",
            "timer 90 seconds",
            "How much time is left?",
            "Stop the pasta timer.",
            "Set an alarm for half past six.",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        said = core(meaning.query.text)
        if match := _CANCEL.match(said):
            return Claim(self.name, wants=Stop(_named(match["label"]), bool(match["all"])))
        if match := _LEFT.match(said):
            return Claim(self.name, wants=Left(_named(match["label"])))
        asked_back = (
            bool(meaning.recent) and meaning.recent[-1].expects is Expect.LENGTH and bool(_JUST_TIME.match(said))
        )
        if (not _SET.match(said) and not asked_back) or _ANOTHER.search(said):
            return None
        wants = _set(said)
        if wants is None:
            return None
        left = words_besides(said, _USED | set(wants.label.split()))
        return Claim(self.name, PARTLY if left else WHOLE, wants)

    def answer(self, asked: Asked) -> Reply:
        match asked.wants:
            case Stop() as wants:
                return _cancelled(asked, wants)
            case Left(label):
                return _left(asked, label)
            case SetFor(float(seconds), label):
                return _started_for(seconds, label)
            case SetAt(clock, label):
                return _started_at(asked.facts.now, clock, label)
        if not asked.facts.keeps:
            return Reply(ASK_THERE, degraded="this run keeps no timers")
        return Reply(HOW_LONG, degraded="no length of time was named", expects=Expect.LENGTH)


def _set(said: str) -> SetFor | SetAt | None:
    """What is to be set: so many seconds from now, or a time of day."""
    label = _label(said)
    seconds = seconds_in(said)
    if seconds is not None:
        return SetFor(float(seconds), label)
    bare = re.sub(r" (?:today|please)\b", "", said)
    clock = clock_in(bare) or clock_in(re.sub(r" (?:to|called|named) .*$", "", bare))
    if clock is not None:
        return SetAt(clock, label)
    return SetFor(None, label) if "timer" in said else None


def _label(said: str) -> str:
    for pattern in (_CALLED, _TO_DO, _DO_THEN, _KIND):
        if match := pattern.search(said):
            return _named(match[1])
    last = re.search(r"\bfor (?:my |the |some )?([a-z][\w' -]*)$", said)
    return _named(last[1]) if last and seconds_in(last[1]) is None and clock_in(last[1]) is None else ""


def _named(text: str | None) -> str:
    kept = [word for word in (text or "").split() if word not in _NO_LABEL and seconds_in(f"{word} minutes") is None]
    return " ".join(kept) if not {"timer", "minutes", "seconds", "hours"} & set(kept) else ""


def _started_for(seconds: float, label: str) -> Reply:
    """So many seconds from now."""
    _check(seconds)
    text = f"Your {f'{label} timer' if label else 'timer'} is set for {duration(seconds)}."
    return Reply(text, acts=(SetTimer(seconds, label),))


def _started_at(now: Now, clock: Clock, label: str) -> Reply:
    """At a time of day: this one follows the wall clock when it is put right."""
    if not now.wall.trusted:
        raise AnswerError("My clock is not set, so I can only set timers such as: in ten minutes.")
    rings = next_time(now.wall.time, clock)
    seconds = (rings - now.wall.time).total_seconds()
    _check(seconds)
    text = f"Your {label or 'alarm'} is set for {rings:%H:%M}, {duration(round(seconds / 60) * 60)} from now."
    return Reply(text, acts=(SetTimer(seconds, label, rings),))


def _check(seconds: float) -> None:
    if not 0 < seconds <= LONGEST:
        raise AnswerError("I can set timers from one second to seven days.")


def next_time(now: datetime, clock: Clock) -> datetime:
    """The next moment at which a clock shows this; within twelve hours where morning or evening was not said."""
    hours = {clock.hour} if clock.sure else {clock.hour % 12, clock.hour % 12 + 12}
    today = [now.replace(hour=hour, minute=clock.minute, second=0, microsecond=0) for hour in hours]
    return min(at if at > now else at + timedelta(days=1) for at in today)


def _chosen(asked: Asked, label: str) -> list[Alarm]:
    return [alarm for alarm in asked.facts.alarms if not label or label in alarm.label]


def _cancelled(asked: Asked, wants: Stop) -> Reply:
    chosen, label = _chosen(asked, wants.label), wants.label
    if not asked.facts.keeps:  # which timers run elsewhere is not known here: the mind refuses, and says why
        return Reply("", acts=(CancelTimers(label),))
    if not chosen:
        return _none_running(label)
    if len(chosen) > 1 and not wants.all and not label:
        names = listing([_name(alarm) for alarm in chosen])
        return Reply(f"There are {len(chosen)} timers: {names}. Say which one, or say cancel all timers.")
    if not label and len(chosen) == len(asked.facts.alarms):
        return Reply(f"I cancelled {'your timer' if len(chosen) == 1 else 'all timers'}.", acts=(CancelTimers(),))
    acts = tuple(CancelTimers(name) for name in dict.fromkeys(alarm.label for alarm in chosen))
    return Reply(f"I cancelled {listing([_name(alarm) for alarm in chosen])}.", acts=acts)


def _none_running(label: str) -> Reply:
    return Reply(f"There is no {label} timer running." if label else "There is no timer running.")


def _left(asked: Asked, label: str) -> Reply:
    if not asked.facts.keeps:
        return Reply(ASK_THERE, degraded="this run keeps no timers")
    chosen, now = _chosen(asked, label), asked.facts.now
    if not chosen:
        return _none_running(label)
    less = "" if all(_known(alarm, now) for alarm in chosen) else NO_CLOCK
    if len(chosen) > 1:
        left = [f"{_time_left(alarm, now)} on {_name(alarm)}" for alarm in chosen]
        return Reply(f"You have {counted(len(chosen), 'timer')}: {listing(left)}.", degraded=less)
    if less:
        return Reply(f"I can't tell how long is left: {NO_CLOCK}.", degraded=less)
    return Reply(f"{_time_left(chosen[0], now)} left.")


def _time_left(alarm: Alarm, now: Now) -> str:
    return duration(alarm.left(now)) if _known(alarm, now) else f"an unknown time ({NO_CLOCK})"


def _known(alarm: Alarm, now: Now) -> bool:
    """Whether it can be said how long is left: a clock that is not set says nothing of a wall time."""
    return alarm.due is not None or now.wall.trusted


def _name(alarm: Alarm) -> str:
    return f"the {alarm.label} timer" if alarm.label else "the timer"
