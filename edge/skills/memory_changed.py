"""What puts right, or changes, a fact that was told (No, it's 43. I moved them to my coat pocket.). Pure."""

from __future__ import annotations

from collections.abc import Sequence

from edge.language.language import Language
from edge.language.leads import corrected, replaced, subject_of, without_lead
from edge.language.matching import matches, stems
from edge.language.numbers import numbers_in
from edge.language.phrase import folded
from edge.language.text import as_written, normalise
from edge.messages import Entry, Kind
from edge.skills.kept import just_kept
from edge.skills.skill import CLEARLY, OPEN, Meaning

STORE, RECALL, WHERE = "memory_store", "memory_recall", "where"
SENTENCE = 3
"""Words from which on a correction with a verb may be a sentence of its own."""
_PLACES = frozenset({"on", "in", "at", "for", "from"})
_BEFORE = _PLACES | {"i", "i've", "we", "he", "she", "they"}
"""What a fact may begin with, though no item of a list does."""


def put_right(meaning: Meaning, told: Sequence[Entry], language: Language) -> tuple[str, str] | None:
    """A fact, and what is to stand in its place: after it was told, or asked for."""
    past, new = meaning.past, corrected(meaning.said, language)
    if past is None or past.task not in {STORE, RECALL} or not new:
        return None
    surely = without_lead(meaning.said, language.words_for("surely_leads"))
    if surely is None and meaning.task not in OPEN | {STORE, "sum"} and meaning.score >= CLEARLY:
        return None
    to_others = meaning.task == "not_for_us" and meaning.score >= CLEARLY  # no she said she would come at seven
    if new.split()[0] in set(language.words_for("no_items")) - (_PLACES if to_others else _BEFORE):
        return None
    before = [keep.text for keep in just_kept(past, Kind.FACT)]
    facts = [entry.text for entry in told if entry.kind is Kind.FACT]
    found = matches(normalise(past.asked), facts, language) if not before else []
    old = before[-1] if before else facts[found[0]] if found else ""
    if (subject := subject_of(new)) and len(new.split()) >= SENTENCE:
        same = matches(subject, facts, language)  # a whole sentence tells by itself what it puts right
        old = facts[same[0]] if same else old if stems(old, language) & stems(subject, language) else ""
    if not old or (surely is None and numbers_in(old) and not numbers_in(new)):
        return None
    return old, replaced(old, as_written(meaning.query.text, new))


def moved(meaning: Meaning, language: Language) -> str:
    """Where what was spoken of is now, as a fact: `i moved them to my pocket`; empty: nothing is said of it."""
    past, said = meaning.past, meaning.said
    verb = language.hears("memory.moved", said)
    if past is None or past.task not in {STORE, RECALL, WHERE} or not verb or meaning.task not in OPEN | {STORE}:
        return ""
    thing = next((slot.words for slot in past.slots if slot.kind == "thing"), "")
    thing = f"my {thing}" if f" my {thing}" in normalise(past.asked) else thing
    rest = folded(said).partition(verb)[2].strip()
    return " ".join((*verb.split()[:-1], thing, rest)) if thing and rest else ""
