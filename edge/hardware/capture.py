"""The camera's thread: reads frames, reopens a lost source, and gives each reader the newest frame."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from edge.errors import DeviceError
from edge.hardware.video import fitted
from edge.messages import Frame, Instant

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge.hardware.video import Source, Video
    from edge.messages import Shot

RETRY = 0.1  # seconds before the second try to open it; doubles


class Glance:
    """A mailbox of one frame between the thread and one reader, at the reader's rate."""

    def __init__(self, shot: Shot) -> None:
        self.shot = shot
        self._due = 0.0
        self._lost = 0
        self._item: Frame | DeviceError | None = None
        self._lock = threading.Lock()
        self._filled = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def is_due(self, at: float) -> bool:
        """Whether it is time for the next frame; a little early is better than one frame late."""
        period = 1 / self.shot.fps
        if at < self._due - period / 4:
            return False
        self._due = max(self._due, at) + period
        return True

    def put(self, item: Frame | DeviceError) -> None:
        """Called by the thread. An unread frame is replaced and counted."""
        with self._lock:
            self._lost += isinstance(self._item, Frame)
            self._item = item
        with suppress(RuntimeError):  # the loop has ended, and nobody looks any more
            self._loop.call_soon_threadsafe(self._filled.set)

    async def take(self) -> Frame:
        """Called by who looks: the newest frame, as soon as there is one."""
        while True:
            await self._filled.wait()
            self._filled.clear()
            with self._lock:
                item, self._item = self._item, None
                lost, self._lost = self._lost, 0
            if isinstance(item, DeviceError):
                raise item
            if item is not None:  # told of two, and only the newer one was there
                return Frame(item.at, item.pixels, lost)


class Capture:
    """One opened source, and the thread that reads it until the last glance has left."""

    def __init__(self, source: Source, first: Glance, now: Callable[[], float]) -> None:
        self._source = source
        self._shot = first.shot
        self._now = now
        self._glances: tuple[Glance, ...] = (first,)  # replaced, never changed: the thread reads it meanwhile
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)
        self._thread.start()

    def join(self, glance: Glance) -> bool:
        """Add a reader; False if the thread is ending already."""
        with self._lock:
            if self._stop.is_set():
                return False
            self._glances = (*self._glances, glance)
            return True

    def leave(self, glance: Glance) -> bool:
        """Take a reader off; returns whether none is left, and the thread ends."""
        with self._lock:
            self._glances = tuple(other for other in self._glances if other is not glance)
            if not self._glances:
                self._stop.set()
            return self._stop.is_set()

    async def ended(self, within: float) -> bool:
        """Wait for the thread, which comes back from OpenCV by its read deadline; whether it did."""
        until = time.monotonic() + within
        while self._thread.is_alive() and time.monotonic() < until:  # noqa: ASYNC110 - a thread's end sets no event
            await asyncio.sleep(0.005)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._watch(self._source.open(self._shot))
        except DeviceError as error:
            with self._lock:
                self._stop.set()
                for glance in self._glances:
                    glance.put(error)

    def _watch(self, video: Video | None) -> None:
        seen, wait = self._now(), RETRY
        try:
            while not self._stop.is_set():
                if video is not None and video.grab():
                    seen, wait = self._now(), RETRY
                    self._hand_out(video, seen)
                    continue
                if video is not None:
                    video.release()
                video = None
                if not self._stop.wait(wait):
                    video, wait = self._reopened(seen), wait * 2
        finally:
            if video is not None:
                video.release()

    def _reopened(self, seen: float) -> Video | None:
        """The source once more; DeviceError when it has been gone for too long."""
        too_late = self._now() - seen > self._source.patience
        try:
            video = self._source.open(self._shot)
        except DeviceError:
            if too_late:
                raise
            return None
        if too_late:
            video.release()
            raise DeviceError("camera", f"{self._source} gives no pictures", "unplug it, and plug it in again")
        return video

    def _hand_out(self, video: Video, at: float) -> None:
        due = [glance for glance in self._glances if glance.is_due(at)]
        if not due:
            return  # grabbed and not decoded: the queue of the driver stays empty, and it costs little
        whole, bgr = video.retrieve()
        if whole:
            for glance in due:
                glance.put(Frame(Instant(at), fitted(bgr, glance.shot.width)))
