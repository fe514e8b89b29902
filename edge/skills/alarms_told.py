"""What is said of the alarms that are set: which there are, how long it is until then, and that they are cancelled."""

from __future__ import annotations

from edge.language.durations import MINUTE, Duration
from edge.language.language import Language
from edge.language.moments import moment_text
from edge.language.text import listing
from edge.language.whens import When
from edge.messages import Alarm, AlarmKind, CancelTimers, Expect
from edge.records import dataclass
from edge.skills.running import at_time, is_known, newest, of_kind, ordered
from edge.skills.skill import Asked, Reply
from edge.skills.timing import moment


@dataclass(frozen=True, slots=True)
class NoAlarm:
    """The alarms of this moment are to be cancelled."""

    when: When
    all: bool = False
    newest: bool = False


@dataclass(frozen=True, slots=True)
class AlarmsAt:
    """Which alarms there are of this moment. `length_of`: how long it is until then. `newest`: the one set last."""

    when: When
    length_of: bool = False
    newest: bool = False


def cancelled(asked: Asked, wants: NoAlarm, language: Language) -> Reply:
    """What is said of the alarms that are cancelled, and the act; a question where several may be meant."""
    now = asked.facts.now.wall.time
    if not asked.facts.keeps:
        at = moment(wants.when, now, language) if wants.when.clock is not None else None
        return Reply("", acts=(CancelTimers(kind=AlarmKind.ALARM, at=at),))
    running = of_kind(asked.facts.alarms, AlarmKind.ALARM)
    place = ordered(running, asked.query.text)
    meant = place or (at_time(running, wants.when, now) if wants.when else running)
    if wants.newest and not wants.all and not wants.when and not place:
        meant = newest(meant)
    if not meant:
        return _none(running, asked, language)
    several = wants.all or (wants.when.day is not None and wants.when.clock is None)
    if len(meant) > 1 and not several:
        times = listing([moment_text(one.rings, now, language) for one in meant], "or")
        return Reply(language.say("alarm.which", times=times), degraded="it is not clear which", expects=Expect.TIME)
    times = listing([moment_text(one.rings, now, language) for one in meant])
    text = language.say("alarm.cancelled_one" if len(meant) == 1 else "alarm.cancelled", times=times)
    at = meant[0].rings if len(meant) == 1 and wants.when.clock is not None else None
    act = CancelTimers(kind=AlarmKind.ALARM, numbers=tuple(one.number for one in meant if one.number), at=at)
    return Reply(text, acts=(act,))


def listed(asked: Asked, wants: AlarmsAt, language: Language) -> Reply:
    """Which there are, or how long it is until the one that is meant."""
    if not asked.facts.keeps:
        return Reply(language.say("alarm.ask_there"), degraded="this run keeps no alarms")
    now, running = asked.facts.now, of_kind(asked.facts.alarms, AlarmKind.ALARM)
    meant = at_time(running, wants.when, now.wall.time) if wants.when else running
    meant = newest(meant) if wants.newest else meant
    if not meant:
        return _none(running, asked, language)
    times = listing([moment_text(one.rings, now.wall.time, language) for one in meant])
    if len(meant) > 1:
        return Reply(language.say("alarm.several", count=len(meant), times=times))
    if wants.length_of and is_known(meant[0], now):
        length = Duration(MINUTE * max(1, round(meant[0].left(now) / MINUTE)))
        return Reply(language.say("alarm.left_until", length=length, when=times))
    return Reply(language.say("alarm.one", times=times))


def _none(running: tuple[Alarm, ...], asked: Asked, language: Language) -> Reply:
    """There is none such; and which there are."""
    none = language.say("alarms.no_alarm", label="")
    if not running:
        return Reply(none)
    times = listing([moment_text(one.rings, asked.facts.now.wall.time, language) for one in running])
    return Reply(language.say("alarm.others", times=times))
