"""What installed packages add to Glint, by the name of a group such as `glint.commands`.

importlib.metadata reads the same files, but importing it is a third of the time of `glint --help`.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def entry_points(group: str, folders: Iterable[str] | None = None) -> dict[str, Any]:
    """The objects that the group's rows `name = module:attribute` name, imported, by name and in its order.

    `folders`: where installed packages lie; None: where Python looks for them. The first row of a name counts.
    """
    return {name: load(value) for name, value in named(group, folders).items()}


def named(group: str, folders: Iterable[str] | None = None) -> dict[str, str]:
    """The same rows, without importing anything: `module:attribute` by name."""
    rows: dict[str, str] = {}
    for text in _texts(sys.path if folders is None else folders):
        rows = {**dict(_rows(text, group)), **rows}
    return {name: rows[name] for name in sorted(rows)}


def load(value: str) -> Any:  # noqa: ANN401 - whatever the row names
    """What a row `module:attribute` names, imported; raises whatever the import does."""
    module, _, attribute = value.partition(":")
    return getattr(import_module(module), attribute)


def _rows(text: str, group: str) -> Iterator[tuple[str, str]]:
    section = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            section = line.strip("[]")
        elif section == group and "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            yield name.strip(), value.strip()


def _texts(folders: Iterable[str]) -> Iterator[str]:
    for place in (place for folder in dict.fromkeys(folders) for place in _packages(Path(folder))):
        with suppress(OSError):
            yield (place / "entry_points.txt").read_text(encoding="utf-8")


def _packages(folder: Path) -> list[Path]:
    """What is known of the packages in a folder; nothing where there is no such folder."""
    with suppress(OSError):
        return [place for place in folder.iterdir() if place.name.endswith((".dist-info", ".egg-info"))]
    return []
