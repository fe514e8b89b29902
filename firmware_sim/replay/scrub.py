"""A copy of a tape that is fit to be shared: what happened and when, without what was said, read, seen or heard.

Pictures become sixteen blocks of colour across, or, where they are to be kept, are painted over by a PictureHider; one
that it cannot answer for becomes blocks (`blocked` counts them). Sounds become silence. Every word becomes another of
the same length, the same word always the same one within a copy, under a key that nobody keeps. That goes for every
string there is but those named in KEPT, so that a new message is scrubbed before anybody thinks of it.

Decisions replay: the copy has the commands that the mind gives for the scrubbed events. Where the mind has changed
since the recording (a replay of the original differs), the copy has the recorded commands with their words replaced,
which no mind will agree with; `unlike` counts those events. `--perceive` has nothing left to look at but what was kept.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from heapq import merge
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from edge.messages import Frame, Pixels, Samples, Sound
from edge.tape.tape import Sensed, Tape, TapeWriter, as_data
from firmware_sim.replay.compare import Advance
from firmware_sim.replay.pictures import Hide, fingerprint, seen_on

S = TypeVar("S")
BLOCKS = 16
LOOKED_AT = 8  # pictures that several events in a row may name
KEPT = {
    "Thing.label", "Claim.skill", "Slot.kind", "Local.skill", "Server.mode", "Query.mode", "Typed.mode", "Begin.mode",
    "Lost.device", "Back.device", "Touch.kind", "Wake.word", "Code.format", "Sensed.sense", "Understanding.task",
    "Past.task",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """What came of a copy."""

    unlike: int
    """For so many events today's mind decides otherwise than the recorded one."""
    blocked: int = 0
    """So many pictures that were to be kept became blocks, since what must not be seen could not be painted over."""


def scrub(tape: Tape, path: Path, advance: Advance[S], state: S, pictures: Hide | None = None) -> Scrubbed:
    """Write the copy, with its pictures where there is who hides what is in them. Raises OSError if it cannot."""
    unlike = 0
    scrubbed = state
    painted = None if pictures is None else _Painted(tape, pictures)
    hide = Scrubber(painted or blocks)
    with TapeWriter(path, tape.began, tape.policy, background=False) as writer:
        for entry in _in_order(tape):
            clean = hide(entry)
            if isinstance(clean, Sensed):
                _write_sense(writer, clean)
                continue
            state, today = advance(state, entry.now, entry.event)
            scrubbed, commands = advance(scrubbed, clean.now, clean.event)
            if as_data(today) != as_data(entry.commands):
                unlike += 1
                commands = clean.commands
            writer.event(clean.now, clean.event, commands)
    if writer.problem:
        raise OSError(writer.problem)
    return Scrubbed(unlike, len(painted.blocked) if painted else 0)


def _in_order(tape: Tape) -> Iterator[Any]:
    return merge(tape.steps(), tape.senses(), key=lambda entry: entry.now.at)


def _write_sense(writer: TapeWriter, sensed: Sensed) -> None:
    if sensed.value is None:
        writer.failed(sensed.sense, sensed.now, sensed.failed)
    else:
        writer.sense(sensed.sense, sensed.now, sensed.value)


class Scrubber:
    """Hides what is the wearer's in any message. One scrubber turns the same word into the same word every time."""

    def __init__(self, hidden: Callable[[Pixels], Pixels] | None = None) -> None:
        self._hide = hidden or blocks
        self._key = secrets.token_bytes(32)
        self._silences: dict[tuple[int, ...], Samples] = {}
        self._hidden: deque[tuple[Pixels, Pixels]] = deque(maxlen=LOOKED_AT)

    def __call__(self, value: Any, place: str = "") -> Any:  # noqa: ANN401 - any message, or a part of one
        match value:
            case Frame():
                return replace(value, pixels=self._picture(value.pixels))
            case Sound():
                return replace(value, samples=self._silence(value.samples.shape))
            case Enum():
                return value
            case str():
                return value if place in KEPT else _WORD.sub(lambda word: self._other(word[0]), value)
            case Mapping():
                return {key: self(one) for key, one in value.items()}
            case tuple() if type(value) is tuple:
                return tuple(self(one) for one in value)
            case tuple():  # a named one, such as a Slot with the words that fill it
                named, names = type(value), getattr(type(value), "_fields", ())
                return named(*(self(one, f"{named.__name__}.{name}") for name, one in zip(names, value, strict=True)))
        if is_dataclass(value) and not isinstance(value, type):
            kind = type(value).__name__
            changed = {f.name: self(getattr(value, f.name), f"{kind}.{f.name}") for f in fields(value)}
            return replace(value, **changed)
        return value

    def _silence(self, shape: tuple[int, ...]) -> Samples:
        """Silence of a length is the same array every time: a tape has each array once."""
        return self._silences.setdefault(shape, np.zeros(shape, np.float32))

    def _picture(self, pixels: Pixels) -> Pixels:
        """The same picture hidden is the same array again, so that the tape has it once, however often it is named."""
        for seen, hidden in self._hidden:
            if seen is pixels:
                return hidden
        hidden = self._hide(pixels)
        self._hidden.append((pixels, hidden))
        return hidden

    def _other(self, word: str) -> str:
        """Another word of this length, with capitals and digits where this one has them."""
        digest = b""
        while len(digest) < len(word):
            digest += hmac.digest(self._key, digest + word.lower().encode("utf-8", "surrogatepass"), "sha256")
        letters = "0123456789" if word.isdigit() else "abcdefghijklmnopqrstuvwxyz"
        other = (letters[byte % len(letters)] for byte in digest)
        return "".join(new.upper() if old.isupper() else new for old, new in zip(word, other, strict=False))


class _Painted:
    """Pictures painted over, or in blocks where that did not work out."""

    def __init__(self, tape: Tape, hide: Hide) -> None:
        self.blocked: set[bytes] = set()
        self._hide = hide
        self._known = seen_on(tape)

    def __call__(self, pixels: Pixels) -> Pixels:
        if not pixels.size:
            return pixels
        which = fingerprint(pixels)
        painted = self._hide(pixels, self._known.get(which, ()))
        if painted is None:
            self.blocked.add(which)
        return blocks(pixels) if painted is None else painted


def blocks(pixels: Pixels) -> Pixels:
    """A picture of the same size in which nothing can be recognised."""
    import cv2

    if not pixels.size:
        return pixels
    height, width = pixels.shape[:2]
    small = cv2.resize(pixels, (BLOCKS, max(1, BLOCKS * height // width)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)
