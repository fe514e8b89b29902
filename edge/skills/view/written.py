"""What people ask of things that is usually written on them (`what do the bananas cost`, `which bed is this`). Pure."""

from __future__ import annotations

from edge.language.language import Language
from edge.language.phrase import folded
from edge.language.things import read_thing
from edge.messages import Past
from edge.records import dataclass

SECTION = "read_written"
WHAT = {"price": "price", "address": "address", "plate": "plate", "fresh": "date"}
"""The part of a page that tells each; of the others it is the line with the words that are asked for."""
PAGE = frozenset({"board", "plate", "fresh", "address"})
"""Those that are asked without a word to look for."""
CONTAINS, EITHER = "contains", "either"


@dataclass(frozen=True, slots=True)
class Written:
    """`kind`: which of the questions in `heard.toml`; `words`: those to look for; empty: none."""

    kind: str = ""
    words: str = ""

    @property
    def what(self) -> str:
        """The part of the page that tells it; empty: the line with the words."""
        return WHAT.get(self.kind, "")


def written(language: Language, said: str, past: Past | None = None, asked_before: str = "") -> Written:
    """What is asked that is usually written; `and the apples` asks of them what was asked in the turn before."""
    kind = language.which(SECTION, said)
    if not kind and past is not None and language.hears("read_further.what", said):
        kind = language.which(SECTION, asked_before)
        kind = "" if kind in PAGE else kind
    words = content(language, said)
    if not kind or (kind in (CONTAINS, EITHER) and any(_seen(language, word) for word in words.split())):
        return Written()
    return Written(kind, "" if kind in PAGE else words) if words or kind in PAGE else Written()


def _seen(language: Language, word: str) -> bool:
    """Whether a word is for what boxes and pixels tell: a thing, a colour or a side."""
    return read_thing(word, language).known or any(language.is_in(table, word) for table in ("colours", "sides"))


def content(language: Language, said: str) -> str:
    """The words of a question that may stand on a thing, in their order."""
    empty = {folded(word) for word in (*language.words_for("empty_words"), *language.words_for("written_leads"))}
    return " ".join(word for word in folded(said).split() if word not in empty)
