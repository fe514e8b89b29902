"""What a running Glint does for the commands beside it: it hears of a `glint forget`, and keeps no more than it may."""

from __future__ import annotations

import asyncio
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

from edge.config import data_folder
from edge.messages import Forgotten
from edge.store import forget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edge.config import Config
    from edge.messages import Command, Event, Now
    from edge.shell.runtime import Runtime
    from edge.store.ledger import Ledger


def tidy(ledger: Ledger, config: Config, now: Now) -> str:
    """Wipe what is older or more than the config keeps; nothing while the clock cannot be believed."""
    gone = (
        forget.retain(ledger, data_folder(config), config.privacy, now.wall.time)
        if now.wall.trusted
        else forget.Wiped()
    )
    return "" if gone == forget.Wiped() else str(gone)


class Listener:
    """Hears of a `glint forget` beside it, has the mind forget too, and confirms."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._token = ""

    @contextmanager
    def listening(self, runtime: Runtime) -> Iterator[None]:
        """While it runs."""

        def told() -> None:
            self._token, turns = forget.order(self._ledger)
            runtime.post(Forgotten(turns))

        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGUSR1, told)
        forget.announce(self._ledger)
        try:
            yield
        finally:
            forget.depart(self._ledger)
            loop.remove_signal_handler(signal.SIGUSR1)

    def __call__(self, _now: Now, event: Event, _commands: tuple[Command, ...]) -> None:
        """An observer: once the mind has forgotten, that is confirmed. What was cancelled is in the ledger by then."""
        if isinstance(event, Forgotten):
            asyncio.get_running_loop().call_soon(forget.confirm, self._ledger, self._token)
