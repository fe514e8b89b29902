"""What is to be changed of a timer that runs: longer, shorter, paused, going on, begun again, called otherwise."""

from __future__ import annotations

from dataclasses import replace

from edge.errors import AnswerError
from edge.language.durations import Duration, find_duration
from edge.language.labels import called_in
from edge.language.language import Language, english
from edge.language.leads import corrected
from edge.language.timed import MARKS, Words, after, time_words
from edge.messages import Alarm, AlarmKind, ChangeTimer, Expect, Now, SetTimer, TimerChange
from edge.records import dataclass
from edge.skills.running import (
    addressed,
    label_text,
    meant_by,
    newest,
    none_running,
    of_kind,
    points_at_last,
    which_one,
)
from edge.skills.skill import Asked, Meaning, Reply
from edge.skills.timing import answers, done_before, name_of, said_duration, said_name

_SURELY_MORE = frozenset("longer later more extra another further additional".split())
_SURELY_LESS = frozenset("shorter sooner earlier less fewer".split())
_MORE = frozenset("add extend increase lengthen stretch give put stick bump raise prolong".split())
_LESS = frozenset("take off reduce cut shorten knock lop subtract minus remove shave trim decrease drop lower".split())
_PAUSE = frozenset("pause hold freeze suspend halt".split())
_RESUME = frozenset("resume continue unpause unfreeze carry paused going pick".split())
_RESTART = frozenset("restart reset over beginning top scratch start".split())
_RENAME = frozenset("rename relabel call called name named label labelled".split())

_CALL = frozenset("call name label called named".split())
_ALTERS = frozenset().union(
    _SURELY_MORE, _SURELY_LESS, _MORE, _LESS, _PAUSE, _RESUME, _RESTART, _RENAME, {"change", "to"}
)


@dataclass(frozen=True, slots=True)
class Alter:
    """A change of the timer of this label or length. Seconds or a name that are needed are asked for.

    `last`: of several timers the one that was set last.
    """

    change: TimerChange
    seconds: float | None = None
    label: str = ""
    length: float = 0.0
    name: str = ""
    last: bool = False


def read_change(meaning: Meaning) -> Alter | None:
    """The change that was said; None: it is something else that was said instead of what was asked for."""
    tokens = time_words(meaning.said)
    length, rest = addressed(tokens)
    spoken = time_words(meaning.past.asked) if answers(meaning) and meaning.past is not None else ()
    amount = _amount(meaning, rest, named_length=length is not None)
    change = _change((*spoken, *rest), amount)
    label, name = _names(meaning, change)
    last = points_at_last(meaning) or done_before(meaning, SetTimer) is not None
    label = "" if last and {"it", "that"} & set(tokens) and not _is_name(tokens, label) else label
    before = done_before(meaning, ChangeTimer)
    if before is not None and isinstance(before.act, ChangeTimer) and not (label or length):
        label, last = before.act.name or before.act.label, True
    found = Alter(change, None, label, length.seconds if length else 0.0, name, last)
    if amount is not None:
        sign = -1 if change is TimerChange.ADD and _is_less((*spoken, *rest)) else 1
        return replace(found, seconds=float(sign * amount.seconds))
    if answers(meaning) and meaning.score < 0.5 and not (length or meaning.words("label")):
        return None
    return found


def changes(meaning: Meaning) -> bool:
    """Whether a timer that runs is to be changed, and none to be set: `to nine minutes instead`, `more on my timer`."""
    tokens = time_words(meaning.said)
    if _puts_right(meaning, tokens):
        return True
    at = tokens.index("timer") if "timer" in tokens else 0
    if not _THE & set(tokens[:at]):
        return False
    put_on = bool({"on", "onto", "to"} & set(tokens[max(0, at - 4) : at]))
    more = set(tokens) & (_SURELY_MORE | {"add", "extend", "lengthen"})
    made = "make" in tokens[:at] and tokens[at + 1 : at + 2] != ("for",)
    return "instead" in tokens or made or (put_on and bool(more))


def _puts_right(meaning: Meaning, tokens: Words) -> bool:
    """Whether only another length is said than that of the timer that was set in the turn before: `sorry, fifty`."""
    led = corrected(" ".join(tokens), english())
    new = {"timer", "another", "one", "set", "start"} & set(tokens)
    return done_before(meaning, SetTimer) is not None and bool(led) and not new


_THE = frozenset("the my that".split())


def begins(meaning: Meaning) -> bool:
    """Whether a timer is to be set, and none that runs to be changed: `make a timer of ten minutes`."""
    tokens = time_words(meaning.said)
    named = next((at for at, token in enumerate(tokens) if token in _CALL and at), len(tokens))
    said = set(tokens[:named])
    if said & {"make", "set", "create", "begin"} and "timer" in said and not said & (_THE | {"it", "to"}):
        return True
    if {"set", "timer"} <= said and not said & {"instead", "change", "it"} and find_duration(tokens) is not None:
        return True  # the one that runs, or a new one
    changing = said & (_ALTERS | _THE | MARKS | {"it"}) or answers(meaning) or done_before(meaning, SetTimer)
    return bool({"timer", "countdown"} & said) and not changing and find_duration(tokens) is not None


def names_last(meaning: Meaning) -> bool:
    """Whether only a name is said, for the timer that was set without one in the turn before."""
    deed, said = done_before(meaning, SetTimer), set(time_words(meaning.said))
    bare = deed is not None and isinstance(deed.act, SetTimer) and not deed.act.label
    return bare and not said & {"timer", "set", "another", "start", "new", "one"}


