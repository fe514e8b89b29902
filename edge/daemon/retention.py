"""Wipes what is older, or more, than the configuration keeps, while Glint runs."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from edge.compose.build import daemon_ledger
from edge.config import data_folder
from edge.errors import LedgerError
from edge.store import forget
from edge.store.ledger_file import find_damage
from edge.store.registry import store_at

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any, TypeAlias

    from edge.config import Config
    from edge.messages import Now
    from edge.store.ledger import Ledger

    Aside: TypeAlias = Callable[..., Coroutine[Any, Any, Any]]
    """Calls a function with its arguments where it holds nobody up, and gives what it returns."""

PAUSE = 0.01
"""Seconds between two bites, in which whoever waits to write gets its turn."""
EVERY = 3600.0
"""Seconds between two rounds."""


class Retention:
    """What a daemon wipes by itself, the tape that it records included: that one ends there."""

    def __init__(self, config: Config, say: Callable[[str], None], aside: Aside = asyncio.to_thread) -> None:
        self._config = config
        self._say = say
        self._aside = aside
        self._left: tuple[str, ...] = ()
        """What the last round could not do: it is told once."""

    async def run(self, ledger: Ledger, clock: Callable[[], Now]) -> None:
        """Check a ledger that was too large for that when it was opened; wipe what is too old or too much, every hour.

        A thread does both, with connections of its own, and leaves the ledger free after every few milliseconds.
        """
        if not ledger.lasts:
            return
        if await self._aside(find_damage, ledger.path):
            ledger.set_aside()
        while True:
            await self.round(clock())
            await asyncio.sleep(EVERY)

    async def round(self, now: Now) -> None:
        """Wipe once. Nothing goes while the clock cannot be believed: all would be too old."""
        if not now.wall.trusted:
            return
        end = threading.Event()
        try:
            wiped, left = await self._aside(self._retain, now, lambda: not end.wait(PAUSE))
        finally:
            end.set()
        for line in (*wiped, *(line for line in left if line not in self._left)):
            self._say(line)
        self._left = left

    def _retain(self, now: Now, go_on: Callable[[], bool]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What was wiped and what was not, a line each."""
        try:
            with daemon_ledger(self._config) as own:
                if own.unusable:
                    raise LedgerError(own.unusable)
                store = store_at(own, data_folder(self._config))
                gone = forget.retain(store, self._config.privacy, now.wall.time, go_on)
        except (LedgerError, OSError) as error:
            return (), (f"what is past its time is not wiped yet: {error}",)
        return (f"past its time, and wiped: {gone}",) if gone.total else (), gone.left
