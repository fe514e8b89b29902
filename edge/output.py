"""How anything reaches the terminal: what comes from elsewhere commands nothing there, whoever wrote it."""

from __future__ import annotations

import json
import re
import shutil
import sys

from edge.language.markup import clean

_RAW = re.compile(r"[^ -~]")


def complain(problem: object) -> None:
    """Tell on stderr what is wrong, or what should be known beside the results, in a line or two."""
    sys.stderr.write(f"glint: {clean(str(problem))}\n")
    sys.stderr.flush()


def json_line(row: object) -> str:
    """An object on one line; whatever has no shape of its own (control, direction, zero width) is escaped."""
    return _RAW.sub(_escaped, json.dumps(row, ensure_ascii=False))


def _escaped(letter: re.Match[str]) -> str:
    return letter[0] if letter[0].isprintable() else json.dumps(letter[0])[1:-1]


def terminal_width() -> int:
    """The columns of the terminal that stdout is; 0 where it is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
