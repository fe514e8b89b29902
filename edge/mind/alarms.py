"""Timers: they are not turns, they ring whatever else is going on, and a restart does not lose them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from edge.messages import Alarm, Card, Command, Instant, Remember, Show
from edge.mind.dialogue import speak
from edge.mind.state import BELL, Speaking, State, Step

if TYPE_CHECKING:
    from edge.messages import Act, Now
    from edge.mind.policy import Policy

LONGEST = 366 * 86400.0


def set_timer(state: State, now: Now, act: Act, policy: Policy) -> Step:
    """Start one more timer, unless there are too many."""
    if len(state.alarms) >= policy.alarms_at_most:
        return state, (Show(Card("Too many timers", ("Cancel one first.",), 4.0)),)
    seconds = min(float(act.slots["seconds"]), LONGEST)
    alarm = Alarm(now.wall.time + timedelta(seconds=seconds), str(act.slots.get("label", "")))
    return _with(state, tuple(sorted((*state.alarms, alarm), key=lambda a: a.rings)))


def cancel_timers(state: State, act: Act) -> Step:
    """Stop the timer of that label, or all of them."""
    label = act.slots.get("label")
    return _with(state, tuple(a for a in state.alarms if label and a.label != label))


def ring(state: State, now: Now) -> Step:
    """Ring every alarm whose time has come."""
    due = tuple(a for a in state.alarms if a.rings <= now.wall.time)
    if not due:
        return state, ()
    state, commands = _with(state, tuple(a for a in state.alarms if a not in due))
    for alarm in due:
        text = f"Your {alarm.label} timer is done." if alarm.label else "Your timer is done."
        state = replace(state, bells=(*state.bells, text))
        commands = (*commands, Show(Card("Timer", (text,), 10.0)))
    return state, commands


def sound(state: State, policy: Policy) -> Step:
    """Say what rang: behind what is being said, once the ear is closed, and even where the words before are hushed."""
    if not policy.situation.spoken:
        return replace(state, bells=()), ()
    queued = state.dialogue.turns.count(BELL) if isinstance(state.dialogue, Speaking) else 0
    commands: tuple[Command, ...] = ()
    for text in state.bells[queued:]:
        state, said = speak(state, BELL, text, policy)
        commands = (*commands, *said)
    return state, commands


def next_ring(state: State, now: Now) -> Instant | None:
    """When the next one rings, on the clock of instants."""
    if not state.alarms:
        return None
    wait = (state.alarms[0].rings - now.wall.time).total_seconds()
    return Instant(now.at + max(0.0, wait))


def to_notes(alarms: tuple[Alarm, ...]) -> list[list[str]]:
    """As the ledger keeps them over a restart."""
    return [[alarm.rings.isoformat(), alarm.label] for alarm in alarms]


def from_notes(notes: list[list[str]]) -> tuple[Alarm, ...]:
    """As the ledger kept them."""
    return tuple(Alarm(datetime.fromisoformat(rings), label) for rings, label in notes)


def _with(state: State, alarms: tuple[Alarm, ...]) -> Step:
    commands: tuple[Command, ...] = (Remember(alarms),)
    return replace(state, alarms=alarms), commands
