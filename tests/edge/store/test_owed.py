"""What waits for a disk with room: whole turns, and where there are too many, a row that says how many went."""

from edge.messages import Begin, End, Local, Outcome, TurnId
from edge.store.ledger import open_ledger
from edge.store.owed import TURNS_AT_MOST, Owed
from tests.edge.reach.test_queue import at


def begun(owed, number):
    owed.begin(("B", {"id": None, "began": str(number)}))
    owed.number(number)


def test_turns_are_written_whole_notes_as_they_were_last_and_a_new_turn_at_the_end():
    owed = Owed()
    begun(owed, -1)
    owed.note("alarms", ("N", {"value": 1}))
    begun(owed, -2)
    owed.end(-1, ("E", {"id": -1}), ("Q", {}))
    owed.note("alarms", ("N", {"value": 2}))
    owed.begin(("B", {"id": None}))
    written = [(sql, values.get("id", values.get("value"))) for sql, values in owed.statements()]
    assert written == [("B", -1), ("E", -1), ("Q", None), ("B", -2), ("N", 2), ("B", None)]
    assert (len(owed), bool(owed)) == (3, True)
    owed.clear()
    assert (len(owed), bool(owed), list(owed.statements())) == (0, False, [])


def test_above_the_bound_no_turn_is_taken_any_more_and_none_goes_for_it():
    owed = Owed(at_most=2)
    owed.end(5, ("E", {"id": 5}))  # begun while there was room: only its end waits
    for n in range(-1, -5, -1):
        begun(owed, n)
        owed.end(n, ("E", {"id": n}))
    owed.end(6, ("E", {"id": 6}))
    assert (owed.lost, owed.turns) == (3, 6)
    *kept, (_, gap) = owed.statements()
    assert [(sql, values["id"]) for sql, values in kept] == [("E", 5), ("B", -1), ("E", -1), ("E", 6)]
    assert (gap["began"], gap["ended"]) == ("-2", "-4")
    assert gap["why"] == "3 turns are not kept: nothing could be written for too long"
    owed.clear()
    assert (owed.lost, owed.turns, bool(owed)) == (0, 0, False)


def ask(ledger, count, first=0):
    for n in range(first, first + count):
        turn = ledger.begin(at(n), Begin(str(n))).turn
        ledger.end(at(n), End(turn, Outcome.ANSWERED_LOCAL, "x", Local("x"), "y"))


def test_fifteen_hundred_turns_on_a_full_disk_are_there_afterwards():
    assert TURNS_AT_MOST >= 1500
    with open_ledger(":memory:") as ledger:
        ledger._database.execute("PRAGMA query_only = 1")
        ask(ledger, 1500)
        assert "1500 entries are in memory alone" in ledger.trouble
        ledger._database.execute("PRAGMA query_only = 0")
        assert [(turn.text, turn.outcome) for turn in ledger.turns(-1)] == [
            (str(n), "answered_local") for n in range(1500)
        ]
        assert ledger.trouble == ""


def test_what_cannot_be_kept_is_said_at_once_and_stands_in_the_ledger():
    with open_ledger(":memory:") as ledger:
        ledger._owed = Owed(at_most=4)
        ledger._database.execute("PRAGMA query_only = 1")
        ask(ledger, 4)
        assert ledger.trouble.endswith("4 entries are in memory alone")
        ask(ledger, 1, 4)
        assert ledger.trouble.endswith("4 entries are in memory alone, and 1 newer turns are not kept")
        ask(ledger, 5, 5)
        assert ledger.refused == 6
        assert ledger.unwritten.endswith("; so 10 turns are not kept"), "if it ended now"
        ledger._database.execute("PRAGMA query_only = 0")
        *kept, gap = ledger.turns(-1)
        assert (gap.outcome, gap.why) == ("failed", "6 turns are not kept: nothing could be written for too long")
        assert [turn.text for turn in kept] == ["0", "1", "2", "3"]
        ask(ledger, 1, 10)
        assert len(ledger.turns(-1)) == 6, "it is said once"
        assert (ledger.refused, ledger.unwritten) == (0, "")
        assert ledger.turn(TurnId(1)) is not None
