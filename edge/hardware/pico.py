"""Pico, the small voice inside the package py-nanotts: no program, no network, 10 to 30 ms for a sentence.

Its C interface is called directly, a small step at a time, because the package's own `speak` holds every other thread
up until the whole text is spoken, and for some texts (a word of thousands of letters) it never comes back.
"""

from __future__ import annotations

import ctypes
import re
import threading
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from edge.errors import DeviceError
from edge.hardware.patience import within
from edge.hardware.voice import LONGEST
from edge.messages import Clip

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = "py_nanotts"
RATE = 16_000
LOUDNESS = 70  # percent of what it can do: above that the loudest vowels are clipped
LANGUAGES = {"en-GB": ("en-GB_ta.bin", "en-GB_kh0_sg.bin"), "en-US": ("en-US_ta.bin", "en-US_lh0_sg.bin")}
_LONG = re.compile(r"(\S{40})\S+")  # no word is that long, and it would be spelled for minutes
_MEMORY, _PIECE, _VOICE = 2_500_000, 128, b"glint"
_OK, _IDLE, _BUSY = 0, 200, 201


class Pico:
    """Words to sound, in a thread; loaded by the first words. One text at a time."""

    def __init__(self, language: str = "en-GB", *, within: float = 10.0) -> None:
        self._language = language
        self._within = within
        self._engine: _Engine | None = None
        self._one = threading.Lock()

    def check(self) -> None:
        """Raise DeviceError if the package is not installed, or does not speak this language."""
        _files(self._language)

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
            self._engine = self._engine or _Engine(*_files(self._language))
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


def _files(language: str) -> tuple[Path, Path, Path]:
    """The library and the two files of a language."""
    found = find_spec(PACKAGE)
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


class _Engine:
    """Pico's C interface. Its memory is one block of ours, so nothing is left where this is let go."""

    def __init__(self, library: Path, analysis: Path, sounds: Path) -> None:
        self._system, self._engine = ctypes.c_void_p(), ctypes.c_void_p()
        self._resources: list[ctypes.c_void_p] = []
        # With the lock of the interpreter: a step takes a microsecond or two, less than handing the lock over.
        self._lib = ctypes.PyDLL(str(library))
        if not hasattr(self._lib, "pico_initialize"):
            raise DeviceError("voice", "this py-nanotts does not give pico's functions", "install py-nanotts 0.1.1")
        self._memory = ctypes.create_string_buffer(_MEMORY)
        self._call("initialize", self._memory, ctypes.c_uint32(_MEMORY), ctypes.byref(self._system))
        names = [self._load(file) for file in (analysis, sounds)]
        self._call("createVoiceDefinition", self._system, _VOICE)
        for name in names:
            self._call("addResourceToVoiceDefinition", self._system, _VOICE, name)
        self._call("newEngine", self._system, _VOICE, ctypes.byref(self._engine))

    def _load(self, file: Path) -> bytes:
        resource, name = ctypes.c_void_p(), ctypes.create_string_buffer(200)
        self._call("loadResource", self._system, str(file).encode(), ctypes.byref(resource))
        self._resources.append(resource)
        self._call("getResourceName", self._system, resource, name)
        return name.value

    def __del__(self) -> None:
        """Give back what the library holds: its files stay open as long as it is used."""
        if self._engine:
            self._lib.pico_disposeEngine(self._system, ctypes.byref(self._engine))
        for resource in self._resources:
            self._lib.pico_unloadResource(self._system, ctypes.byref(resource))
        if self._system:
            self._lib.pico_terminate(ctypes.byref(self._system))

    def speak(self, words: str, late: Callable[[], bool]) -> bytes | None:
        """16 bit samples; None where it became late."""
        text, out = f'<volume level="{LOUDNESS}">{words}</volume>'.encode() + b"\0", bytearray()
        while text:
            taken = ctypes.c_int16()
            piece = text[:32_000]
            self._call("putTextUtf8", self._engine, piece, ctypes.c_int16(len(piece)), ctypes.byref(taken))
            text = text[max(1, taken.value) :]
            if not self._drained(out, late):
                self._call("resetEngine", self._engine, ctypes.c_int32(0))
                return None
        return bytes(out)

    def _drained(self, out: bytearray, late: Callable[[], bool]) -> bool:
        """Add what is ready; False if that was given up."""
        buffer, count, kind = ctypes.create_string_buffer(_PIECE), ctypes.c_int16(), ctypes.c_int16()
        where = (ctypes.byref(buffer), ctypes.c_int16(_PIECE), ctypes.byref(count), ctypes.byref(kind))
        step, engine, steps = self._lib.pico_getData, self._engine, 0
        while (status := step(engine, *where)) == _BUSY:
            if count.value:
                out += buffer.raw[: count.value]
            steps += 1
            if not steps % 256 and late():
                return False
        if status != _IDLE:
            raise DeviceError("voice", f"pico failed with status {status}")
        out += buffer.raw[: count.value]
        return True

    def _call(self, name: str, *arguments: object) -> None:
        status = getattr(self._lib, f"pico_{name}")(*arguments)
        if status != _OK:
            raise DeviceError("voice", f"pico cannot {name}: status {status}", "install py-nanotts anew")
