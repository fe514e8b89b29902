"""Whatever shape an answer has, reading it takes time in proportion to its length, and nobody waits long for a turn."""

from __future__ import annotations

import asyncio
import gc
import json
import math
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import h11
import pytest

from edge.messages import Show, Size
from edge.reach.wire.failures import EndedError, Failure
from edge.reach.wire.speech import Speech, Take
from edge.reach.wire.spoken import Spoken, one_line
from edge.reach.wire.sse import BODY_AT_MOST
from edge.reach.wire.stream import WHOLE_AT_MOST, Clocks, ResponseReader, Wire
from edge.render import card, spoken, wrap

GROWTH = 2.5  # times, for twice as much; what looks at every pair of characters would take four times as long
TURN = 0.05  # seconds of processor time that anybody else may have to wait

SHAPES = {
    "dots": ".",
    "dots and words": "..a",
    "marks and quotes": '."',
    "stops of small words": "e.g. ",
    "sentences": "So it is. ",
    "tags": "<b>",
    "open tags": "<b",
    "tags in tags": ("<b", ">"),
    "angles": "<",
    "links": "[a](b)",
    "links in links": ("[", "](b)"),
    "open links": "[a](",
    "brackets": "[",
    "round brackets": "[a](" + "(",
    "asterisks": "*",
    "bold that never ends": "**a ",
    "products": "**a * ",
    "italic that never ends": " *a",
    "low lines": "_",
    "low lines and words": " __a_b",
    "backticks": "`",
    "backticks and words": "``a",
    "dashes": "- ",
    "lines of dashes": "-\n",
    "lines": "\n",
    "quotes": "> ",
    "spaces": " ",
    "one space among lines": " \n",
    "zero width": "\u200b",
    "zero width in words": "a\u200b",
    "combining": "\u0301",
    "escapes": "\x1b[",
    "escapes that never end": "\x1b]0",
    "thoughts": "<think>",
    "thoughts in thoughts": ("<think>", "</think>"),
    "thoughts, one after the other": "<think>a</think>",
    "half thoughts": "<thin",
    "letters": "a",
    "letters without a space": "a" * 500 + ".",
    "numbers": "1,111",
    "addresses": "http://a.",
    "addresses and dots": "http://a/" + "." * 40 + "x",
    "pipes": "|",
    "wide": "漢。",
}


