"""Takes a clip: frames through the eye, for so many seconds, into a file. Without sound."""

from __future__ import annotations

import asyncio
import threading
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from edge.errors import DeviceError
from edge.messages import Frame
from edge.shell.guarded import checked

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable
    from pathlib import Path

    from edge.devices import Eye
    from edge.flow import Lane
    from edge.messages import Shot

SUFFIX, CODEC = ".avi", "MJPG"  # what OpenCV writes by itself on every machine
PATIENCE = 5.0  # seconds that a camera may take beyond the length of the clip


@dataclass(eq=False)
class ClipFile:
    """A file of frames at a steady rate: one that came late is repeated, so that the clip is as long as it took."""

    path: Path
    fps: float
    frames: int = field(default=0, init=False)
    _began: float = field(default=0.0, init=False)
    _size: tuple[int, int] = field(default=(0, 0), init=False)
    _writer: Any = field(default=None, init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def at(self, frame: Frame) -> float:
        """Seconds from the first frame to this one."""
        return float(frame.at) - self._began if self.frames else 0.0

    def add(self, frame: Frame) -> None:
        """Write a frame; raises DeviceError where OpenCV cannot."""
        import cv2

        with self._lock:
            if self._writer is None:
                height, width = frame.pixels.shape[:2]
                self._began, self._size = float(frame.at), (width, height)
                code = cv2.VideoWriter.fourcc(*CODEC)
                self._writer = cv2.VideoWriter(str(self.path), code, self.fps, self._size)
                if not self._writer.isOpened():
                    raise DeviceError("camera", "no clip can be written on this machine")
            bgr = cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2BGR)
            if bgr.shape[1::-1] != self._size:
                bgr = cv2.resize(bgr, self._size)
            due = round((float(frame.at) - self._began) * self.fps) + 1
            for _ in range(max(1, due - self.frames)):
                self._writer.write(bgr)
                self.frames += 1

    def close(self) -> None:
        """Finish the file."""
        with self._lock:
            if self._writer is not None:
                self._writer.release()
                self._writer = None


@dataclass(frozen=True, slots=True)
class Filming:
    """A clip that is wanted: its length in seconds, and what ends it sooner."""

    seconds: float
    stop: asyncio.Event
    began: Callable[[], None]
    """Called once the light is on and the first frame has come."""


async def film(eye: Eye, shot: Shot, lane: Lane, path: Path, take: Filming) -> float:
    """Write a clip to this file: the seconds that it is long. Raises DeviceError where there are no frames."""
    reel = ClipFile(path, shot.fps)
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(take.seconds + PATIENCE), aclosing(eye.frames(shot)) as frames:
                await _expose(reel, frames, lane, take)
    finally:
        reel.close()
    if not reel.frames:
        raise DeviceError("camera", "gave no picture")
    return reel.frames / shot.fps


async def _expose(reel: ClipFile, frames: AsyncGenerator[Frame, None], lane: Lane, take: Filming) -> None:
    async for frame in frames:
        if take.stop.is_set() or reel.at(checked(frame, Frame)) >= take.seconds:
            return
        if not reel.frames:
            take.began()
        await lane.run("clip", partial(reel.add, frame))
