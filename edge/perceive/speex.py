"""Echo cancelling by libspeexdsp (BSD), where the system has it: it keeps more of the wearer's words than ours."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from edge.messages import Samples

LIBRARY = "libspeexdsp.so.1"
TAIL = 2048  # samples of the room: 128 ms
_SET_RATE = 24
_FULL = 32767.0


class Speex:
    """The library's canceller. Raises OSError where the library is missing."""

    block = 160

    def __init__(self, library: str = LIBRARY) -> None:
        self._lib = ctypes.CDLL(library)
        self._lib.speex_echo_state_init.restype = ctypes.c_void_p
        self._lib.speex_echo_cancellation.argtypes = [ctypes.c_void_p] * 4
        self._lib.speex_echo_state_destroy.argtypes = [ctypes.c_void_p]
        self._lib.speex_echo_ctl.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p]
        self._state = self._fresh()

    def _fresh(self) -> int:
        state = self._lib.speex_echo_state_init(self.block, TAIL)
        self._lib.speex_echo_ctl(state, _SET_RATE, ctypes.byref(ctypes.c_int(16_000)))
        return int(state)

    def clean(self, heard: Samples, played: Samples) -> Samples:
        """What is left of whole blocks."""
        ear, mouth = (np.clip(one * _FULL, -_FULL, _FULL).astype(np.int16) for one in (heard, played))
        left = np.empty_like(ear)
        for start in range(0, ear.size, self.block):
            where = (array[start:].ctypes.data for array in (ear, mouth, left))
            self._lib.speex_echo_cancellation(self._state, *where)
        return np.asarray(left / _FULL, np.float32)

    def forget(self) -> None:
        """Begin anew."""
        self._lib.speex_echo_state_destroy(self._state)
        self._state = self._fresh()

    def __del__(self) -> None:
        """Give the library's memory back."""
        if hasattr(self, "_state"):
            self._lib.speex_echo_state_destroy(self._state)
