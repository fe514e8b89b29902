"""TOML that others wrote: parsed in linear time, or refused in one line."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from edge.limits import TOLD_LETTERS, TOML_PARTS
from edge.whole_file import read_whole

if TYPE_CHECKING:
    from pathlib import Path

# A dotted key of so many parts, wherever it stands: tomllib copies a key's beginnings, and those of the table's header.
_PART = r"""(?>[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')[ \t]*+"""
_DEEP = re.compile(rf"(?<![\w-])(?:{_PART}\.[ \t]*+){{{TOML_PARTS}}}")


def read_toml(path: Path, at_most: int, *, links: bool = True) -> dict[str, Any]:
    """The table in a file. Raises OSError, whose `strerror` says why, and ValueError: `is not TOML: ...`."""
    return parse_toml(read_whole(path, at_most, links=links))


def parse_toml(data: bytes) -> dict[str, Any]:
    """The table in these bytes. Raises ValueError, in one line."""
    try:
        text = data.decode()
        if _DEEP.search(text):
            raise ValueError(f"a key of more than {TOML_PARTS} parts")
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("is not TOML: it is nested too deeply") from None
    except ValueError as error:  # of tomllib, of an encoding, of a number with thousands of digits
        raise ValueError(f"is not TOML: {error}") from None


def told(value: object) -> str:
    """A refused value, as an error repeats it: in one line, and not all of what is endless."""
    if isinstance(value, int) and value.bit_length() > 64:
        return f"a number of {value.bit_length()} bits"
    if isinstance(value, dict | list):
        return f"{'a table' if isinstance(value, dict) else 'a list'} of {len(value)}"
    if isinstance(value, str) and len(value) > TOLD_LETTERS:
        return f"{value[:TOLD_LETTERS]!r}..."
    return repr(value)
