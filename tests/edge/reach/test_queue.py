"""What waits is asked again by nobody too soon, and is there afterwards whatever becomes of the ledger meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import msgspec
import pytest

from edge.config import QueueConfig
from edge.errors import LedgerError
from edge.messages import Begin, End, Instant, Intent, Now, Outcome, Server, TurnId, Wall
from edge.reach.gate.letter import GoneError, Sealed
from edge.reach.queue import LEASED_FOR, PATIENCE, PATIENCE_AT_MOST, Queue
from edge.store.ledger import open_ledger
from edge.store.owner import this_process
from tests.edge.reach.reach import SERVER, START

ELSE = "boot/0/0"
SEALED = Sealed(SERVER.name, SERVER.url, "think", b"{}")


def at(seconds: float) -> Now:
    return Now(Instant(seconds), Wall(START + timedelta(seconds=seconds)))


class Ill:
    """A ledger that can be told to fail, at writing or at reading; else it is the one that it stands before."""

    def __init__(self, ledger):
        self.ledger = ledger
        self.owner = ledger.owner
        self.fails = set()

    @contextmanager
    def write(self):
        self._check("write")
        with self.ledger.write() as database:
            yield database

    def read(self, sql, values=()):
        self._check("read")
        return self.ledger.read(sql, values)

    def turn(self, turn):
        self._check("read")
        return self.ledger.turn(turn)

    def _check(self, what):
        if what in self.fails:
            raise LedgerError("the disk is full")


class Waiting:
    """A queue in which some questions wait."""

    def __init__(self, ledger, questions=1, intent=Intent.SHOP):
        self.ledger = Ill(ledger)
        self.queue = Queue(self.ledger, QueueConfig())
        self.turns = []
        for n in range(questions):
            query = ledger.begin(at(0), Begin(f"question {n}", mode="think"))
            ledger.end(at(1), End(query.turn, Outcome.DEFERRED, "", Server("think"), "", intent=Intent.HEALTH))
            assert self.queue.put(query.turn, SEALED, intent, at(1).wall)
            self.turns.append(query.turn)

    def late(self, begin, seconds, outcome=Outcome.DEFERRED):
        """The late turn that a flush began ends."""
        query = self.ledger.ledger.begin(at(seconds), begin)
        text = "" if outcome is Outcome.DEFERRED else "Yes."
        end = End(query.turn, outcome, text, Server("think"), "", late_of=begin.late_of)
        self.ledger.ledger.end(at(seconds), end)
        self.queue.settle(end)


@pytest.fixture
def waiting() -> Iterator[Waiting]:
    with open_ledger(":memory:") as ledger:
        yield Waiting(ledger)


@pytest.fixture
def two_waiting() -> Iterator[Waiting]:
    with open_ledger(":memory:") as ledger:
        yield Waiting(ledger, questions=2)


# ------------------------------------------------------------------------------------------------------- asked again


def test_it_is_asked_again_as_what_it_was_taken_for(waiting):
    begin = waiting.queue.flush(at(10), waiting.turns[0])
    assert begin == Begin("question 0", mode="think", late_of=waiting.turns[0], intent=Intent.SHOP)
    assert waiting.ledger.ledger.begin(at(10), begin).intent is Intent.SHOP


@pytest.mark.parametrize("kept", ["", "a word of tomorrow's"])
def test_what_an_earlier_glint_kept_has_no_intent_but_its_turn_may(waiting, kept):
    with waiting.ledger.write() as database:
        database.execute("UPDATE queue SET intent = ?", (kept,))
    begin = waiting.queue.flush(at(10), waiting.turns[0])
    assert begin.intent is (None if kept else Intent.HEALTH)


def test_whoever_was_just_tried_is_left_in_peace_ever_longer(waiting):
    turn, seconds, waits = waiting.turns[0], 1000.0, []
    for _ in range(6):
        waiting.late(waiting.queue.flush(at(seconds), turn), seconds)
        wait = next(n for n in range(1, 200) if (again := waiting.queue.flush(at(seconds + n), turn)))
        waiting.late(again, seconds + wait)
        waits.append(wait)
        seconds += 1000.0
    assert waits == [5, 20, 60, 60, 60, 60]
    assert (PATIENCE, PATIENCE_AT_MOST) == (5.0, 60.0)


def test_nothing_is_remembered_of_those_who_are_left_in_peace_no_more():
    with open_ledger(":memory:") as ledger:
        waiting = Waiting(ledger, questions=20)
        for n, turn in enumerate(waiting.turns):
            seconds = 1000.0 * (n + 1)
            waiting.late(waiting.queue.flush(at(seconds), turn), seconds, Outcome.ANSWERED_REMOTE)
        assert len(waiting.queue._not_before) == 1


# --------------------------------------------------------------------------------------------------- the ledger fails


def test_what_cannot_be_written_down_does_not_wait(waiting):
    waiting.ledger.fails = {"write"}
    assert waiting.queue.put(TurnId(77), SEALED, Intent.THINK, at(2).wall) is False
    waiting.ledger.fails = set()
    assert waiting.queue.waiting() == tuple(waiting.turns)


def test_a_full_disk_hides_nobody_who_waits_and_nobody_is_asked_for_twice(waiting):
    turn = waiting.turns[0]
    late = waiting.ledger.ledger.begin(at(5), Begin("question 0", late_of=turn))
    waiting.ledger.fails = {"write"}
    assert waiting.queue.waiting() == (turn,)
    waiting.ledger.ledger.end(at(6), End(late.turn, Outcome.ANSWERED_REMOTE, "Yes.", Server("think"), "", late_of=turn))
    assert waiting.queue.waiting() == (), "it was answered, though its row could not be cleared away"
    waiting.ledger.fails = {"read"}
    assert waiting.queue.waiting() == ()


def test_one_that_could_not_be_taken_out_can_be_later(waiting):
    turn = waiting.turns[0]
    waiting.ledger.fails = {"write"}
    assert waiting.queue.flush(at(10), turn) is None
    waiting.ledger.fails = set()
    assert waiting.queue.flush(at(10), turn) is not None


def test_one_that_could_not_be_put_back_is_asked_again_all_the_same(waiting):
    turn = waiting.turns[0]
    begin = waiting.queue.flush(at(10), turn)
    waiting.ledger.fails = {"read", "write"}
    waiting.late(begin, 12)
    waiting.ledger.fails = set()
    assert waiting.queue.flush(at(100), turn) is not None


def test_a_late_turn_that_is_not_in_the_ledger_yet_gives_its_question_back(waiting):
    turn = waiting.turns[0]
    assert waiting.queue.flush(at(10), turn) is not None
    owed = TurnId(-5)  # it will be numbered when it can be written
    waiting.queue.settle(End(owed, Outcome.DEFERRED, "", Server("think"), "", late_of=turn))
    assert waiting.queue.flush(at(100), turn) is not None


def test_only_the_question_whose_late_turn_ended_is_given_back(two_waiting):
    first, second = two_waiting.turns
    begin = two_waiting.queue.flush(at(10), first)
    assert two_waiting.queue.flush(at(11), second) is not None
    two_waiting.ledger.fails = {"read"}
    two_waiting.late(begin, 12)
    two_waiting.ledger.fails = set()
    assert two_waiting.queue.flush(at(100), first) is not None
    assert two_waiting.queue.flush(at(100), second) is None


def test_the_end_of_another_turn_gives_nothing_back(waiting):
    turn = waiting.turns[0]
    assert waiting.queue.flush(at(10), turn) is not None
    other = waiting.ledger.ledger.begin(at(20), Begin("what time is it?"))
    waiting.queue.settle(End(other.turn, Outcome.ANSWERED_LOCAL, "Noon.", None, ""))
    assert waiting.queue.flush(at(100), turn) is None


def test_an_answer_that_could_not_be_noted_leaves_the_question_until_it_can_be(waiting):
    turn = waiting.turns[0]
    begin = waiting.queue.flush(at(10), turn)
    waiting.ledger.fails = {"write"}
    waiting.late(begin, 12, Outcome.ANSWERED_REMOTE)
    waiting.ledger.fails = set()
    assert waiting.queue.waiting() == ()
    with pytest.raises(GoneError):
        waiting.queue.find(turn, at(20).wall)


@pytest.mark.parametrize(
    "body", [b"", b"\xff\x00", "text", msgspec.msgpack.encode({"server": 5}), msgspec.msgpack.encode([1, 2])]
)
def test_a_damaged_row_is_named(waiting, body):
    with waiting.ledger.write() as database:
        database.execute("UPDATE queue SET body = ?", (body,))
    with pytest.raises(GoneError, match="damaged"):
        waiting.queue.find(waiting.turns[0], at(20).wall)


def test_what_is_found_is_what_was_put(waiting):
    found = waiting.queue.find(waiting.turns[0], at(20).wall)
    assert (found.turn, found.sealed, found.expired) == (waiting.turns[0], SEALED, False)
    other = Waiting(waiting.ledger.ledger)
    assert other.queue.find(other.turns[0], at(20).wall).key != found.key


@pytest.mark.parametrize("column", ["created", "trusted", "expires", "tries", "state", "server", "key", "intent"])
@pytest.mark.parametrize("value", ["?", b"\xff", 9e999, -1])
def test_a_row_of_which_anything_is_damaged_stops_nobody(waiting, column, value):
    other = Waiting(waiting.ledger.ledger)
    with waiting.ledger.write() as database:
        database.execute(f"UPDATE queue SET {column} = ? WHERE turn = ?", (value, waiting.turns[0]))  # noqa: S608
    assert waiting.queue.waiting() == (*waiting.turns, *other.turns)
    begin = waiting.queue.flush(at(10), waiting.turns[0])
    assert begin is not None
    waiting.queue.find(waiting.turns[0], at(20).wall)
    waiting.late(begin, 30, Outcome.ANSWERED_REMOTE)
    assert waiting.queue.waiting() == tuple(other.turns)


@pytest.mark.parametrize("until", ["?", b"\xff", None, 9e999])
def test_a_damaged_lease_holds_nobody_up(waiting, until):
    with waiting.ledger.write() as database:
        database.execute("UPDATE queue SET lease_owner = ?, lease_until = ?", (this_process() + "0", until))
    assert waiting.queue.flush(at(10), waiting.turns[0]) is not None


def test_whoever_lives_and_asks_is_left_to_it_for_as_long_as_its_lease(tmp_path):
    with (
        open_ledger(tmp_path / "ledger", owner=this_process()) as mine,
        open_ledger(tmp_path / "ledger", owner=ELSE) as it,
    ):
        theirs = Waiting(mine)
        assert theirs.queue.flush(at(10), theirs.turns[0]) is not None
        other = Queue(it, QueueConfig())
        assert other.flush(at(10 + LEASED_FOR - 1), theirs.turns[0]) is None
        assert other.waiting() == tuple(theirs.turns)
        assert other.flush(at(10 + LEASED_FOR + 1), theirs.turns[0]) is not None
        theirs.late(Begin("?", late_of=theirs.turns[0]), 200)
        (row,) = it.read("SELECT state, lease_owner FROM queue")
        assert tuple(row) == ("asking", ELSE), "who comes too late gives nothing back that another holds"
