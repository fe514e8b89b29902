"""The fallback for what belongs on the glasses and cannot be done by them: it says so."""

from __future__ import annotations

from edge.language.text import normalise
from edge.messages import Intent
from edge.skills.skill import Asked, InLanguage, Reply


class Cannot(InLanguage):
    """The fallback of orders that nobody carries out, and of questions about what was seen before."""

    name = "cannot"
    serves = frozenset({Intent.ACT, Intent.RECALL})

    def answer(self, asked: Asked) -> Reply:
        what = self.language.which("cannot", normalise(asked.query.text)) or "other"
        return Reply(self.language.say(f"cannot.{what}"), degraded=f"cannot: {what}")
