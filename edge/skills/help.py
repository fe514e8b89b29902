"""The skill that tells what Glint can do (What can you do?)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from edge.language.patterns import Pattern
from edge.language.polite import core
from edge.messages import Claim, Intent
from edge.skills.skill import Asked, Meaning, Reply

HARDER = "Harder questions need a server."
_HELP = Pattern(
    r"help(?: me)?|what (?:can|could|do) you do(?: for me)?|what (?:else )?can i (?:ask|say|do)(?: you| to you"
    r"| with you| here)?|how (?:do|can|should) i use (?:you|this|glint|these glasses)"
    r"|what are you (?:able to do|good for|capable of)|how do(?:es)? (?:you|this|glint) work|what (?:are"
    r"|is) your (?:skills|features|commands|capabilities)"
    r"|(?:show|list|tell me)(?: me)? (?:your|the|all) (?:commands|skills|features)|what do you know how to do"
    r"|can you help(?: me)?|i need help|instructions"
)


@dataclass(frozen=True, slots=True)
class Help:
    """Says what can be asked. `others`: questions that other skills answer, to be told as examples."""

    others: tuple[str, ...] = ()
    name: str = "help"
    intent: Intent = Intent.KNOW
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "help": (
            "What can you do?",
            "help",
            "What can I ask you?",
            "How do I use this?",
            "What are you capable of?",
            "Show me your features.",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        return Claim(self.name) if _HELP.fullmatch(core(meaning.query.text)) else None

    def answer(self, asked: Asked) -> Reply:
        return Reply(f"Ask me: {' '.join(self.others)} {HARDER}")
