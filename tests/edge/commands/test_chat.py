"""`glint chat` as somebody at a terminal has it, and as a pipe has it."""

import os
import pty
import re
import subprocess
import sys
import termios
from contextlib import contextmanager

import cv2
import numpy as np
import pytest

from edge.cli import main


@pytest.fixture
def home(tmp_path):
    (tmp_path / "glint.toml").write_text(f'data = "{tmp_path}/data"\n[camera]\nsource = "none"\n', encoding="utf-8")
    cv2.imwrite(str(tmp_path / "red.png"), np.full((48, 64, 3), (0, 0, 200), np.uint8))
    return tmp_path


def command(home, *arguments):
    return [sys.executable, "-m", "edge.cli", "chat", "--config", str(home / "glint.toml"), *map(str, arguments)]


def piped(home, typed, *arguments):
    done = subprocess.run(
        command(home, *arguments), input=typed, capture_output=True, text=True, timeout=50, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def terminal(home, *arguments):
    """A chat on a terminal: `until` reads what it shows, up to a text."""
    ours, theirs = pty.openpty()
    chat = subprocess.Popen(
        command(home, *arguments), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    shown = b""

    def until(text):
        nonlocal shown
        while text.encode() not in shown:
            shown += os.read(ours, 4096)
        found, _, shown = shown.partition(text.encode())
        return re.sub(r"\x1b\[[?0-9;]*[a-zA-Z]", "", found.decode())

    try:
        yield ours, theirs, chat, until
    finally:
        chat.kill()
        chat.wait()
        os.close(ours)
        os.close(theirs)


def test_a_pipe_gets_an_indented_line_for_each_answer_and_nothing_else(home):
    assert piped(home, "what is 2 plus 2\n\nwhat is 3 plus 3\n") == "  That's 4.\n  That's 6.\n"


def test_more_questions_than_may_be_open_are_all_answered(home):
    assert piped(home, "what is 2 plus 2\n" * 12) == "  That's 4.\n" * 12


@pytest.mark.parametrize("word", ["quit", "exit", "/quit"])
def test_a_word_leaves(home, word):
    assert piped(home, f"{word}\nwhat is 2 plus 2\n") == ""


def test_bye_says_goodbye_and_leaves(home):
    assert piped(home, "Bye!\nwhat is 2 plus 2\n") == "  Goodbye.\n"


def test_photos_are_given_by_option_and_in_between(home):
    photo, colour = home / "red.png", "what is the main colour?"
    first, away, camera, none, again, seen = piped(
        home, f"{colour}\n/look\n{colour}\n/look {home}/none.png\n/look {photo}\n{colour}\n", "--image", photo
    ).splitlines()
    assert "red" in first
    assert away == "  I have no photo any more. There is no camera."
    assert "no camera" in camera
    assert none == f"  {home}/none.png: No such file or directory"
    assert again == f"  I look at {photo} now."
    assert "red" in seen


def test_a_photo_that_is_not_there_is_a_wrong_use(home, capsys):
    assert main(["chat", "--config", str(home / "glint.toml"), "--image", str(home / "none.png")]) == 2
    assert "there is no such file" in capsys.readouterr().err


def test_a_terminal_has_a_banner_a_prompt_and_answers_once(home):
    with terminal(home) as (ours, theirs, chat, until):
        banner = until("> ")
        assert "/look PHOTO" in banner
        assert "quit" in banner
        assert "No server is set up" in banner
        os.write(ours, b"what is 2 plus 2\n")
        assert until("> ").count("That's 4.") == 1
        os.write(ours, b"\n")
        assert until("> ").strip() == ""
        os.write(ours, b"quit\n")
        assert chat.wait(timeout=30) == 0
        assert termios.tcgetattr(theirs)[3] & termios.ECHO


@pytest.mark.slow
def test_what_rings_does_not_cost_the_line_that_is_being_typed(home):
    with terminal(home) as (ours, _, chat, until):
        until("> ")
        os.write(ours, b"set a timer for 1 second\n")
        until("> ")
        os.write(ours, b"what is 3 pl")
        until("Your timer is done.")
        until("> what is 3 pl")
        os.write(ours, b"us 4\n")
        until("That's 7.")
        until("> ")
        os.write(ours, b"\x04")
        assert chat.wait(timeout=30) == 0
