"""The skill for being quiet (Do not disturb. Don't speak for ten minutes. You can talk again.)."""

from __future__ import annotations

from edge.language.durations import Duration, duration_in
from edge.language.moments import moment_text
from edge.language.timed import time_words
from edge.language.whens import When, find_when
from edge.messages import Claim, Intent, SetQuiet, StopAll
from edge.skills.skill import Asked, InLanguage, Meaning, Reply
from edge.skills.timing import moment


class Quiet(InLanguage):
    """Whether to speak at all. "Shush" only ends what is being said: the next answer is spoken again."""

    name = "quiet"
    intent = Intent.ACT
    examples = {
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
        until = find_when(time_words(said))[0] if {"until", "till"} & set(said.split()) else When()
        if until:
            return Claim(self.name, wants=until)
        which = self.language.which("quiet", said)
        if which == "off":
            return Claim(self.name, wants=SetQuiet(on=False))
        return Claim(self.name, wants=None if which == "hush" else SetQuiet(on=True))

    def answer(self, asked: Asked) -> Reply:
        say = self.language.say
        match asked.wants:
            case When() as until:
                return self._until(asked, until)
            case SetQuiet(on=True, seconds=seconds) as act if seconds:
                return Reply(say("quiet.for", time=Duration(round(seconds))), (StopAll(), act))
            case SetQuiet(on=True) as act:
                return Reply(say("quiet.on"), (StopAll(), act))
            case SetQuiet() as act:
                return Reply(say("quiet.off"), (act,))
        return Reply(say("cancel.stopped"), (StopAll(),))

    def _until(self, asked: Asked, until: When) -> Reply:
        """Quiet up to a time of day; for good where the clock is not set."""
        wall, say = asked.facts.now.wall, self.language.say
        at = moment(until, wall.time, self.language) if wall.trusted else None
        if at is None:
            return Reply(say("quiet.on"), (StopAll(), SetQuiet(on=True)))
        seconds = max(1.0, (at - wall.time).total_seconds())
        text = say("quiet.until", when=moment_text(at, wall.time, self.language).removeprefix("at "))
        return Reply(text, (StopAll(), SetQuiet(on=True, seconds=seconds)))
