"""A real server: `transformers serve` with a tiny random vision-language model, from an environment of its own.

What it says is gibberish, so the tests are about the protocol. `tools/serve_environment` makes the environment.
"""

import contextlib
import json
import os
import socket
import subprocess
import urllib.request
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.cli import main
from tests.edge.reach.port import wait

ROOT = Path(__file__).parents[3]
pytestmark = [pytest.mark.server, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """URL and model of a server that runs."""
    found = subprocess.run([ROOT / "tools" / "serve_environment"], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    place = Path(found.stdout.strip())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("serve") / "log"
    settings = os.environ | {"HF_HUB_OFFLINE": "1", "HF_HUB_CACHE": str(place / "hub")}
    model = str(place / "tiny-vlm")
    command = [str(place / "venv/bin/transformers"), "serve", model, "--host", "127.0.0.1", "--port", str(port)]
    with log.open("w") as out:
        server = subprocess.Popen(
            [*command, "--device", "cpu", "--default-seed", "0"], stdout=out, stderr=out, env=settings
        )
        try:
            wait_until_healthy(server, port, log)
            yield f"http://127.0.0.1:{port}/v1", model
        finally:
            server.terminate()
            server.wait(30)


def wait_until_healthy(server, port, log):
    def healthy() -> bool:
        assert server.poll() is None, log.read_text()
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
            return True
        return False

    assert wait(healthy, 180.0), log.read_text()


@pytest.fixture
def home(tmp_path, served):
    url, model = served
    (tmp_path / "glint.toml").write_text(
        f'format = 1\ndata = "{tmp_path}/data"\n[[server]]\nname = "tiny"\nurl = "{url}"\nmodel = "{model}"\n'
        "tokens = 48\nfirst_token_within = 30.0\n",
        encoding="utf-8",
    )
    cv2.imwrite(str(tmp_path / "p.png"), np.full((240, 320, 3), (40, 90, 200), np.uint8))
    return tmp_path


def ask(home, capsys, *arguments):
    assert main(["ask", "--config", str(home / "glint.toml"), "--json", "--mode", "think", *map(str, arguments)]) == 0
    row = json.loads(capsys.readouterr().out)
    assert main(["ledger", "--config", str(home / "glint.toml"), "--receipts", "--json"]) == 0
    return row, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_turn_is_streamed_end_to_end(home, capsys):
    row, receipts = ask(home, capsys, "why is the sky blue?")
    assert row["route"] == "server"
    assert row["outcome"] in {"answered_remote", "degraded"}  # gibberish runs out of room
    assert row["answer"]
    assert [receipt["sent"] for receipt in receipts] == ["whole"]


def test_a_turn_with_a_picture_is_streamed_end_to_end(home, capsys):
    row, receipts = ask(home, capsys, "--image", home / "p.png", "which of these should I eat, and why?")
    assert row["route"] == "server"
    assert row["answer"]
    assert [receipt["cause"] for receipt in receipts] == ["probe", "asked"]
    assert receipts[1]["sent"] == "whole"
    assert receipts[1]["picture"] == "not kept"


def test_setup_meets_it(home, capsys, served):
    url, model = served
    config = home / "new.toml"
    config.write_text(f'data = "{home}/data"\n', encoding="utf-8")
    assert main(["setup", "--config", str(config), "--server", url, "--model", model, "--yes"]) == 0
    assert "first word after" in capsys.readouterr().out
    assert model in config.read_text()
