"""The answer to a question that needed a server and had none: why, and what was seen."""

from __future__ import annotations

from dataclasses import dataclass, field

from edge.language.patterns import Pattern
from edge.language.text import normalise
from edge.messages import Broken, Facts, Intent, LinkState, NoServer, Portal, Refused
from edge.skills.skill import Asked, Reply
from edge.skills.view.describe import Bar, in_sight
from edge.skills.view.read import at_hand

SAFETY = (
    "For anything urgent call your local emergency number; for medicines and symptoms ask a pharmacist or a doctor, "
    "and go by the label rather than by me."
)
_HEALTH = Pattern(
    r"\b(?:medicines?|medications?|drugs?|pills?|tablets?|doses?|dosage|mg|symptoms?|allerg\w*|vaccin\w*|vitamins?"
    r"|supplements?|pregnan\w*|diabet\w*|blood pressure"
    r"|headache|fever|rash|hurts?|pain|sick|ill|ibuprofen|paracetamol|aspirin|insulin|safe to (?:eat|drink|take)"
    r"|gluten|nuts|doctor|infection|nausea|injur\w*)\b"
)


@dataclass(frozen=True, slots=True)
class WithoutServer:
    """The fallback of what needs a server: says what is missing, and what can be said all the same."""

    bar: Bar = field(default_factory=Bar)
    name: str = "without_server"
    serves: frozenset[Intent] = frozenset({Intent.KNOW, Intent.THINK, Intent.SHOP, Intent.HEALTH})

    def answer(self, asked: Asked) -> Reply:
        later = "I will ask again." if asked.facts.waits else ""
        said = [_why(asked.facts), later, in_sight(asked.scene, self.bar), at_hand(asked.scene.texts)]
        if _HEALTH.search(normalise(asked.query.text)) or asked.query.mode == "health":
            said.append(SAFETY)
        elif not any(said[2:]) and asked.scene.missing:
            said.append(asked.scene.missing)
        return Reply(" ".join(part for part in said if part), degraded="answered without a server")


def _why(facts: Facts) -> str:
    """What went wrong, as far as a wearer can do something with it."""
    if NoServer() in facts.problems:
        return "I have no server to ask (`glint setup`)."
    if facts.vitals.link is LinkState.PORTAL or Portal() in facts.problems:
        return "The network wants a login first, so I can't reach a server for that."
    whys = [problem.why for problem in facts.problems if isinstance(problem, Refused | Broken)]
    return f"I can't get an answer for that: {whys[-1].rstrip('.')}." if whys else "I can't reach a server for that."
