"""The command line as a contract: JSON, exit statuses, and never a traceback for somebody else's mistake."""

import json
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.api import Answer, aglint, glint
from edge.cli import main
from edge.commands.ask import BatchLine, row_of
from edge.config import Config
from edge.messages import Deed, Outcome, SetTimer, TurnId

README = Path(__file__).parents[2] / "README.md"
ROW = {"id", "text", "answer", "route", "intent", "outcome", "why", "sources", "acts", "stages"}


@pytest.fixture
def home(tmp_path):
    """A configuration whose ledger lies in the test's own folder, and a red photo."""
    (tmp_path / "glint.toml").write_text(f'data = "{tmp_path}"\n[camera]\nsource = "none"\n', encoding="utf-8")
    cv2.imwrite(str(tmp_path / "red.png"), np.full((48, 64, 3), (0, 0, 200), np.uint8))
    return tmp_path


def ask(home, *arguments):
    return main(["ask", "--config", str(home / "glint.toml"), *map(str, arguments)])


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


# ------------------------------------------------------------------------------------------------------------------ ask


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
        {"skill": "timer", "seconds": 60, "label": "", "done": True},
        {"skill": "timer", "seconds": 9, "label": "tea", "done": False},
    ]


def test_every_question_is_a_row_of_the_ledger(home, capsys):
    ask(home, "what is 2 plus 2")
    capsys.readouterr()
    assert main(["ledger", "--config", str(home / "glint.toml"), "--json"]) == 0
    (row,) = rows(capsys.readouterr().out)
    assert (row["text"], row["outcome"]) == ("what is 2 plus 2", "answered_local")


@pytest.mark.parametrize("command", ["doctor", "models"])
def test_what_is_here_can_be_asked_for(home, capsys, command):
    assert main([command, "--config", str(home / "glint.toml"), "--json"]) == 0
    assert rows(capsys.readouterr().out)


def test_models_take_their_config_before_the_action_or_after_it(home, capsys):
    place = str(home / "glint.toml")
    assert main(["models", "--config", place, "list", "--json"]) == 0
    before = capsys.readouterr().out
    assert main(["models", "list", "--json", "--config", place]) == 0
    assert capsys.readouterr().out == before


def test_a_folder_of_models_that_cannot_be_read_is_not_an_empty_one(home, capsys):
    config = home / "models.toml"
    config.write_text(f'[models]\nfolder = "{home / "glint.toml"}"\n', encoding="utf-8")
    assert main(["models", "--config", str(config)]) == 2
    assert "cannot read the folder of models" in capsys.readouterr().err
    config.write_text(f'[models]\nfolder = "{home / "nowhere"}"\n', encoding="utf-8")
    assert main(["models", "--config", str(config)]) == 0
    assert "no models in" in capsys.readouterr().out


def test_a_card_by_which_nothing_would_be_hidden_does_not_pass(home, capsys):
    folder = home / "models" / "looker"
    shutil.copytree(Path(__file__).parents[2] / "models" / "looker", folder)
    card = folder / "card.toml"
    blind = re.sub(r"(?s)(thresholds\.redact\]\nface = \{score = )0\.\d+", r"\g<1>1.0", card.read_text("utf-8"))
    card.write_text(blind, encoding="utf-8")
    config = home / "models.toml"
    config.write_text(f'[models]\nfolder = "{folder.parent}"\n', encoding="utf-8")
    assert main(["models", "verify", "--config", str(config)]) == 1
    assert "would not hide a face, so no photo may leave" in " ".join(capsys.readouterr().out.split())


