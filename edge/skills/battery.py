"""The skill for the battery of the glasses (How much battery is left?)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from edge.language.polite import core
from edge.messages import Claim, Intent
from edge.skills.skill import Asked, Meaning, Reply

_ABOUT = frozenset({"battery", "charge", "charged", "power", "batteries"})
_AROUND = frozenset(
    """
    how much is are the your my of do you i we have got has left level status percentage percent what what's
    remaining charge power battery charged at fully there still in glasses these enough on low full check show
    tell me it full's long will last running doing how's batteries life state be does
    """.split()
)


@dataclass(frozen=True, slots=True)
class Battery:
    """Speaks of the battery of the glasses, and of no other."""

    name: str = "battery"
    intent: Intent = Intent.KNOW
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "battery": (
            "How much battery is left?",
            "What's your battery level?",
            "How's your battery doing?",
            "Are you fully charged?",
            "How long will the battery last?",
            "Is the battery low?",
            "battery status",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        said = core(meaning.query.text).split()
        about = "battery" in said or {"charged", "you"} <= set(said) or {"power", "left"} <= set(said)
        asks = len(said) <= 9 and set(said) <= _AROUND and bool(_ABOUT & set(said))
        return Claim(self.name) if about and asks else None

    def answer(self, asked: Asked) -> Reply:
        charge = asked.facts.vitals.battery
        if charge is None:
            return Reply("This device can't tell how full its battery is.", degraded="no battery gauge")
        percent = round(100 * charge)
        low = " Charge me soon." if percent <= 15 else ""
        return Reply(f"The battery is at {percent}%.{low}")
