"""What belongs on the glasses and cannot be done by them: said plainly."""

from __future__ import annotations

import re
from dataclasses import dataclass

from edge.language.text import normalise
from edge.messages import Intent
from edge.skills.skill import Asked, Reply

_MEMORY = re.compile(
    r"\b(?:where did i|did i (?:leave|put|see)|remember|have i seen|last (?:saw|seen|time)|where (?:was|were)|forget)\b"
)
_NAMES = (
    (re.compile(r"\b(?:play|music|song|album|playlist|podcast|radio)\b"), "play music"),
    (re.compile(r"\b(?:call|dial|phone)\b"), "make calls"),
    (re.compile(r"\b(?:text|message|email|mail|send|tweet|post)\b"), "send messages"),
    (re.compile(r"\b(?:photo|picture|selfie|video|film|record)\b"), "keep photos or videos"),
    (
        re.compile(r"\b(?:remind|reminder|calendar|event|meeting|appointment|schedule|list)\b"),
        "keep a calendar or lists",
    ),
    (re.compile(r"\b(?:volume|louder|quieter|mute|brightness|language|accent|voice)\b"), "change that setting"),
    (re.compile(r"\b(?:book|order|buy|reserve|reservation|pay|transfer)\b"), "book or pay for things"),
    (re.compile(r"\b(?:navigate|directions|route)\b"), "navigate"),
    (re.compile(r"\b(?:lights?|lamp|thermostat|vacuum|plug|coffee)\b"), "control things in your home"),
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
