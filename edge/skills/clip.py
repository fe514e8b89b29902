"""The skill for clips (Film this for ten seconds. Stop filming.)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from edge.language.durations import Duration, duration_in
from edge.language.language import Language, english
from edge.language.text import words
from edge.messages import Claim, Intent, StopClip, TakeClip
from edge.skills.skill import Asked, Meaning, Reply, wanted

TASK = "clip"
USUAL, LONGEST = 10.0, 30.0
STARTING = 15.0
"""Seconds beyond its length that a clip may take: the light, the camera and the file."""
_STOPS = frozenset({"stop", "end", "cut", "finish", "enough", "off", "done"})


@dataclass(frozen=True, slots=True)
class Film:
    """So many seconds are to be filmed, of so many that were wanted; 0: filming is to stop."""

    seconds: float
    wanted: float = 0.0


@dataclass(frozen=True, slots=True)
class ClipSkill:
    """Films for a while; what was kept is said when it is."""

    language: Language = field(default_factory=english)
    name: str = "clip"
    intent: Intent = Intent.ACT
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        TASK: (
            "Film this for {duration:ten seconds}.",
            "Record a video.",
            "Stop filming.",
            "make a clip of {duration:twenty seconds}",
            "get this on video please",
            "end the recording",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        said = duration_in(meaning.words("duration") or meaning.said)
        if set(words(meaning.said)) & _STOPS and said is None:
            return Claim(self.name, wants=Film(0.0))
        asked = float(said.seconds if said is not None else USUAL)
        length = min(max(asked, 1.0), LONGEST)
        return Claim(self.name, wants=Film(length, asked), takes=length + STARTING)

    def answer(self, asked: Asked) -> Reply:
        film, say = wanted(asked, Film), self.language.say
        if not film.seconds:
            return Reply(say("clip.stopped"), acts=(StopClip(),))
        more = say("clip.most", length=Duration(round(LONGEST))) if film.wanted > film.seconds else ""
        return Reply(more, acts=(TakeClip(film.seconds),))
