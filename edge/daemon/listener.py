"""What a running Glint does for the commands beside it: it takes their orders, and keeps no more than it may."""

from __future__ import annotations

import asyncio
import signal
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from edge.compose.build import daemon_ledger
from edge.config import data_folder
from edge.errors import LedgerError
from edge.messages import Act, Carried, Forgotten, Ref, TurnId, Wanted
from edge.store import forget, orders
from edge.store.ledger_file import find_damage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edge.config import Config
    from edge.messages import Command, Event, Now
    from edge.shell.runtime import Runtime
    from edge.store.ledger import Ledger

PAUSE = 0.01
"""Seconds between two bites, in which whoever waits to write gets its turn."""


async def tidy(ledger: Ledger, config: Config, now: Now, say: Callable[[str], None]) -> None:
    """Check a ledger that was too large for that when it was opened, and wipe what is older or more than is kept.

    A thread does both, with connections of its own, and leaves the ledger free after every few milliseconds.
    """
    if not ledger.lasts:
        return
    end = threading.Event()
    try:
        if await asyncio.to_thread(find_damage, ledger.path):
            ledger.set_aside()
        await asyncio.to_thread(_retain, config, now, say, lambda: not end.wait(PAUSE))
    finally:
        end.set()


def _retain(config: Config, now: Now, say: Callable[[str], None], go_on: Callable[[], bool]) -> None:
    """Nothing goes while the clock cannot be believed: all would be too old."""
    if not now.wall.trusted:
        return
    try:
        with daemon_ledger(config) as own:
            if own.unusable:
                raise LedgerError(own.unusable)
            gone = forget.retain(own, data_folder(config), config.privacy, now.wall.time, go_on)
    except (LedgerError, OSError) as error:
        say(f"what is past its time is not wiped yet: {error}")
        return
    if gone != forget.Wiped(left=gone.left):
        say(f"past its time, and wiped: {gone}")
    for line in gone.left:
        say(line)


class Listener:
    """Takes the orders of commands beside it: the mind forgets, or does what is wanted, and the answer is sent back."""

    def __init__(self, ledger: Ledger, kind: str) -> None:
        self._ledger = ledger
        self._kind = kind

    @contextmanager
    def listening(self, runtime: Runtime) -> Iterator[None]:
        """While it runs."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGUSR1, self._take, runtime)
        orders.announce(self._ledger, self._kind)
        try:
            yield
        finally:
            orders.depart(self._ledger)
            loop.remove_signal_handler(signal.SIGUSR1)

    def _take(self, runtime: Runtime) -> None:
        with suppress(LedgerError):  # whoever gave an order hears no answer, and says so
            for order in orders.given(self._ledger):
                if (event := _event(order)) is not None:
                    runtime.post(event)

    def __call__(self, _now: Now, event: Event, commands: tuple[Command, ...]) -> None:
        """An observer: what was ordered is confirmed once it is done. What was cancelled is in the ledger by then."""
        if isinstance(event, Forgotten) and event.ref:
            self._answer(event.ref, True)
        for command in commands:
            if isinstance(command, Carried):
                self._answer(command.ref, [[bool(act.done) for act in command.acts], command.why])

    def _answer(self, ref: Ref, what: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
        asyncio.get_running_loop().call_soon(orders.answer, self._ledger, ref, what)


def _event(order: orders.Order) -> Forgotten | Wanted | None:
    """What the mind is told; None: this Glint does not know that order."""
    ref = Ref(order.token)
    match order.do:
        case orders.FORGET:
            return Forgotten(None if order.what is None else tuple(map(TurnId, order.what)), ref)
        case orders.ACT:
            return Wanted(ref, tuple(Act(skill, slots) for skill, slots in order.what))
    return None
