"""Pico, the small voice inside the package py-nanotts: no program, no network, 10 to 30 ms for a sentence.

Its C interface is called directly, a small step at a time, because the package's own `speak` holds every other thread
up until the whole text is spoken, and for some texts (a word of thousands of letters) it never comes back.
"""

from __future__ import annotations

import re
import threading
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from edge.errors import DeviceError
from edge.hardware.patience import within
from edge.hardware.pico_engine import PicoEngine
from edge.hardware.voice import LONGEST
from edge.messages import Clip

PACKAGE = "py_nanotts"
RATE = 16_000
LANGUAGES = {"en-GB": ("en-GB_ta.bin", "en-GB_kh0_sg.bin"), "en-US": ("en-US_ta.bin", "en-US_lh0_sg.bin")}
_LONG = re.compile(r"(\S{40})\S+")  # no word is that long, and it would be spelled for minutes


class Pico:
    """Words to sound, in a thread; loaded by the first words. One text at a time."""

    def __init__(self, language: str = "en-GB", *, within: float = 10.0, package: str = PACKAGE) -> None:
        self._language = language
        self._package = package
        self._within = within
        self._engine: PicoEngine | None = None
        self._one = threading.Lock()

    def check(self) -> None:
        """Raise DeviceError if the package is not installed, or does not speak this language."""
        _files(self._language, self._package)

    async def clip(self, words: str) -> Clip:
        """The words as sound. Raises DeviceError."""
        gone = threading.Event()
        until = time.monotonic() + self._within
        try:
            return await within(self._within, lambda: self._spoken(speakable(words), gone, until))
        except TimeoutError:
            raise DeviceError("voice", f"pico took more than {self._within:g} s") from None
        finally:
            gone.set()

    def _spoken(self, words: str, gone: threading.Event, until: float) -> Clip:
        """In a thread, which ends soon after nobody waits any more."""
        if not self._one.acquire(timeout=self._within):
            raise DeviceError("voice", f"pico took more than {self._within:g} s")
        try:
            if not words or gone.is_set():
                return Clip(np.empty(0, np.float32), RATE)
            self._engine = self._engine or PicoEngine(*_files(self._language, self._package))
            data = self._engine.speak(words, lambda: gone.is_set() or time.monotonic() > until)
        finally:
            self._one.release()
        if data is None:
            raise DeviceError("voice", f"pico took more than {self._within:g} s")
        return Clip(np.frombuffer(data, "<i2").astype(np.float32) / 32768.0, RATE)


def speakable(words: str) -> str:
    """What may be given to it: bounded, no markup (which it would obey), no word without an end."""
    words = re.sub(r"[<>&\0]", " ", words[:LONGEST])
    return _LONG.sub(r"\1", words).strip()


def _files(language: str, package: str) -> tuple[Path, Path, Path]:
    """The library and the two files of a language."""
    found = find_spec(package)
    places = [Path(place) for place in (found.submodule_search_locations or ())] if found else []
    if not places:
        raise DeviceError("voice", "pico is not installed", "pip install py-nanotts, or see sound.voice")
    if language not in LANGUAGES:
        raise DeviceError("voice", f"pico does not speak {language}", f"it speaks {' and '.join(LANGUAGES)}")
    library = next(iter(sorted(places[0].glob("_nanotts*.so"))), None)
    analysis, sounds = (places[0] / "lang" / name for name in LANGUAGES[language])
    if library is None or not analysis.is_file() or not sounds.is_file():
        raise DeviceError("voice", f"the files of pico in {places[0]} are not whole", "install py-nanotts anew")
    return library, analysis, sounds
