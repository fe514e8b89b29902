"""Whether a sentence goes on with a timer, an alarm or a reminder of a moment ago: `make the sauce ten`. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from edge.language.language import english
from edge.language.numbers import number_at
from edge.language.timed import Words, corrects, time_words
from edge.messages import Act, CancelTimers, ChangeTimer, Past, SetAlarm, SetReminder, SetTimer

FAMILIES = {
    "timer": ("timer_change", "timer_cancel", "timer_left"),
    "alarm": ("alarm_set", "alarm_cancel", "alarm_list"),
    "reminder": ("reminder_set", "reminder_list", "reminder_list"),
}
"""The tasks of each: to change or add one, to cancel one, to ask for them."""
_ONES = frozenset("one ones other another too also".split())
_ASKS = frozenset("what what's whats which how when whens how's hows is".split())
_OF_TIME = frozenset("long left first next when time soonest ring rings done ready go goes going running".split())
_WHAT_IS_LEFT = frozenset("what what's whats is there anything any left still now on it else".split())
_CANCELS = frozenset("cancel stop drop delete remove scrap kill end clear off forget rid lose".split())
_CHANGES = frozenset("rename pause hold resume unpause extend continue restart".split())
_SAYS_WHAT = frozenset("timer timers alarm alarms reminder reminders remind wake list note plus minus times".split())


def goes_on(said: str, recent: Sequence[Past], *, by_name: bool = False) -> str:
    """The task of a sentence that names what was set in the turns before, or points at it; empty: it does neither.

    `by_name`: only where it names it plainly, as in `the pasta`, or asks when it rings.
    """
    tokens = time_words(said)
    words = frozenset(tokens)
    plainly = frozenset(name for the, name in pairwise(tokens) if the in ("the", "my"))
    named = _named(plainly if by_name else words, recent)
    points = bool(recent) and (not by_name or {"it", "ring"} <= words)
    kind = named or (_kind_of(recent[-1]) if points else "")
    if not kind or not words or words & _SAYS_WHAT:
        return ""
    change, cancel, ask = FAMILIES[kind]
    ones = bool(named or words & _ONES)
    if "left" in words and words <= _WHAT_IS_LEFT:
        return ask
    if tokens[0] in _ASKS:
        return ask if words & _OF_TIME and (ones or words & {"that", "it"}) else ""
    if words & _CANCELS:
        return cancel if ones else ""
    if words & _CHANGES and (ones or "it" in words):
        return change
    return change if (ones or corrects(tokens)) and _has_value(tokens) else ""


def family(task: str) -> str:
    """`timer`, `alarm` or `reminder`; empty for a task of none of them."""
    kind = task.partition("_")[0]
    return kind if kind in FAMILIES else ""


def _kind_of(past: Past) -> str:
    kinds = [kind for deed in past.deeds if deed.done and (kind := _kind_of_act(deed.act))]
    return kinds[-1] if kinds else family(past.task)


def _kind_of_act(act: Act) -> str:
    match act:
        case SetTimer() | ChangeTimer():
            return "timer"
        case SetAlarm():
            return "alarm"
        case SetReminder():
            return "reminder"
        case CancelTimers(kind=kind):
            return str(kind)
    return ""


def _named(words: frozenset[str], recent: Sequence[Past]) -> str:
    """The kind of what was set under a name, or with a text, of which a word is said."""
    empty = frozenset(english().words_for("empty_words"))
    acts = [deed.act for past in reversed(recent) for deed in past.deeds if deed.done]
    found = (_kind_of_act(act) for act in acts if words & (frozenset(time_words(_name_of(act))) - empty))
    return next(found, "")


def _name_of(act: Act) -> str:
    """The name, or the text, that an act gives to what it sets; empty: none."""
    match act:
        case SetTimer(label=text) | SetReminder(text=text) | SetAlarm(label=text) | ChangeTimer(name=text):
            return text
    return ""


def _has_value(tokens: Words) -> bool:
    """Whether a number or a part of an hour is said; `one` alone may only point."""
    parts = {"half", "quarter"} & set(tokens)
    return bool(parts) or any(number_at(tokens, at) for at, word in enumerate(tokens) if word != "one")
