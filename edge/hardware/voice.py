"""A voice: espeak-ng, or a program with the same arguments, turns words into sound."""

from __future__ import annotations

import asyncio
import shutil
from asyncio.subprocess import DEVNULL, PIPE
from typing import TYPE_CHECKING

import numpy as np

from edge.errors import DeviceError
from edge.messages import Clip

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 2000  # characters in one clip; whoever has more to say says it in pieces


class Espeak:
    """Words go in on stdin, never as an argument; a WAV comes out."""

    def __init__(self, program: str = "espeak-ng", *, language: str = "en", within: float = 5.0) -> None:
        self._program = program
        self._language = language
        self._within = within

    def check(self) -> None:
        """Raise DeviceError if the program is not installed."""
        if shutil.which(self._program) is None:
            remedy = "Debian: sudo apt install espeak-ng" if self._program == "espeak-ng" else "see sound.voice"
            raise DeviceError("voice", f"{self._program} is not installed", remedy)

    async def clip(self, words: str) -> Clip:
        """The words as sound. Raises DeviceError."""
        self.check()
        wav = await piped((self._program, "-v", self._language, "--stdin", "--stdout"), words, self._within)
        return _from_wav(wav, self._program)


async def piped(command: Sequence[str], words: str, seconds: float) -> bytes:
    """What a program writes when it is given words on stdin. Raises DeviceError; the program is over in any case."""
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
    try:
        async with asyncio.timeout(seconds):
            written, _ = await process.communicate(words[:LONGEST].replace("\0", " ").encode())
    except TimeoutError:
        raise DeviceError("voice", f"{command[0]} took more than {seconds:g} s") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise DeviceError("voice", f"{command[0]} failed with exit status {process.returncode}")
    return written


def _from_wav(wav: bytes, program: str) -> Clip:
    """Read by hand: written to a pipe, a WAV does not know its own length."""
    if not wav:  # words without a sound, such as a full stop
        return Clip(np.empty(0, np.float32), 22_050)
    data = wav.find(b"data")
    mono16 = wav[20:24] == b"\1\0\1\0" and wav[34:36] == b"\x10\0"
    if wav[:4] != b"RIFF" or data < 0 or not mono16:
        raise DeviceError("voice", f"{program} gave no 16 bit mono WAV")
    whole = (len(wav) - data - 8) // 2 * 2
    samples = np.frombuffer(wav, "<i2", whole // 2, data + 8).astype(np.float32) / 32768.0
    return Clip(samples, int.from_bytes(wav[24:28], "little"))
