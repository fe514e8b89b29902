"""Pico's C interface, called a small step at a time."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

from edge.errors import DeviceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LOUDNESS = 70  # percent of what it can do: above that the loudest vowels are clipped
_MEMORY, _PIECE, _VOICE = 2_500_000, 128, b"glint"
_OK, _IDLE, _BUSY = 0, 200, 201


class PicoEngine:
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
        if self._engine.value:
            self._lib.pico_disposeEngine(self._system, ctypes.byref(self._engine))
        for resource in self._resources:
            self._lib.pico_unloadResource(self._system, ctypes.byref(resource))
        if self._system.value:
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
