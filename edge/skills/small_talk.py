"""The skill for greetings, thanks and questions about Glint itself (Hello. Who are you?)."""

# ruff: noqa: E501, ISC004 - rows of patterns, which wrapping would not make clearer

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from edge.language.patterns import Pattern
from edge.language.text import normalise
from edge.messages import Claim, Intent
from edge.skills.skill import Asked, Meaning, Reply, wanted

_NAME = r"(?: (?:glint|there|again|everyone|to you|my friend|buddy))?"
_TALK: tuple[tuple[str, str], ...] = (
    (rf"(?:hello|hi|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)|hello hello|hi hi){_NAME}", "Hello. What would you like to know?"),
    (
        rf"(?:ok |okay |great |perfect |good )?(?:thanks|thank you|thank you (?:so|very) much|thanks a lot|many thanks|cheers|thx|much appreciated){_NAME}"
        r"(?: for (?:your|the) help| for that)?",
        "You're welcome.",
    ),
    (
        r"(?:who|what) are you|what(?:'s| is) your name|who(?:'s| is) (?:this|there|speaking)? ?glint|what(?:'s| is) glint|do you have a name"
        r"|what (?:should|can|do) i call you|tell me about yourself|introduce yourself",
        "I'm Glint. I run on your glasses and answer questions about what you see.",
    ),
    (r"(?:hi |hello |hey )?how are you(?: (?:doing|today|doing today|feeling))?|how(?:'s| is) it going|how do you do|what's up", "I'm well, and ready to look."),
    (rf"(?:good ?bye|bye|bye bye|see you(?: later)?|good night|farewell|so long){_NAME}", "Goodbye."),
    (r"are you (?:still )?(?:there|here|awake|listening|on|ready|working)|can you hear me|do you hear me|hello are you there", "Yes, I'm here."),
    (r"(?:good job|well done|nice(?: work| job| one)?|great job|you(?:'re| are) (?:great|awesome|the best|amazing|so helpful|very helpful))", "Thank you."),
    (r"(?:i'm |i am )?sorry(?: about that)?|my apologies|excuse me", "No problem."),
    (r"are you (?:a |an )?(?:real|human|robot|bot|person|ai|computer|machine)(?: person| human)?", "I'm a program on your glasses, not a person."),
)  # fmt: skip
_COMPILED = tuple((Pattern(pattern), reply) for pattern, reply in _TALK)


@dataclass(frozen=True, slots=True)
class Talk:
    """What is said back."""

    reply: str


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """Claims a sentence only if it is nothing but talk."""

    name: str = "small_talk"
    intent: Intent = Intent.KNOW
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "small_talk": (
            "Hello.",
            "Thank you very much!",
            "Who are you?",
            "How are you today?",
            "Good morning, Glint.",
            "Are you a robot?",
            "Can you hear me?",
            "Goodbye.",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        reply = _reply(meaning.query.text)
        return Claim(self.name, wants=Talk(reply)) if reply else None

    def answer(self, asked: Asked) -> Reply:
        return Reply(wanted(asked, Talk).reply)


def _reply(text: str) -> str:
    said = normalise(text)
    said = re.sub(r"^(?:hey|ok|okay) glint (?=\S)", "", said)
    return next((reply for pattern, reply in _COMPILED if pattern.fullmatch(said)), "")
