"""`glint bench routing`: what is kept of the quality, by the share of questions that go to a server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from edge.cli import main
from edge.commands.bench_routing import GOOD, POOR, SHARES, PlayedServer, Sureness, curve, plot, told

NEVER_WRONG = PlayedServer("all", 1.0, 1.0, 2.0, 3.0)
ROWS = [Sureness(0.9, right=True)] * 14 + [Sureness(0.3, right=True)] * 2 + [Sureness(0.2, right=False)] * 4


def at(values: tuple[float, ...], share: float) -> float:
    return values[SHARES.index(share)]


def test_those_that_the_device_is_least_sure_of_are_sent():
    ours = curve(ROWS, NEVER_WRONG).ours
    assert (at(ours, 0.0), at(ours, 0.2), at(ours, 1.0)) == (0.8, 1.0, 1.0)


def test_chance_is_worse_and_the_oracle_no_worse_than_doubt():
    found = curve([*ROWS, *(Sureness(0.95, right=False) for _ in range(2))], GOOD)
    assert at(found.chance, 0.3) < at(found.ours, 0.3) < at(found.oracle, 0.3)
    assert all(best >= ours for best, ours in zip(found.oracle, found.ours, strict=True))


def test_a_server_that_is_worse_than_the_device_costs_quality():
    sure = [Sureness(0.9, right=True)] * 10
    found = curve(sure, POOR)
    assert (found.ours[0], found.ours[-1]) == (1.0, 0.6)
    assert set(found.oracle) == {1.0}, "the oracle sends only what would be wrong"
    assert told(sure, POOR)["best_share"] == 0.0


def test_a_row_tells_the_best_share_and_what_it_costs():
    row = told(ROWS, NEVER_WRONG)
    assert (row["questions"], row["device_alone"], row["best"], row["best_share"]) == (20, 0.8, 1.0, 0.2)
    assert (row["seconds_per_100"], row["kilobytes_per_100"], row["cents_per_100"]) == (20.0, 40.0, 60.0)


def test_the_picture_has_three_lines_a_server():
    picture = plot(ROWS)
    assert picture.count("<polyline") == 6
    assert picture.startswith("<svg")


def routing(path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str, str]:
    return (main(["bench", "routing", str(path), *more]), *capsys.readouterr())


def test_a_file_of_sentences_is_measured_and_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    rows = [
        {"text": "what time is it", "task": "time", "slots": []},
        {"text": "what time is it", "task": "time", "slots": [["duration", "two hours"]]},
        {"text": "what time is it"},
        {"text": "what time is it", "task": "date"},
        {"task": "date"},
    ]
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    status, out, err = routing(path, capsys, "--json", "--plot", str(tmp_path / "curve.svg"))
    good, poor = map(json.loads, out.splitlines())
    assert status == 0
    assert (good["server"], poor["server"], good["questions"], good["device_alone"]) == ("good", "poor", 3, 0.3333)
    assert "drawn" in err
    assert (tmp_path / "curve.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("text", "told_of"), [(None, "No such file"), ("{", "is no JSONL"), ('{"text": "x"}', "has no line with a text")]
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], text, told_of):
    path = tmp_path / "some.jsonl"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    status, out, err = routing(path, capsys)
    assert (status != 0, out) == (True, "")
    assert "some.jsonl" in err
    assert told_of in err
