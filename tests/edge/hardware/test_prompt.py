"""A prompt on a terminal of its own: lines as they are typed, taps while an answer is given, and settings put back."""

import os
import pty
import subprocess
import sys
import termios
from contextlib import contextmanager

import pytest

# What a chat does, told step by step on the terminal: the tests type and read what it shows.
CHAT = """
import asyncio, sys
from edge.hardware.prompt import Prompt

async def main():
    prompt, taps = Prompt(sys.stdout), asyncio.Queue()
    def tap():
        prompt.write("tapped.")
        taps.put_nowait(1)
    with prompt.restored():
        while (line := await prompt.line()) is not None:
            with prompt.answering(tap):
                prompt.write(f"took <{line[:20]}> of {len(line)}.")
                for _ in range(2 if line == "think" else 0):
                    await taps.get()
            asyncio.get_running_loop().call_later(0.2, prompt.write, "rang.\\n")
    prompt.write("over.")

asyncio.run(main())
"""


@pytest.fixture
def chat():
    with _chat() as (write, until, process, terminal):
        yield write, until, process, terminal


@contextmanager
def _chat():
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", CHAT], stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    shown = b""

    def until(text):
        nonlocal shown
        while text.encode() not in shown:
            shown += os.read(ours, 4096)
        found, _, shown = shown.partition(text.encode())
        return found.decode()

    try:
        yield lambda text: os.write(ours, text.encode()), until, process, theirs
    finally:
        process.kill()
        process.wait()
        os.close(ours)
        os.close(theirs)


def test_lines_are_taken_one_by_one_until_the_end_of_the_input(chat):
    write, until, process, _ = chat
    for line in ("one", "two and a half"):
        until("> ")
        write(f"{line}\n")
        until(f"took <{line}> of {len(line)}.")
    until("> ")
    write("\x04")
    until("over.")
    assert process.wait(timeout=30) == 0


def test_while_an_answer_is_given_an_empty_line_is_a_tap_and_the_rest_is_kept(chat):
    write, until, _, _ = chat
    until("> ")
    write("think\n")
    until("took <think>")
    write("\n")
    until("tapped.")
    write("next\n\n")
    until("tapped.")
    until("took <next>")


def test_what_is_told_while_a_line_is_typed_leaves_the_line_standing(chat):
    write, until, _, _ = chat
    until("> ")
    write("one\n")
    until("took <one>")
    until("> ")
    write("begu")
    until("rang.")
    until("> begu")
    write("n\n")
    until("took <begun> of 5.")


def test_the_terminal_is_as_it_was(chat):
    write, until, process, terminal = chat
    before = termios.tcgetattr(terminal)
    until("> ")
    write("\x04")
    until("over.")
    assert process.wait(timeout=30) == 0
    assert termios.tcgetattr(terminal) == before
