"""The skill for what left the glasses, what is kept, and what sees and hears just now (Did you send anything?)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from edge.language.numbers import in_words
from edge.language.plurals import counted
from edge.language.spans import span_in
from edge.language.text import listing
from edge.messages import Claim, Facts, Intent, Leaving
from edge.records import dataclass
from edge.skills.kept import kept_in, when
from edge.skills.skill import Asked, InLanguage, Meaning, Reply, wanted

TASK = "what_sent"


@dataclass(frozen=True, slots=True)
class About:
    """What is asked: about the camera, the microphone, what is kept, of photos above all, or (none of them) what left.

    `when`: a span.
    """

    camera: bool = False
    microphone: bool = False
    kept: bool = False
    photos: bool = False
    when: str = ""


class Privacy(InLanguage):
    """Says what is true, from the receipts, and from the devices that are there."""

    name = "privacy"
    intent = Intent.KNOW
    reads_kept = True
    examples = {
        TASK: (
            "Did you send anything?",
            "What left the glasses {date:today}?",
            "Are you recording me?",
            "are you listening all the time",
            "What have you stored about me?",
            "Who can see my pictures?",
            "has anything gone to the cloud",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        said = f" {meaning.said} "
        has = {name: self._names(said, f"{name}_words") for name in ("record", "listen", "store")}
        sent = any(word in said for word in (" sen", " sent ", " left ", " upload", " cloud ", " gone ", " share"))
        camera, microphone, kept = ((found and not sent) for found in has.values())
        return Claim(
            self.name,
            wants=About(camera, microphone, kept and not camera, self._names(said, "photo_words"), meaning.said),
        )

    def _names(self, said: str, words: str) -> bool:
        return any(f" {word} " in said for word in self.language.words_for(words))

    def answer(self, asked: Asked) -> Reply:
        about, kept = wanted(asked, About), kept_in(asked, self.language)
        told: list[str] = []
        if about.camera:
            told += self._camera(asked.facts)
        if about.microphone:
            told.append(self.language.say("privacy.hears" if asked.facts.hears else "privacy.cannot_hear"))
        if about.kept and about.photos:
            told.append(self.language.say("privacy.photos", count=counted(kept.counts.get("photos", 0), "photo")))
        elif about.kept:
            told.append(self._kept(kept.counts))
        if not about.kept:
            told.append(self._left(kept.left, about.when, asked.facts.now.wall.time))
        return Reply(" ".join(told))

    def _camera(self, facts: Facts) -> list[str]:
        told = [self.language.say("privacy.camera" if facts.sees else "privacy.cannot_see")]
        return [*told, self.language.say("privacy.taping")] if facts.taping else told

    def _kept(self, counts: Mapping[str, int]) -> str:
        named = [f"{n} {noun if n != 1 else noun.removesuffix('s')}" for noun, n in counts.items() if n]
        say = self.language.say
        return say("privacy.kept", counts=listing(named)) if named else say("privacy.kept_nothing")

    def _left(self, left: tuple[Leaving, ...], text: str, now: datetime) -> str:
        say, span = self.language.say, span_in(text, now)
        then = ""
        if span is not None:
            left = tuple(one for one in left if span.begin <= one.at <= (span.end or now))
            then = " then"
        if not left:
            return say("privacy.nothing_left", when=then)
        last = left[-1]
        asked = say("privacy.left_asked", asked=last.asked) if last.asked else ""
        picture = say("privacy.left_picture") if last.pictured else ""
        told = say(
            "privacy.left_last", to=last.to, when=when(last.at, now, self.language), asked=asked, picture=picture
        )
        key = "privacy.left_once" if len(left) == 1 else "privacy.left_often"
        return say(key, times=in_words(len(left)), when=then, last=told)
