"""The skill for clips (Film this for ten seconds. Stop filming.)."""

from __future__ import annotations

from edge.language.durations import Duration, duration_in
from edge.language.text import words
from edge.messages import Claim, Intent, StopClip, TakeClip
from edge.records import dataclass
from edge.skills.skill import Asked, InLanguage, Meaning, Reply, wanted

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


class ClipSkill(InLanguage):
    """Films for a while; what was kept is said when it is."""

    name = "clip"
    intent = Intent.ACT
    examples = {
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
