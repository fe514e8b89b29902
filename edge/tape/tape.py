"""The tape: a session as one file, with what the senses gave, and each event of the mind with its commands.

`record` wraps glasses so that their senses are taped as they pass; the runtime hands each event to
`TapeWriter.event`. What goes out (cards, words, the network) is not taped: it follows from the commands, and an
answer from a server is in its Part and Tried. `read_tape` reads a tape of any length without holding it in memory.
"""

from __future__ import annotations

import weakref
import zlib
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from edge.devices import Eye, Glasses
from edge.errors import DeviceError, FormatError
from edge.messages import Command, Event, Instant, Now
from edge.mind.policy import Policy
from edge.parsed import parse_json
from edge.records import dataclass
from edge.tape.arrays import unpack
from edge.tape.codec import decode, encode
from edge.tape.file import FORMAT, Gap, Record, read_format, read_payload, read_records
from edge.tape.upgrades import UPGRADES, Upgrade, with_values
from edge.tape.writer import ARRAY, END, HEAD, NUMBER, SENSED, STEP, Sense, TapeWriter

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
    from pathlib import Path

    from edge.devices import Body, Button, Microphone
    from edge.messages import Array, Frame, Shot, Sound, Touch, Typed, Vitals

__all__ = ["FORMAT", "Gap", "Sense", "Sensed", "Step", "Tape", "TapeWriter", "as_data", "read_tape", "record"]

T = TypeVar("T", bound=Sense)


@dataclass(frozen=True, slots=True)
class Step:
    """An event that the mind was given, when, and the commands that it gave."""

    now: Now
    event: Event
    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Sensed:
    """What came through a device, or why nothing did."""

    now: Now
    sense: str
    value: Sense | None
    failed: str = ""


# ------------------------------------------------------------------------------------------------------------ reading


def read_tape(path: Path, upgrades: Mapping[int, Upgrade] = UPGRADES, newest: int = FORMAT) -> Tape:
    """Index a tape. Raises FormatError for another kind of file, a newer tape, or one cut before its first entry."""
    written = read_format(path, newest)
    missing = [n for n in range(written, newest) if n not in upgrades]
    if missing:
        raise FormatError(path, f"has format {written}, which no released Glint ever wrote")
    return Tape(path, [*(upgrades[n] for n in range(written, newest)), with_values])


class Tape:
    """An indexed tape. What is on it is read from the file each time it is asked for."""

    def __init__(self, path: Path, upgrades: list[Upgrade]) -> None:
        self.path = path
        self.gaps: list[Gap] = []
        """What is damaged or cut off."""
        self.ended = False
        """Whether it was closed, rather than cut."""
        self._upgrades = upgrades
        self._entries: list[Record] = []
        self._arrays: dict[int, Record] = {}
        self._alive: weakref.WeakValueDictionary[int, Array] = weakref.WeakValueDictionary()
        for item in read_records(path):
            self._note(item)
        head = next((self._data(entry) for entry in self._entries if entry.kind == HEAD), None)
        if head is None:
            raise FormatError(path, "holds nothing: it was cut before its first entry")
        self.began: Now = self._decode(Now, head.get("began"))
        self.policy: Policy = self._decode(Policy, head.get("policy"))

    def steps(self) -> Iterator[Step]:
        """Each event with its time and the commands that the mind returned, in order."""
        for data in self._all(STEP):
            commands = self._decode(tuple[Command, ...], data.get("commands"))
            yield Step(self._decode(Now, data.get("now")), self._decode(Event, data.get("event")), commands)

    def senses(self, *senses: str) -> Iterator[Sensed]:
        """What came through these devices, or through all of them, in order."""
        return (read() for _, read in self.moments(*senses))

    def moments(self, *senses: str) -> Iterator[tuple[Instant, Callable[[], Sensed]]]:
        """The same, each with its time, and read only when it is called: a tape may hold hours of pictures."""
        for data in self._all(SENSED):
            if not senses or data.get("sense") in senses:
                yield self._decode(Now, data.get("now")).at, partial(self._sensed, data)

    def damage(self) -> str:
        """What of the tape is missing, in words; empty if nothing is."""
        cut = sum(gap.length for gap in self.gaps if gap.tail)
        hurt = [gap.length for gap in self.gaps if not gap.tail]
        words = [f"{len(hurt)} damaged places ({sum(hurt)} bytes)"] if hurt else []
        words += [] if self.ended else [f"it was cut off: {cut} bytes of an unfinished entry at its end"]
        return "; ".join(words)

    def _note(self, item: Record | Gap) -> None:
        if isinstance(item, Gap):
            self.gaps.append(item)
        elif item.kind == ARRAY and item.length < NUMBER.size:
            self.gaps.append(Gap(item.start, item.length, tail=False))
        elif item.kind == ARRAY:
            start = Record(item.kind, item.start, NUMBER.size)
            self._arrays[NUMBER.unpack(read_payload(self.path, start))[0]] = item
        elif item.kind == END:
            self.ended = True
        else:
            self._entries.append(item)

    def _sensed(self, data: dict[str, Any]) -> Sensed:
        now, value = self._decode(Now, data.get("now")), self._decode(Sense | None, data.get("value"))
        return Sensed(now, str(data.get("sense")), value, str(data.get("failed", "")))

    def _all(self, kind: bytes) -> Iterator[dict[str, Any]]:
        return (self._data(entry) for entry in self._entries if entry.kind == kind)

    def _data(self, entry: Record) -> dict[str, Any]:
        try:
            data: dict[str, Any] = parse_json(read_payload(self.path, entry), finite=False) | {}
        except (ValueError, TypeError):
            raise FormatError(self.path, f"holds an entry at {entry.start} that is no data") from None
        try:
            for upgrade in self._upgrades:
                data = upgrade(entry.kind, data)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise FormatError(self.path, f"holds an entry that this Glint cannot read: {error!r}") from None
        return data

    def _decode(self, kind: Any, data: Any) -> Any:  # noqa: ANN401 - as in the codec
        try:
            return decode(kind, data, self._array)
        except ValueError as error:
            raise FormatError(self.path, f"holds an entry that this Glint cannot read: {error}") from None

    def _array(self, number: int) -> Array:
        """The same object for as long as anybody has it. An array that is damaged is an empty one."""
        array = self._alive.get(number)
        if array is None:
            entry = self._arrays.get(number)
            packed = read_payload(self.path, entry)[NUMBER.size :] if entry else b""
            array = unpack(packed) if packed else np.zeros((0, 0, 3), np.uint8)
            self._alive[number] = array
        return array


