"""Orders: what a command asks of a Glint that runs on the same ledger beside it.

An order is a note under a key of its own, and a signal tells the process that it is there; the answer is a note again.
Nothing else is shared, so an order to a process that died costs a wait and is then taken back.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from edge.errors import LedgerError
from edge.records import dataclass
from edge.store.keepers import Wiped
from edge.store.ledger_row import read_json
from edge.store.owner import is_alive, process_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from edge.messages import TurnId
    from edge.store.keepers import Store
    from edge.store.ledger import Ledger

SIGNAL = signal.SIGUSR1
DAEMON, ORDER, ANSWER = "daemon", "order", "answer"  # how the keys of their notes begin
FORGET, ACT = "forget", "act"
"""What can be ordered: to forget turns (None: all), to carry out acts."""
ANSWER_WITHIN = 3.0
"""Seconds that whoever gave an order waits for the answer."""
LOOK_EVERY = 0.02
"""Seconds between two looks whether it is there."""

_NOTES = "SELECT key, value FROM notes WHERE key LIKE ? || ' %' ORDER BY key"

_LEFT = f"FROM notes WHERE key LIKE '{ORDER} %' OR key LIKE '{ANSWER} %'"
_DEAD = f"DELETE FROM notes WHERE key LIKE '{DAEMON} %' AND key NOT IN (SELECT value FROM json_each(?))"  # noqa: S608
_PUT = "INSERT INTO notes VALUES (?, ?)"


@dataclass(frozen=True, slots=True)
class Order:
    """Something to be done by a running Glint."""

    token: str
    do: str
    what: Any
    """Whatever JSON can hold."""


# ------------------------------------------------------------------------------------------------- who takes orders


def announce(ledger: Ledger, kind: str) -> None:
    """Take orders from now on, as a daemon (`run`) or a conversation (`chat`)."""
    ledger.remember(f"{DAEMON} {ledger.owner}", kind)


def depart(ledger: Ledger) -> None:
    """Take no more orders. Where that cannot be written, the death of this process says it."""
    with suppress(LedgerError), ledger.write() as database:
        database.execute("DELETE FROM notes WHERE key = ?", (f"{DAEMON} {ledger.owner}",))
        database.execute(f"DELETE FROM notes WHERE key LIKE '{ORDER} ' || ? || ' %'", (ledger.owner,))  # noqa: S608


def living(ledger: Ledger) -> dict[str, str]:
    """The kind of every other process that takes orders and is alive, by its owner; daemons first."""
    rows = ledger.read(_NOTES, (DAEMON,))
    kinds = {str(row["key"]).partition(" ")[2]: str(row["value"]).strip('"') for row in rows}
    alive = {owner: kind for owner, kind in kinds.items() if owner != ledger.owner and is_alive(owner)}
    return dict(sorted(alive.items(), key=lambda row: row[1] != "run"))


# -------------------------------------------------------------------------------------------------- giving an order


def give(ledger: Ledger, owner: str, do: str, what: Any) -> Order:  # noqa: ANN401
    """Order something of one of the `living`; raises LedgerError."""
    order = Order(secrets.token_hex(8), do, what)
    with ledger.write() as database:  # it must be there before the signal is
        database.execute(_PUT, (f"{ORDER} {owner} {order.token}", json.dumps([do, what])))
    with suppress(ProcessLookupError, PermissionError):
        os.kill(process_of(owner), SIGNAL)
    return order


def answer_to(ledger: Ledger, order: Order) -> Any:  # noqa: ANN401
    """What came back; None: nothing yet."""
    return ledger.recall(f"{ANSWER} {order.token}")


def take_back(ledger: Ledger, order: Order) -> None:
    """Remove an order and its answer, whether or not it was carried out."""
    keys = (f"{ANSWER} {order.token}", f"{ORDER} % {order.token}")
    with suppress(LedgerError), ledger.write() as database:
        database.execute("DELETE FROM notes WHERE key = ? OR key LIKE ?", keys)


def tell(ledger: Ledger, do: str, what: Any) -> tuple[int, int]:  # noqa: ANN401
    """Order something of everybody `living`: how many were told, and how many answered within ANSWER_WITHIN."""
    waiting = [give(ledger, owner, do, what) for owner in living(ledger)]
    told, deadline = list(waiting), time.monotonic() + ANSWER_WITHIN
    while waiting and time.monotonic() < deadline:
        time.sleep(LOOK_EVERY)
        waiting = [order for order in waiting if answer_to(ledger, order) is None]
    for order in told:
        take_back(ledger, order)
    return len(told), len(told) - len(waiting)


# ------------------------------------------------------------------------------------------------- taking an order


def given(ledger: Ledger) -> list[Order]:
    """The orders for this process, in no order of their own; each is given once. Raises LedgerError."""
    mine = f"{ORDER} {ledger.owner}"
    with ledger.write() as database:
        rows = database.execute(_NOTES, (mine,)).fetchall()
        database.execute("DELETE FROM notes WHERE key LIKE ? || ' %'", (mine,))
    orders = (_order(str(row["key"]).rpartition(" ")[2], row["value"]) for row in rows)
    return [order for order in orders if order is not None]


def _order(token: str, text: object) -> Order | None:
    """None where it is damaged: whoever gave it waits for nothing, and says so."""
    match read_json(text, list):
        case [str(do), what]:
            return Order(token, do, what)
    return None


def answer(ledger: Ledger, token: str, what: Any) -> None:  # noqa: ANN401
    """Say what became of an order; anything but None."""
    ledger.remember(f"{ANSWER} {token}", what)


# ------------------------------------------------------------------------------------------------- what is left of them


class Orders:
    """Orders that nobody has taken, and answers that nobody has read: they may hold the words of what was asked."""

    name = "orders"
    schema = ""

    def restored(self, ledger: Ledger) -> None:
        """Nothing: whoever gave one has gone."""

    def counted(self, store: Store) -> Mapping[str, int]:
        """The number of orders and answers still kept."""
        return {self.name: int(store.ledger.read(f"SELECT COUNT(*) {_LEFT}")[0][0])}

    def wipe(self, _store: Store, _turns: Sequence[TurnId], /) -> Wiped:
        """None: an order that is being carried out is of no turn yet."""
        return Wiped({self.name: 0})

    def wipe_all(self, store: Store) -> Wiped:
        """Delete every order and answer; of the processes that take orders the notes of those that are alive stay."""
        stay = [f"{DAEMON} {owner}" for owner in (*living(store.ledger), store.ledger.owner)]
        with store.ledger.write() as database:
            gone = database.execute(f"DELETE {_LEFT}").rowcount
            database.execute(_DEAD, (json.dumps(stay),))
            return Wiped({self.name: gone})
