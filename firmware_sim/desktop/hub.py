"""The pages that are open: all are told what happens, one of them drives."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

WAITING_AT_MOST = 400  # messages for a page that does not take them
PAGES_AT_MOST = 8
OFTEN = {"meter", "state"}  # what a page that is behind does without


@dataclass(eq=False)
class Page:
    """One open page: what it is still to be told."""

    waiting: deque[tuple[str, str, bytes]] = field(default_factory=deque)
    filled: asyncio.Event = field(default_factory=asyncio.Event)
    behind: bool = False
    """Whether it took too little for too long: it is to be closed, and may come again."""

    def tell(self, message: Mapping[str, Any], payload: bytes = b"") -> None:
        """Leave a message, and the bytes that follow it; never waits."""
        if len(self.waiting) >= WAITING_AT_MOST // 2 and message["is"] in OFTEN:
            return
        if len(self.waiting) >= WAITING_AT_MOST:
            self.behind = True
        else:
            text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
            self.waiting.append((message["is"], text, payload))
        self.filled.set()

    async def next(self) -> tuple[str, str, bytes] | None:
        """The next message: its name, its text, and its bytes; None for a page that is behind."""
        while not self.waiting and not self.behind:
            self.filled.clear()
            await self.filled.wait()
        return None if self.behind else self.waiting.popleft()


class Hub:
    """The open pages, in the order in which they came. The first drives, until another takes over."""

    def __init__(self) -> None:
        self._pages: list[Page] = []
        self._driver: Page | None = None

    @property
    def full(self) -> bool:
        """Whether no further page may come."""
        return len(self._pages) >= PAGES_AT_MOST

    @property
    def empty(self) -> bool:
        """Whether no page is open."""
        return not self._pages

    def join(self) -> Page:
        """A page has come."""
        page = Page()
        self._pages.append(page)
        self._driver = self._driver or page
        return page

    def leave(self, page: Page) -> None:
        """A page has gone; where it drove, the one that came first does now."""
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
