"""Every key of glint.toml, from the dataclasses themselves: as a page in Markdown, and as a commented glint.toml.

`python -m edge.commands.reference` prints the tables of docs/configuration.md.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
import textwrap
import typing
from dataclasses import fields, is_dataclass, replace
from typing import Any

from edge.config import Config
from edge.ranges import Within, ranges
from edge.records import dataclass

if typing.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WIDTH = 118
_TYPES = {str: "text", int: "whole number", float: "number", bool: "true or false"}
_HEAD = """\
# glint.toml: every key at its default, behind a "#". To change one, take its "#" away, and that of its [table].
# Each key is explained in docs/configuration.md.
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of glint.toml."""

    key: str
    type: str
    default: str
    """As TOML writes it."""
    range: str
    """The values that are taken; empty: every one of its type."""
    meaning: str
    """The docstring of its field, in one line."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of glint.toml, or what stands above the first."""

    header: str
    """`[camera]`, `[[server]]`; empty: the top of the file."""
    meaning: str
    settings: tuple[Setting, ...]


def tables() -> tuple[Table, ...]:
    """All tables, in the order of `Config`."""
    return (replace(_table("", Config), meaning="What belongs to no part."), *_inner(Config))


def page() -> str:
    """All keys in Markdown, a table for each table of glint.toml."""
    return "\n".join(_section(table) for table in tables())


def example() -> str:
    """A glint.toml that explains each key and changes none: read as it is, it gives `Config()`."""
    return _HEAD + "\n".join(line for table in tables() for line in ("", *_example(table))) + "\n"


def _inner(cls: type) -> Iterator[Table]:
    for name, kind in typing.get_type_hints(cls).items():
        inside = typing.get_args(kind)[0] if typing.get_origin(kind) is tuple else kind
        if _is_table(inside) and name in _written(cls):
            yield _table(f"[{name}]" if inside is kind else f"[[{name}]]", inside)


def _table(header: str, cls: type) -> Table:
    said, hints, allowed = meanings(cls), typing.get_type_hints(cls), ranges(cls)
    defaults = cls()
    rows = (
        Setting(name, _type(hints[name]), _toml(getattr(defaults, name)), str(allowed.get(name, "")), said[name])
        for name in _written(cls)
        if name in said
    )
    return Table(header, " ".join((cls.__doc__ or "").split()), tuple(rows))


def _written(cls: Any) -> tuple[str, ...]:  # noqa: ANN401 - any dataclass
    """The fields that somebody may write."""
    return tuple(field.name for field in fields(cls) if field.metadata.get("setting", True))


def meanings(cls: type) -> Mapping[str, str]:
    """The sentence below each field of a dataclass that is not a table itself; empty where none stands there."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(cls))).body
    hints, said, last = typing.get_type_hints(cls), dict[str, str](), ""
    for node in tree.body if isinstance(tree, ast.ClassDef) else ():
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            last = node.target.id
            said[last] = ""
        elif last and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            said[last] = " ".join(str(node.value.value).split())
    return {name: text for name, text in said.items() if not _is_table((*typing.get_args(hints[name]), hints[name])[0])}


def _is_table(kind: object) -> bool:
    return isinstance(kind, type) and is_dataclass(kind)


def _type(kind: Any) -> str:  # noqa: ANN401 - any type that a setting has
    return "list of texts" if typing.get_origin(kind) is tuple else _TYPES[kind]


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(one) for one in value)}]"
    return json.dumps(value, ensure_ascii=False)


def _section(table: Table) -> str:
    title = f"### `{table.header}`" if table.header else "### Above the first table"
    head = "| key | type | default | values | meaning |\n|---|---|---|---|---|"
    rows = (f"| `{s.key}` | {s.type} | `{s.default}` | {s.range} | {s.meaning} |" for s in table.settings)
    return "\n".join((title, "", table.meaning, "", head, *rows, ""))


def _example(table: Table) -> Iterator[str]:
    yield from _comment(table.meaning)
    if table.header:
        yield f"#{table.header}"
    for setting in table.settings:
        yield from _comment(
            setting.meaning + (f" Values: {setting.range}." if setting.range not in {"", str(Within())} else "")
        )
        yield f"#{setting.key} = {setting.default}"


def _comment(text: str) -> Iterator[str]:
    yield from (f"# {line}" for line in textwrap.wrap(text, WIDTH))


if __name__ == "__main__":
    sys.stdout.write(page())
