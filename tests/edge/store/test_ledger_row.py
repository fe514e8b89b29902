"""A turn whose row is damaged is told with what can be read of it, and named; the others are as they were."""

import json

import pytest

from edge.cli import main
from edge.messages import Begin, End, Local, Outcome
from edge.store.ledger import open_ledger
from edge.store.ledger_row import moment, read_json, utc
from tests.edge.moments import NOON
from tests.edge.reach.test_queue import at

EPOCH = "1970-01-01T00:00:00.000+00:00"


def filled(path):
    ledger = open_ledger(path)
    for n in range(3):
        turn = ledger.begin(at(n), Begin(f"question {n}")).turn
        ledger.end(at(n), End(turn, Outcome.ANSWERED_LOCAL, "x", Local("x"), "y", stages={"answer": 1.0}))
    return ledger


def damage(ledger, column, value):
    with ledger.write() as database:
        database.execute(f"UPDATE turns SET {column} = ? WHERE id = 2", (value,))  # noqa: S608


@pytest.mark.parametrize(
    ("column", "value", "read"),
    [
        ("stages", "{", {}), ("stages", "[]", {}), ("acts", b"\xff", []), ("sources", "7", []),
        ("sources", "[" * 9999, []),
        ("began", "yesterday", EPOCH), ("began", "2025-03-04T12:00:00", EPOCH), ("ended", 5, None),
    ],
)  # fmt: skip
def test_a_damaged_column_is_empty_and_its_row_is_named(column, value, read):
    with filled(":memory:") as ledger:
        damage(ledger, column, value)
        assert len(ledger.turns()) == 3
        row = ledger.turn(2)
        assert (getattr(row, column), row.text, row.outcome) == (read, "question 1", "answered_local")
        assert ledger.trouble == "turn 2 cannot be read and counts as empty; glint forget --all wipes it"


@pytest.mark.parametrize("column", ["owner", "text", "answer", "why", "began", "stages"])
def test_a_text_that_is_no_utf_8_costs_no_row(column):
    with filled(":memory:") as ledger:
        with ledger.write() as database:
            database.execute(f"UPDATE turns SET {column} = CAST(x'41ff42' AS TEXT) WHERE id = 2")  # noqa: S608
        assert len(ledger.turns()) == 3
        assert ledger.turn(2).text == ("A\ufffdB" if column == "text" else "question 1")


@pytest.mark.parametrize(
    ("column", "value"), [("text", b"x"), ("late_of", "x"), ("outcome", b""), ("sources", "[1]"), ("acts", "[1]"),
    ("stages", '{"a": "b"}'), ("stages", '{"a": 1e999}'), ("began", "9999-12-31T23:59:59.999+00:00")],
)  # fmt: skip
def test_a_column_of_another_type_is_empty_and_its_row_is_named(column, value):
    with filled(":memory:") as ledger:
        damage(ledger, column, value)
        assert getattr(ledger.turn(2), column) in ("", None, [], {}, EPOCH)
        assert ledger.trouble.startswith("turn 2 cannot be read")


def test_an_open_turn_is_not_damaged():
    with open_ledger(":memory:") as ledger:
        ledger.begin(at(0), Begin("?"))
        assert (ledger.turns()[0].ended, ledger.trouble) == (None, "")


def test_commands_go_on_and_name_it(tmp_path, capsys):
    config = tmp_path / "glint.toml"
    config.write_text(f'data = "{tmp_path}"\n[camera]\nsource = "none"\n', encoding="utf-8")
    with filled(tmp_path / "ledger.sqlite") as ledger:
        damage(ledger, "began", "?")
        damage(ledger, "stages", "?")
        ledger.remember("alarms", 5)
    assert main(["ledger", "--json", "--config", str(config)]) == 0
    out, err = capsys.readouterr()
    assert [json.loads(line)["id"] for line in out.splitlines()].count(2) == 1
    assert "turn 2 cannot be read" in err
    main(["doctor", "--json", "--config", str(config)])
    found = {row["what"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert found["ledger"]["found"].startswith("a timer and 1 more cannot be read")
    assert main(["ask", "--config", str(config), "what is 2 plus 2"]) == 0
    capsys.readouterr()
    assert main(["forget", "--turn", "2", "--config", str(config)]) == 0
    assert capsys.readouterr().out.startswith("forgotten: 1 turn")


def test_what_is_no_moment_and_no_json_is_nothing():
    assert moment(utc(NOON)) == utc(NOON) == "2025-03-04T12:00:00.000+00:00"
    assert (moment(None), moment("12"), read_json("[1]", dict), read_json("[1]", list)) == (None, None, None, [1])
