"""The reader of sphinx's trie format, against files written here bit by bit."""

from __future__ import annotations

import math
import zipfile
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.errors import ExportError
from export.language.sphinx import BASE, MAGIC, TABLE, read_sphinx, read_wheel

WORDS = ("<s>", "read", "this", "sign", "</s>")


def bits(rows: list[list[int]], widths: list[int]) -> bytes:
    """Rows of numbers without gaps, the lowest bits first, and what the format leaves behind them."""
    whole, at = 0, 0
    for row in [*rows, [0] * len(widths)][: len(rows) + 1]:
        for number, width in zip(row, widths, strict=True):
            whole |= number << at
            at += width
    return whole.to_bytes((at + 7) // 8 + 8, "little")


def file_of(
    twos: dict[tuple[int, int], tuple[int, int]], threes: dict[tuple[int, int, int], int], spare: int = 0
) -> bytes:
    """Runs of numbers of words, oldest first -> the numbers of their logarithm and weight in tables that count down."""
    table = -np.arange(TABLE, dtype="<f4")
    count, words = len(twos) + spare, len(WORDS)
    second = sorted(twos, key=lambda run: (run[1], run[0]))
    third = sorted(threes, key=lambda run: (run[2], run[1], run[0]))
    starts = [sum(run[1] < word for run in second) for word in range(words + 1)]
    ones = np.array([(-100.0 * n, -10.0 * n, start) for n, start in enumerate(starts)], "<f4,<f4,<u4")
    below = [sum(run[1:] in second[:n] for run in third) for n in range(len(second) + 1)]
    word_bits, next_bits = words.bit_length(), max(len(threes).bit_length(), 1)
    middle = [[run[0], twos[run][1], twos[run][0], below[n]] for n, run in enumerate(second)]
    middle += [[0, 0, 0, below[-1]]] + [[0, 0, 0, 0]] * spare
    data = MAGIC + b"\x03" + np.array([words, count, len(threes)], "<u4").tobytes() + np.array([1], "<u4").tobytes()
    data += table.tobytes() * 3 + ones.tobytes()
    data += bits(middle[: count + 1], [word_bits, 16, 16, next_bits])[
        : ((count + 1) * (word_bits + 32 + next_bits) + 7) // 8 + 8
    ]
    longest = [[run[0], threes[run]] for run in third]
    data += bits(longest, [word_bits, 16])
    listed = b"".join(word.encode() + b"\0" for word in WORDS)
    return data + np.array([len(listed)], "<u4").tobytes() + listed


TWOS = {(0, 1): (7, 3), (1, 2): (65535, 0), (2, 3): (9, 1), (3, 4): (1, 0), (2, 4): (2, 5)}
THREES = {(0, 1, 2): 11, (1, 2, 3): 400, (2, 3, 4): 5}


@pytest.mark.parametrize("spare", [0, 4])
def test_every_run_is_read_with_its_numbers(spare: int) -> None:
    model = read_sphinx(file_of(TWOS, THREES, spare))
    assert model.words == WORDS
    assert model.logs == pytest.approx(-100.0 * np.arange(5) * BASE)
    found = {
        tuple(run): pair for run, *pair in zip(model.twos.tolist(), model.two_logs, model.two_weights, strict=True)
    }
    assert set(found) == set(TWOS)
    for run, (log, weight) in TWOS.items():
        assert found[run] == [pytest.approx(-log * BASE), pytest.approx(-weight * BASE)]
    threes = dict(zip(map(tuple, model.threes.tolist()), model.three_logs, strict=True))
    assert threes == {run: pytest.approx(-log * BASE) for run, log in THREES.items()}
    assert math.isclose(BASE, math.log(1.0001))


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 4), st.integers(0, 4)),
        st.tuples(st.integers(0, 65535), st.integers(0, 65535)),
        min_size=1,
    )
)
def test_any_runs_of_two_are_read(twos: dict[tuple[int, int], tuple[int, int]]) -> None:
    run = min(twos)
    model = read_sphinx(file_of(twos, {(0, *run): 3}))
    assert sorted(map(tuple, model.twos.tolist())) == sorted(twos)
    assert model.threes.tolist() == [[0, *run]]


def test_what_is_no_such_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no trigram model"):
        read_sphinx(b"something else")
    with pytest.raises(ExportError, match=r"there is no in/lm\.bin"):
        read_wheel(tmp_path / "a.whl", "in/lm.bin", "")
    data = file_of(TWOS, THREES)
    with zipfile.ZipFile(tmp_path / "a.whl", "w") as wheel:
        wheel.writestr("in/lm.bin", data)
    assert read_wheel(tmp_path / "a.whl", "in/lm.bin", sha256(data).hexdigest()).words == WORDS
    with pytest.raises(ExportError, match="not the file of the recipe"):
        read_wheel(tmp_path / "a.whl", "in/lm.bin", "0" * 64)
