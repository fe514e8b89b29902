"""Volume, brightness and quiet: set and changed here, carried out by the shell, and forgotten when Glint ends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from edge.messages import Adjust, Instant, Levels
from edge.mind.state import Applied, State, Step

if TYPE_CHECKING:
    from edge.messages import Now, SetLevel, SetQuiet
    from edge.mind.policy import Policy

NOT_HERE = "that needs a running Glint: `glint run` or `glint chat`."


def set_level(state: State, act: SetLevel, policy: Policy) -> Applied:
    """Set or change the volume or the brightness. Refused where this run ends with its answer."""
    if not policy.situation.keeps:
        to = f"{'up' if act.by > 0 else 'down'}" if act.by else f"{act.percent} percent"
        return state, (), f"{act.device.capitalize()} {to}: {NOT_HERE}"
    levels, name = state.levels, act.device
    level = (levels.volume if name == "volume" else levels.brightness) + act.by if act.by else act.percent
    level = min(100, max(0, level))
    levels = replace(levels, volume=level) if name == "volume" else replace(levels, brightness=level)
    return (*_with(state, levels), "")


def set_quiet(state: State, now: Now, act: SetQuiet, policy: Policy) -> Applied:
    """Begin or end to be quiet. Refused where this run ends with its answer."""
    if not policy.situation.keeps:
        return state, (), f"{'Being quiet' if act.on else 'Speaking again'}: {NOT_HERE}"
    until = Instant(now.at + act.seconds) if act.on and act.seconds else None
    return (*_with(state, replace(state.levels, quiet=act.on, until=until)), "")


def end_quiet(state: State, now: Now) -> Step:
    """Speak again once the time is over for which Glint was to be quiet."""
    until = state.levels.until
    if until is None or now.at < until:
        return state, ()
    return _with(state, replace(state.levels, quiet=False, until=None))


def _with(state: State, levels: Levels) -> Step:
    return replace(state, levels=levels), (Adjust(levels),)
