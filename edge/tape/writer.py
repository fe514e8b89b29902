"""Writes a tape while Glint runs: the caller never waits, a thread of its own packs and writes.

Handing over costs a microsecond, since messages are frozen. What was handed over is written at once and synced every
second. When the disk cannot keep up, pictures and sounds of the senses are left out, and the next one says how many;
what the mind was given is always kept. When the disk fails, the tape ends there and `problem` says why; nobody else
is disturbed.
"""

from __future__ import annotations

import json
import queue
import struct
import threading
import time
import weakref
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from edge.messages import Command, Event, Frame, Now, Sound, Touch, Typed, Vitals
from edge.mind.policy import Policy
from edge.tape.arrays import pack
from edge.tape.codec import encode
from edge.tape.file import RecordWriter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from edge.messages import Array

Sense: TypeAlias = Frame | Sound | Touch | Typed | Vitals
"""What a device may give."""

HEAD, STEP, SENSED, ARRAY, END = b"H", b"E", b"S", b"B", b"Z"
NUMBER = struct.Struct("<I")
"""Stands before an array, so that the loss of one does not shift the others."""
SYNC_EVERY = 1.0
BEHIND_AT_MOST = 64 << 20
"""Bytes of pictures and sounds that may wait for the disk."""
_REMEMBERED = 64
"""Arrays whose number is remembered: one picture is in many messages and is written once."""


class TapeWriter:
    """A tape being recorded. With `background=False` everything is written by the caller, as virtual time wants it."""

    def __init__(self, path: Path, now: Now, policy: Policy, *, background: bool = True) -> None:
        self.problem = ""
        """Why nothing more is recorded; empty while all is well."""
        self._closed = False
        self._file = RecordWriter(path)
        self._arrays = _Numbers(self._file)
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        # Two counts rather than one: each is changed by one thread only.
        self._handed = self._packed = 0
        self._left_out = {"camera": 0, "microphone": 0}
        self._dirty_since: float | None = None
        self._thread = threading.Thread(target=self._work, name="tape", daemon=True) if background else None
        if self._thread:
            self._thread.start()
        self._put(lambda: self._write(HEAD, {"began": encode(Now, now), "policy": encode(Policy, policy)}))

    # --------------------------------------------------------------------------------------- called as things happen

    def event(self, now: Now, event: Event, commands: tuple[Command, ...]) -> None:
        """Record an event and the commands that the mind returned."""
        self._put(partial(self._write_step, now, event, commands))

    def sense(self, sense: str, now: Now, value: Sense) -> None:
        """Record what a device gave."""
        size = _size(value)
        if isinstance(value, Frame | Sound):
            if self._handed - self._packed + size > BEHIND_AT_MOST:
                self._left_out[sense] += 1 if isinstance(value, Frame) else len(value.samples)
                return
            value = replace(value, lost=value.lost + self._left_out[sense])
            self._left_out[sense] = 0
        self._handed += size
        self._put(partial(self._write_sense, sense, now, value, size))

    def failed(self, sense: str, now: Now, why: str) -> None:
        """Record that a device stopped, and why."""
        self._put(lambda: self._write(SENSED, {"now": encode(Now, now), "sense": sense, "failed": why}))

    def close(self) -> None:
        """Write what was handed over, mark the end, and close the file; what is handed over later is not written."""
        if self._closed:
            return
        self._put(lambda: self._write(END, {}))
        self._closed = True
        if self._thread:
            self._jobs.put(None)
            self._thread.join()
        else:
            self._finish()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # ------------------------------------------------------------------------------------------- on the tape's thread

    def _put(self, job: Callable[[], None]) -> None:
        if self._closed:
            return
        if self._thread:
            self._jobs.put(job)
        else:
            self._do(job)

    def _work(self) -> None:
        while True:
            wait = None if self._dirty_since is None else max(0.0, self._dirty_since + SYNC_EVERY - time.monotonic())
            try:
                job = self._jobs.get(timeout=wait)
            except queue.Empty:
                self._do(self._sync)
                continue
            if job is None:
                break
            self._do(job)
        self._finish()

    def _do(self, job: Callable[[], None]) -> None:
        if self.problem:
            return
        try:
            job()
            if self._dirty_since is not None and time.monotonic() - self._dirty_since >= SYNC_EVERY:
                self._sync()
        except OSError as error:
            self.problem = f"the tape ends here: {error.strerror or error}"
        except (TypeError, ValueError) as error:
            self.problem = f"the tape ends here: something that cannot be written down ({error})"

    def _finish(self) -> None:
        self._do(self._sync)
        self._file.close()

    def _sync(self) -> None:
        self._dirty_since = None
        self._file.sync()

    def _write_step(self, now: Now, event: Event, commands: tuple[Command, ...]) -> None:
        store = self._arrays.number
        self._write(STEP, {
            "now": encode(Now, now),
            "event": encode(Event, event, store),
            "commands": [encode(Command, command, store) for command in commands],
        })  # fmt: skip

    def _write_sense(self, sense: str, now: Now, value: Sense, size: int) -> None:
        self._packed += size
        data = encode(Sense, value, self._arrays.number)
        self._write(SENSED, {"now": encode(Now, now), "sense": sense, "value": data})

    def _write(self, kind: bytes, data: Any) -> None:  # noqa: ANN401 - JSON
        self._file.write(kind, json.dumps(data).encode("ascii"))
        if self._dirty_since is None:
            self._dirty_since = time.monotonic()


class _Numbers:
    """Writes each array once, and knows the numbers of the last ones for as long as they are alive."""

    def __init__(self, file: RecordWriter) -> None:
        self._file = file
        self._known: dict[int, tuple[weakref.ref[Array], int]] = {}
        self._count = 0

    def number(self, array: Array) -> int:
        known = self._known.get(id(array))
        if known is not None and known[0]() is array:
            return known[1]
        number = self._count
        self._file.write(ARRAY, NUMBER.pack(number) + pack(array))
        self._count += 1
        self._known[id(array)] = (weakref.ref(array), number)
        if len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        return number


def _size(value: Sense) -> int:
    match value:
        case Frame():
            return value.pixels.nbytes
        case Sound():
            return value.samples.nbytes
    return 0
