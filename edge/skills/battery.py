"""The skill for the battery of the glasses (How much battery is left?)."""

from __future__ import annotations

from edge.messages import Claim, Intent
from edge.skills.skill import Asked, InLanguage, Meaning, Reply

LOW = 15  # percent


class Battery(InLanguage):
    """Speaks of the battery of the glasses, and of no other."""

    name = "battery"
    intent = Intent.KNOW
    examples = {
        "battery": (
            "How much battery is left?",
            "What's your battery level?",
            "Are you fully charged?",
            "How long will the battery last?",
            "Is the battery low?",
            "Do I need to charge you?",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        return None if self.language.hears("battery.others", meaning.said) else Claim(self.name)

    def answer(self, asked: Asked) -> Reply:
        charge, say = asked.facts.vitals.battery, self.language.say
        if charge is None:
            return Reply(say("battery.unknown"), degraded="no battery gauge")
        percent = round(100 * charge)
        level = say("battery.level", percent=percent)
        return Reply(f"{level} {say('battery.low')}" if percent <= LOW else level, figure=str(percent))
