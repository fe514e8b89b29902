"""setup, ask --server, ledger --receipts, --budget and forget, as they are typed, against a server on a real port."""

import json
import stat
import subprocess
import sys

import pytest

from edge.config import load_config
from edge.messages import (
    End,
    Forgotten,
    Instant,
    Intent,
    Now,
    Outcome,
    Query,
    Server,
    Started,
    Tried,
    TurnId,
    Typed,
    Understanding,
    Wall,
)  # fmt: skip
from edge.mind.policy import Policy, Situation
from edge.mind.session import advance
from edge.mind.state import State
from edge.store.ledger import open_ledger
from firmware_sim.server.server import ScriptedServer
from tests.edge.commands.typed import ANSWERS, configured, glint, rows
from tests.edge.reach.port import serving, wait
from tests.edge.reach.reach import START

SECRETS = (b"purr", b"tremble", b"zanzibar")


@pytest.fixture
def home(tmp_path):
    """A folder with a configuration of its own; nothing is read from anywhere else."""
    return configured(tmp_path)


def test_an_address_that_is_none_is_a_wrong_use_and_no_password_is_repeated(home, capsys):
    for url in ("notaurl", "ftp://example.com/v1", "http://example.com/v1", "https://me:SECRET@example.com/v1"):
        assert glint(home, "ask", "--server", url, "--model", "m", "why?") == 2
    assert "SECRET" not in capsys.readouterr().err


# ------------------------------------------------------------------------------------------------------- ask a server


@pytest.mark.parametrize("ending", ["portal", "cut", "redirect_307", "gzip_bomb", "bad_utf8"])
def test_a_hostile_server_costs_a_named_reason_and_a_local_answer(home, capsys, ending):
    with serving(ScriptedServer(ending=ending)) as url:
        assert glint(home, "ask", "--json", "--server", url, "--model", "m", "think about why cats purr") == 0
    (row,) = rows(capsys)
    assert row["outcome"] == "degraded"
    assert "127.0.0.1:" in row["why"]


def test_a_dead_server_is_said_to_be_out_of_reach(home, capsys):
    with serving(ScriptedServer()) as url:
        pass
    config = home / "glint.toml"
    config.write_text(config.read_text() + "[policy]\nserver_within = 1.5\n", encoding="utf-8")  # no second try
    assert glint(home, "ask", "--json", "--server", url, "--model", "m", "think about why cats purr") == 0
    (row,) = rows(capsys)
    assert "could not be reached" in row["why"]
    assert row["outcome"] == "degraded"
    glint(home, "ledger", "--receipts", "--json")
    assert {receipt["sent"] for receipt in rows(capsys)} == {"none"}


# --------------------------------------------------------------------------------------------------------------- setup


def test_setup_tries_a_server_and_writes_what_it_found(home, capsys):
    with serving(ScriptedServer(ANSWERS)) as url:
        assert glint(home, "setup", "--server", url, "--yes") == 0
        said = capsys.readouterr().out
        assert "Hello there" in said
        assert "looks at pictures" in said
        (server,) = load_config(home / "glint.toml").server
        assert (server.url, server.model) == (url, "scripted")
        assert load_config(home / "glint.toml").camera.source == "none"
        assert glint(home, "ask", "why do cats purr?") == 0
        assert "tremble" in capsys.readouterr().out


def test_setup_finds_out_what_the_limit_is_called(home, capsys):
    class Modern(ScriptedServer):
        async def _stream(self, request, reply):
            if b'"max_tokens"' in request.raw:
                said = "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead."
                await reply.whole(400, json.dumps({"error": {"message": said}}).encode())
            else:
                await super()._stream(request, reply)

    with serving(Modern(ANSWERS)) as url:
        assert glint(home, "setup", "--server", url, "--yes") == 0
        assert load_config(home / "glint.toml").server[0].tokens_key == "max_completion_tokens"
        capsys.readouterr()
        assert glint(home, "ask", "why do cats purr?") == 0
    assert "tremble" in capsys.readouterr().out


def test_setup_names_what_is_wrong_and_writes_nothing(home, capsys):
    before = (home / "glint.toml").read_text()
    for ending, word in (("key_refused", "key"), ("portal", "sign in"), ("hung_up", "hung up")):
        with serving(ScriptedServer(ending=ending)) as url:
            assert glint(home, "setup", "--server", url, "--model", "m", "--yes") == 1
        assert word in capsys.readouterr().err
    assert glint(home, "setup", "--server", "http://example.com/v1", "--yes") == 1
    assert "https" in capsys.readouterr().err
    assert (home / "glint.toml").read_text() == before


def test_a_key_comes_from_a_file_and_never_shows(home, capsys):
    key = home / "key"
    key.write_text("sk-zanzibar\n")
    key.chmod(0o600)
    server = ScriptedServer(ANSWERS)
    with serving(server) as url:
        assert glint(home, "setup", "--server", url, "--key-file", key, "--yes") == 0
    assert all(b"Bearer sk-zanzibar" in received.raw for received in server.received)
    out = capsys.readouterr()
    assert "zanzibar" not in out.out + out.err + (home / "glint.toml").read_text()
    assert b"zanzibar" not in b"".join(path.read_bytes() for path in (home / "data").iterdir())
    key.chmod(0o644)
    assert glint(home, "setup", "--server", url, "--key-file", key, "--yes") == 1


# -------------------------------------------------------------------------------------------------------------- forget


