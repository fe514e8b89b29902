"""Which values a setting may have: written beside its type, as in `Annotated[float, Within(0, 1)]`."""

from __future__ import annotations

import difflib
import typing
from dataclasses import fields, is_dataclass
from typing import Annotated

from edge.errors import ConfigError
from edge.records import dataclass
from edge.toml import told

if typing.TYPE_CHECKING:
    from collections.abc import Mapping


LARGEST = 1e15
"""The largest number of any setting: sums of it stay whole in a float, and fit into a row of the ledger."""


@dataclass(frozen=True, slots=True)
class Within:
    """Numbers from `least` to `most`, both included; infinity and not-a-number are none of them."""

    least: float = 0.0
    most: float = LARGEST
    unit: str = ""

    def takes(self, value: object) -> bool:
        """Whether a value is such a number."""
        return isinstance(value, int | float) and self.least <= value <= self.most

    def __str__(self) -> str:
        """As it is told to people: `0 or more`, `0 to 1`, `0 to 86400 seconds`."""
        unit = f" {self.unit}" if self.unit else ""
        if self.least == self.most:
            return f"{self.least:g}{unit}"
        return (f"{self.least:g} or more" if self.most == LARGEST else f"{self.least:g} to {self.most:g}") + unit


Seconds = Annotated[float, Within(0, 86400, "seconds")]
"""A wait: none lasts longer than a day, and who meant milliseconds is told so."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """These words and no others; of a list, each of its words must be one of these."""

    words: tuple[str, ...]

    def takes(self, value: object) -> bool:
        """Whether a word, or every word of a list, is among these."""
        return all(one in self.words for one in (value if isinstance(value, tuple) else (value,)))

    def __str__(self) -> str:
        """As it is told to people: `"yes", "no", "ask"`."""
        return ", ".join(f'"{word}"' for word in self.words)


def ranges(cls: type) -> Mapping[str, Within | OneOf]:
    """The fields of a dataclass that do not take every value of their type. Numbers are never below 0."""
    hints = typing.get_type_hints(cls, include_extras=True)
    found = {name: _range(hint) for name, hint in hints.items()}
    return {name: one for name, one in found.items() if one is not None}


def check_ranges(values: object, where: str) -> None:
    """Raise ConfigError for the first value out of its range in a tree of dataclasses."""
    if isinstance(values, tuple):
        for n, one in enumerate(values):
            check_ranges(one, f"{where}[{n}]")
    if not is_dataclass(values) or isinstance(values, type):
        return
    allowed = ranges(type(values))
    for field in fields(values):
        if not field.metadata.get("setting", True):
            continue
        value, place = getattr(values, field.name), f"{where}: {field.name}"
        if field.name in allowed and not allowed[field.name].takes(value):
            raise ConfigError(place, _refusal(allowed[field.name], value))
        check_ranges(value, place)


def _range(hint: object) -> Within | OneOf | None:
    if typing.get_origin(hint) is Annotated:
        return next((note for note in typing.get_args(hint)[1:] if isinstance(note, Within | OneOf)), None)
    return Within() if hint in {int, float} else None


def _refusal(allowed: Within | OneOf, value: object) -> str:
    if isinstance(allowed, Within):
        return f"wants {allowed}, not {told(value)}"
    wrong = next(one for one in (value if isinstance(value, tuple) else (value,)) if one not in allowed.words)
    near = difflib.get_close_matches(str(wrong), allowed.words, 1)
    return f"wants one of {allowed}, not {told(wrong)}" + (f"; did you mean '{near[0]}'?" if near else "")