def shaped(shape: str, size: int) -> str:
    """So many characters of a shape: the same again and again, or opened and closed as often."""
    unit = SHAPES[shape]
    if isinstance(unit, str):
        return (unit * (size // len(unit) + 1))[:size]
    times = size // sum(map(len, unit))
    return unit[0] * times + unit[1] * times


def whole(text: str) -> None:
    spoken_by = Spoken(10**9)
    spoken_by.add(text)
    spoken_by.rest()


def by_tokens(text: str) -> None:
    spoken_by = Spoken(10**9)
    for at in range(0, len(text), 4):
        spoken_by.add(text[at : at + 4])
    spoken_by.rest()


def wrapped(text: str) -> None:
    wrap(text, 40)


def seconds(work: Callable[[], object]) -> float:
    """Seconds of this thread's processor time, not those that others took from it."""
    began = time.thread_time()
    work()
    return time.thread_time() - began


@contextmanager
def no_collection() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def growth(read: Callable[[Any], object], one: Any, four: Any) -> float:
    """How many times as long twice as much takes, from one and four times as much."""
    once = fourfold = 60.0
    for measured in range(8):  # the least of several: whoever else has the machine only ever adds
        once = min(once, seconds(lambda: read(one)))
        fourfold = min(fourfold, seconds(lambda: read(four)))
        if measured and fourfold <= GROWTH**2 * once:
            break
    return math.sqrt(fourfold / once)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("read", [whole, by_tokens, one_line, wrapped])
def test_twice_as_much_takes_twice_as_long(read: Callable[[str], object], shape: str) -> None:
    size = 4000
    with no_collection():
        while size < 128_000 and seconds(partial(read, shaped(shape, size))) < 0.004:
            size *= 2  # until it can be measured
        assert growth(read, shaped(shape, size), shaped(shape, 4 * size)) <= GROWTH


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_shown_and_said_is_looked_at_no_further_than_it_can_matter(shape: str) -> None:
    text = shaped(shape, 1_000_000)
    for show in (lambda: card(Show("Glint", text), Size(40, 6)), lambda: spoken(text)):
        assert any(seconds(show) < TURN for _ in range(3))


# ------------------------------------------------------------------------------------------------- a whole response


class Deaf:
    """What is written to it goes nowhere; it can be paused, like the transport of a socket."""

    def __init__(self) -> None:
        self.transport = self

    def pause_reading(self) -> None:
        """Nothing comes by itself."""

    def resume_reading(self) -> None:
        """Nor after that."""


def response(body: bytes, kind: str, *, chunked: int = 0) -> bytes:
    head = f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\n"
    if not chunked:
        return f"{head}content-length: {len(body)}\r\n\r\n".encode() + body
    parts = (body[at : at + chunked] for at in range(0, len(body), chunked))
    framed = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
    return f"{head}transfer-encoding: chunked\r\n\r\n".encode() + framed + b"0\r\n\r\n"


def event(text: str) -> bytes:
    return b'data: {"choices":[{"delta":{"content":%s}}]}\n\n' % json.dumps(text, ensure_ascii=False).encode()


def in_events(text: str, each: int) -> bytes:
    """An answer in events of so many characters."""
    return b"".join(event(text[at : at + each]) for at in range(0, len(text), each))


def in_one_piece(text: str) -> bytes:
    return json.dumps({"choices": [{"message": {"content": text}}]}, ensure_ascii=False).encode()


STREAM, JSON = "text/event-stream", "application/json"


def read(data: bytes, within: float = 60.0) -> tuple[float, Take, str]:
    """Read a response beside somebody who wants a turn: the longest processor time they waited, what came, the end."""

    async def main() -> tuple[float, Take, str]:
        take = Take(Speech(lambda _: None), 10**9, may_be_unsure=False)
        http = h11.Connection(h11.CLIENT)
        http.send(h11.Request(method="GET", target="/", headers=[("host", "a")]))
        http.send(h11.EndOfMessage())
        reader = asyncio.StreamReader()
        reader.feed_data(data)
        reader.feed_eof()
        answer = ResponseReader(Wire(reader, Deaf()), http, Clocks(60.0, 60.0, within), take)  # type: ignore[arg-type]
        ends = asyncio.get_running_loop().time() + within
        reading = asyncio.ensure_future(ended(answer.read(ends)))
        longest, before = 0.0, time.thread_time()
        while not reading.done():
            await asyncio.sleep(0)
            now = time.thread_time()
            longest, before = max(longest, now - before), now
        take.finish()
        return longest, take, await reading

    return asyncio.run(main())


async def ended(reading: Coroutine[Any, Any, object]) -> str:
    try:
        await reading
    except EndedError as error:
        return str(error.how)
    return "well"


def sized(shape: str, size: int) -> str:
    """So many bytes of a shape, as JSON writes it."""
    each = len(json.dumps(shaped(shape, 1000), ensure_ascii=False).encode()) / 1000
    return shaped(shape, int(size / each))


FORMS = {
    "in large events": lambda shape: response(in_events(sized(shape, 200_000), 18_000), STREAM),
    "in tiny events": lambda shape: response(in_events(sized(shape, 4_000), 2), STREAM),
    "in one piece": lambda shape: response(in_one_piece(sized(shape, WHOLE_AT_MOST - 100)), JSON),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("form", FORMS)
def test_nobody_waits_for_their_turn(form: str, shape: str) -> None:
    data = FORMS[form](shape)
    with no_collection():
        assert any(read(data)[0] < TURN for _ in range(3))


LARGE = 200_000
WORDLESS = {
    "empty lines": b"\n\n" * (LARGE // 2),
    "line ends": b"\r" * LARGE,
    "comments": b":\n\n" * (LARGE // 3),
    "events of nothing": b"data:\n\n" * (LARGE // 7),
    "events without a choice": b"data: {}\n\n" * (LARGE // 10),
    "events of many lines": (b"a\n" * 32_000 + b"\n") * (LARGE // 64_001),
    "many choices": (b'data: {"choices":[' + b"{}," * 20_000 + b"{}]}\n\n") * (LARGE // 60_050),
    "odd counts": (b'data: {"usage":[' + b"[]," * 20_000 + b"[]]}\n\n") * (LARGE // 60_050),
    "halves of letters": (b'data: {"choices":[{"delta":{"content":"' + b"\\ud83d" * 9_000 + b'"}}]}\n\n') * 8,
}


@pytest.mark.parametrize("body", WORDLESS)
@pytest.mark.parametrize("chunked", [0, 1])
def test_nobody_waits_while_no_word_comes(body: str, chunked: int) -> None:
    data = response(WORDLESS[body][: LARGE // 6 if chunked else LARGE], STREAM, chunked=chunked)
    with no_collection():
        assert any(read(data)[0] < TURN for _ in range(3))


def test_nobody_waits_while_it_is_about_to_answer() -> None:
    data = b"HTTP/1.1 100 Continue\r\n\r\n" * 5000 + response(b"", STREAM)
    assert read(data)[0] < TURN


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["dots", "tags in tags"])
def test_the_largest_body_takes_as_long_as_its_quarters(shape: str) -> None:
    quarter, full = (
        response(in_events(sized(shape, size), 18_000), STREAM) for size in (BODY_AT_MOST // 4, BODY_AT_MOST)
    )
    with no_collection():
        assert growth(read, quarter, full) <= GROWTH


def test_the_time_is_over_in_the_middle_of_a_piece_too() -> None:
    data = response(in_one_piece(sized("wide", WHOLE_AT_MOST - 100)), JSON)
    _, take, how = read(data, within=0.02)
    assert how == Failure.TOO_SLOW
    assert take.heard
    assert take._spoken.said != read(data)[1]._spoken.said
