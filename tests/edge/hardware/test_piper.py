"""A Piper voice: clauses to the program, phonemes to the net, and what is wrong with either in a line."""

import asyncio
from pathlib import Path

import pytest

from edge.bundle.net import open_bundle
from edge.bundle.piper_voice import bring_voice
from edge.errors import DeviceError
from edge.hardware.piper import Piper, clauses_of, joined
from tests.contracts.talkers import espeak_in
from tests.edge.bundle.voices import voice_file


@pytest.mark.parametrize(
    ("words", "clauses"),
    [
        ("Two cups, one book. Really?", [("Two cups", ","), ("one book", "."), ("Really", "?")]),
        ("no end", [("no end", ".")]),
        ("3.5 litres at 10,000", [("3.5 litres at 10,000", ".")]),
        ("what?! ", [("what", "?")]),
        (" ... ", []),
        ("", []),
    ],
)
def test_a_text_is_given_clause_by_clause(words: str, clauses: list[tuple[str, str]]):
    assert clauses_of(words) == clauses


def test_marks_go_back_between_the_phonemes_where_the_lines_are_those_of_the_clauses():
    assert joined("tuː\nwʌn\n", [",", "?"]) == "tuː, wʌn?"
    assert joined("tuː\n\nwʌn\n", [",", "?"]) == "tuː wʌn."


def voice(folder: Path, does: str | None = None, within: float = 20.0) -> Piper:
    bring_voice(voice_file(folder), folder / "ann")
    program = espeak_in(folder) if does is None else espeak_in(folder, does)
    return Piper("ann", lambda: open_bundle(folder / "ann"), program=program, within=within)


def test_its_sound_is_what_the_net_makes_of_the_phonemes(tmp_path: Path):
    clip = asyncio.run(voice(tmp_path).clip("ab, c"))
    assert (clip.samples * 1000).round().astype(int).tolist() == [1, 0, 20, 0, 20, 0, 8, 0, 3, 0, 20, 0, 10, 0, 2]


def test_the_bundle_is_opened_by_the_first_words_and_once(tmp_path: Path):
    opened = []
    speaks = voice(tmp_path)
    speaks._opens, opens = lambda: opened.append(1) or opens(), speaks._opens
    assert opened == []
    asyncio.run(speaks.clip("a"))
    asyncio.run(speaks.clip("b"))
    assert opened == [1]


def test_what_is_wrong_is_told_in_a_line(tmp_path: Path):
    with pytest.raises(DeviceError, match="nowhere is not installed, and the voice x needs its phonemes"):
        asyncio.run(Piper("x", lambda: open_bundle(tmp_path), program="nowhere").clip("a"))
    with pytest.raises(DeviceError, match="voice: model"):
        asyncio.run(Piper("x", lambda: open_bundle(tmp_path / "gone"), program=espeak_in(tmp_path)).clip("a"))
    with pytest.raises(DeviceError, match="exit status 3"):
        asyncio.run(voice(tmp_path, "sys.exit(3)").clip("a"))
    with pytest.raises(DeviceError, match=r"took more than 0\.2 s"):
        asyncio.run(_slow(tmp_path).clip("a"))


def _slow(folder: Path) -> Piper:
    (folder / "slow").mkdir()
    return voice(folder / "slow", "time.sleep(9)", 0.2)
