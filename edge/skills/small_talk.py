"""The skill for greetings, thanks and questions about Glint itself (Hello. Who are you?)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from edge.language.language import Language, english
from edge.messages import Claim, Intent
from edge.skills.skill import Asked, Meaning, Reply


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """Says something short back."""

    language: Language = field(default_factory=english)
    name: str = "small_talk"
    intent: Intent = Intent.KNOW
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "small_talk": (
            "Hello.",
            "Thank you very much!",
            "Who are you?",
            "How are you today?",
            "Tell me a joke.",
            "Are you a robot?",
            "Can you hear me?",
            "Goodbye.",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        return Claim(self.name, wants=self.language.which("small_talk", meaning.said) or "other")

    def answer(self, asked: Asked) -> Reply:
        return Reply(self.language.say(f"small_talk.{asked.wants or 'other'}"))
