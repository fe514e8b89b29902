"""Recognises questions about things in view: the kind of question and its nouns, or None. Pure.

A question belongs here only if every one of its words is understood: the nouns, and the plain words that people use
around them. One strange word ("is there a train *to london*") and it is left to somebody who knows more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from edge.language.nouns import Noun, unknown
from edge.language.patterns import Pattern
from edge.language.polite import core
from edge.language.skeleton import ParsedSentence, read


class Kind(StrEnum):
    """The questions that boxes can answer."""

    PRESENCE = "presence"
    IDENTITY = "identity"
    COUNT = "count"
    WHERE = "where"


@dataclass(frozen=True, slots=True)
class Question:
    """One question about things in view. `least`: how many it takes, `exact`: and no more; `each`: of every noun.

    `side`, `colour`: only there, only such.
    """

    kind: Kind
    nouns: tuple[Noun, ...]
    many: bool = False
    least: int = 1
    side: str = ""
    colour: str = ""
    exact: bool = False
    each: bool = False


_EXACT = Pattern(r"\b(?:exactly|only|just) (?:the )?one\b")  # every number reads "one" by now
_NOT = Pattern(r"\b(?:not|aren't|isn't|don't|doesn't|can't|without)\b")
_DETERMINERS = (
    r"(?:a|an|any|some|the|my|your|our|this|that|these|those|all|another|one|many|more|of|other|single|every|than"
    r"|or|least|at)"
)
_THING = r"(?:THING|COLOUR THING)"
_PLACE = Pattern(
    rf"(?<= )(?:on|in|at|under|near|by|behind|inside|next to|beside|along|across|over|to)(?: top of)? (?:the|a|this"
    rf"|that|my|your) {_THING}"
)
# ---------------------------------------------------------------------------------------------------- kinds of question

_PICTURE = r"(?:camera|picture|photo|image|frame|scene|view|shot|snapshot|video)"
_SEE = r"(?:see|spot|find|notice|detect|make out|identify|recogni[sz]e)"
_HERE = (
    r"(?:visible|sight|here|there|front|around|near|nearby|present|seen|ahead|side|left|right|middle|shown|room"
    rf"|{_PICTURE})"
)
_COUNT = Pattern(r"\b(?:how many|count|counts|number of|amount of)\b|\bTHING count\b")
_WHERE = Pattern(
    r"\bwhere(?:abouts)?\b|\b(?:which|what)(?: of the)? (?:side|direction|way|part|corner|half|position|place"
    r"|location)\b"
    r"|\b(?:side|position|location|direction|whereabouts) (?:of|is)\b|\bthe (?:side|position|location|direction)\b"
    rf"|\blocate\b|\bpoint (?:me )?(?:to|out|at|towards?)\b|^find (?:me )?(?:the|my) {_THING}"
    r"|\bleft\b.*\b(?:or|middle|center|centre|right)\b|\bright\b.*\bor\b.*\bleft\b|\bdirection\b.*\bin$"
)
_IDENTITY = Pattern(
    rf"^(?:is|are|was) (?:this|that|it|these|those|they)(?: here| there)? (?:an? |some )*{_THING}(?: or|$)"
)
_SEEING = Pattern(
    r"^(?:is|are|was|were|isn't|aren't) there\b|^there (?:is|are)\b|^any\b|\b(?:is there one|are there any)$"
    rf"|\b(?:do|does|can|could|did|would|are|am|has|have|don't|doesn't) (?:you|i|we|it|(?:the|this|that|your"
    rf"|my) {_PICTURE})\b"
    rf"|\byou (?:can )?{_SEE}\b|^{_SEE} (?:{_DETERMINERS} )+{_THING}|^can (?:{_DETERMINERS} )*{_THING} be seen"
    rf"|^(?:is|are) (?:{_DETERMINERS} )*{_THING} .*{_HERE}"
    rf"|\b(?:{_DETERMINERS} )+{_THING} (?:visible|here|around|nearby|in (?:view|sight|front of me|(?:the"
    rf"|this) {_PICTURE}))\b"
)
# What looks like one of these and is none: statements, wishes, questions about the thing itself or about us.
_NOT_ASKED = Pattern(
    r"^(?:i|we) (?:can )?(?:see|spot|notice|have|am|was|got)\b|^i'm(?! looking for)|^(?:it's|that's)|THING's"
    r"|\b(?:can|do|does|could) (?:\w+ )?THING (?!count|be seen)\w+|^(?:show|give) me (?:a|an|some|THING)|\byour THING"
    r"|^(?:it|this|that|they|these|those)(?: is|'s| are| was)\b|^find (?:me )?(?:a|an|any|some|THING)|^look (?:for"
    r"|at)"
    r"|\bhow (?:much|far|close)\b|^what (?:THING|is THING)|^(?:what|how) (?:is|are) (?:a|an|THING)\b|^how (?:do"
    r"|does|can|would|to)\b"
    r"|\b(?:you|i|we) have\b(?!.*\b(?:front|view|here|around)\b)|^(?:are you|am i) (?:a|an|the)\b"
    r"|\b(?:anything|something|what) on (?:the )?THING|\b(?:i|we|you|he|she) left\b|^are you THING|\bidentify (?:as"
    r"|this|that|these|the)\b"
    r"|^how \w+ (?:do|does|can)\b|(?<!look )(?<!looking )(?<!check )\bfor (?:an? |the )?THING"
    r"|\b(?:(?:left|right|front|top|side) of|behind|above|below|beside|next to|close to|near)"
    rf" (?:an?|the|this|that|my) {_THING}"
)
_SIDE = Pattern(
    r"\b(?:on|to|at|in|from) (?:the |my |your |its )?(?:far )?(left|right|middle|cent(?:er|re))\b(?! now| here"
    r"| there| in front| away)"
)
_IN_SIGHT = Pattern(
    rf"\bin (?:front|view|sight)\b|\b(?:visible|view|sight|looking at|{_PICTURE})\b"
    rf"|\b(?:do|can|could|did) you (?:see|spot|notice|detect|make out)\b(?! the)|\bon (?:the|my|this) (?:table|desk"
    rf"|floor|shelf|counter|wall)\b"
)


_WHAT_SIDE = Pattern(
    r"\bwhat(?: of the)? (?:side|direction|way|part|corner|half|position|place|location)\b"
    r"|\bwhat is the (?:side|position|location|direction|whereabouts)\b"
)
_TAGGED = Pattern(r"(?:\bright|\b(?:is|are|isn't|aren't) (?:there|it|they))$")


def question(text: str) -> Question | None:
    """The question about things in view that this is, if it is one and every word of it is understood."""
    said = core(text)
    reading = read(said)
    if reading.strange or not reading.nouns:
        return _about_unknown(said, reading)
    skeleton = _PLACE.sub("PLACE", reading.skeleton) if reading.skeleton.count("THING") > 1 else reading.skeleton
    nouns = reading.nouns[: max(1, skeleton.count("THING"))]
    kind = _kind(skeleton, text)
    if kind is Kind.COUNT and not reading.many and re.search(r"\bnumber (?:of|on) (?:the|this|that) THING", skeleton):
        return None  # the number that is printed on it
    if kind is Kind.COUNT and _NOT.search(said):
        return None  # how many are not: of what is not there, or does not do something, no box tells
    mixed = len(nouns) > 1 and (reading.colour or (kind in (Kind.COUNT, Kind.WHERE) and " and " not in skeleton))
    if kind is None or mixed:
        return None
    side = "" if kind is Kind.WHERE else _side(skeleton)
    exact, each = bool(_EXACT.search(skeleton)), " and " in skeleton and " or " not in skeleton
    return Question(kind, nouns, reading.many, reading.least, side, reading.colour, exact, each)


def _kind(skeleton: str, text: str) -> Kind | None:
    what = "what" in skeleton.split()
    stated = skeleton.startswith("there") and not text.rstrip().endswith("?") and not _TAGGED.search(skeleton)
    if stated or _NOT_ASKED.search(skeleton):
        return None
    if _COUNT.search(skeleton):
        return Kind.COUNT
    if _WHERE.search(skeleton):
        return Kind.WHERE if not what or _WHAT_SIDE.search(skeleton) else None
    if what:
        return None
    if _IDENTITY.search(skeleton):
        return Kind.IDENTITY
    return Kind.PRESENCE if _SEEING.search(skeleton) else None


def _side(skeleton: str) -> str:
    found = _SIDE.search(skeleton)
    return side_named(found[1]) if found else ""


_ASKED_FOR = Pattern(
    r"^([^?]*(?:^(?:is|are) there|^any|\bhow many|\bcount|\bnumber of|\bsee|\bspot|\bnotice|\bdetect|\blooking at"
    r"|\bwhere (?:is|are)))"
    rf" (?:{_DETERMINERS} )*((?:\?\S+ ?){{1,3}})([^?]*)$"
)
# What is to be read, weighed or known is nothing that a detector could ever know.
_NO_THING = Pattern(
    r"\b(?:information|writing|text|words?|letters?|numbers?|names?|brand|price|date|label|logo|title|difference"
    r"|problem|way|reason"
    r"|chance|point|colou?rs?|time|traffic|future|holiday|event|meeting|flight|news|anything|something|everything"
    r"|nothing)\b"
)


def _about_unknown(said: str, reading: ParsedSentence) -> Question | None:
    """Something that the detector does not know, asked for in view: to be refused by name rather than guessed."""
    found = _ASKED_FOR.search(reading.skeleton)
    if not found or reading.nouns or not _IN_SIGHT.search(said):
        return None
    if "number of the" in said or _NO_THING.search(found[2].replace("?", "")):
        return None
    kind = _kind(reading.skeleton.replace(found[2].strip(), "THING"), "")
    return Question(kind, (_named(found[2]),)) if kind else None


def _named(chunk: str) -> Noun:
    return unknown(chunk.replace("?", "").split())


def unknown_in(text: str) -> Noun | None:
    """What a question asks to find without saying where, when it is nothing that the detector knows."""
    reading = read(core(text))
    found = _ASKED_FOR.search(reading.skeleton)
    named = found is not None and not reading.nouns and not _NO_THING.search(found[2].replace("?", ""))
    return _named(found[2]) if found and named else None


def side_named(word: str) -> str:
    """A side as it is called here."""
    return {"center": "middle", "centre": "middle"}.get(word, word)
