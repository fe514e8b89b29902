"""The pages that are open: all are told what happens, one of them drives."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from firmware_sim.desktop.json_text import json_text

WAITING_AT_MOST = 400  # messages for a page that does not take them
BYTES_AT_MOST = 48 << 20  # of them together, unless it is a single one
PAGES_AT_MOST = 8
OFTEN = {"meter", "state"}  # what a page that is behind does without
BEHIND = (1013, "the page takes too little")


@dataclass(eq=False)
class Page:
    """One open page: what it is still to be told."""

    waiting: deque[tuple[str, str, bytes]] = field(default_factory=deque)
    filled: asyncio.Event = field(default_factory=asyncio.Event)
    size: int = 0
    """Bytes that wait."""
    ended: tuple[int, str] | None = None
    """The code and the reason with which its socket is to be closed, once what waits is told."""

    def tell(self, message: Mapping[str, Any], payload: bytes = b"") -> None:
        """Leave a message, and the bytes that follow it; never waits."""
        if self.ended or (len(self.waiting) >= WAITING_AT_MOST // 2 and message["is"] in OFTEN):
            return
        text = json_text(message)
        size = len(text) + len(payload)
        if self.waiting and (len(self.waiting) >= WAITING_AT_MOST or self.size + size > BYTES_AT_MOST):
            self.waiting.clear()
            self.end(*BEHIND)
            return
        self.size += size
        self.waiting.append((message["is"], text, payload))
        self.filled.set()

    def end(self, code: int, reason: str) -> None:
        """Nothing more is told; its socket is to be closed."""
        self.ended = self.ended or (code, reason)
        self.filled.set()

    async def next(self) -> tuple[str, str, bytes] | None:
        """The next message: its name, its text, and its bytes; None once it has ended."""
        while not self.waiting and self.ended is None:
            self.filled.clear()
            await self.filled.wait()
        if not self.waiting:
            return None
        name, text, payload = self.waiting.popleft()
        self.size -= len(text) + len(payload)
        return name, text, payload


class Hub:
    """The open pages, in the order in which they came. The first drives, until another takes over."""

    def __init__(self) -> None:
        self._pages: list[Page] = []
        self._driver: Page | None = None

    @property
    def full(self) -> bool:
        """Whether no further page may come."""
        return len(self._pages) >= PAGES_AT_MOST

    def join(self, page: Page) -> None:
        """A page has come."""
        self._pages.append(page)
        self._driver = self._driver or page

    def leave(self, page: Page) -> None:
        """A page has gone, if it ever came; where it drove, the one that came first does now."""
        if page in self._pages:
            self._pages.remove(page)
        if self._driver is page:
            self._driver = self._pages[0] if self._pages else None
            if self._driver is not None:
                self._driver.tell({"is": "driver", "driver": True})

    def drives(self, page: Page) -> bool:
        """Whether this page is the one whose orders count."""
        return self._driver is page

    def drive(self, page: Page) -> None:
        """From now on this page drives."""
        before, self._driver = self._driver, page
        if before is not None and before is not page:
            before.tell({"is": "driver", "driver": False})
        page.tell({"is": "driver", "driver": True})

    def tell(self, message: Mapping[str, Any], payload: bytes = b"") -> None:
        """Tell all pages."""
        for page in self._pages:
            if message["is"] == "hello":
                page.tell({**message, "driver": self.drives(page)}, payload)
            elif message["is"] != "camera" or self.drives(page):  # the frames come from who drives
                page.tell(message, payload)

    def end(self, why: str) -> None:
        """Say good-bye to all pages."""
        for page in self._pages:
            page.tell({"is": "bye", "why": why})
            page.end(1001, why)
