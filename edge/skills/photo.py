"""The skill for photos (Take a picture.). The frame is the one that was looked at, under the light."""

from __future__ import annotations

from edge.errors import AnswerError
from edge.messages import Claim, Intent, Need, TakePhoto
from edge.skills.skill import Asked, InLanguage, Meaning, Reply

TASK = "photo"


class Photo(InLanguage):
    """Keeps the picture that is in view."""

    name = "photo"
    intent = Intent.ACT
    examples = {
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
