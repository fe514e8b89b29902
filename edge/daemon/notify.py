"""Tells systemd that Glint is ready, alive or stopping (sd_notify)."""

from __future__ import annotations

import socket

from edge.records import dataclass


@dataclass(frozen=True, slots=True)
class Notifier:
    """`path` is what systemd put into $NOTIFY_SOCKET; empty: nobody listens, and nothing is sent."""

    path: str = ""

    def ready(self) -> None:
        self._send("READY=1")

    def alive(self) -> None:
        """For WatchdogSec=; to be sent only when everything made progress."""
        self._send("WATCHDOG=1")

    def stopping(self) -> None:
        self._send("STOPPING=1")

    def _send(self, words: str) -> None:
        if not self.path:
            return
        address = "\0" + self.path[1:] if self.path.startswith("@") else self.path  # @: an abstract socket
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as line:
            try:
                line.sendto(words.encode(), address)
            except OSError:
                return  # systemd is gone or busy; the next word will tell
