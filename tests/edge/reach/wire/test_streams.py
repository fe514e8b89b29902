"""Two hundred streams of a hostile server: each ends within its clocks, and nobody waits long; memory stays small."""

from __future__ import annotations

import asyncio
import gc
import json
import time
import tomllib
import tracemalloc
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import h11
import pytest

from edge.reach.wire.echoes import Echoes
from edge.reach.wire.failures import EndedError, Failure
from edge.reach.wire.speech import Speech, Take
from edge.reach.wire.stream import Clocks, ResponseReader, Wire
from firmware_sim.clock import VirtualLoop

TABLE = tomllib.loads(Path(__file__).with_name("streams.toml").read_text(encoding="utf-8"))
CLOCKS = Clocks(4.0, 2.0, 8.0)
TURN = 0.05  # seconds of processor time
MEMORY = 20 << 20
HEAD = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
PIECE = 16 * 1024

STREAMS = {
    **{f"{one['name']}, {ending}": (one, ending) for one in TABLE["content"] for ending in TABLE["ending"]},
    **{f"head: {one['name']}": (one, one["ending"]) for one in TABLE["head"]},
}


def event(data: bytes) -> bytes:
    return b"data: " + data + b"\n\n"


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def units(row: dict[str, Any]) -> Iterator[bytes]:
    """The pieces of a body, as they are sent."""
    times = row.get("times", 1)
    if "text" in row:
        said = json.dumps(row["text"] * row.get("each", 1)).encode()
        yield from [event(b'{"choices":[{"delta":{"content":%s}}]}' % said)] * times
    elif "event" in row:
        yield from [event(row["event"].encode())] * times
    elif "hex" in row:
        yield from [bytes.fromhex(row["hex"])] * times
    elif "then" in row:
        yield row["raw"].encode()
        yield row["then"].encode() * times
    else:
        yield row["raw"].encode() * times


def sent(row: dict[str, Any], ending: str) -> tuple[bytes, bytes]:
    """What is sent first, and what again and again for as long as somebody reads; nothing: only the first."""
    if "ending" in row:
        return (row["raw"] + row.get("then", "") * row.get("times", 0)).encode(), row.get("then", row["raw"]).encode()
    body = b"".join(chunk(unit) for unit in units(row))
    finish = event(b'{"choices":[{"delta":{},"finish_reason":"stop"}]}')
    ends = {
        "done": chunk(event(b"[DONE]")) + b"0\r\n\r\n",
        "reason": chunk(finish) + chunk(event(b"[DONE]")) + b"0\r\n\r\n",
        "over": b"0\r\n\r\n",
        "cut": b"ff\r\ndata: {",
    }
    return HEAD.encode() + body + ends.get(ending, b""), body


class Deaf:
    """The writing half of a connection, which goes nowhere."""

    def __init__(self) -> None:
        self.transport = self

    def pause_reading(self) -> None:
        """What comes, comes."""

    def resume_reading(self) -> None:
        """And again."""


