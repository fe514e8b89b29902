"""Takes the orders that other processes leave in the ledger, and answers them."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from edge.errors import LedgerError
from edge.messages import Act, Carried, Forgotten, Ref, TurnId, Wanted
from edge.store import orders
from edge.tape.codec import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edge.messages import Command, Event, Now
    from edge.shell.runtime import Runtime
    from edge.store.ledger import Ledger

TAKE_AGAIN = 0.2  # seconds until an order is looked for again


class Listener:
    """Takes the orders of commands beside it: the mind forgets, or does what is wanted, and the answer is sent back."""

    def __init__(self, ledger: Ledger, kind: str) -> None:
        self._ledger = ledger
        self._kind = kind

    @contextmanager
    def listening(self, runtime: Runtime) -> Iterator[None]:
        """A context in which orders are taken."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(orders.SIGNAL, self._take, runtime)
        orders.announce(self._ledger, self._kind)
        try:
            yield
        finally:
            orders.depart(self._ledger)
            loop.remove_signal_handler(orders.SIGNAL)

    def _take(self, runtime: Runtime) -> None:
        try:
            given = orders.given(self._ledger)
        except LedgerError:  # somebody else writes: the order lies there until it can be read
            asyncio.get_running_loop().call_later(TAKE_AGAIN, self._take, runtime)
            return
        for order in given:
            if (event := event_of(order)) is not None:
                runtime.post(event)

    def __call__(self, _now: Now, event: Event, commands: tuple[Command, ...]) -> None:
        """An observer: what was ordered is confirmed once it is done. What was cancelled is in the ledger by then."""
        if isinstance(event, Forgotten) and event.ref:
            self._answer(event.ref, True)
        for command in commands:
            if isinstance(command, Carried):
                self._answer(command.ref, [[deed.done for deed in command.acts], command.why])

    def _answer(self, ref: Ref, what: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
        asyncio.get_running_loop().call_soon(orders.answer, self._ledger, ref, what)


def event_of(order: orders.Order) -> Forgotten | Wanted | None:
    """What the mind is told; None: this Glint does not know that order."""
    ref = Ref(order.token)
    match order.do:
        case orders.FORGET:
            return Forgotten(None if order.what is None else tuple(map(TurnId, order.what)), ref)
        case orders.ACT:
            with suppress(ValueError):  # another version of Glint gave it
                return Wanted(ref, decode(tuple[Act, ...], order.what))
    return None
