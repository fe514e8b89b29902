"""The skill for being quiet (Do not disturb. Don't speak for ten minutes. You can talk again.)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from edge.language.durations import Duration, duration_in
from edge.language.language import Language, english
from edge.messages import Claim, Intent, SetQuiet, StopAll
from edge.skills.skill import Asked, Meaning, Reply


@dataclass(frozen=True, slots=True)
class Quiet:
    """Whether to speak at all. "Shush" only ends what is being said: the next answer is spoken again."""

    language: Language = field(default_factory=english)
    name: str = "quiet"
    intent: Intent = Intent.ACT
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "quiet": (
            "Do not disturb.",
            "Mute yourself.",
            "Don't say anything for {duration:ten minutes}.",
            "Shush!",
            "Silent mode, please.",
            "You can talk again.",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        said = meaning.said
        length = duration_in(meaning.words("duration") or said)
        if length is not None:
            return Claim(self.name, wants=SetQuiet(on=True, seconds=float(length.seconds)))
        which = self.language.which("quiet", said)
        if which == "off":
            return Claim(self.name, wants=SetQuiet(on=False))
        return Claim(self.name, wants=None if which == "hush" else SetQuiet(on=True))

    def answer(self, asked: Asked) -> Reply:
        say = self.language.say
        match asked.wants:
            case SetQuiet(on=True, seconds=seconds) as act if seconds:
                return Reply(say("quiet.for", time=Duration(round(seconds))), (StopAll(), act))
            case SetQuiet(on=True) as act:
                return Reply(say("quiet.on"), (StopAll(), act))
            case SetQuiet() as act:
                return Reply(say("quiet.off"), (act,))
        return Reply(say("cancel.stopped"), (StopAll(),))
