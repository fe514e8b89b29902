"""Yes or no, however it is said. Pure."""

from __future__ import annotations

from edge.language.language import Language, english
from edge.language.leads import bare
from edge.language.text import normalise

_YES = frozenset({"yes", "yeah", "yep", "yup", "aye"})
_NO = frozenset({"no", "nope", "nah", "don't", "not"})


def agreed(text: str, language: Language | None = None) -> bool | None:
    """Whether somebody says yes; None: neither yes nor no. Where both are said, it is a no."""
    language = language or english()
    said = normalise(text)
    forms = {said, bare(said, language)}
    words = set(said.split())
    if forms & set(language.words_for("no_words")) or said.split()[:1] in ([word] for word in _NO):
        return False
    if said.split()[:1] in ([word] for word in _YES):
        return not words & _NO
    return True if forms & set(language.words_for("yes_words")) else None
