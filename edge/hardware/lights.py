"""Lights that bystanders see. Each is read back after it was switched, which confirms it."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from edge.errors import DeviceError
from edge.hardware.patience import within
from edge.messages import Card, Size

if TYPE_CHECKING:
    from edge.devices import Display

SIGN = "●"


@dataclass(frozen=True)
class FileLight:
    """A lamp behind a file of the kernel: written, then read back."""

    path: Path
    bright: str = "1"
    within: float = 1.0

    async def set(self, on: bool) -> None:
        """Switch it, and raise DeviceError unless it then says so itself."""
        try:
            said = await within(self.within, lambda: self._switch(self.bright if on else "0"))
        except TimeoutError:
            raise DeviceError("light", f"{self.path} did not answer within {self.within:g} s") from None
        if not said.isdecimal() or (int(said) > 0) is not on:
            raise DeviceError("light", f"{self.path} says {said[:20]!r} after it was switched {'on' if on else 'off'}")

    def check(self) -> None:
        """Raise DeviceError if the lamp's file is not there."""
        if not self.path.exists():
            raise DeviceError("light", f"{self.path} does not exist", "see light.path; ls /sys/class/leds")

    def _switch(self, value: str) -> str:
        self.check()
        try:
            file = os.open(self.path, os.O_WRONLY | os.O_TRUNC)  # never created: it is the kernel's, or it is not there
            try:
                os.write(file, value.encode("ascii"))
            finally:
                os.close(file)
            return self.path.read_text(encoding="ascii", errors="replace").strip()
        except OSError as error:
            remedy = "give the user the right to write it, by a udev rule" if isinstance(error, PermissionError) else ""
            raise DeviceError("light", f"{self.path}: {error.strerror}", remedy) from None


def led(path: Path) -> FileLight:
    """An LED of the kernel, `/sys/class/leds/NAME/brightness`, as bright as it can be."""
    try:
        most = (path.parent / "max_brightness").read_text(encoding="ascii").strip()
    except OSError:
        most = "1"
    return FileLight(path, most)


def gpio(path: Path) -> FileLight:
    """A line of a GPIO chip, exported as output: its `value` file."""
    return FileLight(path)


class Mark:
    """For glasses without a lamp: a sign on the wearer's own display, which stays on whatever else is shown.

    It is the display and the light in one: a card that is shown meanwhile carries the sign, and cannot cover it.
    """

    def __init__(self, display: Display) -> None:
        self._display = display
        self._on = False

    async def set(self, on: bool) -> None:
        """Show the sign, or that it is gone; the display's word that it did is the confirmation."""
        if on is not self._on:
            await self._display.show(Card(f"{SIGN} camera on" if on else "○ camera off"))
            self._on = on

    @property
    def size(self) -> Size:
        """What the display itself holds."""
        return self._display.size

    async def show(self, card: Card) -> None:
        """Show a card, under the sign while the camera is on."""
        await self._display.show(replace(card, title=f"{SIGN} {card.title}") if self._on else card)
