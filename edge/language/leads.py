"""The words that are to be kept, without those that only say so: `make a note that the car is due` -> `the car is due`.

Where words only point ("remember this"), nothing is left of them. Pure; what leads there is data (word_lists.toml).
"""

from __future__ import annotations

from collections.abc import Sequence

from edge.language.language import Language


def without_lead(said: str, leads: Sequence[str]) -> str | None:
    """What follows the longest of these at the beginning of a normalised text; None: it begins with none of them."""
    found = [lead for lead in leads if said == lead or said.startswith(f"{lead} ")]
    return said[len(max(found, key=len)) :].strip() if found else None


def without_tail(said: str, tails: Sequence[str]) -> str | None:
    """What stands before the longest of these at the end; None: it ends with none of them."""
    found = [tail for tail in tails if said == tail or said.endswith(f" {tail}")]
    return said[: len(said) - len(max(found, key=len))].strip() if found else None


def bare(said: str, language: Language) -> str:
    """Without politeness at the beginning."""
    while (less := without_lead(said, language.words_for("polite_leads"))) is not None:
        said = less
    return said


def to_keep(said: str, marked: str, kind: str, language: Language) -> str:
    """What is to be kept of a normalised sentence; empty where it only says that something is. `kind`: note or fact.

    `marked`: the words that a model took for it. They count where they are most of what the sentence has to keep.
    """
    whole = _unled(said, kind, language)
    most = 2 * len(marked.split()) >= len(whole.split())
    return marked if marked and most and f" {marked} " in f" {whole} " else whole


def _unled(said: str, kind: str, language: Language) -> str:
    text = bare(said, language)
    after = without_lead(text, language.words_for(f"{kind}_leads"))
    text = text if after is None else after
    while (before := without_tail(text, language.words_for(f"{kind}_tails"))) is not None:
        text = before
    return text


def corrected(said: str, language: Language) -> str | None:
    """What is said in the place of what was said before ("no it's 43" -> "43"); None: nothing is put right."""
    return without_lead(said, language.words_for("correction_leads"))


def replaced(before: str, new: str) -> str:
    """What was told, put right: a whole sentence as it is, else its last number or what follows its last "is"."""
    words = new.split()
    if {"is", "are", "was", "in", "on", "at"} & set(words) and len(words) > 3:
        return new
    numbers = [at for at, word in enumerate(before.split()) if word.isdigit()]
    if numbers and any(word.isdigit() for word in words):
        old = before.split()
        return " ".join((*old[: numbers[-1]], *words, *old[numbers[-1] + 1 :]))
    for verb in (" is ", " are "):
        head, found, _ = before.rpartition(verb)
        if found:
            return f"{head}{found}{new}"
    return new
