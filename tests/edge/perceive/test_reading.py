"""Lines of text are found, cut out level, spelled with their spaces, and given in the order in which people read."""

import subprocess
import sys

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from edge.messages import Array, Frame, Instant
from edge.perceive import reading, textlines
from edge.perceive.reading import TextReader, spell, surer

LETTERS = ("", "a", "b", "c", " ")


def sign(*lines: tuple[str, int, int], width: int = 480, height: int = 320) -> Array:
    pixels = np.full((height, width, 3), 235, np.uint8)
    for words, x, y in lines:
        cv2.putText(pixels, words, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (25, 20, 40), 2, cv2.LINE_AA)
    return pixels


@pytest.fixture(scope="module")
def reader() -> TextReader:
    return TextReader()


def test_a_sign_is_read_in_order(reader: TextReader) -> None:
    pixels = sign(("PLATFORM 4", 30, 250), ("EXIT", 330, 80), ("WAY OUT", 30, 84))
    found = reader.see(Frame(Instant(0.0), pixels))
    assert [text.text for text in found] == ["WAY OUT", "EXIT", "PLATFORM 4"]
    assert min(text.score for text in found) > 0.9
    way_out = found[0].quad
    assert 10 < way_out.a.x * 480 < 40
    assert 40 < way_out.a.y * 320 < 70
    assert way_out.c.y * 320 < 110


def test_upside_down_is_read_too(reader: TextReader) -> None:
    turned = np.ascontiguousarray(sign(("PLATFORM 4", 60, 160))[::-1, ::-1])
    assert [text.text for text in reader.see(Frame(Instant(0.0), turned))] == ["PLATFORM 4"]


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (40, 900)])
def test_odd_frames_cost_little_and_hold_no_text(reader: TextReader, size: tuple[int, int]) -> None:
    pixels = np.full((*size, 3), 127, np.uint8)
    _, _, height, width = textlines.prepare(pixels).shape
    assert height * width < 2_000_000
    assert reader.see(Frame(Instant(0.0), pixels)) == ()


def test_rapidocr_is_never_imported_nor_written_to() -> None:
    script = (
        "import sys, numpy as np\n"
        "from edge.messages import Frame\n"
        "from edge.perceive.reading import TextReader\n"
        "TextReader().see(Frame(0.0, np.zeros((64, 64, 3), np.uint8)))\n"
        "print('rapidocr' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("False\n", "")


# ------------------------------------------------------------------------------------------------------------- spelling


def columns(*rows: dict[str, float]) -> Array:
    """Chances column by column; what is not given is the chance of no letter."""
    chance = np.zeros((len(rows), len(LETTERS)), np.float32)
    for column, row in zip(chance, rows, strict=True):
        column[0] = 1 - sum(row.values())
        for letter, value in row.items():
            column[LETTERS.index(letter)] = value
    return chance


def test_repeats_are_one_letter_and_a_gap_makes_two() -> None:
    assert spell(columns({"a": 0.9}, {"a": 0.8}, {}, {"a": 0.7}, {"b": 1.0}), LETTERS)[1] == "aab"
    assert spell(columns({}, {}), LETTERS) == (0.0, "")


def test_a_space_is_believed_sooner_than_a_letter() -> None:
    assert spell(columns({"a": 1.0}, {" ": 0.2}, {"b": 1.0}), LETTERS)[1] == "a b"
    assert spell(columns({"a": 1.0}, {" ": 0.1}, {"b": 1.0}), LETTERS)[1] == "ab"
    assert spell(columns({"a": 1.0}, {" ": 0.9}, {"b": 1.0}, {" ": 0.9}), LETTERS)[1] == "a b"


@given(arrays.arrays(np.float32, st.tuples(st.integers(1, 30), st.just(5)), elements=st.floats(0, 1, width=32)))
def test_any_chances_are_some_text(chance: Array) -> None:
    score, text = spell(chance, LETTERS)
    assert 0 <= score <= 1
    assert text == " ".join(text.split())


def test_of_two_readings_the_surer_with_its_spaces() -> None:
    assert surer((0.9, "exit"), (0.8, "exlt")) == (0.9, "exit")
    assert surer((0.9, "wayout"), (0.8, "way out")) == (0.9, "way out")


def test_the_input_is_bounded_for_any_line() -> None:
    lines = [np.zeros((1, 5000, 3), np.uint8), np.zeros((40, 20, 3), np.uint8)]
    batch = reading.prepare(lines)
    assert batch.shape == (2, 3, reading.HEIGHT, reading.HEIGHT * reading.LONGEST)
    assert np.abs(batch).max() <= 1
