"""Reads a TOML file, and keeps what it says as Python keeps compiled files: to parse all the words takes long."""

from __future__ import annotations

import marshal
import sys
import tomllib
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any


def kept_beside(path: Path) -> Path | None:
    """Where that is kept: where Python keeps its own; None where it shall keep nothing."""
    return None if sys.dont_write_bytecode else Path(cache_from_source(str(path))).with_suffix(".table")


def read_table(path: Path, kept: Path | None) -> dict[str, Any]:
    """What the file says; raises OSError, and ValueError for what is no TOML. No date may stand in it."""
    if kept is None:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    status = path.stat()
    version = (status.st_mtime_ns, status.st_size)
    with suppress(OSError, ValueError, EOFError, TypeError):
        of, table = marshal.loads(kept.read_bytes())  # noqa: S302 - written here, beside Python's own
        if of == version:
            return dict(table)
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    _keep(kept, marshal.dumps((version, table)))
    return table


def _keep(path: Path, data: bytes) -> None:
    """Write it, or leave it where nothing can be written."""
    part = path.with_suffix(".part")  # where two write at once, what is cut short is not taken for the table
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
