"""What an older tape holds, as it is written today. A step that finds nothing old leaves what it was given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from edge.tape.writer import HEAD, STEP

Data: TypeAlias = "dict[str, Any]"
Upgrade: TypeAlias = Callable[[bytes, Data], Data]
_FALLBACKS = {
    "on_device": {"look": "what", "read": "read", "scan": "scan", "act": "cannot", "recall": "cannot"},
    "without_server": "without_server",
    "meanwhile": "what",
}
"""Who answered what no skill claims, when a tape did not say so."""
_SITUATION = {"servers": "servers", "server_beside": "beside", "spoken": "spoken"}


def with_situation(kind: bytes, data: Data) -> Data:
    """Format 1 kept what follows from the glasses among the settings, and not who answers what no skill claims."""
    policy = data.get("policy")
    if kind != HEAD or not isinstance(policy, dict):
        return data
    situation = {new: policy[old] for old, new in _SITUATION.items() if old in policy}
    settings = {key: value for key, value in policy.items() if key not in _SITUATION}
    return {**data, "policy": {**settings, "situation": situation, "fallbacks": _FALLBACKS}}


def with_values(kind: bytes, data: Data) -> Data:
    """Format 1, and tapes of format 2 from before its release, kept sentences where there are values today."""
    event, commands = data.get("event"), data.get("commands")
    if kind != STEP or not isinstance(event, dict) or not isinstance(commands, list):
        return data
    return {**data, "event": _today(event), "commands": [_today(command) for command in commands]}


def _today(message: Data) -> Data:
    match message:
        case {"is": "Show", "card": card}:
            message = {"is": "Show", **card, "text": " ".join(card.get("lines", []))}
        case {"is": "Tried"}:
            message = _tried(message)
        case {"is": "Try", "facts": {"whys": list(whys), **facts}}:
            message = {**message, "facts": {**facts, "problems": [{"is": "Broken", "why": why} for why in whys]}}
        case {"is": "End" | "Carried", "acts": list(acts)}:
            message = {**message, "acts": [_deed(act) for act in acts if _is_ours(act)]}
        case {"is": "Wanted", "acts": list(acts)}:
            message = {**message, "acts": [_act(act) for act in acts if _is_ours(act)]}
    return message


def _tried(tried: Data) -> Data:
    """With the problem as a value, and what was done already apart from what is to be done."""
    if tried.get("refused"):
        problem = {"is": "Refused", "outcome": tried["refused"], "why": tried.get("why", "")}
        tried = {**tried, "problem": problem}
    acts = [act for act in tried.get("acts", []) if _is_ours(act)]
    if "deeds" in tried:
        return {**tried, "acts": [_act(act) for act in acts], "deeds": [_deed(deed) for deed in tried["deeds"]]}
    deeds = [_deed(act) for act in acts if act.get("done") is not None]
    return {**tried, "acts": [_act(act) for act in acts if act.get("done") is None], "deeds": deeds}


_ACTS = {"timer": "SetTimer", "cancel_timer": "CancelTimers", "cancel": "StopAll"}


def _is_ours(act: Data) -> bool:
    """Whether it is of today, or was known to the mind of then: any other was refused."""
    return "skill" not in act or act["skill"] in _ACTS


def _act(act: Data) -> Data:
    """A timer for a time of day is an alarm today."""
    act = {"is": _ACTS[act["skill"]], **act.get("slots", {})} if "skill" in act else act
    return {**act, "is": "SetAlarm", "seconds": None} if act["is"] == "SetTimer" and act.get("at") else act


def _deed(act: Data) -> Data:
    """Before an act said whether it was done, it was."""
    if "skill" in act:
        return {"act": _act(act), "done": act.get("done") is not False}
    return {**act, "act": _act(act["act"])}


UPGRADES: Mapping[int, Upgrade] = {1: with_situation}
"""By format: from the kind of a record and what stands in it, what stands in it one format later."""
