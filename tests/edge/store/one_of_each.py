"""A store with one of everything, all of turn 1 that is of a turn at all."""

from contextlib import contextmanager

from edge.config import QueueConfig
from edge.messages import Alarm, Begin, End, Intent, Keep, Kind, Local, Outcome, TakeClip, TakePhoto
from edge.reach.gate.letter import Sealed
from edge.reach.gate.receipts import Attempt, Receipts
from edge.reach.queue import Queue
from edge.store import alarms, orders
from edge.store.entries import ToWrite, clip_file, write_entries
from edge.store.ledger import open_ledger
from edge.store.registry import store_at
from tests.edge.moments import NOON
from tests.edge.reach.test_queue import at

JPEG = b"a private picture"


@contextmanager
def one_of_each(tmp_path):
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        turn = ledger.begin(at(0), Begin("private")).turn
        ledger.end(at(1), End(turn, Outcome.DEFERRED, "private", Local("x"), "y"))
        attempt = Attempt(turn, "x", "asked", "know", 1, "ab" * 32, {}, {}, "", 0, 0, 0.0)
        Receipts(ledger, tmp_path / "sent").open(at(0).wall, attempt, JPEG)
        sealed = Sealed("desk", "http://127.0.0.1/v1", "think", b"private")
        assert Queue(ledger, QueueConfig()).put(turn, sealed, Intent.THINK, at(1).wall)
        (tmp_path / "tapes").mkdir()
        (tmp_path / "tapes" / "20260504-093000.tape").write_bytes(b"private")
        (tmp_path / "ledger.sqlite.damaged-1").write_bytes(b"private")
        alarms.keep(ledger, (Alarm(NOON, "private"),))
        ledger.remember("sees x", "private")
        orders.answer(ledger, "token", "private")
        store = store_at(ledger, tmp_path)
        clip = clip_file(tmp_path, turn, ".avi")
        clip.write_bytes(b"private")
        told = [ToWrite(Keep(kind, "private", "private")) for kind in (Kind.NOTE, Kind.ITEM, Kind.FACT)]
        write_entries(
            store, turn, at(0).wall, [*told, ToWrite(TakePhoto(), JPEG), ToWrite(TakeClip(1.0), finished=clip)]
        )
        yield store
