"""`glint ask` as it is typed, and mistyped: what machines and people are told, and by which exit status."""

import json
import re
import struct
import subprocess
import sys
import zlib

import cv2
import numpy as np
import pytest

from edge.api import Answer
from edge.cli import main
from edge.commands.ask import BatchLine, in_words, row_of
from edge.messages import Deed, Outcome, SetTimer, TurnId

ROW = {"id", "text", "answer", "route", "intent", "outcome", "why", "sources", "acts", "stages"}


@pytest.fixture
def home(tmp_path):
    (tmp_path / "glint.toml").write_text(f'data = "{tmp_path}/data"\n[camera]\nsource = "none"\n', encoding="utf-8")
    cv2.imwrite(str(tmp_path / "red.png"), np.full((48, 64, 3), (0, 0, 200), np.uint8))
    return tmp_path


def ask(home, *arguments):
    return main(["ask", "--config", str(home / "glint.toml"), *map(str, arguments)])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--image", "red.png", "blue.png", "what is this"), "one photo at a time: red.png and blue.png"),
        (("--image", "red.png", "--image", "blue.png", "what is this"), "one photo at a time"),
        (("--image", "none.png", "what is this"), "--image none.png: there is no such file"),
        (("--batch", "none.jsonl"), "--batch none.jsonl: No such file or directory"),
    ],
)
def test_used_wrongly(home, capsys, arguments, said):
    assert ask(home, *arguments) == 2
    assert said in capsys.readouterr().err


def test_a_photo_without_its_option_is_told_how(home, capsys):
    assert ask(home, home / "red.png", "what is this") == 2
    assert "glint ask --image" in capsys.readouterr().err
    assert ask(home, "--image", home / "red.png", "is this a.png or what colour is it?") == 0


def test_a_configuration_that_is_not_there_is_a_wrong_use(home, capsys):
    assert main(["ask", "--config", str(home / "none.toml"), "hello"]) == 2
    assert "none.toml: there is no such file" in capsys.readouterr().err


def test_a_wrong_option_is_guessed_at_and_an_abbreviation_is_wrong(home, capsys):
    for wrong, meant in (("--imgae", "--image"), ("--mod", "--mode"), ("--qui\x1bet", "--quiet")):
        with pytest.raises(SystemExit) as stopped:
            ask(home, wrong, "x", "hello")
        assert stopped.value.code == 2
        said = capsys.readouterr().err
        assert f"did you mean {meant}?" in said
        assert said.startswith("usage: glint ask")
        assert "\x1b" not in said


def batch(home, *questions):
    file = home / "questions" / "batch.jsonl"
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(questions), encoding="utf-8")
    return file


def test_photos_of_a_batch_lie_beside_it_and_answers_name_their_questions(home, capsys):
    colour = '"text": "what is the main colour?"}'
    file = batch(home, f'{{"id": "a", "image": "../red.png", {colour}', f'{{"id": 7, "image": "none.png", {colour}')
    assert ask(home, "--batch", file) == 1
    shown = capsys.readouterr()
    first, answer, second = shown.out.splitlines()
    assert (first, second) == ("a: what is the main colour?", "7: what is the main colour?")
    assert answer.startswith("  ")
    assert "red" in answer
    assert "none.png" in shown.err


def test_a_line_of_a_batch_ends_at_a_line_feed_only(home, capsys):
    text = "what is 2\u2028plus\u0085\u000c2?"
    row = json.dumps({"id": 1, "text": text}, ensure_ascii=False).replace("\\f", "\u2029")
    assert ask(home, "--batch", batch(home, row, '{"id": 2, "text": "what is 3 plus 3?"}'), "--json") == 0
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.split("\n") if line] == [1, 2]


def test_a_line_that_is_nested_too_deep_is_named(home, capsys):
    assert ask(home, "--batch", batch(home, "[" * 100_000)) == 2
    assert "batch.jsonl:1: is not JSON" in capsys.readouterr().err


def test_quiet_prints_the_answer_only(home, capsys):
    assert ask(home, "--quiet", "what is 2 plus 2?") == 0
    assert capsys.readouterr() == ("That's 4.\n", "")


def test_machines_get_no_raw_marks_but_the_very_text(home, capsys):
    text = "hi \u202e\u200b\u2066 caf\u00e9 \U000e0041"
    assert ask(home, "--json", text) == 0
    out = capsys.readouterr().out
    assert all(letter.isprintable() for letter in out.rstrip("\n"))
    assert "caf\u00e9" in out
    assert json.loads(out)["text"] == text


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("answered_remote", "answered by home (m); 12 ms, 2 ms of them to look"),
        ("ignored", "not understood as a question; 12 ms, 2 ms of them to look"),
        ("degraded", "less than was asked for; 12 ms, 2 ms of them to look; it was away"),
    ],
)
def test_how_an_answer_came_about_is_told_in_plain_words(outcome, said):
    row = {"outcome": outcome, "sources": ["home (m)"], "stages": {"look": 2.0, "answer": 10.0}, "why": "it was away"}
    assert in_words(row) == said


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