def _amount(meaning: Meaning, rest: Words, *, named_length: bool) -> Duration | None:
    """By how much, or to which length; the length by which the timer is named is none."""
    found = find_duration(rest)
    if named_length or found is not None:
        return found.value if found is not None else None
    return said_duration(meaning)


def _change(tokens: Words, amount: Duration | None) -> TimerChange:
    said = set(tokens)
    if said & _PAUSE or ("stop" in said and "clock" in said):
        return TimerChange.PAUSE
    if amount is None:
        for words, change in (
            (_RENAME, TimerChange.RENAME),
            (_RESUME, TimerChange.RESUME),
            (_RESTART, TimerChange.RESTART),
        ):
            if said & words:
                return change
        if "again" in said or ("on" in said and "go" in said):
            return TimerChange.RESUME
        if "wait" in said or after(tokens, 0, "stop") is not None:
            return TimerChange.PAUSE
    added = said & (_SURELY_MORE | _SURELY_LESS | _MORE | _LESS)
    return TimerChange.ADD if added and not _is_new_length(tokens) else TimerChange.LENGTH


def _is_new_length(tokens: Words) -> bool:
    """`to five minutes`, `make it five minutes instead`: no matter whether that is more or less."""
    found = find_duration(tokens)
    before = tokens[found.start - 1] if found is not None and found.start else ""
    surely = set(tokens) & (_SURELY_MORE | _SURELY_LESS)
    return not surely and (before in ("to", "be") or "instead" in tokens or (before == "it" and "give" not in tokens))


def _is_less(tokens: Words) -> bool:
    said = set(tokens)
    if said & (_SURELY_MORE | _SURELY_LESS):
        return not said & _SURELY_MORE
    return bool(said & _LESS) and not said & (_MORE - {"give", "put"})


def _is_name(tokens: Words, label: str) -> bool:
    """Whether a name is said as that of a timer, and not of something else: `change the pasta timer`."""
    words = tuple(label.split())
    places = [at + len(words) for at in range(len(tokens)) if tokens[at : at + len(words)] == words]
    return any({"timer", "one", "timers"} & set(tokens[end : end + 1]) for end in places)


def _names(meaning: Meaning, change: TimerChange) -> tuple[str, str]:
    """The label of the timer that is meant, and what it is to be called."""
    if change is not TimerChange.RENAME:
        return said_name(meaning), ""
    labels = [name_of(words) for words in meaning.every("label")]
    labels = labels or [called_in(time_words(meaning.said))]
    if answers(meaning, Expect.NAME):
        return "", labels[-1]
    return (labels[0] if len(labels) > 1 else ""), labels[-1]


# ---------------------------------------------------------------------------------------------------------- answering


def altered(asked: Asked, wants: Alter, language: Language) -> Reply:
    """What is said of the change, and the change."""
    needs = wants.change in (TimerChange.LENGTH, TimerChange.ADD) and wants.seconds is None
    if needs:
        key = "timer.by_how_much" if wants.change is TimerChange.ADD else "timer.to_what"
        return Reply(language.say(key), degraded="no length of time was named", expects=Expect.LENGTH)
    if wants.change is TimerChange.RENAME and not wants.name:
        return Reply(language.say("timer.what_name"), degraded="no name was said", expects=Expect.NAME)
    if not asked.facts.keeps:
        return Reply("", acts=(ChangeTimer(wants.change, wants.seconds or 0.0, wants.label, name=wants.name),))
    running = of_kind(asked.facts.alarms, AlarmKind.TIMER)
    meant = meant_by(running, wants.label, wants.length, asked.query.text)
    if wants.last and not (wants.label or wants.length):
        meant = newest(meant)
    if wants.change in (TimerChange.RESUME, TimerChange.PAUSE) and len(meant) > 1:
        meant = tuple(one for one in meant if (one.held is None) is (wants.change is TimerChange.PAUSE)) or meant
    if not meant:
        return none_running(wants.label, running, language)
    if len(meant) > 1:
        return which_one(meant, language)
    act = ChangeTimer(wants.change, wants.seconds or 0.0, meant[0].label, meant[0].number, wants.name)
    return Reply(_told(meant[0], act, asked.facts.now, language), acts=(act,))


def _told(timer: Alarm, act: ChangeTimer, now: Now, language: Language) -> str:
    """What the timer is after the change; raises AnswerError where that cannot be."""
    name = label_text(timer.label)
    left = timer.left(now)
    match act.change:
        case TimerChange.ADD if left + act.seconds < 1:
            raise AnswerError(language.say("timer.only", time=Duration(max(1, round(left))), timer=name))
        case TimerChange.ADD:
            more = language.say(
                "timer.added" if act.seconds > 0 else "timer.taken", length=Duration(round(abs(act.seconds)))
            )
            return language.say("timer.now_left", done=more, time=Duration(round(left + act.seconds)), timer=name)
        case TimerChange.LENGTH:
            return language.say("timer.set", timer=name, length=Duration(round(act.seconds)))
        case TimerChange.RENAME:
            return language.say("timer.renamed", name=act.name)
        case TimerChange.PAUSE:
            return language.say("timer.held", timer=name, time=Duration(max(1, round(left))))
        case TimerChange.RESUME:
            return language.say("timer.goes_on", timer=name, time=Duration(max(1, round(left))))
        case TimerChange.RESTART:
            return language.say("timer.set", timer=name, length=Duration(round(timer.length)))
