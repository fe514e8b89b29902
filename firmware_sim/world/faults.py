"""What can break, from when until when.

A fault is a state of the simulator, not a patch: it is on between two instants of the loop's clock, and off otherwise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

_STREAM = {
    "drop": "a share of what it gives is lost",
    "delay": "everything comes so many seconds late",
    "stall": "nothing comes, and nobody says so",
    "cut": "the stream ends, as if that were all",
    "unplug": "it says that it is gone",
}
_GARBLE = {"garble": "what it gives is noise"}
_SOUND = {
    "mute": "it gives digital silence, as when another program has taken it",
    "clip": "everything is so loud that it is cut off",
    "rate": "it gives a share fewer samples than it says",
}
KINDS: dict[str, dict[str, str]] = {
    "camera": _STREAM | _GARBLE,
    "microphone": _STREAM | _GARBLE | _SOUND,
    "button": _STREAM,
    "body": {"stall": _STREAM["stall"], "cut": _STREAM["cut"]},
    "display": {"delay": "cards come so many seconds late", "stall": "no card gets through", "unplug": "it is gone"},
    "speaker": {"stall": "a clip never ends", "unplug": "it is gone"},
    "light": {
        "fail": "it is dark and says so",
        "mute": "it obeys and never confirms",
        "delay": "it confirms so many seconds late",
    },
    "link": {
        "down": "there is no network",
        "portal": "somebody's login page answers for everybody",
        "slow": "what little gets through comes late",
        "latency": "every byte comes so many seconds later",
        "loss": "a share of what is sent has to be sent again",
        "cut": "connections break when it begins, and new ones while it lasts",
    },
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A device that is broken in one way (`kind`) from `at` to `until`, in seconds."""

    device: str
    kind: str
    at: float = 0.0
    until: float = math.inf
    amount: float = 0.5
    """The share, or the seconds, of those that have one."""

    def on(self, at: float) -> bool:
        return self.at <= at < self.until


def of(faults: tuple[Fault, ...], device: str) -> tuple[Fault, ...]:
    """The faults of one device."""
    return tuple(fault for fault in faults if fault.device == device)
