"""What else is noted under a key, such as which servers look at pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge.store import alarms, orders
from edge.store.keepers import Wiped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from edge.messages import TurnId
    from edge.store.keepers import Store
    from edge.store.ledger import Ledger

_OTHERS = f"""FROM notes WHERE key != '{alarms.KEY}' AND key NOT LIKE '{orders.DAEMON} %'
              AND key NOT LIKE '{orders.ORDER} %' AND key NOT LIKE '{orders.ANSWER} %'"""


class Marks:
    """The values under a key that no other keeper has. They are of no turn."""

    name = "marks"
    schema = ""

    def restored(self, ledger: Ledger) -> None:
        """Nothing: each is recalled when it is needed."""

    def counted(self, store: Store) -> Mapping[str, int]:
        """How many there are."""
        return {self.name: int(store.ledger.read(f"SELECT COUNT(*) {_OTHERS}")[0][0])}

    def wipe(self, _store: Store, _turns: Sequence[TurnId], /) -> Wiped:
        """Delete nothing: they belong to no turn."""
        return Wiped({self.name: 0})

    def wipe_all(self, store: Store) -> Wiped:
        """Delete every one."""
        with store.ledger.write() as database:
            return Wiped({self.name: database.execute(f"DELETE {_OTHERS}").rowcount})
