"""Asks another Glint on the same ledger to keep timers, for runs that end before a timer could ring."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from edge.errors import LedgerError
from edge.messages import Act, Deed
from edge.records import dataclass
from edge.store import alarms, orders
from edge.tape.codec import encode

if TYPE_CHECKING:
    from edge.messages import Alarm
    from edge.store.ledger import Ledger

NO_ANSWER = "The Glint that runs beside this one did not do it in time."


@dataclass(frozen=True)
class Beside:
    """Asks the living process that keeps timers on this ledger, if there is one."""

    ledger: Ledger
    answer_within: float = orders.ANSWER_WITHIN

    @property
    def keeper(self) -> str | None:
        """Its owner; None: nobody keeps timers just now, or the ledger, which would say it, cannot be read."""
        with suppress(LedgerError):
            return next(iter(orders.living(self.ledger)), None)
        return None

    def alarms(self) -> tuple[Alarm, ...]:
        """The timers that run there."""
        return alarms.kept(self.ledger)

    async def carry_out(self, owner: str, acts: tuple[Act, ...]) -> tuple[tuple[Deed, ...], str]:
        """Whether each was done there, and in plain words why one was not; raises LedgerError."""
        order = orders.give(self.ledger, owner, orders.ACT, encode(tuple[Act, ...], acts))
        try:
            async with asyncio.timeout(self.answer_within):
                while (came := orders.answer_to(self.ledger, order)) is None:  # noqa: ASYNC110 - it is another process
                    await asyncio.sleep(orders.LOOK_EVERY)
        except TimeoutError:
            came = [[False] * len(acts), NO_ANSWER]
        finally:
            orders.take_back(self.ledger, order)
        done, why = came
        return tuple(Deed(act, bool(it)) for act, it in zip(acts, done, strict=True)), str(why)
