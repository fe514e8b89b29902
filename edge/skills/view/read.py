"""The skill that reads aloud (What does the sign say?). What was read is quoted, and never obeyed."""

# ruff: noqa: E501 - rows of patterns, which wrapping would not make clearer

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import ClassVar

from edge.errors import AnswerError
from edge.language.patterns import Pattern
from edge.language.polite import core
from edge.language.text import listing
from edge.messages import Claim, Intent, Need, Text
from edge.skills.skill import Asked, Meaning, Reply, score_of

LONGEST = 600
_ON = (
    r"(?:signs?|labels?|text|page|paper|letter|screen|display|menu|poster|packet|package|packaging|box|bottle|can|card"
    r"|book|cover|title|receipt|bill|note|notice|board|billboard|newspaper|headline|document|sheet|tag|price tag|sticker"
    r"|leaflet|words?|writing|print|fine print|handwriting|plaque|banner|instructions|ingredients|envelope|shirt|t-shirt"
    r"|jar|bag|wrapper|ticket|thermostat|monitor|caption|whiteboard|spine|flyer|brochure|magazine|carton|tin|tube|door"
    r"|wall|street sign)"
)
_THIS = r"(?:(?:this|that|the|these|those|all(?: of)?|what's on)(?: (?:the|this|that))?)"
_KIND = r"(?: [\w'-]+){0,2}?"  # "the red sign", "this little label"
_WHERE = r"(?: (?:to me|aloud|out(?: loud)?|here|there|in front of me|on (?:the|this|that|it|here)\b.*|in (?:the|this) (?:picture|photo|image)|for me|out to me|again))*"
_READ = Pattern(
    rf"^(?:(?:can|could|would|will) you )?(?:please )?read (?:me |out |aloud )*(?:{_THIS}(?:{_KIND} {_ON})?|it|that|everything|{_ON})(?: (?:on|of|in) {_THIS}{_KIND} {_ON})?{_WHERE}$"
    rf"|^(?:can you )?read{_WHERE}$"
    rf"|^what (?:does|do|did) (?:{_THIS}{_KIND} {_ON}|it|this|that|these|those|they)(?: (?:on|in|at) {_THIS}{_KIND} \w+)? (?:say|says|read|state)(?: here| there| on it)?$"
    rf"|^what(?:'s| is| are)? ?(?:written|printed|it say|this say|it says|this says|written down)(?: (?:on|in) (?:it|here|there|{_THIS}{_KIND} ?\w*))?(?: here| there)?$"
    rf"|^what (?:text|words|word|letters) (?:is|are|do|can|does)(?: (?:there|you see|i see|on {_THIS}.*|in {_THIS}.*|this|here|in view|visible|it say|written.*))*$"
    rf"|^what(?:'s| is) (?:the|this) (?:text|writing|title|headline|caption)(?: (?:here|there|of|on|in|say|says)(?: {_THIS}{_KIND} {_ON}| it)?)?$"
    rf"|^(?:is|are) there any (?:text|writing|words)(?: .*)?$|^(?:do|can) you see any (?:text|writing|words)(?: .*)?$"
    rf"|^what(?:'s| is) (?:on|written on) {_THIS}{_KIND} (?:sign|label|screen|display|menu|poster|page|paper|card|receipt|sticker|tag|letter|billboard|board)$"
)
_NOT_HERE = Pattern(
    r"\b(?:my|new|latest|last|unread|next) (?:\w+ )?(?:messages?|mails?|emails?|texts?|reminders?|list|notes?"
    r"|notifications?|calendar|letters?)\b|\b(?:news|story|poem|audiobook|inbox)\b"
    r"|\b(?:song|lyrics|bible|forecast|weather)\b"
)
# What one may want to hear of a page: only lines like these, where there are any.
_ONLY = (
    (Pattern(r"\b(?:expir\w*|best before|use by|sell by|date)\b"), Pattern(r"\b\d{1,4}[./ -](?:\d{1,2}|[A-Za-z]{3,9})[./ -]\d{2,4}\b|\b(?:exp|best before|use by|bb)\b|\b\d{1,2}[/-]\d{2,4}\b|\b\d{1,2}\.\d{4}\b", re.IGNORECASE)),
    (Pattern(r"\b(?:price|cost|total|how much)\b"), Pattern(r"[$€£]\s?\d|\d\s?[$€£]|\b\d+[.,]\d{2}\b|\btotal\b", re.IGNORECASE)),
    (Pattern(r"\b(?:phone|telephone|number to call)\b"), Pattern(r"\+?\d[\d ()/-]{6,}\d")),
    (Pattern(r"\b(?:temperature|degrees|thermostat)\b"), Pattern(r"\d\s?°|\b\d{2,3}\b")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passage:
    """What is to be read out. `only`: lines like this, where there are any; None: all of them."""

    only: Pattern | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """Reads text in view, line by line as people would. Also the fallback of all that is to be read."""

    name: str = "read"
    intent: Intent = Intent.READ
    serves: frozenset[Intent] = frozenset({Intent.READ})
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "read": (
            "What does it say?",
            "What does the sign say?",
            "Read this to me.",
            "Read the label, please.",
            "Can you read what's on the screen?",
            "What is written on this box?",
            "Is there any text here?",
            "What's the title of this book?",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        said = core(meaning.query.text)
        score = 0.0 if _NOT_HERE.search(said) else score_of(_READ, said)
        return Claim(self.name, score, passage(said), frozenset({Need.TEXTS})) if score else None

    def answer(self, asked: Asked) -> Reply:
        if asked.scene.texts is None:
            raise AnswerError(asked.scene.missing or "I could not look for text just now.")
        lines = in_order(asked.scene.texts)
        if not lines:
            return Reply("I don't see any text. Try to hold it closer, or with more light.")
        wants = asked.wants if isinstance(asked.wants, Passage) else passage(core(asked.query.text))
        return Reply(quoted(picked(lines, wants) or lines))


def quoted(lines: list[str]) -> str:
    """`It says: “...”`, cut where nobody would listen any longer."""
    text = ", ".join(" ".join(line.replace("“", '"').replace("”", '"').split()) for line in lines)
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit(" ", 1)[0] + " ..."
    return f"It says: “{text}”."


def passage(said: str) -> Passage:
    """What a question wants to hear of a page: only its dates, say, or all."""
    return Passage(next((line for asked, line in _ONLY if asked.search(said)), None))


def picked(lines: list[str], wants: Passage) -> list[str]:
    """Only the lines that were asked for, such as dates or prices."""
    return [text for text in lines if wants.only is not None and wants.only.search(text)]


def in_order(texts: tuple[Text, ...]) -> list[str]:
    """Lines from top to bottom; what stands on the same height is one line, from left to right."""
    if not texts:
        return []
    height = median(_bottom(text) - _top(text) for text in texts)
    rows: list[list[Text]] = []
    for text in sorted(texts, key=_middle):
        if rows and abs(_middle(text) - _middle(rows[-1][0])) < height / 2:
            rows[-1].append(text)
        else:
            rows.append([text])
    return [" ".join(text.text for text in sorted(row, key=_left)) for row in rows]


def _top(text: Text) -> float:
    return min(point.y for point in text.quad)


def _bottom(text: Text) -> float:
    return max(point.y for point in text.quad)


def _middle(text: Text) -> float:
    return (_top(text) + _bottom(text)) / 2


def _left(text: Text) -> float:
    return min(point.x for point in text.quad)


def at_hand(texts: tuple[Text, ...] | None, most: int = 3) -> str:
    """The first lines in view, for an answer that cannot do more with them."""
    lines = in_order(texts or ())[:most]
    return f"I can read {listing([f'“{line}”' for line in lines])}." if lines else ""
