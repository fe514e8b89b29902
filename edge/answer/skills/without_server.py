"""The honest last answer to a question that needed a server and found none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from edge.answer.seen import Bar, in_sight
from edge.answer.skill import Asked, Reply
from edge.answer.skills.read import at_hand
from edge.messages import Claim, Intent, LinkState, Past, Query
from edge.text import normalise

SAFETY = (
    "For anything urgent call your local emergency number; for medicines and symptoms ask a pharmacist or a doctor, "
    "and go by the label rather than by me."
)
_HEALTH = re.compile(
    r"\b(?:medicines?|medications?|drugs?|pills?|tablets?|doses?|dosage|mg|symptoms?|allerg\w*|vaccin\w*|vitamins?"
    r"|supplements?|pregnan\w*|diabet\w*|blood pressure"
    r"|headache|fever|rash|hurts?|pain|sick|ill|ibuprofen|paracetamol|aspirin|insulin|safe to (?:eat|drink|take)"
    r"|gluten|nuts|doctor|infection|nausea|injur\w*)\b"
)


@dataclass(frozen=True, slots=True)
class WithoutServer:
    """Claims nothing; says what is missing, and what can be said all the same."""

    bar: Bar = field(default_factory=Bar)
    name: str = "without_server"
    intent: Intent = Intent.THINK

    def claim(self, query: Query, recent: tuple[Past, ...]) -> Claim | None:
        return None

    def answer(self, asked: Asked) -> Reply:
        portal = asked.facts.vitals.link is LinkState.PORTAL
        why = (
            "The network wants a login first, so I can't reach a server for that."
            if portal
            else "I can't reach a server for that."
        )
        said = [why, in_sight(asked.scene, self.bar), at_hand(asked.scene.texts)]
        if _HEALTH.search(normalise(asked.query.text)) or asked.query.mode == "health":
            said.append(SAFETY)
        elif not any(said[1:]) and asked.scene.missing:
            said.append(asked.scene.missing)
        return Reply(" ".join(part for part in said if part), degraded="answered without a server")
