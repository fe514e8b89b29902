"""What an older tape holds, as it is written today. A step that finds nothing old leaves what it was given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from edge.tape.writer import HEAD, STEP

Data: TypeAlias = "dict[str, Any]"
Upgrade: TypeAlias = Callable[[bytes, Data], Data]
_SITUATION = {"servers": "servers", "server_beside": "beside", "spoken": "spoken"}


def with_situation(kind: bytes, data: Data) -> Data:
    """Format 1 kept what follows from the glasses among the settings."""
    policy = data.get("policy")
    if kind != HEAD or not isinstance(policy, dict):
        return data
    situation = {new: policy[old] for old, new in _SITUATION.items() if old in policy}
    settings = {key: value for key, value in policy.items() if key not in _SITUATION}
    return {**data, "policy": {**settings, "situation": situation}}


def with_values(kind: bytes, data: Data) -> Data:
    """Format 1, and tapes of format 2 from before its release, kept sentences where there are values today."""
    event, commands = data.get("event"), data.get("commands")
    if kind != STEP or not isinstance(event, dict) or not isinstance(commands, list):
        return data
    return {**data, "event": _today(event), "commands": [_today(command) for command in commands]}


def _today(message: Data) -> Data:
    match message:
        case {"is": "Tried", "refused": str(outcome)}:
            return {**message, "problem": {"is": "Refused", "outcome": outcome, "why": message.get("why", "")}}
        case {"is": "Try", "facts": {"whys": list(whys), **facts}}:
            return {**message, "facts": {**facts, "problems": [{"is": "Broken", "why": why} for why in whys]}}
    return message


UPGRADES: Mapping[int, Upgrade] = {1: with_situation}
"""By format: from the kind of a record and what stands in it, what stands in it one format later."""
