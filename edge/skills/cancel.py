"""The skill that stops what is being said or thought about (Stop. Never mind.)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from edge.language.patterns import Pattern
from edge.language.polite import core
from edge.messages import Claim, Intent, StopAll
from edge.skills.skill import Asked, Meaning, Reply

_STOP = Pattern(
    r"(?:stop|cancel|abort|quiet|silence|enough|forget it|never ?mind|shush|hush|be quiet|shut up|stop it|stop that"
    r"|cancel that|cancel it"
    r"|stop talking|stop speaking|that's enough|forget about it|please stop|go away|dismiss|no stop)(?: (?:it|that"
    r"|this|talking|everything))?"
)


@dataclass(frozen=True, slots=True)
class CancelSkill:
    """Ends whatever is being said or thought about."""

    name: str = "cancel"
    intent: Intent = Intent.ACT
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "cancel": (
            "Stop.",
            "Never mind.",
            "Be quiet, please.",
            "Cancel that.",
            "That's enough.",
            "Forget it.",
            "Shut up!",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        return Claim(self.name) if _STOP.fullmatch(core(meaning.query.text)) else None

    def answer(self, asked: Asked) -> Reply:
        return Reply("OK.", acts=(StopAll(),))
