"""The words that are to be kept, without those that only say so: `make a note that the car is due` -> `the car is due`.

Where words only point ("remember this"), nothing is left of them. Pure; what leads there is data (word_lists.toml).
"""

from __future__ import annotations

from collections.abc import Sequence

from edge.language.days import WEEKDAYS
from edge.language.language import Language
from edge.language.numbers import number_at

SHORT = 3
"""Words of a correction that is no sentence."""


def without_lead(said: str, leads: Sequence[str]) -> str | None:
    """What follows the longest of these at the beginning of a normalised text; None: it begins with none of them.

    It does not matter whether a recogniser left the apostrophes out.
    """
    tokens, plain = said.split(), said.replace("'", "")
    found = [len(lead.split()) for lead in leads if f"{plain} ".startswith(f"{_plain(lead)} ")]
    return " ".join(tokens[max(found) :]) if found else None


def without_tail(said: str, tails: Sequence[str]) -> str | None:
    """What stands before the longest of these at the end; None: it ends with none of them."""
    tokens, plain = said.split(), said.replace("'", "")
    found = [len(tail.split()) for tail in tails if f" {plain}".endswith(f" {_plain(tail)}")]
    return " ".join(tokens[: len(tokens) - max(found)]) if found else None


def _plain(words: str) -> str:
    return words.replace("'", "")


def without_fillers(text: str, language: Language) -> str:
    """A text without `um` and `uh`; as it is where it says nothing else."""
    fillers = set(language.words_for("fillers"))
    kept = [word for word in text.split() if word.strip(",.").lower() not in fillers]
    return " ".join(kept) if kept and len(kept) < len(text.split()) else text


def bare(said: str, language: Language) -> str:
    """Without politeness at the beginning."""
    while (less := without_lead(said, language.words_for("polite_leads"))) is not None:
        said = less
    return said


def to_keep(said: str, marked: str, kind: str, language: Language) -> str:
    """What is to be kept of a normalised sentence; empty where it only says that something is. `kind`: note or fact.

    `marked`: the words that a model took for it. They count where nothing else says that something is to be kept, and
    they are most of the sentence.
    """
    whole, led = _unled(said, kind, language)
    most = 2 * len(marked.split()) >= len(whole.split())
    if marked and marked == without_lead(whole, language.words_for("vocatives")):
        return marked
    return marked if marked and most and not led and f" {marked} " in f" {whole} " else whole


def _unled(said: str, kind: str, language: Language) -> tuple[str, bool]:
    """What is left without leads and tails, and whether there were any but politeness."""
    text = bare(said, language)
    after = without_lead(text, language.words_for(f"{kind}_leads"))
    text = text if after is None else after
    if after is not None and text.startswith("please "):
        text = text.partition(" ")[2]
    if after is not None and (says := without_lead(text, language.words_for("saying"))) is not None:
        text = says
    led = after is not None
    while (before := without_tail(text, language.words_for(f"{kind}_tails"))) is not None:
        text, led = before, True
    return text, led


def corrected(said: str, language: Language) -> str | None:
    """What is said in the place of what was said before ("no it's 43" -> "43"); None: nothing is put right."""
    return without_lead(said, language.words_for("correction_leads"))


def mid_correction(said: str, language: Language) -> str:
    """The longest words in the middle that put right what was said before them (` no wait `); empty: there are none."""
    marks = (f" {mark} " for mark in language.words_for("mid_corrections"))
    return max((mark for mark in marks if mark in said), key=len, default="")


def settled(said: str, language: Language) -> str:
    """Words in which a correction stands, with what it puts in their place: `call anna no wait ben` -> `call ben`."""
    mark = mid_correction(said, language) or (" no " if _is_instead(said.split()) else "")
    if not mark:
        return said
    old, _, new = said.rpartition(mark)
    before, after = settled(old, language).split(), new.split()
    kept = before[: -len(after)] if before[:1] != after[:1] and len(after) < len(before) else []
    return " ".join((*kept, *after))


def _is_instead(tokens: Sequence[str]) -> bool:
    """Whether one or two words behind a bare "no" are said in the place of those before it: `buy milk no bread`."""
    at = len(tokens) - 1 - list(reversed(tokens)).index("no") if "no" in tokens else 0
    return at >= SHORT - 1 and 1 <= len(tokens) - at - 1 < SHORT and tokens[at - 1] not in _SAYS_NO


_SAYS_NO = frozenset(
    "say says said saying is are was were be has have had there's with get got of in to or and if".split()
)


def subject_of(said: str) -> str:
    """What a sentence tells something of: `the locker code` of `the locker code is 43`; empty where it has no verb."""
    heads = (said.partition(f" {verb} ") for verb in ("is", "are", "was", "were"))
    return min((head for head, verb, _ in heads if verb), key=len, default="")


def replaced(before: str, new: str) -> str:
    """What was told, put right: `86 by 30 not 84` names what was wrong, a number takes the place of the last number.

    Other words take the place of what begins as they do or follows the last "is"; a whole sentence that of all.
    """
    new, _, wrong = new.partition(" not ")
    words, old = new.split(), before.split()
    if {"is", "are", "was"} & set(words) and len(words) > SHORT:
        return new
    if len(words) == 1 and wrong in old:
        return " ".join(new if word == wrong else word for word in old)
    for places_of in (_number_places, _weekday_places):
        places = places_of(old)
        if places and len(places_of(words)) == len(words):
            first = next(at for at in range(places[-1], -1, -1) if at - 1 not in places)
            return " ".join((*old[:first], *words, *old[places[-1] + 1 :]))
    return _ended(before, old, words)


def _ended(before: str, old: Sequence[str], words: Sequence[str]) -> str:
    """A fact with another end: from the word on that both have, after its last "is", or for its last word."""
    if words and words[0] in old:
        at = len(old) - 1 - list(reversed(old)).index(words[0])
        numbers, end = _number_places(old), at + 1
        while end in numbers:
            end += 1
        rest = old[end:] if end > at + 1 and _number_places(words) else ()
        return " ".join((*old[:at], *words, *rest))
    new = " ".join(words)
    for verb in (" is ", " are ", " was "):
        head, found, _ = before.rpartition(verb)
        if found:
            return f"{head}{found}{new}"
    return " ".join((*old[:-1], new)) if len(words) < SHORT < len(old) else new


def _weekday_places(tokens: Sequence[str]) -> list[int]:
    return [at for at, token in enumerate(tokens) if token.lower() in WEEKDAYS]


def _number_places(tokens: Sequence[str]) -> list[int]:
    """Where there are numbers, in digits or words."""
    found = (range(at, at + number.used) for at in range(len(tokens)) if (number := number_at(tokens, at)))
    return sorted({at for places in found for at in places})
