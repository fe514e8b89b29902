"""A frozen dataclass from a TOML table: every key known, every value of its type, or it is refused by name.

A field whose metadata say `"setting": False` is nobody's to write: it is no key. `"least"` and `"most"` there are the
range of its numbers; on a field that is a table itself, of all numbers in it that have no range of their own.
"""

from __future__ import annotations

import difflib
import math
import sys
import types
import typing
from dataclasses import Field, dataclass, fields, is_dataclass
from typing import Any, TypeVar

from edge.errors import ConfigError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Range:
    """Between which numbers a number may be, both included."""

    least: float = -math.inf
    most: float = math.inf

    def inside(self, field: Field[Any]) -> _Range:
        """That of a field in here."""
        return _Range(field.metadata.get("least", self.least), field.metadata.get("most", self.most))

    def __str__(self) -> str:
        if math.isinf(self.most):
            return "a number" if math.isinf(self.least) else f"a number of at least {self.least:g}"
        return f"a number from {self.least:g} to {self.most:g}"


ANY = _Range()


def from_table(cls: type[T], table: object, where: str, within: _Range = ANY) -> T:
    """A frozen dataclass from a TOML table: every key known, every value of its field's type and in its range.

    Raises ConfigError, which begins with `where` and names the key.
    """
    if not isinstance(table, dict):
        raise ConfigError(where, f"wants a table, not {table!r}")
    hints = typing.get_type_hints(cls)
    known = {f.name: f for f in fields(cls) if f.metadata.get("setting", True)}  # type: ignore[arg-type]
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            raise ConfigError(where, f"does not know '{key}'" + (f"; did you mean '{near[0]}'?" if near else ""))
    return cls(**{
        key: _value(hints[key], value, f"{where}: {key}", within.inside(known[key])) for key, value in table.items()
    })  # fmt: skip


def _value(kind: Any, value: object, where: str, within: _Range) -> Any:  # noqa: ANN401 - any field's
    if is_dataclass(kind) and isinstance(kind, type):
        return from_table(kind, value, where, within)
    if typing.get_origin(kind) is tuple:
        item = typing.get_args(kind)[0]
        if not isinstance(value, list):
            raise ConfigError(where, f"wants a list, not {value!r}")
        return tuple(_value(item, one, f"{where}[{n}]", within) for n, one in enumerate(value))
    allowed = typing.get_args(kind) if isinstance(kind, types.UnionType) else (kind,)
    if float in allowed and isinstance(value, int) and not isinstance(value, bool):
        return float(_checked(value, where, within))
    if type(value) not in allowed:
        names = " or ".join(t.__name__ for t in allowed if t is not types.NoneType)
        raise ConfigError(where, f"wants {names}, not {value!r}")
    return _checked(value, where, within) if isinstance(value, int | float) else value


def _checked(value: float, where: str, within: _Range) -> float:
    """A number, with `nan` and `inf` refused everywhere."""
    if not (within.least <= value <= within.most and abs(value) <= sys.float_info.max):
        raise ConfigError(where, f"wants {within}, not {value!r}")
    return value
