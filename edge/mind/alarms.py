"""Timers, alarms and reminders: set, changed, cancelled and rung. They are not turns, and are kept over a restart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from edge.language.language import english
from edge.language.you import to_you
from edge.messages import (
    Alarm,
    AlarmKind,
    Command,
    Instant,
    Remember,
    SetAlarm,
    SetReminder,
    SetTimer,
    Show,
    TimerChange,
)
from edge.mind.dialogue import speak
from edge.mind.state import BELL, Applied, Speaking, State, Step

if TYPE_CHECKING:
    from edge.messages import CancelTimers, ChangeTimer, Now
    from edge.mind.policy import Policy

LONGEST = 366 * 86400.0
DRIFT = 1.0  # seconds that a wall clock may differ from what was noted before it is noted anew
LOOK_AGAIN = 60.0  # seconds between two looks at a wall clock that somebody may set meanwhile


def set_alarm(state: State, now: Now, act: SetTimer | SetAlarm | SetReminder, policy: Policy) -> Applied:
    """Start one more, in the place of the one that it replaces.

    Refused where this run keeps none, and where there are too many.
    """
    kind = _kind(act)
    if not policy.situation.keeps:
        return state, (), _say("not_kept", kind)
    replaced = 0 if isinstance(act, SetTimer) else act.replaces
    others = tuple(alarm for alarm in state.alarms if not replaced or alarm.number != replaced)
    if len(others) >= policy.alarms_at_most:
        most = policy.alarms_at_most
        return state, (), english().say("alarms.too_many", most=most, timers="timer" if most == 1 else "timers")
    number = max((alarm.number for alarm in state.alarms), default=0) + 1
    return (*_with(state, (*others, replace(_alarm(act, now), kind=kind, number=number))), "")


def change_timer(state: State, now: Now, act: ChangeTimer, policy: Policy) -> Applied:
    """TimerChange the length or the name of a timer, pause it, or let it go on. Refused where none is meant."""
    if not policy.situation.keeps:
        return state, (), _say("not_kept", AlarmKind.TIMER)
    meant = [alarm for alarm in state.alarms if alarm.kind is AlarmKind.TIMER and _is_meant(alarm, act)]
    if len(meant) != 1:
        return state, (), _none(AlarmKind.TIMER, act.label) if not meant else english().say("alarms.which")
    changed, refusal = _changed(meant[0], now, act)
    if refusal:
        return state, (), refusal
    return (*_with(state, tuple(changed if alarm is meant[0] else alarm for alarm in state.alarms)), "")


def cancel_timers(state: State, act: CancelTimers, policy: Policy) -> Applied:
    """Stop those that are meant, or all of their kind. Refused where there is none, or this run keeps none."""
    if not policy.situation.keeps:
        return state, (), _say("not_kept", act.kind)
    left = tuple(alarm for alarm in state.alarms if not _is_cancelled(alarm, act))
    if len(left) == len(state.alarms):
        return state, (), _none(act.kind, act.label)
    return (*_with(state, left), "")


def numbered(alarms: tuple[Alarm, ...]) -> tuple[Alarm, ...]:
    """The same, each with a number: those that an earlier Glint kept have none."""
    most = max((alarm.number for alarm in alarms), default=0)
    return tuple(alarm if alarm.number else replace(alarm, number=most + n) for n, alarm in enumerate(alarms, 1))


def settle(state: State, now: Now) -> Step:
    """Update each alarm's wall time from its instant, so that it is right after a restart."""
    alarms = tuple(_settled(alarm, now) for alarm in state.alarms)
    return _with(state, alarms) if alarms != state.alarms else (state, ())


def ring(state: State, now: Now) -> Step:
    """Ring every alarm that is due, and remove it. A time of day has not come while the clock cannot be believed."""
    due = tuple(alarm for alarm in state.alarms if _tells(alarm, now) and alarm.left(now) <= 0)
    if not due:
        return state, ()
    state, commands = _with(state, tuple(alarm for alarm in state.alarms if alarm not in due))
    for alarm in due:
        text = bell(alarm, now)
        state = replace(state, bells=(*state.bells, text))
        commands = (*commands, Show(_say("title", alarm.kind), text, 10.0))
    return state, commands


def bell(alarm: Alarm, now: Now) -> str:
    """What it says when it rings."""
    if alarm.kind is AlarmKind.REMINDER:
        return english().say("alarms.reminder_rings", text=to_you(alarm.text))
    label = f"{alarm.label} " if alarm.label else ""
    time = f"{now.wall.time.hour}:{now.wall.time:%M}"
    return english().say(f"alarms.{alarm.kind}_rings", label=label, time=time)


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
    return min((_next_look(alarm, now) for alarm in state.alarms if alarm.held is None), default=None)


