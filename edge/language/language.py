"""A language as data: a folder with the words for things, what people say, and the wordings of answers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from edge.errors import FormatError
from edge.language.phrase import heard_in

PHRASES = "phrases.toml"
ENGLISH = Path(__file__).parent / "en"
Heard = Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, eq=False)
class Language:
    """One language. What its folder does not say is said, and heard, in English."""

    phrases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    folder: Path = ENGLISH

    def say(self, key: str, /, **values: object) -> str:
        """The wording of this key ("timer.set") with the values in their places; raises KeyError for an unknown one."""
        section, _, name = key.partition(".")
        wording = self.phrases.get(section, {}).get(name)
        return (wording if wording is not None else english().phrases[section][name]).format(**values)

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
        for section, names in _read(folder / "heard.toml").items()
    }


@cache
def _read(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FormatError(path, f"is not valid TOML: {error}") from error
