"""The answer to a question that needed a server and had none: why, and what was seen."""

from __future__ import annotations

from edge.language.text import normalise
from edge.messages import Broken, Facts, Intent, LinkState, NoServer, Portal, Refused
from edge.skills.skill import Asked, Reply
from edge.skills.view.describe import Seeing, in_sight
from edge.skills.view.read import at_hand
from edge.skills.view.written import content


class WithoutServer(Seeing):
    """The fallback of what needs a server: says what is missing, and what can be said all the same."""

    name = "without_server"
    serves = frozenset({Intent.KNOW, Intent.THINK, Intent.SHOP, Intent.HEALTH})

    def answer(self, asked: Asked) -> Reply:
        say = self.language.say
        later = say("without_server.later") if asked.facts.waits else ""
        read = at_hand(asked.scene.texts, words=content(self.language, normalise(asked.query.text)))
        said = [self._why(asked.facts), later, in_sight(asked.scene, self.bar), read]
        about_health = asked.query.mode == "health" or asked.intent is Intent.HEALTH
        if about_health or self.language.hears("without_server.health", normalise(asked.query.text)):
            said.append(say("without_server.safety"))
        elif not any(said[2:]) and asked.scene.missing:
            said.append(asked.scene.missing)
        return Reply(" ".join(part for part in said if part), degraded="answered without a server")

    def _why(self, facts: Facts) -> str:
        """What went wrong, as far as a wearer can do something with it."""
        say = self.language.say
        if NoServer() in facts.problems:
            return say("without_server.none")
        if facts.vitals.link is LinkState.PORTAL or Portal() in facts.problems:
            return say("without_server.login")
        whys = [problem.why for problem in facts.problems if isinstance(problem, Refused | Broken)]
        return say("without_server.why", why=whys[-1].rstrip(".")) if whys else say("without_server.away")
