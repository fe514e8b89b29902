"""A session as one file: whole, self-contained, and safe whatever was said in it."""

import base64
import json
import re
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest

from edge.cli import main
from edge.errors import UsageError
from edge.messages import Begin, End, Instant, Local, Now, Outcome, Wall
from edge.reach.gate.receipts import Receipt
from edge.store.ledger import open_ledger
from firmware_sim.desktop.report import joined, ledger_html, session_html, write_report

NOON = Now(Instant(0.0), Wall(datetime(2026, 3, 1, 12, tzinfo=UTC)))
HOSTILE = "</script><script>alert(1)</script><!-- \u2028 & \ud800"


def inside(html: str) -> dict:
    return json.loads(re.search(r'<script type="application/json" id="session">(.*?)</script>', html, re.DOTALL)[1])


def receipt(picture=None) -> Receipt:
    return Receipt(
        7, 1, "2026-03-01T12:00:00", "https://x/v1", "asked", "think", 9, "whole", "ab", picture, True, {}, {}, ""
    )


def test_the_page_of_a_run_holds_its_turns_steps_and_frames(tmp_path, capsys):
    out = tmp_path / "run.html"
    assert main(["play", "first_look", "--report", str(out)]) == 0
    session = inside(out.read_text(encoding="utf-8"))
    assert session["title"] == "A first look"
    assert session["turns"][0]["answer"] == "I see a laptop, a book and two cups."
    assert session["steps"][0]["event"]["is"] == "Started"
    picture = session["frames"][str(session["turns"][0]["frame"])]["src"].removeprefix("data:image/jpeg;base64,")
    assert cv2.imdecode(np.frombuffer(base64.b64decode(picture), np.uint8), 1).shape[2] == 3


def test_what_was_said_ends_no_element_and_the_policy_fits_what_runs():
    html = session_html({"title": HOSTILE, "turns": [{"text": HOSTILE}]})
    assert html.count("<script") == html.count("</script>") == 2
    assert inside(html)["title"] == HOSTILE
    assert "http" not in re.search(r'content="default-src[^"]*"', html)[0]
    assert html.encode("utf-8", "replace")


def test_the_joined_modules_are_one_script_without_imports():
    script = joined()
    assert not re.search(r"^(import|export) ", script, re.MULTILINE)
    names = re.findall(r"^(?:async )?(?:function|const|class|let) (\w+)", script, re.MULTILINE)
    assert len(names) == len(set(names)), "a name stands in two modules"


def test_the_ledgers_page_has_turns_and_what_left_for_them(tmp_path, capsys):
    config = tmp_path / "glint.toml"
    config.write_text(f"data = {json.dumps(str(tmp_path))}", encoding="utf-8")
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        turn = ledger.begin(NOON, Begin("set a timer")).turn
        ledger.end(NOON, End(turn, Outcome.ANSWERED_LOCAL, "Done.", Local("timer"), "claimed"))
    assert main(["ledger", "--config", str(config), "--html", str(tmp_path / "l.html")]) == 0
    assert "1 turn" in capsys.readouterr().out
    (card,) = inside((tmp_path / "l.html").read_text(encoding="utf-8"))["turns"]
    assert (card["text"], card["answer"], card["outcome"]) == ("set a timer", "Done.", "answered_local")
    assert main(["ledger", "--config", str(config), "--html", str(tmp_path / "no" / "l.html")]) == 2


def test_a_picture_that_left_stands_in_the_page_if_it_was_kept(tmp_path):
    kept = tmp_path / "sent.jpg"
    cv2.imwrite(str(kept), np.full((40, 60, 3), 128, np.uint8))
    (with_picture,) = inside(ledger_html((), (receipt(str(kept)),)))["receipts"]
    assert with_picture["src"].startswith("data:image/jpeg;base64,")
    kept.write_bytes(b"damaged")
    (without,) = inside(ledger_html((), (receipt(str(kept)),)))["receipts"]
    assert (without["picture"], "src" in without) == (False, False)


def test_a_report_is_written_whole_or_not_at_all(tmp_path):
    with pytest.raises(UsageError, match="cannot be written"):
        write_report(tmp_path / "no" / "r.html", "x")
    write_report(tmp_path / "r.html", "x\ud800")
    assert [path.name for path in tmp_path.iterdir()] == ["r.html"]
