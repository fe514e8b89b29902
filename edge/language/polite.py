"""Takes greetings, fillers and thanks off a question. Pure."""

from __future__ import annotations

import re

from edge.language.patterns import Pattern
from edge.language.text import words

_ASKING = r"(?= (?:if|whether|what|how|where|which|who|please|there|the (?:number|colou?r|count|side|amount)))"
_LOOK = (
    r"(?:tell (?:me|us)|say|let me know|check|see|find out|look(?: and (?:see|tell me))?"
    r"|(?:have|take) a look(?: and (?:see|tell me))?|help me (?:to )?(?:see|find out|know|check))"
)
_LEAD = Pattern(
    r"^(?:(?:hey|hi|hello|ok|okay|um+|uh+|erm?|hmm+|so|well|now|please|glint|excuse me|actually|just|and|but|oh"
    r"|alright"
    r"|quick question|sorry|for me|look around)(?= )"
    r"|i (?:just |really )?(?:want|need|would like|'d like|wanted|wish) to (?:know|find out|ask|hear)"
    r"|i'd (?:just )?(?:like|love) to know|(?:i was |i'm |i am )?(?:just )?(?:wondering|curious)|i wonder"
    rf"|(?:can|could|would|will) you (?:please )?(?:just )?(?:quickly )?{_LOOK}{_ASKING}|(?:please )?{_LOOK}{_ASKING}"
    rf"|do you (?:know|happen to know){_ASKING}|any idea{_ASKING}|would you say(?: that)?|do you think(?! of)"
    r"|from what you (?:can )?see|as far as you can (?:see|tell)|that(?= there))\b ?"
)
_TRAIL = Pattern(
    r" (?:please|thanks|thank you|thank you (?:so|very) much|thx|glint|for me|or not|then|again|exactly|at all"
    r"|right now|now|at the moment|currently|do you think|can you tell(?: me)?|could you tell me|if you can)$"
)
_WHETHER = Pattern(r"^(?:if|whether) (?:(there) (is|are)|(.+?) (is|are)(?= ))")


def core(text: str) -> str:
    """The question itself, without greetings, fillers and politeness around it."""
    said = re.sub(r"\bthere's\b", "there is", " ".join(words(text)))
    while (bare := _TRAIL.sub("", _LEAD.sub("", said))) not in (said, ""):
        said = bare
    return _WHETHER.sub(lambda m: f"{m[2] or m[4]} {m[1] or m[3]}", re.sub(r"^(?:if|whether) (?=you\b)", "", said))
