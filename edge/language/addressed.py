"""Whether a sentence shows by its form that Glint is spoken to. Pure."""

from __future__ import annotations

from edge.language.language import english
from edge.language.text import words


def addressed(text: str) -> bool:
    """Whether it begins with our name, or is a question or an order."""
    said, listed = words(text), english().words_for
    while said and said[0] in listed("polite_leads") and said[0] not in listed("name_words"):
        said = said[1:]
    return text.rstrip().endswith("?") or bool({*said[:1]} & {*listed("asking_words"), *listed("name_words")})
