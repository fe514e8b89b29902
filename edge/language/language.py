"""A language as data: a folder with the words for things (`nouns.toml`) and the wordings (`phrases.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from edge.errors import FormatError

PHRASES = "phrases.toml"
WORD_LISTS = "word_lists.toml"
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Language:
    """One language. What its folder does not say is said in English."""

    phrases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
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


def language_in(folder: Path) -> Language:
    """The language of a folder; files that are not there say nothing. Raises FormatError."""
    return Language(_table(folder / PHRASES), _table(folder / WORD_LISTS))


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
