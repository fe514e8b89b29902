"""Notifications to systemd, over a path or an abstract socket."""

import os
import socket
from pathlib import Path

import pytest

from edge.daemon.notify import Notifier


@pytest.mark.parametrize("abstract", [False, True])
def test_every_state_is_sent_to_systemd(tmp_path: Path, *, abstract: bool):
    name = f"glint-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(f"\0{name}" if abstract else str(tmp_path / name))
        systemd.settimeout(1.0)
        notifier = Notifier(f"@{name}" if abstract else str(tmp_path / name))
        for say, word in (
            (notifier.ready, b"READY=1"),
            (notifier.alive, b"WATCHDOG=1"),
            (notifier.stopping, b"STOPPING=1"),
        ):
            say()
            assert systemd.recv(64) == word


def test_without_a_listener_nothing_is_raised(tmp_path: Path):
    Notifier("").ready()
    Notifier(str(tmp_path / "gone")).alive()
