"""Forgetting: what was kept of a turn, a span or everything goes, wholly, of every keeper.

Files go first, as the rows are what leads to them. Rows are overwritten where they stood (secure_delete), the file is
written anew without its free pages, and its journal is emptied: what could not be done is named in `Wiped.left`. All
of it grows with what is wiped and with what is kept, never with the product. A daemon that runs beside is told first,
so that it drops what it has in mind.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from edge.errors import LedgerError
from edge.store import forget_files as files
from edge.store import orders
from edge.store.entries import turns_of
from edge.store.keepers import Wiped, wiped
from edge.store.sent import orphans
from edge.store.turns import Turns, between, unfinished

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from edge.config import PrivacyConfig
    from edge.messages import TurnId
    from edge.store.keepers import Store
    from edge.store.ledger import Ledger

_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name != 'notes'"
MEGABYTE = 1_000_000
BITE = 200
"""Turns that are wiped at a time: a few milliseconds, for which others who write have to wait."""
TRIES = 20
COMPACTED_AT_ONCE = 2 * MEGABYTE
"""A ledger of this size is written anew within some 30 ms, so that may be done while somebody else is served."""


def always() -> bool:
    """True: wiping goes on without a pause."""
    return True


def wipe(store: Store, turns: tuple[TurnId, ...]) -> Wiped:
    """Forget some turns: what they left, and every tape that was running then, since a tape cannot be cut.

    Pictures that no receipt names go as well, whosesoever they were.
    """
    gone = _drop(store, turns, always)
    if gone.broken:
        return gone
    try:
        gone += orphans(store)
    except LedgerError as error:
        gone += Wiped(left=(f"pictures that no receipt names were not looked for ({error}); run this again",))
    return gone + Wiped(left=_compacted(store.ledger))


def wipe_all(store: Store) -> Wiped:
    """Forget everything, whoever kept it. Numbers of turns are not given again."""
    gone = wiped(store, None)
    if gone.broken:
        return gone
    try:
        _clear(store.ledger)
    except LedgerError as error:
        gone += Wiped(left=(f"tables of which this Glint knows nothing are not wiped ({error}); run this again",))
    return gone + Wiped(left=_compacted(store.ledger))


def _clear(ledger: Ledger) -> None:
    """Empty the tables of keepers that are not there any more. Raises LedgerError."""
    tables = [str(row["name"]) for row in ledger.read(_TABLES)]
    with ledger.write() as database:
        for table in tables:
            database.execute('DELETE FROM "{}"'.format(table.replace('"', '""')))  # noqa: S608 - the names are its own


def everywhere(store: Store, turns: tuple[TurnId, ...] | None, since: datetime | None = None) -> tuple[Wiped, int, int]:
    """Forget some turns, or everything (None): what is gone, how many beside were told, and how many confirmed.

    `since`: when the first of the turns may have begun; None: nobody knows. Waits for those beside.
    """
    told = orders.tell(store.ledger, orders.FORGET, turns)
    if turns is None:
        return wipe_all(store), *told
    return wipe(store, turns) + Wiped(left=files.unsearched(store.folder, since)), *told


def retain(store: Store, privacy: PrivacyConfig, now: datetime, go_on: Callable[[], bool] = always) -> Wiped:
    """What the config says about age and size: old turns go, and the oldest pictures and tapes above the size.

    What the wearer had kept stays, with the turns that made it, and so do turns that have not ended. `go_on` is asked
    between bites, while nothing is locked: it may take its time, and False ends it there.
    """
    oldest = now - timedelta(days=privacy.keep_days)
    stay = turns_of(store.ledger) | unfinished(store.ledger)
    old = [turn for turn in between(store.ledger, datetime(1970, 1, 1, tzinfo=UTC), oldest) if turn not in stay]
    gone = _drop(store, old, go_on)
    too_many = files.too_many(store.folder, privacy.keep_megabytes * MEGABYTE, oldest)
    for kind, place in (("tapes", files.TAPES), ("pictures", files.SENT)):
        removed = files.remove(path for path in too_many if path.parent.name == place)
        gone += Wiped({kind: removed.count}, removed.left)
    return gone + Wiped(left=_settled(store.ledger, go_on)) if gone.counts.get(Turns.name) else gone


def _drop(store: Store, turns: Sequence[TurnId], go_on: Callable[[], bool]) -> Wiped:
    """Wipe what some turns left, bite by bite; what is wiped may still be in the file's free space and its journal."""
    if not turns:
        return wiped(store, ())  # names every kind
    gone = Wiped()
    for first in range(0, len(turns), BITE):
        if gone.broken or not go_on():
            break
        gone += wiped(store, turns[first : first + BITE])
    return gone


def _settled(ledger: Ledger, go_on: Callable[[], bool]) -> tuple[str, ...]:
    """As `_compacted`, tried until nobody reads, rather than waited for: to wait there is to hold up who writes."""
    left = _compacted(ledger, COMPACTED_AT_ONCE, 0.0)
    for _ in range(TRIES):
        if not left or not go_on():
            break
        left = _compacted(ledger, COMPACTED_AT_ONCE, 0.0)
    return left


def _compacted(ledger: Ledger, at_most: float = math.inf, patience: float | None = None) -> tuple[str, ...]:
    """Nothing, or why bytes of what was wiped are still in the ledger's file."""
    try:
        ledger.compact(at_most, patience)
    except LedgerError as error:
        stay = f"{ledger.path}: the rows are wiped, but bytes of them stay in the file ({error})"
        return (f"{stay}; end what else reads it or make room on the disk, and run glint forget again",)
    return ()
