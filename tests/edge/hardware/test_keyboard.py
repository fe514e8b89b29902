"""Lines are questions, empty lines are taps, and every way in which an input can end is an end."""

import asyncio
import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from edge.hardware.keyboard import LONGEST, Keyboard
from edge.messages import Touch, Typed


async def everything(keyboard: Keyboard) -> list[Touch | Typed]:
    return [touch async for touch in keyboard.touches()]


def read(written: bytes, folder: Path) -> list[Touch | Typed]:
    file = folder / "input"
    file.write_bytes(written)
    with file.open("rb") as stream:
        return asyncio.run(everything(Keyboard(stream)))


def test_a_pipe_that_closes(tmp_path: Path):
    into, out = os.pipe()
    with os.fdopen(into, "rb") as reading:
        os.write(out, b"one\ntwo")
        os.close(out)
        assert asyncio.run(everything(Keyboard(reading))) == [Typed("one"), Typed("two")]


def test_a_terminal_that_hangs_up():
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "rb", buffering=0) as reading:
        os.write(ours, b"one\n")

        async def main() -> list[Touch | Typed]:
            asyncio.get_running_loop().call_later(0.02, os.close, ours)
            return await everything(Keyboard(reading))

        assert asyncio.run(main()) == [Typed("one")]


def test_dev_null_and_empty_files(tmp_path: Path):
    with Path("/dev/null").open("rb") as nothing:
        assert asyncio.run(everything(Keyboard(nothing))) == []
    assert read(b"", tmp_path) == []


def test_a_letter_cut_in_two_and_bytes_that_are_no_text(tmp_path: Path):
    assert read(("ä" * 5000).encode()[1:], tmp_path)[0].text.startswith("\ufffdää")  # type: ignore[union-attr]


def test_no_line_is_too_long(tmp_path: Path):
    (typed,) = read(b"x" * 100_000 + b"\n", tmp_path)
    assert typed == Typed("x" * LONGEST)


def test_it_leaves_the_input_as_blocking_as_it_was():
    into, out = os.pipe()
    with os.fdopen(into, "rb") as reading:
        os.close(out)
        asyncio.run(everything(Keyboard(reading)))
        assert os.get_blocking(into)


@given(lines=st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), max_size=30)), sizes=st.integers(1, 7))
def test_the_same_in_pieces_of_any_size(lines: list[str], sizes: int):
    written = "".join(f"{line}\n" for line in lines).encode()
    into, out = os.pipe()
    with os.fdopen(into, "rb") as reading:

        async def main() -> list[Touch | Typed]:
            loop = asyncio.get_running_loop()
            taking = asyncio.ensure_future(everything(Keyboard(reading)))
            for start in range(0, len(written), sizes):
                os.write(out, written[start : start + sizes])
                await asyncio.sleep(0)
            loop.call_soon(os.close, out)
            return await taking

        assert asyncio.run(main()) == [Typed(line) if line else Touch("tap") for line in lines]