def test_every_command_has_help_with_an_example(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    names = re.findall(r"^    ([a-z]+) ", capsys.readouterr().out, re.MULTILINE)
    assert {"ask", "see", "chat", "route", "play", "replay", "run", "ledger", "models", "bench", "doctor"} <= set(names)
    for name in names:
        with pytest.raises(SystemExit) as left:
            main([name, "--help"])
        assert left.value.code == 0
        assert "example" in capsys.readouterr().out, name


# ------------------------------------------------------------------------------------------------------------------ API


def test_a_terminal_without_a_letter_gets_the_answer_all_the_same(home):
    command = [sys.executable, "-m", "edge.cli", "ask", "--json", "--config", str(home / "glint.toml"), "größe?"]
    said = subprocess.check_output(command, env={**os.environ, "PYTHONIOENCODING": "ascii"}, timeout=60)
    assert json.loads(said)["text"] == "gr??e?"


def test_the_readmes_python_works_as_written(home):
    (code,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    root = README.parent
    environment = {**os.environ, "XDG_STATE_HOME": str(home), "PYTHONPATH": f"{root}:{root / 'edge' / 'public'}"}
    environment |= {"XDG_CONFIG_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True, timeout=50, check=False
    )
    assert done.returncode == 0, done.stderr
    first, *_, last = done.stdout.splitlines()
    assert (first, last) == ("Yes, I see a bottle.", "That's 12.")


def test_a_frame_of_ones_own_and_the_async_twin(home):
    import asyncio

    from edge.messages import Frame, Instant, Outcome

    blue = Frame(Instant(0.0), np.full((40, 40, 3), (20, 30, 200), np.uint8))
    config = Config(data=str(home))
    with glint(config) as g:
        assert "blue" in g.ask("what is the main colour?", image=blue).text

    async def both():
        async with aglint(config) as g:
            return await asyncio.gather(g.ask("what is 2 plus 3"), g.ask("what is 2 plus 4"))

    five, six = asyncio.run(both())
    assert (five.outcome, "5" in five.text, "6" in six.text) == (Outcome.ANSWERED_LOCAL, True, True)


# --------------------------------------------------------------------------------------------------------------- daemon


def start(home, *arguments, **more):
    return subprocess.Popen(
        [sys.executable, "-m", "edge.cli", *arguments, "--config", str(home / "glint.toml")],
        text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more,
    )  # fmt: skip


def test_the_daemon_says_when_it_is_ready_feeds_the_watchdog_and_stops_in_order(home):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(home / "notify"))
        systemd.settimeout(30.0)
        environment = {**os.environ, "NOTIFY_SOCKET": str(home / "notify"), "WATCHDOG_USEC": "300000"}
        daemon = start(home, "run", "--json", env=environment)
        try:
            words = [systemd.recv(100) for _ in range(4)]
            daemon.send_signal(signal.SIGTERM)
            _, talk = daemon.communicate(timeout=30)
        finally:
            daemon.kill()
            daemon.communicate()
    assert words[0] == b"READY=1"
    assert words[1:] == [b"WATCHDOG=1"] * 3
    assert daemon.returncode == 0, talk


def test_what_the_daemon_logs_could_be_published(home):
    daemon = start(home, "run")
    try:
        daemon.stdin.write("what is 2 plus 2\nremember the canary\n")
        daemon.stdin.flush()
        ended = [daemon.stdout.readline() for _ in range(2)]
        daemon.send_signal(signal.SIGTERM)
        rest = "".join(daemon.communicate(timeout=30))
    finally:
        daemon.kill()
        daemon.communicate()
    assert all(re.fullmatch(r"turn \d+: \w+ in [\d.]+ s\n", line) for line in ended)
    assert "glint: I" in rest
    assert "type a question" in rest
    assert not re.search(r"canary|plus", "".join(ended) + rest)


def test_chat_answers_line_by_line_and_ends_with_its_input(home):
    chat = start(home, "chat")
    shown, talk = chat.communicate("what is 2 plus 2\nwhat is 3 plus 3\n", timeout=50)
    assert chat.returncode == 0, talk
    assert "4" in shown
    assert "6" in shown


def test_chat_into_a_file_takes_no_pictures_because_nobody_sees_its_light(home):
    camera = '[camera]\nsource = "http://127.0.0.1:1/"\n'
    (home / "glint.toml").write_text(f'data = "{home}/data"\n{camera}', encoding="utf-8")
    shown, talk = start(home, "chat").communicate("what do you see?\n", timeout=50)
    assert "No light, so no camera." in shown
    assert "camera on" not in shown
    assert "going on without light: the output is no terminal" in talk
