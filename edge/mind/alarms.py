"""Timers: setting, cancelling and ringing them. They are not turns, and are kept over a restart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from edge.messages import Alarm, Command, Instant, Remember, Show
from edge.mind.dialogue import speak
from edge.mind.state import BELL, Applied, Speaking, State, Step

if TYPE_CHECKING:
    from edge.messages import CancelTimers, Now, SetTimer
    from edge.mind.policy import Policy

LONGEST = 366 * 86400.0
DRIFT = 1.0  # seconds that a wall clock may differ from what was noted before it is noted anew
LOOK_AGAIN = 60.0  # seconds between two looks at a wall clock that somebody may set meanwhile
NOT_KEPT = "A timer needs a running Glint: `glint run` or `glint chat`."


def set_timer(state: State, now: Now, act: SetTimer, policy: Policy) -> Applied:
    """Start one more timer, for a time of day where the act has `at`, else for so many seconds from now.

    Refused where this run keeps no timers, and where there are too many.
    """
    if not policy.situation.keeps:
        return state, (), NOT_KEPT
    if len(state.alarms) >= policy.alarms_at_most:
        return state, (), _too_many(policy.alarms_at_most)
    if act.at is not None:
        alarm = Alarm(act.at, act.label)
    else:
        seconds = min(act.seconds, LONGEST)
        rings = now.wall.time + timedelta(seconds=seconds)
        alarm = Alarm(rings, act.label, Instant(now.at + seconds), now.wall.trusted)
    return (*_with(state, (*state.alarms, alarm)), "")


def cancel_timers(state: State, act: CancelTimers, policy: Policy) -> Applied:
    """Stop the timers of that label, or all of them. Refused where there is none, or this run keeps none."""
    if not policy.situation.keeps:
        return state, (), NOT_KEPT
    label = act.label
    left = tuple(alarm for alarm in state.alarms if label and alarm.label != label)
    if len(left) == len(state.alarms):
        return state, (), f"There is no {label} timer running." if label else "There is no timer running."
    return (*_with(state, left), "")


def settle(state: State, now: Now) -> Step:
    """Update each alarm's wall time from its instant, so that it is right after a restart."""
    alarms = tuple(_settled(alarm, now) for alarm in state.alarms)
    return _with(state, alarms) if alarms != state.alarms else (state, ())


def ring(state: State, now: Now) -> Step:
    """Ring every alarm that is due, and remove it."""
    due = tuple(alarm for alarm in state.alarms if alarm.left(now) <= 0)
    if not due:
        return state, ()
    state, commands = _with(state, tuple(alarm for alarm in state.alarms if alarm not in due))
    for alarm in due:
        text = f"Your {alarm.label} timer is done." if alarm.label else "Your timer is done."
        state = replace(state, bells=(*state.bells, text))
        commands = (*commands, Show("Timer", text, 10.0))
    return state, commands


def sound(state: State, policy: Policy) -> Step:
    """Speak the text of what rang: after what is being spoken, and not while Glint listens."""
    if not policy.situation.spoken:
        return replace(state, bells=()), ()
    queued = state.dialogue.turns.count(BELL) if isinstance(state.dialogue, Speaking) else 0
    commands: tuple[Command, ...] = ()
    for text in state.bells[queued:]:
        state, said = speak(state, BELL, text, policy)
        commands = (*commands, *said)
    return state, commands


def next_ring(state: State, now: Now) -> Instant | None:
    """The instant at which to check the alarms next; None: no alarm runs."""
    return min((_next_look(alarm, now) for alarm in state.alarms), default=None)


def _settled(alarm: Alarm, now: Now) -> Alarm:
    """The alarm by the clocks of this moment.

    While the process lives, a timer counts seconds and the wall clock is only noted. After a restart the noted wall
    time is all there is. One that a set clock noted waits for that time: while the clock is not set it only waits,
    and rings at once if the clock is set and the time has passed. One that an unset clock noted goes on by the same
    unset clock; if that was set meanwhile, nobody knows what is left, so it rings at once rather than never.
    """
    if alarm.due is None:
        if alarm.trusted:
            return alarm
        return replace(alarm, due=Instant(now.at + (0.0 if now.wall.trusted else alarm.left(now))))
    if alarm.trusted and not now.wall.trusted:
        return alarm  # what a set clock noted is better than what this one says
    rings = now.wall.time + timedelta(seconds=alarm.due - now.at)
    if now.wall.trusted == alarm.trusted and abs((rings - alarm.rings).total_seconds()) <= DRIFT:
        return alarm
    return replace(alarm, rings=rings, trusted=now.wall.trusted)


def _next_look(alarm: Alarm, now: Now) -> Instant:
    """When it rings; sooner where the wall clock matters, since somebody may set that meanwhile."""
    rings = Instant(now.at + alarm.left(now)) if alarm.due is None else alarm.due
    if alarm.due is not None and alarm.trusted:
        return rings
    return min(rings, Instant(now.at + LOOK_AGAIN))


def _too_many(most: int) -> str:
    return f"I can't set more than {most} {'timer' if most == 1 else 'timers'} at once; cancel one first."


def _with(state: State, alarms: tuple[Alarm, ...]) -> Step:
    in_order = tuple(sorted(alarms, key=lambda alarm: alarm.rings))
    return replace(state, alarms=in_order), (Remember(in_order),)
