"""A language as data: a folder with the words for things (`nouns.toml`) and the wordings (`phrases.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from edge.errors import FormatError
from edge.language.nouns import Noun, Nouns, Table, listed, read_nouns
from edge.language.numbers import in_words

PHRASES, NOUNS, CUES, WORD_LISTS = "phrases.toml", "nouns.toml", "cues.toml", "word_lists.toml"
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Language:
    """One language. What its folder does not say is said in English."""

    phrases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    words: Mapping[str, Table] = field(default_factory=dict)
    """The tables of `nouns.toml`."""
    cue_words: Mapping[str, Table] = field(default_factory=dict)
    """The tables of `cues.toml`: words that turn a question."""
    word_lists: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def say(self, key: str, /, **values: object) -> str:
        """The wording of this key ("timer.set") with the values in their places; raises KeyError for an unknown one."""
        section, _, name = key.partition(".")
        wording = self.phrases.get(section, {}).get(name)
        return (wording if wording is not None else english().phrases[section][name]).format(**values)

    def words_for(self, name: str) -> Sequence[str]:
        """The list of words of this name ("note_leads"); raises KeyError for an unknown one."""
        found = self.word_lists.get(name)
        return found if found is not None else english().word_lists[name]

    @cached_property
    def nouns(self) -> Nouns:
        """The words for what the detector knows."""
        return read_nouns(self.words, self.say("view.which"))

    def noun_of(self, label: str) -> Noun:
        """The noun that answers use for a label of the detector."""
        return self.nouns.by_label.get(label) or english().nouns.by_label[label]

    def counted(self, n: int, noun: Noun) -> str:
        """`a cup`, `two cups`, `no cups`; from CROWD on the number is about right, and said to be that."""
        if n == 1:
            return noun.a
        if n == 0:
            return self.say("view.none", many=noun.many)
        number = self.phrases.get("numbers", {}).get(str(n)) or in_words(n)
        return self.say("view.about" if n >= CROWD else "view.counted", n=number, many=noun.many)

    def is_in(self, table: str, word: str) -> str:
        """The row of a table of words that this word stands in; empty where it is in none."""
        return self._rows.get(table, {}).get(word, "")

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[str, str]]:
        tables = self.words.items()
        return {name: {word: row for row, said in table.items() for word in listed(said)} for name, table in tables}

    def cues(self, said: str) -> tuple[str, ...]:
        """The names of the cues that a normalised sentence gives, as they stand in the file."""
        text = f" {said} "
        return tuple(name for name, phrases in self._cues if any(phrase in text for phrase in phrases))

    @cached_property
    def _cues(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        rows = (row for table in self.cue_words.values() for row in table.items())
        return tuple((name, tuple(f" {phrase} " for phrase in listed(said))) for name, said in rows)


CROWD = 7  # so many boxes are hard to tell apart


def language_in(folder: Path) -> Language:
    """The language of a folder; files that are not there say nothing. Raises FormatError."""
    return Language(*(_table(folder / name) for name in (PHRASES, NOUNS, CUES, WORD_LISTS)))


@cache
def english() -> Language:
    """The language that ships whole."""
    return language_in(HERE / "en")


def _table(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FormatError(path, f"is not valid TOML: {error}") from error