# ------------------------------------------------------------------------------------------------------- one of them


def _kind(act: SetTimer | SetAlarm | SetReminder) -> AlarmKind:
    match act:
        case SetTimer():
            return AlarmKind.TIMER
        case SetAlarm():
            return AlarmKind.ALARM
        case SetReminder():
            return AlarmKind.REMINDER


def _alarm(act: SetTimer | SetAlarm | SetReminder, now: Now) -> Alarm:
    """What the act starts: it counts seconds, or waits for a time of day."""
    label = "" if isinstance(act, SetReminder) else act.label
    text = act.text if isinstance(act, SetReminder) else ""
    if not isinstance(act, SetTimer) and act.seconds is None:
        return Alarm(act.at, label, text=text)
    seconds = min(act.seconds or 0.0, LONGEST)
    rings = now.wall.time + timedelta(seconds=seconds)
    return Alarm(rings, label, Instant(now.at + seconds), now.wall.trusted, text=text, length=seconds)


def _is_meant(alarm: Alarm, act: ChangeTimer) -> bool:
    return alarm.number == act.number if act.number else not act.label or alarm.label == act.label


def _is_cancelled(alarm: Alarm, act: CancelTimers) -> bool:
    if alarm.kind is not act.kind:
        return False
    if act.numbers:
        return alarm.number in act.numbers
    return (not act.label or act.label in (alarm.label, alarm.text)) and (act.at is None or alarm.rings == act.at)


def _changed(alarm: Alarm, now: Now, act: ChangeTimer) -> tuple[Alarm, str]:
    """The timer after the change, and why it is refused."""
    left = alarm.left(now)
    match act.change:
        case TimerChange.RENAME:
            return replace(alarm, label=act.name), ""
        case TimerChange.PAUSE:
            return replace(alarm, held=left), "" if alarm.held is None else english().say("alarms.paused_already")
        case TimerChange.RESUME:
            return _running(alarm, now, left), "" if alarm.held is not None else english().say("alarms.runs_already")
        case TimerChange.RESTART:
            return _running(alarm, now, alarm.length), "" if alarm.length else english().say("alarms.no_length")
        case TimerChange.LENGTH:
            return _lasting(alarm, now, act.seconds, act.seconds)
        case TimerChange.ADD:
            return _lasting(alarm, now, left + act.seconds, max(0.0, alarm.length + act.seconds))


def _lasting(alarm: Alarm, now: Now, left: float, length: float) -> tuple[Alarm, str]:
    """The timer with so many seconds left, running or paused as it was."""
    if left <= 0:
        return alarm, english().say("alarms.too_short")
    alarm = replace(alarm, length=length)
    left = min(left, LONGEST)
    return (replace(alarm, held=left) if alarm.held is not None else _running(alarm, now, left)), ""


def _running(alarm: Alarm, now: Now, left: float) -> Alarm:
    rings = now.wall.time + timedelta(seconds=left)
    return replace(alarm, rings=rings, due=Instant(now.at + left), trusted=now.wall.trusted, held=None)


def _settled(alarm: Alarm, now: Now) -> Alarm:
    """The alarm by the clocks of this moment.

    While the process lives, a timer counts seconds and the wall clock is only noted. After a restart the noted wall
    time is all there is. One that a set clock noted waits for that time: while the clock is not set it only waits,
    and rings at once if the clock is set and the time has passed. One that an unset clock noted goes on by the same
    unset clock; if that was set meanwhile, nobody knows what is left, so it rings at once rather than never.
    """
    if alarm.held is not None:
        return alarm
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


def _tells(alarm: Alarm, now: Now) -> bool:
    """Whether the clock by which it rings runs, and can be believed."""
    return alarm.held is None and (alarm.due is not None or now.wall.trusted)


def _next_look(alarm: Alarm, now: Now) -> Instant:
    """When it rings; sooner where the wall clock matters, since somebody may set that meanwhile."""
    if not _tells(alarm, now):
        return Instant(now.at + LOOK_AGAIN)
    rings = Instant(now.at + alarm.left(now)) if alarm.due is None else alarm.due
    if alarm.due is not None and alarm.trusted:
        return rings
    return min(rings, Instant(now.at + LOOK_AGAIN))


def _say(what: str, kind: AlarmKind) -> str:
    return english().say(f"alarms.{kind}_{what}")


def _none(kind: AlarmKind, label: str) -> str:
    return english().say(f"alarms.no_{kind}", label=f"{label} " if label else "")


def _with(state: State, alarms: tuple[Alarm, ...]) -> Step:
    in_order = tuple(sorted(alarms, key=lambda alarm: alarm.rings.timestamp()))
    return replace(state, alarms=in_order), (Remember(in_order),)
