"""A Piper voice that the wearer brought: phonemes from the program espeak-ng, sound from a net."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from edge.bundle.piper_voice import NET, heard, voice_of
from edge.errors import DeviceError, ModelError
from edge.hardware.patience import within
from edge.hardware.voice import LONGEST, piped
from edge.messages import Clip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from edge.bundle.net import Bundle
    from edge.bundle.piper_voice import PiperVoice

T = TypeVar("T")
RATE = 22_050  # of nothing at all
_MARKS = re.compile(r"(?:(?<!\s)\s++|(?<![.!?,;:]))([.!?,;:]++)(?:\s++|$)")


class Piper:
    """Words to sound, in a thread; the bundle is opened by the first words."""

    def __init__(
        self, name: str, opens: Callable[[], Bundle], *, program: str = "espeak-ng", within: float = 20.0
    ) -> None:
        self._name = name
        self._opens = opens
        self._program = program
        self._within = within
        self._bundle: tuple[Bundle, PiperVoice] | None = None

    def check(self) -> None:
        """Raise DeviceError if the program that gives the phonemes is not installed."""
        if shutil.which(self._program) is None:
            why = f"{self._program} is not installed, and the voice {self._name} needs its phonemes"
            raise DeviceError("voice", why, "Debian: sudo apt install espeak-ng, or see sound.voice")

    async def clip(self, words: str) -> Clip:
        """The words as sound. Raises DeviceError."""
        self.check()
        clauses = clauses_of(words[:LONGEST])
        if not clauses:
            return Clip(np.empty(0, np.float32), RATE)
        voice = await self._driven(lambda: self._opened()[1])
        command = (self._program, "-q", "--ipa", "-v", voice.language)
        written = await piped(command, "".join(f"{words}\n" for words, _ in clauses), self._within)
        phonemes = joined(written.decode("utf-8", "replace"), [mark for _, mark in clauses])
        return await self._driven(lambda: self._spoken(phonemes))

    async def _driven(self, work: Callable[[], T]) -> T:
        try:
            return await within(self._within, lambda: _as_device(work))
        except TimeoutError:
            raise DeviceError("voice", f"{self._name} took more than {self._within:g} s") from None

    def _opened(self) -> tuple[Bundle, PiperVoice]:
        if self._bundle is None:
            bundle = self._opens()
            self._bundle = bundle, voice_of(bundle)
        return self._bundle

    def _spoken(self, phonemes: str) -> Clip:
        bundle, voice = self._opened()
        return Clip(heard(self._name, bundle.nets[NET], voice, phonemes), voice.rate)


def clauses_of(words: str) -> list[tuple[str, str]]:
    """The words between marks, and the mark behind them (the program tells no marks, and ends a line at each)."""
    parts = _MARKS.split(" ".join(words.split()))
    return [(words, mark[:1] or ".") for words, mark in zip(parts[::2], (*parts[1::2], ""), strict=True) if words]


def joined(written: str, marks: Sequence[str]) -> str:
    """The phonemes of all lines with the marks between them; without those where they cannot be told apart."""
    lines = [line.strip() for line in written.splitlines()]
    if len(lines) == len(marks):
        return " ".join(line + mark for line, mark in zip(lines, marks, strict=True) if line)
    return " ".join(line for line in lines if line) + "."


def _as_device(work: Callable[[], T]) -> T:
    """A voice that cannot be used is a device that does not work."""
    try:
        return work()
    except ModelError as error:
        raise DeviceError("voice", str(error)) from error