async def feed(reader: asyncio.StreamReader, first: bytes, again: bytes, ending: str) -> None:
    """Send it as a server would; more only while there is room, as a socket holds it back."""
    step, pause = (1, 0.05) if ending == "dripped" else (PIECE, 0.001)
    await _send(reader, first, step, pause)
    if ending in {"again", "dripped"} and again:
        piece = again * (PIECE // len(again) + 1)
        while True:
            await _send(reader, piece, step, pause)
    if ending != "hang":
        reader.feed_eof()


async def _send(reader: asyncio.StreamReader, data: bytes, step: int, pause: float) -> None:
    for at in range(0, len(data), step):
        while len(reader._buffer) > 4 * PIECE:  # type: ignore[attr-defined]  # noqa: ASYNC110
            await asyncio.sleep(pause)
        if reader.exception() is None:
            reader.feed_data(data[at : at + step])
        await asyncio.sleep(pause)


class Timed(VirtualLoop):
    """Virtual time, and the longest processor time that any callback took."""

    longest = 0.0

    def call_soon(self, callback: Callable[..., object], *args: Any, context: Any = None) -> asyncio.Handle:
        def timed(*given: Any) -> None:
            began = time.thread_time()
            callback(*given)
            self.longest = max(self.longest, time.thread_time() - began)

        return super().call_soon(timed, *args, context=context)


def read(name: str) -> tuple[str, float, float, Take]:
    """How a stream ended, when, the longest turn, and what was taken."""
    row, ending = STREAMS[name]
    first, again = sent(row, ending)
    take = Take(Speech(lambda _: None), 1800, may_be_unsure=False, hold="hold" in row)

    async def main() -> tuple[str, float]:
        http = h11.Connection(h11.CLIENT, max_incomplete_event_size=32 * 1024)
        http.send(h11.Request(method="GET", target="/", headers=[("host", "a")]))
        http.send(h11.EndOfMessage())
        reader = asyncio.StreamReader()
        answer = ResponseReader(Wire(reader, Deaf()), http, CLOCKS, take, Echoes("sk-Proj-9fQ2xLmN77"))  # type: ignore[arg-type]
        feeding = asyncio.ensure_future(feed(reader, first, again, ending))
        try:
            how = await _how(answer.read(asyncio.get_running_loop().time() + CLOCKS.total))
        finally:
            feeding.cancel()
        take.finish()
        return how, asyncio.get_running_loop().time()

    with asyncio.Runner(loop_factory=lambda: Timed(0.0, 60.0)) as runner:
        how, at = runner.run(main())
        return how, at, runner.get_loop().longest, take  # type: ignore[attr-defined]


async def _how(reading: Awaitable[object]) -> str:
    try:
        await reading
    except EndedError as ended:
        return ended.how.value
    return "well"


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("content is a list, done", Failure.WRONG_SHAPE),
        ("choices is a text, over", Failure.WRONG_SHAPE),
        ("head: JSON of a wrong shape", Failure.WRONG_SHAPE),
        ("no JSON, done", Failure.BAD_JSON),
        ("broken UTF-8, done", Failure.BAD_UTF8),
        ("head: 1xx for ever", Failure.BAD_HTTP),
        ("head: headers for ever", Failure.BAD_HTTP),
        ("head: dripped headers", Failure.DRIPPED),
    ],
)
def test_how_it_ended_is_told_as_it_was(name: str, how: Failure) -> None:
    assert read(name)[0] == how


def test_what_was_counted_wrongly_costs_no_answer() -> None:
    how, _, _, take = read("usage too large, done")
    assert (how, take._speech.text) == ("well", "Yes. Yes. Yes.")


def test_there_are_two_hundred_of_them() -> None:
    assert len(STREAMS) >= 200


@pytest.mark.parametrize("name", STREAMS)
def test_it_ends_within_its_clocks_and_nobody_waits_for_a_turn(name: str) -> None:
    gc.disable()
    try:
        tries = [read(name)]
        while tries[-1][2] >= TURN and len(tries) < 4:  # whoever else has the machine only ever adds
            tries.append(read(name))
    finally:
        gc.enable()
    how, at, longest, take = tries[-1]
    assert how == "well" or how in set(Failure)
    assert at <= CLOCKS.total + 0.1
    assert longest < TURN
    said = " ".join(take._speech.said)
    assert not [char for char in said if not char.isprintable()]
    assert "hm" not in said or STREAMS[name][0]["name"] == "ends of thoughts"


@pytest.fixture(scope="module")
def read_before() -> None:
    """What is made once, with the first stream, is there."""
    read(next(iter(STREAMS)))


LONG = ("line ends, again", "escapes, again", "thoughts that never end, again", "ends of thoughts, again")
"""Tens of thousands of tiny pieces: seconds, where each allocation is counted. In core they come once, then silence."""
LASTING = [
    pytest.param(name, marks=pytest.mark.slow) if name in LONG else name
    for name in STREAMS
    if name.endswith((", again", ", hang")) or name.startswith("head")
]


@pytest.mark.parametrize("name", LASTING)
@pytest.mark.usefixtures("read_before")
def test_it_takes_little_memory(name: str) -> None:
    gc.collect()
    tracemalloc.start()
    try:
        read(name)
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()