def fill(home, capsys, times=1):
    config = home / "glint.toml"
    if "keep_sent" not in config.read_text():
        config.write_text(config.read_text() + "[privacy]\nkeep_sent_pictures = true\n", encoding="utf-8")
    with serving(ScriptedServer(ANSWERS)) as url:
        for _ in range(times):
            glint(home, "ask", "--server", url, "--model", "m", "why do cats purr in zanzibar?")
    capsys.readouterr()


def everything(home):
    return b"".join(path.read_bytes() for path in (home / "data").rglob("*") if path.is_file())


def test_after_forgetting_everything_no_byte_is_left(home, capsys):
    fill(home, capsys, 3)
    (home / "data" / "tapes").mkdir()
    (home / "data" / "tapes" / "20260504-093000.tape").write_bytes(b"purr purr")
    (home / "data" / "sent").mkdir()
    (home / "data" / "sent" / "x.jpg").write_bytes(b"tremble")
    (home / "data" / "ledger.sqlite.damaged-1").write_bytes(b"zanzibar")
    assert all(secret in everything(home) for secret in SECRETS)
    assert glint(home, "forget", "--all", "--json") == 0
    (row,) = rows(capsys)
    assert (row["turns"], row["receipts"], row["tapes"], row["pictures"], row["files"]) == (3, 3, 1, 1, 1)
    assert not [secret for secret in SECRETS if secret in everything(home)]


def test_one_turn_goes_and_the_others_stay(home, capsys):
    fill(home, capsys, 2)
    assert glint(home, "forget", "--turn", "1", "--json") == 0
    assert rows(capsys)[0]["turns"] == 1
    glint(home, "ledger", "--json")
    assert [row["id"] for row in rows(capsys)] == [2]
    glint(home, "ledger", "--receipts", "--json")
    assert [row["turn"] for row in rows(capsys)] == [2]


def test_numbers_are_never_given_twice(home, capsys):
    fill(home, capsys, 2)
    glint(home, "forget", "--all")
    fill(home, capsys)
    glint(home, "ledger", "--json")
    assert [row["id"] for row in rows(capsys)] == [3]


def test_a_span_goes(home, capsys):
    fill(home, capsys, 2)
    assert glint(home, "forget", "--since", "2020-01-01", "--until", "2021-01-01", "--json") == 0
    assert rows(capsys)[0]["turns"] == 0
    assert glint(home, "forget", "--last", "10m", "--json") == 0
    assert rows(capsys)[0]["turns"] == 2


@pytest.mark.parametrize(
    "arguments",
    [[], ["--last", "soon"], ["--turn", "1", "--all"], ["--all", "--until", "2020-01-01"], ["--since", "x"]],
)
def test_forget_is_not_misunderstood(home, capsys, arguments):
    try:
        status = glint(home, "forget", *arguments)
    except SystemExit as stop:
        status = stop.code
    assert status == 2
    assert capsys.readouterr().out == ""


def test_a_daemon_that_runs_beside_forgets_too(home, capsys):
    """The real thing: another process, told by a signal, that has the turns in mind."""
    program = "import sys; from edge.cli import main; sys.exit(main(sys.argv[1:]))"
    daemon = subprocess.Popen(
        [sys.executable, "-c", program, "chat", "--config", str(home / "glint.toml")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert daemon.stdin is not None
    try:
        daemon.stdin.write("what is two plus two zanzibar?\n")
        daemon.stdin.flush()
        assert wait(lambda: told(home))
        assert glint(home, "forget", "--all", "--json") == 0
        (row,) = rows(capsys)
        assert (row["daemons"], row["confirmed"]) == (1, 1)
        assert b"zanzibar" not in everything(home)
        daemon.stdin.write("what time is it?\n")
        daemon.stdin.flush()
    finally:
        daemon.communicate(timeout=30)
    assert daemon.returncode == 0
    assert b"zanzibar" not in everything(home)


def told(home):
    """Whether the daemon runs and has answered."""
    path = home / "data" / "ledger.sqlite"
    if not path.exists():
        return False
    with open_ledger(path) as ledger:
        here = ledger.read("SELECT 1 FROM notes WHERE key LIKE 'daemon %'")
        return bool(here) and any(turn.outcome for turn in ledger.turns())


WITH_SERVER = Policy(situation=Situation(servers=True))


def test_the_mind_drops_what_is_forgotten():
    at = Now(Instant(1.0), Wall(START))
    state, _ = advance(State(), at, Started(waiting=(TurnId(5), TurnId(6))), WITH_SERVER)
    state, _ = advance(state, at, Typed("x"), WITH_SERVER)
    for number in (7, 8):
        state, _ = advance(state, at, Query(TurnId(number), f"secret {number}"), WITH_SERVER)
        state, _ = advance(state, at, Understanding(TurnId(number), Intent.THINK, {}), WITH_SERVER)
    state, _ = advance(state, at, Tried(TurnId(7), Server("think"), "secret"), WITH_SERVER)
    some, commands = advance(state, at, Forgotten((TurnId(5), TurnId(7), TurnId(8))), WITH_SERVER)
    assert some.waiting == (6,)
    assert some.recent == ()
    assert dict(some.open) == {}
    assert any(isinstance(command, End) and command.outcome is Outcome.CANCELLED for command in commands)
    whole, _ = advance(state, at, Forgotten(), WITH_SERVER)
    assert (whole.waiting, whole.recent, dict(whole.open), whole.alarms) == ((), (), {}, ())


def test_files_of_ours_are_for_our_eyes(home, capsys):
    fill(home, capsys)
    assert stat.S_IMODE((home / "data" / "ledger.sqlite").stat().st_mode) == 0o600