def as_data(commands: tuple[Command, ...]) -> list[dict[str, Any]]:
    """Commands as plain data that can be compared field by field; a picture is its checksum."""

    def checksum(array: Array) -> int:
        return zlib.crc32(repr(array.shape).encode() + array.tobytes())

    return [encode(Command, command, checksum) for command in commands]


# ---------------------------------------------------------------------------------------------------------- recording


def record(glasses: Glasses, writer: TapeWriter) -> Glasses:
    """The same glasses, with everything that comes through their senses taped as it passes."""
    tap = _Tap(glasses.body, writer)
    return replace(
        glasses,
        body=_Body(glasses.body, tap),
        # The eye that was there lights its own lamp and guards its own camera: this one only looks through it.
        eye=glasses.eye and Eye(_Camera(glasses.eye, tap), _NoLamp()),
        microphone=glasses.microphone and _Microphone(glasses.microphone, tap),
        button=glasses.button and _Button(glasses.button, tap),
    )


@dataclass(frozen=True, slots=True)
class _Tap:
    """Records each item of a stream, and the error that ends it."""

    body: Body
    writer: TapeWriter

    async def listen(self, sense: str, stream: AsyncGenerator[T, None]) -> AsyncGenerator[T, None]:
        async with aclosing(stream) as values:
            try:
                async for value in values:
                    self.writer.sense(sense, self.body.now(), value)
                    yield value
            except DeviceError as error:
                self.writer.failed(sense, self.body.now(), error.problem)
                raise


@dataclass(frozen=True, slots=True)
class _Body:
    within: Body
    tap: _Tap

    def now(self) -> Now:
        return self.within.now()

    def vitals(self) -> AsyncGenerator[Vitals, None]:
        return self.tap.listen("body", self.within.vitals())


@dataclass(frozen=True, slots=True)
class _Camera:
    within: Eye
    tap: _Tap

    def frames(self, shot: Shot) -> AsyncGenerator[Frame, None]:
        return self.tap.listen("camera", self.within.frames(shot))


@dataclass(frozen=True, slots=True)
class _Microphone:
    within: Microphone
    tap: _Tap

    def sounds(self) -> AsyncGenerator[Sound, None]:
        return self.tap.listen("microphone", self.within.sounds())


@dataclass(frozen=True, slots=True)
class _Button:
    within: Button
    tap: _Tap

    def touches(self) -> AsyncGenerator[Touch | Typed, None]:
        return self.tap.listen("button", self.within.touches())


class _NoLamp:
    async def set(self, on: bool) -> None:
        """Nothing to light here."""
