"""A language as data: a folder with the words for things, what people say, and the wordings of answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from edge.errors import FormatError
from edge.language.compiled import kept_beside, read_table
from edge.language.nouns import Noun, Nouns, listed, read_nouns
from edge.language.numbers import in_words
from edge.language.phrase import heard_in

PHRASES, NOUNS, CUES, HEARD = "phrases.toml", "nouns.toml", "cues.toml", "heard.toml"
WORD_LISTS = "word_lists"
CROWD = 7  # so many boxes are hard to tell apart
ENGLISH = Path(__file__).parent / "en"
Heard = Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, eq=False)
class Language:
    """One language. What its folder does not say is said, and heard, in English."""

    phrases: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    folder: Path = ENGLISH

    def say(self, key: str, /, **values: object) -> str:
        """The wording of this key ("timer.set") with the values in their places; raises KeyError for an unknown one."""
        section, _, name = key.partition(".")
        wording = self.phrases.get(section, {}).get(name)
        return (wording if wording is not None else english().phrases[section][name]).format(**values)

    @cached_property
    def nouns(self) -> Nouns:
        """The words for what the detector knows."""
        return read_nouns(_read(self.folder / NOUNS), self.say("view.which"))

    def noun_of(self, label: str) -> Noun:
        """The noun that answers use for a label of the detector."""
        return self.nouns.by_label.get(label) or english().nouns.by_label[label]

    def counted(self, n: int, noun: Noun) -> str:
        """`a cup`, `two cups`, `no cups`; from CROWD on the number is about right, and said to be that."""
        if n == 1:
            return noun.a
        if n == 0:
            return self.say("view.none", many=noun.many)
        return self.say("view.about" if n >= CROWD else "view.counted", n=self._number(n), many=noun.many)

    def numbered(self, n: int, noun: Noun) -> str:
        """As `counted`, and `one cup` where the number is what is told. One pair of scissors has no word of its own."""
        if n != 1 or noun.one == noun.many:
            return self.counted(n, noun)
        return self.say("view.counted", n=self._number(1), many=noun.one)

    def _number(self, n: int) -> str:
        return self.phrases.get("numbers", {}).get(str(n)) or in_words(n)

    def is_in(self, table: str, word: str) -> str:
        """The row of a table of words that this word stands in; empty where it is in none."""
        return self._rows.get(table, {}).get(word, "")

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[str, str]]:
        tables = _read(self.folder / NOUNS).items()
        return {name: {word: row for row, said in table.items() for word in listed(said)} for name, table in tables}

    def cues(self, said: str) -> tuple[str, ...]:
        """The names of the cues that a normalised sentence gives, as they stand in the file."""
        text = f" {said} "
        return tuple(name for name, phrases in self._cues if any(phrase in text for phrase in phrases))

    @cached_property
    def _cues(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        rows = (row for table in _read(self.folder / CUES).values() for row in table.items())
        return tuple((name, tuple(f" {phrase} " for phrase in listed(said))) for name, said in rows)

    def hears(self, key: str, said: str) -> str:
        """The words of a sentence that this key ("volume.up") stands for; empty where there are none."""
        section, _, name = key.partition(".")
        return heard_in(self._heard(section).get(name, ()), said)

    def which(self, section: str, said: str) -> str:
        """The name in this section of which the most words are heard, the first of equal ones; empty for none."""
        found = {name: len(heard_in(phrases, said)) for name, phrases in self._heard(section).items()}
        best = max(found, key=lambda name: found[name], default="")
        return best if found.get(best) else ""

    def table(self, name: str) -> Mapping[str, Any]:
        """What the file NAME.toml of its folder says, read once; the English one where there is none."""
        return _read(self.folder / f"{name}.toml") or _read(ENGLISH / f"{name}.toml")

    def words_for(self, name: str) -> Sequence[str]:
        """The list of this name ("note_leads") in `word_lists.toml`; raises KeyError for an unknown one."""
        found = self._word_lists.get(name)
        return found if found is not None else english()._word_lists[name]  # noqa: SLF001 - a language as well

    @cached_property
    def _word_lists(self) -> Mapping[str, Sequence[str]]:
        return self.table(WORD_LISTS)

    def _heard(self, section: str) -> Mapping[str, tuple[str, ...]]:
        return _heard(self.folder).get(section) or _heard(ENGLISH)[section]


def language_in(folder: Path) -> Language:
    """The language of a folder; files that are not there say nothing. Raises FormatError."""
    return Language(_read(folder / PHRASES), folder)


@cache
def english() -> Language:
    """The language that ships whole."""
    return language_in(ENGLISH)


@cache
def _heard(folder: Path) -> Heard:
    return {
        section: {name: tuple(phrases) for name, phrases in names.items()}
        for section, names in _read(folder / HEARD).items()
    }


@cache
def _read(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        return {}
    try:
        return read_table(path, kept_beside(path) if path.parent == ENGLISH else None)
    except (OSError, ValueError) as error:
        raise FormatError(path, f"is not valid TOML: {error}") from error
