"""A frozen dataclass from a TOML table: every key known, every value of its type, or it is refused by name.

A field whose metadata say `"setting": False` is nobody's to write: it is no key.
"""

from __future__ import annotations

import difflib
import math
import types
import typing
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from edge.errors import ConfigError
from edge.toml import told

T = TypeVar("T")


def from_table(cls: type[T], table: object, where: str) -> T:
    """A frozen dataclass from a TOML table: every key known, every value of its field's type. Raises ConfigError."""
    if not isinstance(table, dict):
        raise ConfigError(where, f"wants a table, not {told(table)}")
    hints = typing.get_type_hints(cls)
    known = {f.name for f in fields(cls) if f.metadata.get("setting", True)}  # type: ignore[arg-type]
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            raise ConfigError(where, f"does not know {told(key)}" + (f"; did you mean '{near[0]}'?" if near else ""))
    return cls(**{key: _value(hints[key], value, f"{where}: {key}") for key, value in table.items()})


def _value(kind: Any, value: object, where: str) -> Any:  # noqa: ANN401 - any field's type, any field's value
    if is_dataclass(kind) and isinstance(kind, type):
        return from_table(kind, value, where)
    if typing.get_origin(kind) is tuple:
        item = typing.get_args(kind)[0]
        if isinstance(value, dict) and is_dataclass(item):
            key = where.rpartition(": ")[2]
            raise ConfigError(where, f"there may be several of these: write [[{key}]], not [{key}]")
        if not isinstance(value, list):
            raise ConfigError(where, f"wants a list, not {told(value)}")
        return tuple(_value(item, one, f"{where}[{n}]") for n, one in enumerate(value))
    allowed = typing.get_args(kind) if isinstance(kind, types.UnionType) else (kind,)
    if float in allowed and isinstance(value, int) and not isinstance(value, bool):
        return float(value) if value.bit_length() < 1000 else math.inf
    if type(value) not in allowed:
        names = " or ".join(t.__name__ for t in allowed if t is not types.NoneType)
        raise ConfigError(where, f"wants {names}, not {told(value)}")
    return value
