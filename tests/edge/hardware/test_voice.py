"""A voice is a program: it may be missing, fail, hang, or give what is no sound. The programs here are real ones."""

import asyncio
import sys
from pathlib import Path

import numpy as np
import pytest

from edge.errors import DeviceError
from edge.hardware.voice import Espeak
from tests.contracts.watch import until

SPEAKS = """
words = sys.stdin.buffer.read()
sound = struct.pack(f"<{len(words)}h", *[byte * 100 for byte in words])
format = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 22050, 44100, 2, 16)
sys.stdout.buffer.write(b"RIFF\\xff\\xff\\xff\\x7fWAVE" + format + b"data\\xff\\xff\\xff\\x7f" + sound)
"""


def program(folder: Path, does: str) -> str:
    path = folder / "speaker"
    path.write_text(f"#!{sys.executable} -S\nimport struct, sys, time\n{does}", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def spoken(program: str, words: str = "hello", within: float = 5.0):
    return asyncio.run(Espeak(program, within=within).clip(words))


def test_words_become_sound(tmp_path: Path):
    clip = spoken(program(tmp_path, SPEAKS), "hé; rm -rf $HOME\0-")
    assert clip.rate == 22050
    assert clip.samples.dtype == np.float32
    assert (clip.samples * 32768 / 100).astype(int).tolist() == list("hé; rm -rf $HOME -".encode())


def test_nothing_to_say_is_no_sound(tmp_path: Path):
    assert spoken(program(tmp_path, SPEAKS), "").samples.size == 0
    assert spoken(program(tmp_path, "sys.stdin.read()"), ".").samples.size == 0  # espeak-ng then writes not even a head


@pytest.mark.parametrize(
    ("does", "words"),
    [
        ("sys.exit(3)", "failed with exit status 3"),
        ("print('hello')", "gave no 16 bit mono WAV"),
        ("sys.stdout.buffer.write(b'RIFF' + bytes(40))", "gave no 16 bit mono WAV"),
    ],
)
def test_a_voice_that_fails_says_how(tmp_path: Path, does: str, words: str):
    with pytest.raises(DeviceError, match=words):
        spoken(program(tmp_path, does))


def test_a_voice_that_hangs_is_ended(tmp_path: Path):
    with pytest.raises(DeviceError, match=r"took more than 0\.05 s"):
        spoken(program(tmp_path, "time.sleep(3600)"), within=0.05)


def test_cancelled_in_the_middle_of_a_word_its_process_ends(tmp_path: Path):
    async def main() -> None:
        began = tmp_path / "began"
        does = f"open({str(began)!r}, 'w').close()\ntime.sleep(3600)"
        task = asyncio.ensure_future(Espeak(program(tmp_path, does), within=60.0).clip("hello"))
        await until(began.exists)
        task.cancel()
        await asyncio.wait({task})
        assert task.cancelled()

    asyncio.run(main())


def test_a_voice_that_is_not_installed_names_its_package():
    with pytest.raises(DeviceError, match=r"voice: .*not installed"):
        spoken("no-such-voice")
