"""The fallback for what belongs on the glasses and cannot be done by them: it says so."""

from __future__ import annotations

from dataclasses import dataclass

from edge.language.patterns import Pattern
from edge.language.text import normalise
from edge.messages import Intent
from edge.skills.skill import Asked, Reply

_MEMORY = Pattern(
    r"\b(?:where did i|did i (?:leave|put|see)|remember|have i seen|last (?:saw|seen|time)|where (?:was|were)|forget)\b"
)
_NAMES = (
    (Pattern(r"\b(?:play|music|song|album|playlist|podcast|radio)\b"), "play music"),
    (Pattern(r"\b(?:call|dial|phone)\b"), "make calls"),
    (Pattern(r"\b(?:text|message|email|mail|send|tweet|post)\b"), "send messages"),
    (Pattern(r"\b(?:photo|picture|selfie|video|film|record)\b"), "keep photos or videos"),
    (
        Pattern(r"\b(?:remind|reminder|calendar|event|meeting|appointment|schedule|list)\b"),
        "keep a calendar or lists",
    ),
    (Pattern(r"\b(?:volume|louder|quieter|mute|brightness|language|accent|voice)\b"), "change that setting"),
    (Pattern(r"\b(?:book|order|buy|reserve|reservation|pay|transfer)\b"), "book or pay for things"),
    (Pattern(r"\b(?:navigate|directions|route)\b"), "navigate"),
    (Pattern(r"\b(?:lights?|lamp|thermostat|vacuum|plug|coffee)\b"), "control things in your home"),
)


@dataclass(frozen=True, slots=True)
class Cannot:
    """The fallback of orders that nobody carries out, and of questions about what was seen before."""

    name: str = "cannot"
    serves: frozenset[Intent] = frozenset({Intent.ACT, Intent.RECALL})

    def answer(self, asked: Asked) -> Reply:
        said = normalise(asked.query.text)
        if _MEMORY.search(said):
            return Reply("I don't keep a memory of what I have seen, so I can't tell.", degraded="no visual memory")
        what = next((name for pattern, name in _NAMES if pattern.search(said)), "do that")
        return Reply(f"I can't {what} on these glasses. Ask for help to hear what I can do.", degraded=f"cannot {what}")
