"""The skill that says the last answer once more, or the last question (Say that again. What did I just ask you?)."""

from __future__ import annotations

from edge.language.leads import bare
from edge.language.matching import matches
from edge.language.phrase import folded
from edge.messages import Claim, Intent, Outcome, Past
from edge.skills.skill import Asked, InLanguage, Meaning, Reply


class Repeat(InLanguage):
    """Repeats what was answered, and what it asked back for: to the last question, or to the one about what is said."""

    name = "repeat"
    intent = Intent.ACT
    examples = {
        "repeat": (
            "Say that again.",
            "What did you say?",
            "Pardon?",
            "I didn't catch that.",
            "Once more, slower.",
            "Could you repeat your last sentence?",
        ),
    }

    def instead(self, meaning: Meaning) -> str:
        """What a sentence is that asks what the wearer said: `what did i just ask you`."""
        said = bare(meaning.said, self.language)
        return "repeat" if said and self.language.hears("repeat.mine", said) == folded(said) else ""

    def claim(self, meaning: Meaning) -> Claim | None:
        heard = [past for past in meaning.recent if past.answered and past.outcome is not Outcome.IGNORED]
        if self.instead(meaning):
            return Claim(self.name, wants=meaning.past.asked if meaning.past is not None else None)
        about = matches(meaning.said, [past.asked for past in heard], self.language)
        return Claim(self.name, wants=heard[about[0] if about else -1] if heard else None)

    def answer(self, asked: Asked) -> Reply:
        match asked.wants:
            case str(said):
                return Reply(self.language.say("repeat.asked", said=said))
            case Past(answered=text, expects=expects, figure=figure):
                return Reply(text, expects=expects, figure=figure)
        return Reply(self.language.say("repeat.nothing"), degraded="nothing was said yet")
