"""How anything leaves for a terminal, a file or a journal: what comes from elsewhere commands nothing there.

`outlets` stands before stdout and stderr for as long as a command runs, so that nothing gets past it, whoever prints.
"""

from __future__ import annotations

import json
import math
import re
import shutil
import sys
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, Any, TextIO, cast

from edge.errors import OutputError
from edge.language.markup import is_hidden

if TYPE_CHECKING:
    from collections.abc import Iterator

_RAW = re.compile(r"[^\n\t -~]")
_ENDS_LINES = "\u2028\u2029"


def escaped(text: str) -> str:
    r"""The text, with `\u001b` in the place of whatever controls, turns around or hides, as JSON writes it.

    That is every control, direction, format, private and unassigned character. Line ends and tabs stay.
    """
    return _RAW.sub(_escape, text)


def _escape(letter: re.Match[str]) -> str:
    char = letter[0]
    return json.dumps(char)[1:-1] if is_hidden(char) or char in _ENDS_LINES else char


def complain(problem: object) -> None:
    """Tell on stderr what is wrong, or what should be known beside the results, in a line or two."""
    sys.stderr.write(escaped(f"glint: {problem}\n"))
    sys.stderr.flush()


def json_line(row: object) -> str:
    """An object on one line; whatever has no shape of its own is escaped, and what is no number is null."""
    try:
        text = json.dumps(row, ensure_ascii=False, allow_nan=False)
    except ValueError:
        text = json.dumps(_finite(row), ensure_ascii=False)
    return escaped(text).replace("\x7f", "\\u007f")


def _finite(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    match value:
        case dict():
            return {key: _finite(one) for key, one in value.items()}
        case list() | tuple():
            return [_finite(one) for one in value]
        case float() if not math.isfinite(value):
            return None
    return value


def terminal_width() -> int:
    """The columns of the terminal that stdout is; 0 where it is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def command(stream: TextIO, text: str) -> None:
    """Write what is meant to command a terminal: a text of our own, with nothing in it that comes from elsewhere."""
    raw = getattr(stream, "command", stream.write)
    raw(text)


class Outlet:
    """A stream that escapes what is written to it; what it cannot write is an OutputError."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._problem = ""

    def write(self, text: str) -> int:
        """Write it, escaped."""
        return self.command(escaped(text))

    def writelines(self, lines: list[str]) -> None:
        """Write each of them."""
        for line in lines:
            self.write(line)

    def command(self, text: str) -> int:
        """Write it as it is."""
        with self._told():
            return self._stream.write(text)

    def flush(self) -> None:
        """What was written is on its way; OutputError where any of it is not, whoever was told so before."""
        with self._told():
            self._stream.flush()
        if self._problem:
            raise OutputError(self._problem)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            self._problem = error.strerror or str(error)
            raise OutputError(self._problem) from None

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever else a stream has
        return getattr(self._stream, name)


@contextmanager
def outlets() -> Iterator[None]:
    """Stand before stdout and stderr."""
    with ExitStack() as stack:
        stack.enter_context(redirect_stdout(cast("TextIO", Outlet(sys.stdout))))
        stack.enter_context(redirect_stderr(cast("TextIO", Outlet(sys.stderr))))
        yield
