"""The skill for photos (Take a picture.). The frame is the one that was looked at, under the light."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from edge.errors import AnswerError
from edge.language.language import Language, english
from edge.messages import Claim, Intent, Need, TakePhoto
from edge.skills.skill import Asked, Meaning, Reply

TASK = "photo"


@dataclass(frozen=True, slots=True)
class Photo:
    """Keeps the picture that is in view."""

    language: Language = field(default_factory=english)
    name: str = "photo"
    intent: Intent = Intent.ACT
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        TASK: (
            "Take a photo.",
            "Take a picture of this.",
            "say cheese",
            "snap that for me",
            "I'd love a photo of the view.",
            "get it on camera, just one shot",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        return Claim(self.name, needs=frozenset({Need.PICTURE})) if meaning.task == TASK else None

    def answer(self, asked: Asked) -> Reply:
        if asked.scene.frame is None:
            raise AnswerError(asked.scene.missing or self.language.say("photo.none"))
        return Reply(self.language.say("photo.taken"), acts=(TakePhoto(),))
