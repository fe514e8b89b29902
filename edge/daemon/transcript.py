"""A conversation as lines of text: what was answered, once, as it comes. For terminals and for whoever reads a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge.language.markup import clean
from edge.messages import Back, End, Heard, Local, Lost, Part, Query, Seen, Server, Show, Tried, Try, Understanding
from edge.mind.attention import STILL_LISTENING
from edge.render import width

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge.messages import Command, Event, Now, TurnId

INDENT = "  "
OF_A_TURN = (Query, Understanding, Seen, Part, Tried)


class TranscriptWriter:
    """An observer of the runtime that writes what is answered, each answer once.

    With `columns` it writes for somebody who watches a terminal so wide: an answer grows by the pieces that come, and
    is wrapped at words. Without, each answer is one whole line.
    """

    def __init__(self, write: Callable[[str], None], columns: int = 0) -> None:
        self._write = write
        self._columns = columns
        self._asked: dict[TurnId, Query] = {}
        self._said: dict[TurnId, str] = {}
        self._growing: TurnId | None = None
        self._at = 0

    def __call__(self, _now: Now, event: Event, commands: tuple[Command, ...]) -> None:
        """Write what this step has to say."""
        match event:
            case Query():
                self._asked[event.turn] = event
            case Heard() if event.final and event.text.strip() and self._columns:
                self._line(f'"{event.text}"')
            case Part() if any(isinstance(command, Show) for command in commands):  # else it came too late
                self._grow(event)
            case Tried() if self._columns and event.text and _is_first(event, commands):
                self._line(event.text)
            case Lost() if self._columns:
                self._line(f"(going on without {event.device}: {event.why})")
            case Back() if self._columns:
                self._line(f"({event.device} works again)")
        for command in commands:
            self._tell(event, command)

    def _tell(self, event: Event, command: Command) -> None:
        match command:
            case End():
                self._end(command)
            case Try(route=Server()) if self._columns and command.query.late_of is None:
                self._line("(thinking ...)")
            case Show(title=STILL_LISTENING.title) if self._columns:
                self._line("(listening on ...)")
            case Show(title=STILL_LISTENING.title):
                pass  # the answer stays shown; here it was written already
            case Show() if isinstance(event, Heard) and not event.final:
                pass  # words so far: written once they are whole
            case Show() if command.seconds or not isinstance(event, OF_A_TURN):
                self._line(command.text)

    def _grow(self, part: Part) -> None:
        """A piece of an answer that somebody waits for. A late answer, or one beside another, comes whole."""
        query, known = self._asked.get(part.turn), part.n == 0 or part.turn in self._said
        mine = self._growing in {None, part.turn}
        if not self._columns or query is None or query.late_of is not None or not known or not mine:
            return
        said = self._said.get(part.turn)
        self._said[part.turn] = part.text if said is None else f"{said} {part.text}"
        self._growing = part.turn
        self._write(self._words(part.text))

    def _end(self, end: End) -> None:
        query, said = self._asked.pop(end.turn, None), self._said.pop(end.turn, "")
        if said and end.text.startswith(said):
            rest = end.text.removeprefix(said)
            if self._growing == end.turn:
                self._write(f"{self._words(rest)}\n")
                self._at, self._growing = 0, None
            else:
                self._line(rest)
        elif query is not None and query.late_of is not None and end.text:
            self._line(f"About '{query.text}': {end.text}")
        else:
            self._line(end.text)

    def _line(self, text: str) -> None:
        """A whole text by itself, in one piece, since a prompt may stand below it; nothing where it is empty."""
        out = "\n" if self._at else ""
        for line in _lines(text, one=not self._columns):
            self._at = 0
            out += f"{self._words(line)}\n"
        self._at, self._growing = 0, None
        if out:
            self._write(out)

    def _words(self, text: str) -> str:
        """The words of a text, after what stands on the line already; a new line begins where one would be cut."""
        out = ""
        for word in clean(text).split():
            wide = width(word)
            if self._at and self._columns and self._at + 1 + wide > self._columns:
                out, self._at = f"{out}\n", 0
            before = " " if self._at else INDENT
            out, self._at = f"{out}{before}{word}", self._at + len(before) + wide
        return out


def _lines(text: str, *, one: bool) -> list[str]:
    lines = [line for line in clean(text).split("\n") if line.strip()]
    return [" ".join(lines)] if one and lines else lines


def _is_first(tried: Tried, commands: tuple[Command, ...]) -> bool:
    """Whether this is what the device says at once while a server is still being asked: shown, and not the end."""
    shown, ended = (any(isinstance(command, kind) for command in commands) for kind in (Show, End))
    return isinstance(tried.route, Local) and shown and not ended