def bomb(width=20000, height=20000):
    """The head of a PNG that would take gigabytes to open."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def test_an_answer_for_machines_has_every_field_promised(home, capsys):
    assert ask(home, "--json", "--now", "2026-05-01T09:30", "what time is it?") == 0
    (row,) = rows(capsys.readouterr().out)
    assert row.keys() == ROW
    assert (row["outcome"], row["route"]) == ("answered_local", "device")
    assert "9:30" in row["answer"]
    assert all(isinstance(ms, float) for ms in row["stages"].values())


def test_an_answer_for_people_is_on_stdout_and_its_reasons_beside_it(home, capsys):
    assert ask(home, "what", "is", "15%", "of", "80?") == 0
    said = capsys.readouterr()
    assert "12" in said.out
    assert re.fullmatch(r"  \(answered on this device; \d+ ms\)\n", said.err)


def test_a_picture_is_looked_at(home, capsys):
    assert ask(home, "--image", home / "red.png", "what is the main colour?") == 0
    assert "red" in capsys.readouterr().out


def test_one_bad_picture_does_not_cost_the_others(home, capsys):
    (home / "empty.jpg").write_bytes(b"")
    (home / "notes.txt").write_text("not a picture", encoding="utf-8")
    (home / "bomb.png").write_bytes(bomb())
    images = ["red.png", "empty.jpg", "notes.txt", "bomb.png", "missing.png", "red.png"]
    lines = [json.dumps({"id": i, "image": str(home / i), "text": "what is the main colour"}) for i in images]
    (home / "batch.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert ask(home, "--json", "--batch", home / "batch.jsonl") == 1
    said = capsys.readouterr()
    assert [row["outcome"] for row in rows(said.out)] == ["answered_local", *["failed"] * 4, "answered_local"]
    problems = said.err.splitlines()
    assert len(problems) == 4
    assert all(line.startswith("glint: ") for line in problems)


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        ["--batch", "/none/there.jsonl"],
        ["--now", "teatime", "what time is it"],
        ["--model", "m", "why"],
        ["--mode", "bogus", "why"],
        ["--batch", "b", "--image", "p"],
        ["--image", "", "what is this"],
        [""],
        ["  ", " "],
    ],
)
def test_used_wrongly_is_status_2_and_one_line(home, capsys, wrong):
    assert ask(home, *wrong) == 2
    assert re.fullmatch(r"glint: .+\n", capsys.readouterr().err)


def test_a_broken_line_of_a_batch_is_named(home, capsys):
    for wrong in ("nonsense", '{"text": "hi", "image": 5}', '{"text": "hi", "mode": ["x"]}'):
        (home / "batch.jsonl").write_text(f'{{"text": "hello"}}\n{wrong}\n', encoding="utf-8")
        assert ask(home, "--batch", home / "batch.jsonl") == 2
        assert "batch.jsonl:2" in capsys.readouterr().err


def test_an_empty_question_of_a_batch_fails_and_the_others_are_asked(home, capsys):
    lines = (
        '{"id": 1, "text": " "}',
        '{"image": "a\\u0000b", "text": "hi"}',
        '{"id": 3, "text": "hi \\ud83d"}',
    )
    (home / "batch.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert ask(home, "--json", "--batch", home / "batch.jsonl") == 1
    assert [row["outcome"] == "failed" for row in rows(capsys.readouterr().out)] == [True, True, False]


def test_a_row_says_of_each_act_whether_it_was_done():
    done = Deed(SetTimer(60, ""), True)
    acts = (done, Deed(SetTimer(9, "tea"), False))
    answer = Answer(TurnId(3), "So.", Outcome.DEGRADED, None, None, "", (), acts, {})
    assert row_of(answer, BatchLine(None, "?", None, None))["acts"] == [
        {"skill": "timer", "do": "set", "seconds": 60, "label": "", "done": True},
        {"skill": "timer", "do": "set", "seconds": 9, "label": "tea", "done": False},
    ]


def test_every_question_is_a_row_of_the_ledger(home, capsys):
    ask(home, "what is 2 plus 2")
    capsys.readouterr()
    assert main(["ledger", "--config", str(home / "glint.toml"), "--json"]) == 0
    (row,) = rows(capsys.readouterr().out)
    assert (row["text"], row["outcome"]) == ("what is 2 plus 2", "answered_local")


def test_bytes_that_are_no_text_are_asked_with_a_sign_for_each(home, capsys):
    assert ask(home, "--json", "\udcff what is 2 plus 2") == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "answered_local"


def test_a_batch_is_read_by_line_feeds_from_a_pipe_too_and_no_further_than_a_line_may_be(home):
    lines = '{"text": "what is 2\u2028plus 2"}\n{"text": "what is 3\x85plus 3"}\n\f\n'.encode()
    command = [sys.executable, "-m", "edge.cli", "ask", "--config", str(home / "glint.toml"), "--json", "--batch"]
    asked = subprocess.run([*command, "-"], input=lines, capture_output=True, check=False, timeout=50)
    assert [row["answer"] for row in rows(asked.stdout.decode())] == ["That's 4.", "That's 6."]
    endless = subprocess.run([*command, "/dev/zero"], capture_output=True, check=False, timeout=50)
    assert (endless.returncode, endless.stderr) == (
        2,
        b"glint: --batch /dev/zero: a line has more than 1000000 bytes\n",
    )
