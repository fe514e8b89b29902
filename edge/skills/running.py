"""Which of the running timers, alarms and reminders is meant, and how they are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from edge.language.clock_times import ClockTime
from edge.language.days import NoSuchTimeError
from edge.language.durations import Duration, durations
from edge.language.language import Language
from edge.language.text import listing, normalise
from edge.language.timed import Words, time_words
from edge.language.whens import When
from edge.messages import Alarm, AlarmKind, Expect, Now
from edge.skills.skill import Meaning, Reply
from edge.skills.timing import NO_NAME

_LAST = frozenset("just last latest newest new".split())
_PLACES = ("first", "second", "third", "fourth", "fifth")
_IT = frozenset("it that this one".split())


def addressed(tokens: Words) -> tuple[Duration | None, Words]:
    """The length by which a timer is named ("the ten minute one"), and the other words."""
    for one in durations(tokens):
        named = tokens[one.end : one.end + 1] in (("timer",), ("one",), ("countdown",), ("timers",))
        if named and tokens[max(0, one.start - 1) : one.start] in (("the",), ("my",), ("that",), ()):
            return one.value, (*tokens[: one.start], *tokens[one.end :])
    return None, tokens


def of_kind(alarms: Iterable[Alarm], kind: AlarmKind) -> tuple[Alarm, ...]:
    """Those of a kind, the next to ring first."""
    return tuple(alarm for alarm in alarms if alarm.kind is kind)


def ordered(alarms: Sequence[Alarm], said: str) -> tuple[Alarm, ...]:
    """The one that is named by its place among these, as they ring: `the second one`; empty where none is."""
    tokens = time_words(said)
    for at in range(1, len(tokens)):
        one = tokens[at + 1 : at + 2] in ((), ("one",), ("alarm",), ("timer",), ("reminder",))
        if tokens[at] in _PLACES and tokens[at - 1] == "the" and one:
            return tuple(alarms)[_PLACES.index(tokens[at]) :][:1]
    return ()


def named(alarms: Sequence[Alarm], label: str, length: float = 0.0) -> tuple[Alarm, ...]:
    """Those of this label, and of this length; the empty label and the length 0 are everybody's."""
    same = [alarm for alarm in alarms if not length or round(alarm.length) == round(length)]
    exact = tuple(alarm for alarm in same if _bare(alarm.label) == _bare(label))
    return exact if label and exact else tuple(alarm for alarm in same if not label or _alike(alarm.label, label))


def points_at_last(meaning: Meaning) -> bool:
    """Whether the one is meant that was set last: it is said to be, or was spoken of in the turn before."""
    said, past = set(time_words(meaning.said)), meaning.past
    spoken_of = past is not None and past.expects is None and any(deed.done for deed in past.deeds)
    return bool(said & _LAST) or (spoken_of and bool(said & _IT))


def newest(alarms: Sequence[Alarm]) -> tuple[Alarm, ...]:
    """The one that was set last."""
    return (max(alarms, key=lambda alarm: alarm.number),) if alarms else ()


def about(alarms: Sequence[Alarm], text: str) -> tuple[Alarm, ...]:
    """Reminders whose text has all of these words, or nearly."""
    wanted = set(normalise(text).split()) - NO_NAME - {"to", "about", "of"}
    return tuple(
        alarm for alarm in alarms if wanted <= set(normalise(alarm.text).split()) or normalise(alarm.text) in text
    )


def mentioned(alarms: Sequence[Alarm], said: str, language: Language) -> tuple[Alarm, ...]:
    """Those in whose text or label a word is that was said, and that says something."""
    wanted = {_bare(word) for word in normalise(said).split()} - set(language.words_for("empty_words")) - NO_NAME
    return tuple(one for one in alarms if wanted & set(map(_bare, normalise(one.text or one.label).split())))


def meant_by(alarms: Sequence[Alarm], label: str, length: float, said: str) -> tuple[Alarm, ...]:
    """As `named`; where that finds none, or no label was understood, those whose whole label was said."""
    found = named(alarms, label, length)
    return found if found and (label or length) else _labelled(alarms, said) or found


def _labelled(alarms: Sequence[Alarm], said: str) -> tuple[Alarm, ...]:
    words = " ".join(map(_bare, normalise(said).split()))
    found = tuple(one for one in alarms if one.label and f" {_bare(one.label)} " in f" {words} ")
    longest = max((one.label for one in found), key=len, default="")
    return tuple(one for one in found if one.label == longest or one.label not in longest)


def _alike(one: str, other: str) -> bool:
    return bool(one) and (_bare(other) in _bare(one) or _bare(one) in _bare(other))


def _bare(label: str) -> str:
    return label.casefold().removesuffix("s")


def at_time(alarms: Sequence[Alarm], when: When, now: datetime) -> tuple[Alarm, ...]:
    """Those that ring on the day and at the time that was said, as far as it was."""
    try:
        day = when.day.on(now.date()) if when.day is not None else None
    except NoSuchTimeError:
        return ()
    return tuple(
        alarm
        for alarm in alarms
        if (day is None or alarm.rings.date() == day) and (when.clock is None or _shows(alarm.rings, when.clock))
    )


def _shows(at: datetime, clock: ClockTime) -> bool:
    hours = 24 if clock.sure else 12
    return at.minute == clock.minute and at.hour % hours == clock.hour % hours


def label_text(label: str) -> str:
    """`pasta timer`, `timer`."""
    return f"{label} timer" if label else "timer"


def name_text(alarm: Alarm, among: Sequence[Alarm]) -> str:
    """`the pasta timer`, `the 10 minute timer` among several."""
    if alarm.label or len(among) < 2 or not alarm.length:
        return f"the {label_text(alarm.label)}"
    return f"the timer for {Duration(round(alarm.length))}"


def none_running(label: str, running: Sequence[Alarm], language: Language) -> Reply:
    """There is no such timer; and which there are."""
    none = language.say("alarms.no_timer", label=f"{label} " if label else "")
    if not running:
        return Reply(none)
    others = listing([name_text(alarm, running) for alarm in running])
    return Reply(f"{none} {language.say('timer.others', names=others)}")


def which_one(meant: Sequence[Alarm], language: Language) -> Reply:
    """The question which of several is meant."""
    names = listing([name_text(alarm, meant) for alarm in meant], "or")
    text = language.say("timer.which", names=names)
    return Reply(text, degraded="it was not said which timer", expects=Expect.NAME)


def is_known(alarm: Alarm, now: Now) -> bool:
    """Whether it can be said how long is left: a clock that is not set says nothing of a wall time."""
    return alarm.due is not None or alarm.held is not None or now.wall.trusted
