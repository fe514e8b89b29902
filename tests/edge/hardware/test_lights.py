"""A light that does not do what it was told, or does not answer, is never taken for one that does."""

import asyncio
import io
import os
import threading
from pathlib import Path

import pytest

from edge.errors import DeviceError
from edge.hardware.lights import FileLight, Mark, led
from edge.hardware.terminal import Terminal
from edge.messages import Card
from tests.contracts.watch import until


def lamp_at(folder: Path, most: str = "255") -> Path:
    (folder / "brightness").write_text("0\n", encoding="ascii")
    (folder / "max_brightness").write_text(f"{most}\n", encoding="ascii")
    return folder / "brightness"


def test_an_led_shines_as_bright_as_it_can(tmp_path: Path):
    path = lamp_at(tmp_path, "31")
    asyncio.run(led(path).set(True))
    assert path.read_text(encoding="ascii") == "31"


def test_a_missing_lamp_is_not_made(tmp_path: Path):
    with pytest.raises(DeviceError, match="does not exist"):
        asyncio.run(led(tmp_path / "brightness").set(True))
    assert not (tmp_path / "brightness").exists()


def test_a_lamp_that_stays_dark_is_an_error(tmp_path: Path):
    with pytest.raises(DeviceError, match="says '0' after it was switched on"):
        asyncio.run(led(lamp_at(tmp_path, "0")).set(True))


def test_a_lamp_that_hangs_is_an_error_within_its_deadline(tmp_path: Path):
    path = tmp_path / "value"
    os.mkfifo(path)  # nobody reads it: opening it waits for ever

    def let_go() -> bool:
        os.close(os.open(path, os.O_RDWR))  # whoever waits for another end of it, or for its end, goes on
        return not [thread for thread in threading.enumerate() if thread.name == "driver"]

    async def main() -> None:
        with pytest.raises(DeviceError, match=r"did not answer within 0\.1 s"):
            await FileLight(path, within=0.1).set(True)
        await until(let_go)

    asyncio.run(main())


def test_a_card_cannot_cover_the_mark():
    async def main() -> list[str]:
        shown = io.StringIO()
        mark = Mark(Terminal(shown))
        for step in (mark.set(True), mark.show(Card("Milk")), mark.set(False), mark.show(Card("Milk"))):
            await step
        return shown.getvalue().splitlines()

    assert asyncio.run(main()) == ["● camera on", "● Milk", "○ camera off", "Milk"]


def test_a_display_that_fails_confirms_nothing():
    async def main() -> None:
        into, out = os.pipe()
        os.close(into)
        stream = os.fdopen(out, "w", encoding="utf-8")
        with pytest.raises(DeviceError, match="display: "):
            await Mark(Terminal(stream)).set(True)
        with pytest.raises(BrokenPipeError):
            stream.close()

    asyncio.run(main())
