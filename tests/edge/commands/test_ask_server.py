"""`glint ask --server` as it is typed, against a server on a real port: a bad one costs a reason, never an answer."""

import stat

import pytest

from firmware_sim.server.server import ScriptedServer
from tests.edge.commands.typed import ANSWERS, configured, glint, rows
from tests.edge.reach.port import serving


@pytest.fixture
def home(tmp_path):
    """A folder with a configuration of its own; nothing is read from anywhere else."""
    return configured(tmp_path)


def test_an_address_that_is_none_is_a_wrong_use_and_no_password_is_repeated(home, capsys):
    for url in ("notaurl", "ftp://example.com/v1", "http://example.com/v1", "https://me:SECRET@example.com/v1"):
        assert glint(home, "ask", "--server", url, "--model", "m", "why?") == 2
    assert "SECRET" not in capsys.readouterr().err


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


def test_files_of_ours_are_for_our_eyes(home, capsys):
    with serving(ScriptedServer(ANSWERS)) as url:
        assert glint(home, "ask", "--server", url, "--model", "m", "why do cats purr?") == 0
    assert "tremble" in capsys.readouterr().out
    assert stat.S_IMODE((home / "data" / "ledger.sqlite").stat().st_mode) == 0o600
