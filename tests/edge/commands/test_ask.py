"""`glint ask` as it is typed, and mistyped."""

import json

import cv2
import numpy as np
import pytest

from edge.cli import main
from edge.commands.ask import in_words


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
