"""`glint ledger` tells people and machines how every turn ended, beside a daemon that goes on."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from edge.cli import main
from edge.messages import Begin, Deed, End, Instant, Intent, Local, Now, Outcome, SetTimer, TurnId, Wall
from edge.store.ledger import open_ledger

NOON = Now(Instant(0.0), Wall(datetime(2026, 3, 1, 12, tzinfo=UTC)))


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration whose ledger has a turn that ended, one that is open, and one that answers late."""
    path = tmp_path / "glint.toml"
    path.write_text(f"data = {json.dumps(str(tmp_path))}", encoding="utf-8")
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        turn = ledger.begin(NOON, Begin("set a timer for\n2 minutes")).turn
        acts = (Deed(SetTimer(120), True),)
        ledger.end(NOON, End(
            turn, Outcome.ANSWERED_LOCAL, "Two minutes, from now.", Local("timer"), "the skill timer claims it",
            acts, intent=Intent.ACT, stages={"understand": 0.002, "answer": 0.0405},
        ))  # fmt: skip
        ledger.begin(NOON, Begin("plan my day"))
        ledger.begin(NOON, Begin("late", late_of=TurnId(2)))
    return path


def test_people_see_a_table(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "--config", str(config)]) == 0
    out, err = capsys.readouterr()
    head, _, first, second, third = out.splitlines()
    assert head.split() == ["turn", "when", "asked", "outcome", "answer", "why", "ms"]
    for words in ("1 ", "2026-03-01", "set a timer for 2 minutes", "answered_local", "Two minutes, from now.", "42"):
        assert words in first
    assert "open" in second
    assert "late (late answer to 2)" in third
    assert err == ""


def test_machines_get_an_object_a_line(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "--config", str(config), "--json"]) == 0
    first, *_, last = map(json.loads, capsys.readouterr().out.splitlines())
    promised = {"id", "text", "answer", "route", "intent", "outcome", "why", "sources", "acts", "stages"}
    assert promised <= first.keys()
    assert first["acts"] == [{"skill": "timer", "do": "set", "seconds": 120, "label": "", "done": True}]
    assert first["stages"] == {"understand": 2.0, "answer": 40.5}
    assert (last["late_of"], last["outcome"]) == (2, None)


@pytest.mark.parametrize(("n", "count"), [("1", 1), ("2", 2), ("0", 3), ("99", 3)])
def test_as_many_as_are_asked_for(config: Path, n: str, count: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "--config", str(config), "--json", "-n", n]) == 0
    assert len(capsys.readouterr().out.splitlines()) == count


def test_it_does_not_close_what_is_open_elsewhere(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_ledger(config.parent / "ledger.sqlite") as daemon:
        turn = daemon.begin(NOON, Begin("being answered")).turn
        assert main(["ledger", "--config", str(config)]) == 0
        row = daemon.turn(turn)
    assert row is not None
    assert row.outcome is None
    assert "being answered" in capsys.readouterr().out


def test_an_empty_ledger_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "glint.toml"
    path.write_text(f"data = {json.dumps(str(tmp_path / 'new'))}", encoding="utf-8")
    assert main(["ledger", "--config", str(path)]) == 0
    assert capsys.readouterr().out == "no turns yet\n"
    assert main(["ledger", "--config", str(path), "--json"]) == 0
    assert capsys.readouterr().out == ""


def test_a_newer_and_a_damaged_ledger_are_one_line(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = config.parent / "ledger.sqlite"
    with open_ledger(file) as ledger, ledger.write() as database:
        database.execute("PRAGMA user_version = 9")
    assert main(["ledger", "--config", str(config)]) == 1
    assert capsys.readouterr().err.endswith("has format 9, and this Glint reads up to 2: update Glint\n")
    file.write_bytes(b"no database at all, but long enough to be taken for one" * 99)
    assert main(["ledger", "--config", str(config)]) == 0
    out, err = capsys.readouterr()
    assert (out, err.count("\n"), "moved to" in err) == ("no turns yet\n", 1, True)


def test_one_that_cannot_be_opened_is_an_error_that_says_what_to_do(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = config.parent / "ledger.sqlite.lock"
    lock.unlink()
    lock.mkdir()  # stands for a lock that is held and for a disk that is read-only
    assert main(["ledger", "--config", str(config)]) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "ledger.sqlite cannot be used (" in err
    assert err.endswith("see that it can be written to and that no other Glint hangs, and run this again\n")


def test_used_wrongly_it_exits_with_2() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["ledger", "-n", "many"])
    assert stopped.value.code == 2


def test_one_turn_in_full(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "--config", str(config), "--turn", "1"]) == 0
    out = capsys.readouterr().out
    assert "set a timer for\n          2 minutes" in out
    assert "skill timer" in out
    assert main(["ledger", "--config", str(config), "--turn", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["answer"] == "Two minutes, from now."
    assert main(["ledger", "--config", str(config), "--turn", "99"]) == 2


def test_rows_stand_in_the_order_of_their_numbers(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    early = Now(Instant(0.0), Wall(datetime(2020, 1, 1, tzinfo=UTC)))
    with open_ledger(config.parent / "ledger.sqlite") as ledger:
        ledger.begin(early, Begin("as if it were long ago"))
    main(["ledger", "--config", str(config), "--json"])
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == [1, 2, 3, 4]


def test_a_negative_number_of_rows_is_a_wrong_use(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "--config", str(config), "-n", "-3"]) == 2
    assert "-n -3" in capsys.readouterr().err


def test_what_was_asked_commands_no_terminal(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_ledger(config.parent / "ledger.sqlite") as ledger:
        ledger.begin(NOON, Begin("hi\x1b[2J\u202e"))
    for more in ([], ["--json"], ["--turn", "4"]):
        assert main(["ledger", "--config", str(config), *more]) == 0
        assert not {"\x1b", "\u202e"} & set(capsys.readouterr().out)
