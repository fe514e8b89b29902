"""The skill for being quiet (Do not disturb. Don't speak for ten minutes. You can talk again.)."""

from __future__ import annotations

from edge.language.durations import Duration, duration_in
from edge.messages import Claim, Intent, SetQuiet, StopAll
from edge.skills.skill import Asked, Meaning, Reply, Speaking


class Quiet(Speaking):
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
