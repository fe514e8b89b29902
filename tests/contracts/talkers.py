"""The voices: pico itself, a program that stands for espeak-ng, and a tiny Piper voice."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from edge.bundle.net import open_bundle
from edge.bundle.piper_voice import bring_voice
from edge.hardware.pico import Pico
from edge.hardware.piper import Piper
from edge.hardware.voice import Espeak
from tests.contracts.rig import Rig
from tests.edge.bundle.voices import voice_file

ESPEAK = """
words = sys.stdin.buffer.read()
if "--ipa" in sys.argv:
    for line in words.splitlines():
        sys.stdout.buffer.write(b"h" * len(line) + b"\\n")
    sys.exit()
sound = struct.pack(f"<{len(words)}h", *[byte * 100 for byte in words])
format = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 22050, 44100, 2, 16)
sys.stdout.buffer.write(b"RIFF\\xff\\xff\\xff\\x7fWAVE" + format + b"data\\xff\\xff\\xff\\x7f" + sound)
"""


def espeak_in(folder: Path, does: str = ESPEAK) -> str:
    """The path of a program that takes espeak-ng's arguments."""
    path = folder / "speaks"
    path.write_text(f"#!{sys.executable} -S\nimport struct, sys, time\n{does}", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def pico(language: str) -> Callable[[Path], AbstractAsyncContextManager[Rig]]:
    @asynccontextmanager
    async def rig(_: Path) -> AsyncIterator[Rig]:
        yield Rig(Pico(language))

    return rig


@asynccontextmanager
async def program(folder: Path) -> AsyncIterator[Rig]:
    yield Rig(Espeak(espeak_in(folder)))


@asynccontextmanager
async def piper(folder: Path) -> AsyncIterator[Rig]:
    bring_voice(voice_file(folder), folder / "ann")
    yield Rig(Piper("ann", lambda: open_bundle(folder / "ann"), program=espeak_in(folder)))
