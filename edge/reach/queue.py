"""The queue: questions that wait for a server, kept in the ledger as sealed requests.

A row goes only once its answer is stored, or once it is of no use any more: the ledger sets its state with the End of
its late turn (see edge.store.queue_rows). Whoever asks one of them again holds a lease; a dead holder's lease counts
for nothing. The time to live is wall time, and counts only while that is trusted.
"""

from __future__ import annotations

import math
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from edge.errors import LedgerError
from edge.messages import Begin, Instant, Intent, TurnId
from edge.reach.gate.letter import DAMAGED, GoneError, Sealed
from edge.records import dataclass
from edge.store.owner import is_alive
from edge.store.queue_rows import CLEAR_AWAY, LEASE, OVER
from edge.store.waiting import still_waiting

if TYPE_CHECKING:
    from sqlite3 import Row

    from edge.config import QueueConfig
    from edge.messages import End, Now, Wall
    from edge.store.ledger import Ledger

LEASED_FOR = 120.0  # seconds of wall time, for a holder that lives and hangs
PATIENCE = 5.0
PATIENCE_AT_MOST = 60.0
DOUBLED_AT_MOST = 10  # times

_PUT = """INSERT INTO queue (turn, server, mode, intent, body, key, created, trusted, expires)
          SELECT :turn, :server, :mode, :intent, :body, :key, :created, :trusted, :expires
          WHERE (SELECT COUNT(*) FROM queue WHERE state != 'over') < :at_most"""
_TRUST = "UPDATE queue SET trusted = 1, created = ?, expires = ? WHERE turn = ?"


@dataclass(frozen=True, slots=True)
class QueuedQuestion:
    """A question that waits."""

    turn: TurnId
    sealed: Sealed
    key: str
    expired: bool


class Queue:
    """The queue of one ledger."""

    def __init__(self, ledger: Ledger, config: QueueConfig) -> None:
        self._ledger = ledger
        self._config = config
        self._asking: set[TurnId] = set()
        self._not_before: dict[TurnId, Instant] = {}

    def put(self, turn: TurnId, sealed: Sealed, intent: Intent, wall: Wall) -> bool:
        """Keep a question; False where it cannot be kept, because too many wait already or the disk is full."""
        created = wall.time.timestamp()
        row = {
            "turn": turn, "server": sealed.server, "mode": sealed.mode, "intent": str(intent),
            "body": msgspec.msgpack.encode(sealed), "key": new_key(), "created": created, "trusted": wall.trusted,
            "expires": created + self._config.live_for, "at_most": self._config.at_most,
        }  # fmt: skip
        with suppress(LedgerError), self._ledger.write() as database:
            return database.execute(_PUT, row).rowcount == 1
        return False

    def waiting(self) -> tuple[TurnId, ...]:
        """Whose answers are still owed, oldest first; empty where the ledger cannot be read."""
        return still_waiting(self._ledger)

    def flush(self, now: Now, turn: TurnId) -> Begin | None:
        """Begin to ask one again, unless somebody does already or it was tried a moment ago."""
        if turn in self._asking or now.at < self._not_before.get(turn, now.at):
            return None
        with suppress(LedgerError), self._ledger.write() as database:
            row = database.execute("SELECT * FROM queue WHERE turn = ?", (turn,)).fetchone()
            if row is None or row["state"] == OVER or self._held(row, now.wall):
                return None
            until = now.wall.time.timestamp() + LEASED_FOR
            database.execute(LEASE, {"owner": self._ledger.owner, "until": until, "turn": turn})
            self._not_before = {other: then for other, then in self._not_before.items() if then > now.at}
            self._not_before[turn] = Instant(now.at + _patience(row["tries"]))
            self._asking.add(turn)
            asked = self._ledger.turn(turn)
            intent = _intent(row["intent"] or (asked.intent if asked else None))
            return Begin(asked.text if asked else "", mode=row["mode"], late_of=turn, intent=intent)
        return None

    def find(self, turn: TurnId, wall: Wall) -> QueuedQuestion:
        """A waiting question, to be sent; raises GoneError where there is none, and LedgerError."""
        rows = self._ledger.read("SELECT * FROM queue WHERE turn = ?", (turn,))
        if not rows:
            raise GoneError("the question does not wait any more")
        return QueuedQuestion(turn, unsealed(rows[0]["body"]), str(rows[0]["key"]), self._expired(rows[0], wall))

    def settle(self, end: End) -> None:
        """A turn has ended, and the ledger has it: if it was a late one, its question may go, or be asked again."""
        if end.late_of is None:
            return
        self._asking.discard(end.late_of)
        with suppress(LedgerError), self._ledger.write() as database:
            database.execute(CLEAR_AWAY)

    def _held(self, row: Row, wall: Wall) -> bool:
        """Whether somebody else is asking it just now."""
        owner, until = row["lease_owner"], row["lease_until"]
        others = owner not in {None, self._ledger.owner} and is_alive(str(owner))
        return others and _number(until) > wall.time.timestamp()

    def _expired(self, row: Row, wall: Wall) -> bool:
        """Time counts only between two moments at which the clock could be believed."""
        at: float = wall.time.timestamp()
        if not wall.trusted:
            return False
        if not row["trusted"]:
            with suppress(LedgerError), self._ledger.write() as database:
                database.execute(_TRUST, (at, at + self._config.live_for, row["turn"]))
            return False
        return at > _number(row["expires"])


def unsealed(body: object) -> Sealed:
    """What was kept of a question; raises GoneError."""
    try:
        return msgspec.msgpack.decode(body, type=Sealed)  # type: ignore[call-overload, no-any-return]
    except (
        msgspec.DecodeError,
        TypeError,
        RecursionError,
        UnicodeDecodeError,
    ):  # another type of column, or none of ours
        raise GoneError(DAMAGED) from None


def _patience(tries: object) -> float:
    """Seconds to leave a question in peace that was asked again so many times."""
    doubled = min(max(int(_number(tries)), 0), DOUBLED_AT_MOST)
    return float(min(PATIENCE * 2**doubled, PATIENCE_AT_MOST))


def _number(value: object) -> float:
    """A number out of a column; 0 where it is damaged: a time that is past."""
    return value if isinstance(value, int | float) and math.isfinite(value) else 0.0


def _intent(kept: str | None) -> Intent | None:
    return Intent(kept) if kept in set(Intent) else None


def new_key() -> str:
    """A key by which a server can see that it is asked the same thing again."""
    return secrets.token_hex(16)
