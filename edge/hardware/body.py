"""The body: clocks, battery, temperature and link, from files of Linux; nothing is sent."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from edge.messages import Instant, LinkState, Now, Vitals, Wall
from edge.records import dataclass

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

EVERY = 10.0  # seconds between two looks at the vitals
NOT_BEFORE = 2026  # this program did not exist before, so a clock that says so is wrong
NOT_AFTER = 2100


@dataclass(frozen=True)
class LinuxPaths:
    """The files and folders of Linux that are read."""

    power: Path = Path("/sys/class/power_supply")
    thermal: Path = Path("/sys/class/thermal")
    routes: Path = Path("/proc/net/route")
    routes6: Path = Path("/proc/net/ipv6_route")


LINUX = LinuxPaths()


class LinuxBody:
    """The body of a Linux computer."""

    def __init__(
        self, places: LinuxPaths = LINUX, *, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._places = places
        self._pause = pause

    def now(self) -> Now:
        """The monotonic and the wall clock. The wall clock is trusted unless its year is impossible."""
        at, wall = time.monotonic(), datetime.now().astimezone()
        return Now(Instant(at), Wall(wall, believable(wall)))

    async def vitals(self) -> AsyncGenerator[Vitals, None]:
        """Give the vitals at once, and whenever they have changed."""
        last = None
        while True:
            felt = feel(self._places)
            if felt != last:
                yield felt
            last = felt
            await self._pause(EVERY)


def believable(wall: datetime) -> bool:
    """Whether a wall time is possible at all. Whether the clock was synchronised cannot be told in a container."""
    return NOT_BEFORE <= wall.year < NOT_AFTER


def feel(places: LinuxPaths) -> Vitals:
    """Battery (0 to 1), degrees Celsius and link now; None for what cannot be measured here."""
    return Vitals(_battery(places.power), _celsius(places.thermal), _link(places))


def _battery(power: Path) -> float | None:
    """The emptiest battery of the body itself; a mouse has `scope` Device."""
    levels = [
        _number(supply / "capacity")
        for supply in _listed(power)
        if _word(supply / "type") == "Battery" and _word(supply / "scope") != "Device"
    ]
    return min((round(level / 100, 2) for level in levels if level is not None), default=None)


def _celsius(thermal: Path) -> float | None:
    """The hottest zone, to the degree; sensors that are not there read as nonsense."""
    zones = [_number(zone / "temp") for zone in _listed(thermal) if zone.name.startswith("thermal_zone")]
    return max((float(round(zone / 1000)) for zone in zones if zone is not None and -40e3 < zone < 150e3), default=None)


def _link(places: LinuxPaths) -> LinkState:
    """Up when there is a way out at all. Whether it is good for anything is known only to who uses it."""
    four = [row.split() for row in _word(places.routes).splitlines()[1:]]
    six = [row.split() for row in _word(places.routes6).splitlines()]
    ways = [row for row in four if len(row) > 7 and row[1] == row[7] == "00000000" and _up(row[3])]
    ways += [row for row in six if len(row) > 9 and row[1] == "00" and row[9] != "lo" and _up(row[8])]
    return LinkState.UP if ways else LinkState.DOWN


def _up(flags: str) -> bool:
    return bool(int(flags, 16) & 1)


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _word(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def _number(path: Path) -> float | None:
    try:
        return float(_word(path))
    except ValueError:
        return None
