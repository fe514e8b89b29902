"""A process is killed at every point between a question that waits and its answer: never lost, nor asked twice."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from edge.config import QueueConfig
from edge.messages import Begin, End, Intent, Outcome, Server, TurnId
from edge.reach.gate.letter import Sealed
from edge.reach.queue import Queue
from edge.store.ledger import open_ledger
from edge.store.queue_rows import OVER, WAITING, settled
from tests.edge.reach.test_queue import at

ROOT = Path(__file__).parents[3]
TURN = TurnId(1)
POINTS = ("put", "deferred", "leased", "begun", "half an end", "ended", "settled")
OUTCOMES = ("answered_remote", "deferred")


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def live(path, last, outcome):
    """The life of a question, up to the point at which the process is killed."""
    ledger = open_ledger(path)
    queue = Queue(ledger, QueueConfig())

    def reached(point):
        if point == last:
            die()

    ledger.begin(at(0), Begin("why is the sky blue?"))
    queue.put(TURN, Sealed("desk", "http://127.0.0.1/v1", "think", b"{}"), Intent.THINK, at(0).wall)
    reached("put")
    ledger.end(at(1), End(TURN, Outcome.DEFERRED, "", Server("think"), ""))
    reached("deferred")
    begin = queue.flush(at(100), TURN)
    reached("leased")
    late = ledger.begin(at(100), begin).turn
    reached("begun")
    if last == "half an end":  # the turn's row is written, and its question's is about to be
        ledger._database.set_trace_callback(lambda sql: die() if sql.startswith("UPDATE queue") else None)
    text = "Blue light scatters." if outcome == "answered_remote" else ""
    end = End(late, Outcome(outcome), text, Server("think"), "", late_of=TURN)
    ledger.end(at(101), end)
    reached("ended")
    queue.settle(end)
    reached("settled")


def live_each(folder):
    """Each life in a process of its own, forked from one that has loaded all and has no thread; how each ended."""
    for point in POINTS:
        for outcome in OUTCOMES:
            child = os.fork()
            if not child:
                live(Path(folder, f"{point} {outcome}"), point, outcome)
                os._exit(0)
            sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")


CHILD = "import sys; from tests.edge.store.test_queue_rows import live_each; live_each(sys.argv[1])"


@pytest.fixture(scope="module")
def left(tmp_path_factory):
    """The ledgers that killed processes left, by the point at which they were and the outcome."""
    folder = tmp_path_factory.mktemp("left")
    run = [sys.executable, "-c", CHILD, str(folder)]
    ended = subprocess.run(run, cwd=ROOT, timeout=50, check=True, capture_output=True, text=True).stdout
    assert ended.split() == [str(-signal.SIGKILL)] * len(POINTS) * len(OUTCOMES)
    return folder


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("point", POINTS)
def test_a_killed_process_loses_no_question_and_asks_no_answered_one_again(left, point, outcome):
    path = left / f"{point} {outcome}"
    answered = outcome == "answered_remote" and point in {"ended", "settled"}
    for closed in (False, True):  # also where nobody has closed the turns of the dead yet
        with open_ledger(path) as ledger:
            queue = Queue(ledger, QueueConfig())
            if closed:
                ledger.close_dead(at(200))
            assert queue.waiting() == (() if answered else (TURN,))
            begin = queue.flush(at(200), TURN)
            assert (begin is None) == answered
            if begin is not None:
                late = ledger.begin(at(200), begin)
                ledger.end(at(201), End(late.turn, Outcome.DEFERRED, "", None, "", late_of=TURN))
            stored = [row.answer for row in ledger.turns(-1) if row.late_of and row.answer]
            assert bool(stored) == answered, "over means that the answer is stored, and the other way round"


def states(ledger):
    return [row["state"] for row in ledger.read("SELECT state FROM queue")]


def asked(ledger):
    """A question that is being asked again."""
    queue = Queue(ledger, QueueConfig())
    ledger.begin(at(0), Begin("?"))
    queue.put(TURN, Sealed("desk", "http://127.0.0.1/v1", "think", b"{}"), Intent.THINK, at(0).wall)
    return queue, ledger.begin(at(100), queue.flush(at(100), TURN)).turn


def test_an_end_that_is_owed_takes_the_state_along():
    with open_ledger(":memory:") as ledger:
        queue, late = asked(ledger)
        ledger._database.execute("PRAGMA query_only = 1")
        end = End(late, Outcome.ANSWERED_REMOTE, "Yes.", None, "", late_of=TURN)
        ledger.end(at(101), end)
        queue.settle(end)
        assert states(ledger) == ["asking"]
        assert [row.outcome for row in ledger.turns()] == [None, None]
        ledger._database.execute("PRAGMA query_only = 0")
        assert queue.flush(at(999), TURN) is None, "what is owed is written before anybody is asked again"
        assert states(ledger) == [OVER]
        assert queue.waiting() == ()
        assert states(ledger) == []


def test_whoever_gives_back_late_takes_nothing_from_another_holder():
    with open_ledger(":memory:") as ledger:
        _, late = asked(ledger)
        with ledger.write() as database:
            database.execute("UPDATE queue SET lease_owner = 'another'")
        ledger.end(at(300), End(late, Outcome.DEFERRED, "", None, "", late_of=TURN))
        assert states(ledger) == ["asking"]


def test_a_question_that_is_over_takes_no_place():
    with open_ledger(":memory:") as ledger:
        _, late = asked(ledger)
        queue = Queue(ledger, QueueConfig(at_most=1))
        other = ledger.begin(at(101), Begin("?")).turn
        sealed = Sealed("desk", "http://127.0.0.1/v1", "think", b"{}")
        assert not queue.put(other, sealed, Intent.THINK, at(101).wall)
        ledger.end(at(102), End(late, Outcome.ANSWERED_REMOTE, "Yes.", None, "", late_of=TURN))
        assert queue.put(other, sealed, Intent.THINK, at(103).wall)


@pytest.mark.parametrize(
    ("outcome", "text", "state"),
    [
        (Outcome.ANSWERED_REMOTE, "Yes.", OVER), (Outcome.FAILED, "", OVER), (Outcome.CANCELLED, "In part", OVER),
        (Outcome.CANCELLED, "", WAITING), (Outcome.DEFERRED, "", WAITING),
    ],
)  # fmt: skip
def test_the_state_follows_from_the_outcome(outcome, text, state):
    ((_, values),) = settled(End(TurnId(7), outcome, text, None, "", late_of=TURN), "me")
    assert values == {"state": state, "turn": TURN, "owner": "me"}
    assert settled(End(TurnId(7), outcome, text, None, ""), "me") == ()
