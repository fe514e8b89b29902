"""A scripted server for reasoning: speaks the OpenAI protocol, answers from a table, fails in a named way when told to.

One handler serves a real port on loopback and the in-memory streams of the simulated link alike. It is scripted and
says so: what it knows stands in `answers`; of a picture it knows the colours of the left and the right half.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
import math
from collections import deque
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from firmware_sim.server.bad_answers import ENDINGS, ResponseWriter

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import AsyncIterator, Mapping

PATIENCE = 120.0  # seconds that a connection may stay idle
BODY_AT_MOST = 16 * 1024 * 1024
MODEL = "scripted"
DEFAULT = "I am a scripted server, so I can only repeat what I was given. You asked: {question}"

_PALETTE = {
    "red": (220, 30, 30), "green": (30, 160, 50), "blue": (30, 60, 220), "yellow": (240, 220, 40),
    "black": (10, 10, 10), "white": (245, 245, 245), "orange": (250, 140, 20), "purple": (130, 40, 160),
    "gray": (128, 128, 128),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it came in, byte for byte, even if it was cut short."""

    raw: bytes
    target: str = ""
    question: str = ""
    pictures: tuple[bytes, ...] = ()
    key: str = ""


@dataclass(eq=False)
class ScriptedServer:
    """A handler of connections. Its fields may be changed while it runs, to switch a fault on or off."""

    answers: Mapping[str, str] = field(default_factory=dict)
    """Words of a question, in lower case, and what is answered to it; the longest match wins."""
    ending: str = "well"
    """One of ENDINGS."""
    ill_until: float = math.inf
    """The loop's time from which on it is well, whatever `ending` says."""
    pace: float = 0.0
    """Seconds between words."""
    first: float = 0.0
    """Seconds before the first word."""
    sees: bool = True
    """Whether it looks at pictures. Some servers take them, answer 200 and never look."""
    thoughts: int = 0
    """Words of reasoning before the answer."""
    retry_after: float = 5.0
    received: deque[Received] = field(default_factory=lambda: deque(maxlen=10_000))
    """The last requests, oldest first."""
    connections: int = 0
    """How many are open."""
    opened: int = 0
    """How many have ever been opened."""

    async def __call__(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Serve one connection until it is closed."""
        self.connections += 1
        self.opened += 1
        try:
            while await self._serve(reader, writer):
                pass
        except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError):
            pass  # the other side is gone, or never said anything sensible
        finally:
            self.connections -= 1
            writer.close()

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> bool:
        raw, whole = await self._read(reader)
        if not raw:
            return False
        request = _understand(raw)
        self.received.append(request)
        if not whole:
            return False
        reply = ResponseWriter(reader, writer)
        well = self.ending == "well" or asyncio.get_running_loop().time() >= self.ill_until
        if well or not request.target.startswith("POST"):
            await self._answer(request, reply)
        else:
            await ENDINGS[self.ending](reply, self)
        return not reply.closed

    async def _read(self, reader: StreamReader) -> tuple[bytes, bool]:
        """A request, or as much of it as came before the connection broke."""
        head = b""
        try:
            async with asyncio.timeout(PATIENCE):
                head = await reader.readuntil(b"\r\n\r\n")
                size = min(_length(head), BODY_AT_MOST)
                return head + await reader.readexactly(size), True
        except asyncio.IncompleteReadError as error:
            return head + error.partial, False
        except TimeoutError:
            return head, False

    async def _answer(self, request: Received, reply: ResponseWriter) -> None:
        if request.target.startswith("GET") and request.target.endswith("/models"):
            await reply.whole(200, json.dumps({"object": "list", "data": [{"id": MODEL, "object": "model"}]}).encode())
        elif request.target.startswith("POST") and request.target.endswith("/chat/completions"):
            await self._stream(request, reply)
        else:
            await reply.whole(404, b'{"error": {"message": "there is nothing here"}}')

    async def _stream(self, request: Received, reply: ResponseWriter) -> None:
        await asyncio.sleep(self.first)
        await reply.begin()
        for n in range(self.thoughts):
            await reply.event({"reasoning_content": f"thought {n} "})
            await asyncio.sleep(self.pace)
        for word in _words(self.answer(request)):
            await reply.event({"content": word})
            await asyncio.sleep(self.pace)
        await reply.event({}, "stop")
        await reply.done()

    def answer(self, request: Received) -> str:
        """The words that answer a request."""
        question = request.question.partition("\n\n")[0].lower()  # what follows is quoted by whoever asks
        match = max((key for key in self.answers if key in question), key=len, default=None)
        if match is not None:
            return self.answers[match]
        if request.pictures and self.sees:
            halves = look(request.pictures[-1])
            if halves:
                return f"{halves[0]} {halves[1]}"
        return DEFAULT.format(question=request.question.partition("\n\n")[0])


@asynccontextmanager
async def on_loopback(server: ScriptedServer, port: int = 0) -> AsyncIterator[str]:
    """Serve on a real port of this machine; gives the URL, and closes every connection at the end."""
    tasks: set[asyncio.Task[None]] = set()

    async def accept(reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        await server(reader, writer)

    listener = await asyncio.start_server(accept, "127.0.0.1", port)
    try:
        yield f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/v1"
    finally:
        listener.close()
        for task in tuple(tasks):
            task.cancel()
        if tasks:
            await asyncio.wait(tuple(tasks))


def look(jpeg: bytes) -> tuple[str, str] | None:
    """The names of the mean colours of a picture's left and right half; None if it cannot be decoded."""
    import cv2
    import numpy as np

    pixels = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        return None
    half = pixels.shape[1] // 2
    left, right = (part.reshape(-1, 3).mean(axis=0)[::-1] for part in (pixels[:, :half], pixels[:, half:]))
    return _nearest(left), _nearest(right)


def _nearest(colour: Any) -> str:  # noqa: ANN401 - three numbers, in whatever they came
    return min(_PALETTE, key=lambda name: math.dist(_PALETTE[name], [float(part) for part in colour]))


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length" and value.strip().isdigit():
            return int(value)
    return 0


def _understand(raw: bytes) -> Received:
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    key = next((line.partition(":")[2].strip() for line in lines if line.lower().startswith("idempotency-key:")), "")
    target = lines[0].rpartition(" ")[0]
    try:
        messages = json.loads(body)["messages"]
        parts = messages[-1]["content"]
    except (ValueError, LookupError, TypeError):
        return Received(raw, target, key=key)
    if isinstance(parts, str):
        return Received(raw, target, parts, key=key)
    texts = [part["text"] for part in parts if part.get("type") == "text"]
    urls = [part["image_url"]["url"] for part in parts if part.get("type") == "image_url"]
    return Received(raw, target, "\n".join(texts), tuple(_decoded(url) for url in urls), key)


def _decoded(url: str) -> bytes:
    try:
        return base64.b64decode(url.partition("base64,")[2], validate=True)
    except binascii.Error:
        return b""


def _words(text: str) -> list[str]:
    words = text.split(" ")
    return [word + " " for word in words[:-1]] + words[-1:]
