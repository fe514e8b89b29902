"""Timers: they are not turns, they ring whatever else is going on, and a restart does not lose them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from edge.messages import Alarm, Command, Instant, Remember, Show
from edge.mind.dialogue import speak
from edge.mind.state import BELL, Applied, Speaking, State, Step
from edge.render import card

if TYPE_CHECKING:
    from edge.messages import Act, Now
    from edge.mind.policy import Policy

LONGEST = 366 * 86400.0
NOT_KEPT = "A timer needs a running Glint: `glint run` or `glint chat`."


def set_timer(state: State, now: Now, act: Act, policy: Policy) -> Applied:
    """Start one more timer. Refused where this run keeps no timers, and where there are too many."""
    if not policy.keeps:
        return state, (), NOT_KEPT
    if len(state.alarms) >= policy.alarms_at_most:
        return state, (), _too_many(policy.alarms_at_most)
    seconds = min(float(act.slots["seconds"]), LONGEST)
    alarm = Alarm(now.wall.time + timedelta(seconds=seconds), str(act.slots.get("label", "")))
    return (*_with(state, (*state.alarms, alarm)), "")


def cancel_timers(state: State, act: Act, policy: Policy) -> Applied:
    """Stop the timers of that label, or all of them. Refused where there is none, or this run keeps none."""
    if not policy.keeps:
        return state, (), NOT_KEPT
    label = act.slots.get("label")
    left = tuple(alarm for alarm in state.alarms if label and alarm.label != label)
    if len(left) == len(state.alarms):
        return state, (), f"There is no {label} timer running." if label else "There is no timer running."
    return (*_with(state, left), "")


def ring(state: State, now: Now, policy: Policy) -> Step:
    """Ring every alarm whose time has come."""
    due = tuple(alarm for alarm in state.alarms if alarm.rings <= now.wall.time)
    if not due:
        return state, ()
    state, commands = _with(state, tuple(alarm for alarm in state.alarms if alarm not in due))
    for alarm in due:
        text = f"Your {alarm.label} timer is done." if alarm.label else "Your timer is done."
        state = replace(state, bells=(*state.bells, text))
        commands = (*commands, Show(replace(card("Timer", text, policy.columns, policy.rows), seconds=10.0)))
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


def _too_many(most: int) -> str:
    return f"I can't set more than {most} {'timer' if most == 1 else 'timers'} at once; cancel one first."


def _with(state: State, alarms: tuple[Alarm, ...]) -> Step:
    in_order = tuple(sorted(alarms, key=lambda alarm: alarm.rings))
    return replace(state, alarms=in_order), (Remember(in_order),)
