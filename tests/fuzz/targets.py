"""Readers of bytes that anybody may have written, each as a function of bytes: a named error is fine, any other is not.

A target is a row of TARGETS. What it is begun from lies in corpus/NAME, a file each; what once broke it is kept there.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from edge.commands.ask import _question
from edge.daemon.listener import event_of
from edge.errors import EdgeError, FormatError, UsageError
from edge.messages import Command, Event
from edge.parsed import parse_json
from edge.reach.queue import unsealed
from edge.store.alarms import from_notes
from edge.store.ledger_row import read_json
from edge.store.orders import Order
from edge.tape.arrays import unpack
from edge.tape.codec import decode
from edge.tape.tape import read_tape
from edge.toml import parse_toml
from tests.fuzz import targets_wire

CORPUS = Path(__file__).parent / "corpus"
Target = Callable[[bytes], None]


def tape(data: bytes) -> None:
    """A whole tape, with all that is on it."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        with suppress(FormatError):
            read = read_tape(Path(file.name))
            read.damage()
            with suppress(FormatError):
                list(read.steps())
            list(read.senses())


def array(data: bytes) -> None:
    """A picture or a sound out of a tape."""
    with suppress(ValueError):
        unpack(data)


def codec(data: bytes) -> None:
    """Messages out of JSON."""
    with suppress(ValueError):
        plain = parse_json(data, finite=False)
        for kind in (Event, tuple[Command, ...]):
            with suppress(ValueError):
                decode(kind, plain)


def batch(data: bytes) -> None:
    """A line of `glint ask --batch`."""
    with suppress(UsageError, UnicodeDecodeError):
        _question(data.decode(), "batch:1", None)


def queue_row(data: bytes) -> None:
    """What was kept of a question that waits."""
    with suppress(EdgeError):
        unsealed(data)


def note(data: bytes) -> None:
    """A note of the ledger: timers, or an order."""
    text = data.decode(errors="replace")
    found = read_json(text, list)
    if found is not None:
        from_notes(found)
        event_of(Order("token", "act", found))
        event_of(Order("token", "forget", found))


def toml(data: bytes) -> None:
    """What every reader of TOML begins with."""
    with suppress(ValueError):
        parse_toml(data)


TARGETS: Mapping[str, Target] = {
    target.__name__: target for target in (tape, array, codec, batch, queue_row, note, toml)
}

EVERY: Mapping[str, Target] = {**TARGETS, **{target.__name__: target for target in targets_wire.TARGETS}}
"""Those, and the ones of targets_wire.py, which begin from nothing."""


def seeds(name: str) -> list[bytes]:
    """What lies in the corpus of a target, in the order of the files' names."""
    return [path.read_bytes() for path in sorted((CORPUS / name).iterdir())]
