"""What a running pair of glasses is put together from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from edge.messages import Shot, Started
from edge.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from edge.devices import Glasses
    from edge.flow import Lanes
    from edge.messages import Past, Query, Spent, Tried, Try, Understanding
    from edge.mind.policy import Policy
    from edge.perceive import Senses
    from edge.reach.queue import Queue
    from edge.shell.beside import Beside
    from edge.skills.skill import Fallback, Skill
    from edge.store.keepers import Store
    from edge.store.ledger import Ledger


class Answerer(Protocol):
    """Asks servers. `say` is called with each sentence as it comes; returns how it went."""

    async def answer(self, task: Try, say: Callable[[str], None]) -> Tried: ...

    def spent(self) -> Spent: ...

    def close(self) -> None: ...


class Understander(Protocol):
    """Finds out what a question means."""

    def __call__(self, query: Query, recent: tuple[Past, ...]) -> Understanding: ...


@dataclass(frozen=True)
class Parts:
    """What a pair of glasses is put together from; `edge.compose` chooses them."""

    glasses: Glasses
    senses: Senses
    lanes: Lanes
    understander: Understander
    skills: Mapping[str, Skill | Fallback]
    """Who answers on the device, by name."""
    ledger: Ledger
    policy: Policy
    remote: Answerer | None = None
    queue: Queue | None = None
    """Where questions wait for a server; None: they do not, here."""
    shot: Shot = Shot()
    started: Started = Started()
    """What was still open when the last run ended."""
    beside: Beside | None = None
    """Where timers are kept for this run, which keeps none; None: it keeps its own."""
    store: Store | None = None
    """Where the wearer's notes, lists, facts, photos and clips are kept; None: nowhere, here."""
    taping: bool = False
    """Whether a tape of this run is being recorded."""
    ends_with_button: bool = False
    """Whether to stop when there can be no more questions (a terminal at its end of file)."""
