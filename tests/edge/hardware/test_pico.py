"""Pico is called step by step: it can be given up, and what it is given is bounded and never obeyed."""

import asyncio
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import DeviceError
from edge.hardware import pico
from edge.hardware.pico import Pico, speakable
from edge.hardware.pico_engine import PicoEngine
from edge.hardware.voice import LONGEST


@given(st.text(max_size=3000))
def test_what_it_is_given_is_bounded_and_has_no_markup(words: str):
    given = speakable(words)
    assert not set(given) & set("<>&\0")
    assert max(map(len, given.split()), default=0) <= 40
    assert len(given) <= LONGEST * 41 // 40


def test_a_long_text_is_given_up_and_the_next_words_are_said():
    async def main():
        voice = Pico(within=0.02)
        with pytest.raises(DeviceError, match=r"took more than 0\.02 s"):
            await voice.clip("word " * 400)
        patient = Pico()
        patient._engine, patient._one = voice._engine, voice._one
        return (await patient.clip("Yes.")).samples.size, (await Pico().clip("Yes.")).samples.size

    after, fresh = asyncio.run(main())
    assert after == fresh, "of what was given up nothing is left"


def test_the_loop_goes_on_while_it_speaks():
    async def main():
        voice, ticks = Pico(), 0
        speaking = asyncio.ensure_future(voice.clip("The label says best before the tenth of June. " * 5))
        while not speaking.done():
            await asyncio.sleep(0)
            ticks += 1
        return ticks, (await speaking).samples.size

    ticks, size = asyncio.run(main())
    assert size > 16_000 * 10
    assert ticks > 10


def test_english_sounds_differ():
    async def main():
        return [(await Pico(accent).clip("Better water.")).samples.size for accent in pico.LANGUAGES]

    assert len(set(asyncio.run(main()))) == 2


def test_what_is_missing_is_named(tmp_path: Path):
    with pytest.raises(DeviceError, match="does not speak xx-XX"):
        Pico("xx-XX").check()
    with pytest.raises(DeviceError, match=r"pico is not installed \(pip install py-nanotts"):
        Pico(package="no_such_package").check()
    (tmp_path / "half_a_pico").mkdir()
    sys.path.insert(0, str(tmp_path))
    try:
        with pytest.raises(DeviceError, match="are not whole"):
            Pico(package="half_a_pico").check()
    finally:
        sys.path.remove(str(tmp_path))


def test_a_library_without_its_functions_is_no_pico(tmp_path: Path):
    library = tmp_path / "empty.so"
    library.write_bytes(b"")
    with pytest.raises(OSError, match="empty"):
        PicoEngine(library, tmp_path, tmp_path)
