"""`glint ledger --receipts` and `--budget`: what left, to the byte, and what servers cost."""

import hashlib
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest

from edge.messages import Wall
from edge.reach.gate.receipts import Attempt, Receipts
from edge.store.ledger import open_ledger
from firmware_sim.server.server import ScriptedServer
from tests.edge.commands.typed import ANSWERS, configured, glint, rows
from tests.edge.reach.port import serving


@pytest.fixture
def home(tmp_path):
    return configured(tmp_path)


def test_what_arrived_is_what_the_receipts_say(home, capsys):
    server = ScriptedServer(ANSWERS)
    cv2.imwrite(str(home / "p.png"), np.full((120, 160, 3), 90, np.uint8))
    with serving(server) as url:
        assert glint(home, "ask", "--json", "--server", url, "--model", "scripted", "why do cats purr?") == 0
        (row,) = rows(capsys)
        assert row["answer"] == "Their throats tremble. That is purring."
        assert (row["route"], row["outcome"]) == ("server", "answered_remote")
        glint(home, "ask", "--server", url, "--mode", "think", "--image", home / "p.png", "does this purr, and why?")
    capsys.readouterr()
    assert glint(home, "ledger", "--receipts", "--json") == 0
    receipts = rows(capsys)
    fields = {
        "id",
        "turn",
        "at",
        "to",
        "cause",
        "mode",
        "bytes",
        "sent",
        "sha256",
        "picture",
        "blurred",
        "masked",
        "why",
    }
    assert all(set(receipt) == fields for receipt in receipts)
    arrived = [(len(received.raw), hashlib.sha256(received.raw).hexdigest()) for received in server.received]
    assert [(receipt["bytes"], receipt["sha256"]) for receipt in receipts] == arrived
    assert {receipt["sent"] for receipt in receipts} == {"whole"}


def test_the_budget_is_shown_and_held(home, capsys):
    config = home / "glint.toml"
    config.write_text(config.read_text() + "[budget]\ntokens_hour = 700\n", encoding="utf-8")
    with serving(ScriptedServer(ANSWERS)) as url:
        outcomes = []
        for _ in range(6):
            glint(home, "ask", "--json", "--server", url, "--model", "m", "why do cats purr?")
            outcomes += [row["outcome"] for row in rows(capsys)]
    assert outcomes[0] == "answered_remote"
    assert outcomes[-1] == "refused_budget"
    assert glint(home, "ledger", "--budget", "--json") == 0
    limits = {(row["what"], row["span"]): row for row in rows(capsys)}
    assert 0 < limits["tokens", "hour"]["spent"] <= 700
    assert limits["tokens", "hour"]["left"] >= 0
    assert limits["money", "day"]["at_most"] is None


def test_the_picture_that_left_is_shown_or_said_to_be_gone(home, capsys):
    assert glint(home, "ledger", "--receipts", "--show", "7") == 2
    assert "no receipt 7" in capsys.readouterr().err
    assert glint(home, "ledger", "--show", "7") == 2


def left(home, jpeg=b"", folder=None, **counted):
    """A receipt of something that left, as a running Glint writes it."""
    attempt = Attempt(None, "desk", "asked", "know", 12, "00", counted, {}, "", 3, 4, 0.5)
    with open_ledger(home / "data" / "ledger.sqlite") as ledger:
        return Receipts(ledger, folder).open(Wall(datetime.now(UTC)), attempt, jpeg)


def test_people_are_told_in_a_table_or_that_nothing_left(home, capsys):
    assert glint(home, "ledger", "--receipts") == 0
    assert capsys.readouterr().out == "nothing was sent, and nothing was tried to be sent\n"
    left(home, b"a picture", face=2)
    assert glint(home, "ledger", "--receipts") == 0
    row = capsys.readouterr().out.splitlines()[-1]
    assert row.startswith("1")
    assert all(word in row for word in ("desk", "not kept", "2 face", "part"))


def test_only_the_picture_that_was_kept_can_be_shown(home, capsys):
    kept = left(home, b"the very picture", home / "data" / "sent")
    for number, why in ((left(home), "no picture left with"), (left(home, b"x"), "was not kept")):
        assert glint(home, "ledger", "--receipts", "--show", number) == 2
        assert why in capsys.readouterr().err
    assert glint(home, "ledger", "--receipts", "--show", kept) == 0
    (file,) = (home / "data" / "sent").iterdir()
    assert capsys.readouterr().out == f"{file}\n"
    file.unlink()
    assert glint(home, "ledger", "--receipts", "--show", kept) == 2


def test_people_see_what_is_left_of_a_limit_and_where_there_is_none(home, capsys):
    config = home / "glint.toml"
    config.write_text(config.read_text() + "[budget]\ntokens_hour = 700\ntokens_day = 0\n", encoding="utf-8")
    left(home)
    assert glint(home, "ledger", "--budget") == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["tokens", "hour", "7", "700", "693"] in lines
    assert ["tokens", "day", "7", "no", "limit"] in lines
