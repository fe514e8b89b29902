"""The skill that reads aloud (What does it say? Does it say gluten free?). What it reads is quoted, never obeyed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from edge.errors import AnswerError
from edge.language.patterns import Pattern
from edge.language.text import listing, normalise
from edge.messages import Claim, Intent, Need, Text
from edge.records import dataclass
from edge.skills.skill import OPEN, Asked, InLanguage, Meaning, Reply
from edge.skills.view.lines import TextLine, after, holding, largest, lines_of, place, sharing
from edge.skills.view.written import CONTAINS, PAGE, Written, written

LONGEST = 600  # characters that are read out at once
FIND = "find_text"
# What a line looks like that tells such a thing. Each is linear in the line's length.
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_SHAPES = {
    "date": Pattern(rf"\b\d{{1,4}}[./ -](?:\d{{1,2}}|{_MONTH})[./ -]\d{{2,4}}\b|\b\d{{1,2}}/\d{{2,4}}\b|\b\d{{1,2}}\.\d{{4}}\b|\b(?:exp|best before|use by|bbe?)\b|\b{_MONTH} \d{{2,4}}\b", re.IGNORECASE),  # noqa: E501
    "total": Pattern(r"\b(?:total|amount|to pay|balance|due)\b", re.IGNORECASE),
    "price": Pattern(r"[$€£]\s?\d|\d\s?[$€£]|\b\d{1,6}[.,]\d{2}\b|\b\d{1,4}\s?p\b"),
    "phone": Pattern(r"\+?\d[\d ()/-]{6,20}\d"),
    "degrees": Pattern(r"\d\s?°|\b\d{2,3}\b"),
    "time": Pattern(r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,2}\s?[ap]m\b", re.IGNORECASE),
    "mail": Pattern(r"\S@\S|\bwww\.|https?:|\b[\w-]{2,40}\.(?:com|org|net|uk|de|eu|io)\b", re.IGNORECASE),
    "number": Pattern(r"\d"),
    "address": Pattern(r"\b(?:to|for|from|attn)\b", re.IGNORECASE),
    "plate": Pattern(r"^[A-Z0-9 -]{4,10}$"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passage:
    """What is to be read out. `what`: which part of the page; `words`: those looked for, or beside which it stands."""

    what: str = ""
    words: str = ""
    where: bool = False
    heard: str = ""
    """What was read out before, where it is to be gone on from there."""
    near: bool = False
    """Whether a line with some of the words tells it too."""
    safe: bool = False
    """Whether somebody may come to harm who relies on it."""


class Read(InLanguage):
    """Reads text in view, line by line as people would, or looks for one thing in it."""

    name = "read"
    intent = Intent.READ
    serves = frozenset({Intent.READ})
    examples = {
        "read": (
            "What does it say?",
            "What does the sign say?",
            "Read the label, please.",
            "When does this expire?",
            "What's the phone number on this card?",
            "Is there any text here?",
            "What's the total on this receipt?",
            "Keep reading.",
            "And below that?",
        ),
        FIND: (
            "Does it say {text:gluten free}?",
            "Which shop is this?",
            "What's the price of the {thing:soup}?",
            "Find the word {text:total}.",
            "Where does it say {text:platform nine}?",
            "Is there a sign that says {text:exit}?",
        ),
    }

    def instead(self, meaning: Meaning) -> str:
        """A question about what is usually written on a thing, whatever the model takes it for."""
        asked = self._written(meaning) if meaning.task in OPEN else Written()
        if asked.kind == "price" and meaning.intent is Intent.KNOW and meaning.past is None:
            return ""  # the price of petrol
        return ("read" if asked.kind in PAGE else FIND) if asked.kind else ""

    def claim(self, meaning: Meaning) -> Claim | None:
        if self.language.hears("read_elsewhere.what", meaning.said):
            return None
        asked = self._written(meaning)
        if asked.kind and not meaning.words("text"):
            wants = Passage(asked.what, asked.words, near=True, safe=asked.kind == CONTAINS)
            return Claim(self.name, wants=wants, needs=frozenset({Need.TEXTS}))
        wants = self._passage(meaning.said, meaning.words("text"), meaning.words("thing"), find=meaning.task == FIND)
        if wants.what == "next" and meaning.past is not None:
            wants = Passage("next", heard=meaning.past.answered)
        return Claim(self.name, wants=wants, needs=frozenset({Need.TEXTS}))

    def answer(self, asked: Asked) -> Reply:
        say = self.language.say
        if asked.scene.texts is None:
            raise AnswerError(asked.scene.missing or say("read.blind"))
        lines = lines_of(asked.scene.texts)
        if not lines:
            return Reply(say("read.nothing"))
        wants = asked.wants if isinstance(asked.wants, Passage) else self._passage(normalise(asked.query.text))
        if wants.words and wants.near:
            alone = [line for text in asked.scene.texts for line in lines_of([text])]
            shape = _SHAPES.get(wants.what)
            lines = (
                [line for line in alone if shape is None or shape.search(line.text)] if _tells(alone, wants) else lines
            )
        if wants.words:
            return self._found(lines, wants)
        return self._part(lines, wants)

    def _written(self, meaning: Meaning) -> Written:
        past = meaning.past if meaning.past is not None and meaning.past.task == FIND else None
        return written(self.language, meaning.said, past, normalise(past.asked) if past is not None else "")

    def _passage(self, said: str, text: str = "", thing: str = "", *, find: bool = False) -> Passage:
        """What a question wants to hear of a page."""
        what = self.language.which("read", said)
        where = bool(self.language.hears("read_where.what", said))
        beside = text or (thing if find or what == "price" else "")
        if beside and what in ("price", "time", "number", "phone"):
            return Passage(what, beside)
        if text:
            return Passage("", text, where)
        return Passage(what or ("largest" if find else ""))

    def _found(self, lines: Sequence[TextLine], wants: Passage) -> Reply:
        """Whether words stand there, and the line that has them; or what stands beside them."""
        say = self.language.say
        found = holding(lines, wants.words) or (sharing(lines, wants.words) if wants.near else [])
        label = f" {say('read.label')}" if wants.safe else ""
        if not found:
            return Reply(say("read.not_found", words=_clean(wants.words)) + label)
        line = lines[found[0]]
        if wants.what:
            near = _beside(lines, found, _SHAPES[wants.what])
            return Reply(say("read.says", text=quoted(near or [line])))
        if wants.near:
            return Reply(say("read.says", text=quoted([lines[at] for at in found[:3]])) + label)
        if wants.where:
            return Reply(say("read.found_at", text=quoted([line]), place=place(line)))
        return Reply(say("read.found", text=quoted([lines[at] for at in found[:3]])))

    def _part(self, lines: Sequence[TextLine], wants: Passage) -> Reply:
        """One part of the page, or all of it."""
        say = self.language.say
        match wants.what:
            case "next":
                rest = after(lines, wants.heard)
                return Reply(say("read.says", text=quoted(rest)) if rest else say("read.end"))
            case "last":
                return Reply(say("read.says", text=quoted(lines[-1:])))
            case "first":
                return Reply(say("read.says", text=quoted(lines[:1])))
            case "largest":
                return Reply(say("read.largest", text=quoted(largest(lines)[:3])))
        shape = _SHAPES.get(wants.what)
        picked = [line for line in lines if shape is not None and shape.search(line.text)]
        if wants.what == "total" and picked:
            picked = _beside(lines, [lines.index(picked[-1])], _SHAPES["price"]) or picked
        return Reply(say("read.says", text=quoted(picked or lines)))


def _tells(alone: Sequence[TextLine], wants: Passage) -> bool:
    """Whether a text by itself, without what stands on the same height, tells what is asked."""
    shape = _SHAPES.get(wants.what)
    found = holding(alone, wants.words) or sharing(alone, wants.words)
    return any(shape is None or shape.search(alone[at].text) for at in found)


def _beside(lines: Sequence[TextLine], found: Sequence[int], shape: Pattern) -> list[TextLine]:
    """The line with the words, and where that does not tell it, the next one that does."""
    for at in found:
        if shape.search(lines[at].text):
            return [lines[at]]
    first = found[0]
    below = next((line for line in lines[first + 1 : first + 3] if shape.search(line.text)), None)
    return [lines[first], below] if below is not None else []


def quoted(lines: Sequence[TextLine]) -> str:
    """The words of lines, cut where nobody would listen any longer."""
    text = ", ".join(_clean(line.text) for line in lines)
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " ..."


def _clean(text: str) -> str:
    return " ".join(text.replace("“", '"').replace("”", '"').split())


def at_hand(texts: tuple[Text, ...] | None, most: int = 3, words: str = "") -> str:
    """The lines in view with words of the question, else the first, for an answer that cannot do more with them."""
    lines = lines_of(texts or ())
    lines = ([lines[at] for at in sharing(lines, words)] or lines)[:most]
    return f"I can read {listing([f'“{line.text}”' for line in lines])}." if lines else ""
