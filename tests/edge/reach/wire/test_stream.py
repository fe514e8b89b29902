"""Every bad ending of a stream has a name, in its time, whatever the server does."""

import asyncio
import json

import pytest

from edge.messages import TurnId
from edge.reach.gate.gate import Errand
from edge.reach.gate.letter import Letter
from edge.reach.modes import mode_named
from edge.reach.wire.failures import EndedError, Failure
from edge.reach.wire.stream import Clocks
from firmware_sim.server.bad_answers import BASIC_ENDINGS, ENDINGS
from firmware_sim.server.server import ScriptedServer
from tests.edge.reach.reach import SERVER, virtually, world

CLOCKS = Clocks(first=4.0, gap=2.0, total=9.0)
NAMES = {
    "silent": (Failure.SILENT, 4.0),
    "headers_only": (Failure.NO_TOKEN, 4.0),
    "stall": (Failure.STALLED, 2.0),
    "keepalive": (Failure.ONLY_KEEPALIVES, 2.0),
    "dripped": (Failure.DRIPPED, 2.0),
    "reset": (Failure.RESET, 0.2),
    "cut": (Failure.CUT, 0.0),
    "unfinished": (Failure.UNFINISHED, 0.0),
    "length": (Failure.LENGTH, 0.0),
    "bad_json": (Failure.BAD_JSON, 0.0),
    "bad_utf8": (Failure.BAD_UTF8, 0.0),
    "error_event": (Failure.SERVER_ERROR, 0.0),
    "portal": (Failure.PORTAL, 0.0),
    "redirect_302": (Failure.REDIRECTED, 0.0),
    "redirect_307": (Failure.REDIRECTED, 0.0),
    "long_line": (Failure.LINE_TOO_LONG, 1.0),
    "gzip_bomb": (Failure.COMPRESSED, 0.0),
    "busy_short": (Failure.BUSY, 0.0),
    "busy_absurd": (Failure.BUSY_FOR_LONG, 0.0),
    "portal_511": (Failure.PORTAL, 0.0),
    "rate_limited": (Failure.BUSY, 0.0),
    "key_refused": (Failure.KEY_REFUSED, 0.0),
    "garbage": (Failure.BAD_HTTP, 0.0),
    "hung_up": (Failure.CUT, 0.0),
    "half_open": (Failure.SILENT, 4.0),
}


def test_there_are_nineteen_and_each_has_a_name():
    assert len(BASIC_ENDINGS) == 19
    assert set(NAMES) == set(ENDINGS)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_bad_ending_is_named_in_time(ending):
    named, due = NAMES[ending]

    async def main() -> None:
        with world(ScriptedServer(ending=ending)) as it:
            sealed = await it.gate.seal(Letter(mode_named("think"), "why?"), SERVER)
            began = asyncio.get_running_loop().time()
            words = []

            def take(piece):
                words.append(piece.content)
                return False

            try:
                how = (await it.gate.send(sealed, SERVER, Errand(TurnId(1), "asked"), CLOCKS, take)).reason
            except EndedError as ended:
                how = str(ended.how)
            assert how == str(named)
            took = asyncio.get_running_loop().time() - began
            assert due <= took <= due + 0.7
            it.check_receipts()
            it.server.ending = "well"
            finish = await it.gate.send(sealed, SERVER, Errand(TurnId(2), "asked"), CLOCKS, take)
            assert finish.reason == "stop"
            it.gate.close()
            await it.link.close()

    virtually(main)


def test_the_whole_takes_no_longer_than_it_may_however_busy_the_stream():
    async def main() -> None:
        server = ScriptedServer(answers={"why": "word " * 100}, pace=0.5)
        with world(server) as it:
            sealed = await it.gate.seal(Letter(mode_named("think"), "why?"), SERVER)
            with pytest.raises(EndedError) as raised:
                await it.gate.send(sealed, SERVER, Errand(TurnId(1), "asked"), CLOCKS, lambda _: False)
            assert raised.value.how is Failure.TOO_SLOW
            assert asyncio.get_running_loop().time() <= 9.5
            await it.link.close()

    virtually(main)


def test_thoughts_wind_the_clock_and_are_never_words():
    async def main() -> None:
        server = ScriptedServer(answers={"why": "Because."}, thoughts=20, pace=1.0)
        with world(server) as it:
            sealed = await it.gate.seal(Letter(mode_named("think"), "why?"), SERVER)
            heard = []

            def take(words):
                heard.append(words.content)
                return False

            finish = await it.gate.send(sealed, SERVER, Errand(None, "asked"), Clocks(4, 2, 60), take)
            assert (finish.words, finish.thoughts) == (1, 20)
            assert "".join(filter(None, heard)) == "Because."

    virtually(main)


@pytest.mark.parametrize(("pace", "at_most", "late"), [(0.001, 25, 0.03), (0.05, 200, 0.0)])
def test_a_quick_stream_is_read_a_breath_at_a_time_and_a_slow_one_word_by_word(pace, at_most, late):
    async def main() -> None:
        server = ScriptedServer(answers={"why": "word " * 200}, pace=pace)
        with world(server) as it:
            sealed = await it.gate.seal(Letter(mode_named("think"), "why?"), SERVER)
            loop, taken = asyncio.get_running_loop(), []
            finish = await it.gate.send(
                sealed, SERVER, Errand(None, "asked"), Clocks(4, 2, 60), lambda _: bool(taken.append(loop.time()))
            )
            assert finish.words == len(taken) == 200
            assert len(set(taken)) <= at_most
            sent = [taken[0] + pace * word for word in range(200)]
            assert all(got <= due + late + 1e-6 for got, due in zip(taken, sent, strict=True))
            it.gate.close()
            await it.link.close()

    virtually(main)


def test_a_connection_is_used_again_and_a_cancelled_one_is_not():
    async def main() -> None:
        with world(ScriptedServer(pace=0.1)) as it:
            await it.ask(turn=1)
            await it.ask(turn=2)
            assert len(it.link.opened) == 1
            for turn in range(3, 60):
                asking = asyncio.ensure_future(it.ask(turn=turn))
                await asyncio.sleep(0.013 * turn)
                asking.cancel()
                await asyncio.wait({asking})
            tried = await it.ask(turn=99)
            assert tried.text
            it.gate.close()
            await asyncio.sleep(1)
            assert it.server.connections == 0

    virtually(main)


def streamed(text: str) -> bytes:
    """An answer as the events that carry it."""
    return b"data: %s\n\ndata: [DONE]\n\n" % json.dumps({"choices": [{"delta": {"content": text}}]}).encode()


def response(body: bytes, longer: int = 0) -> bytes:
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: "
    return f"{head}{len(body) + longer}\r\n\r\n".encode() + body


def in_chunks(body: bytes, trailers: bytes = b"") -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"%x\r\n%s\r\n0\r\n%s\r\n" % (len(body), body, trailers)


FIRST, POISON = streamed("This is the first answer."), response(streamed("This is poison."))
LEFT = {
    "a second response": (response(FIRST) + POISON, b""),
    "many, more than is read at once": (response(FIRST) + POISON * 500, b""),
    "blank lines, then many": (response(FIRST) + b"\r\n" * 4096 + POISON * 500, b""),
    "half of a response": (response(FIRST) + POISON[:60], b""),
    "one that comes late": (response(FIRST), POISON),
    "one in the time of a body that is too long": (response(FIRST, len(POISON)), POISON),
    "one behind a body that is too short": (response(FIRST + POISON, -len(POISON)), b""),
    "one behind chunks": (in_chunks(FIRST) + POISON, b""),
    "one that comes late behind chunks": (in_chunks(FIRST), POISON),
    "trailers that look like one": (in_chunks(FIRST, POISON), b""),
    "one announced by the way": (response(FIRST) + b"HTTP/1.1 100 Continue\r\n\r\n" + POISON, b""),
    "one behind nothing": (b"HTTP/1.1 204 No Content\r\n\r\n" + POISON, b""),
    "one behind a refusal": (b"HTTP/1.1 503 no\r\nContent-Length: 2\r\n\r\nno" + POISON, b""),
}


class Poisoner(ScriptedServer):
    """Leaves something on the connection of the first answer, and answers every other question as it should."""

    def __init__(self, first: bytes, late: bytes) -> None:
        super().__init__()
        self.asked: list[int] = []
        self._answer_with = (first, late)
        self._met = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._met += 1
        connection = self._met
        while not reader.at_eof():
            _, whole = await self._read(reader)
            if not whole:
                break
            self.asked.append(connection)
            first, late = self._answer_with if len(self.asked) == 1 else (response(streamed("This is so.")), b"")
            writer.write(first)
            if late:
                await asyncio.sleep(0.3)
                writer.write(late)
        writer.close()


@pytest.mark.parametrize("left", LEFT)
def test_what_is_left_on_a_connection_answers_no_later_question(left: str):
    async def main() -> None:
        with world(server := Poisoner(*LEFT[left])) as it:
            for turn in (1, 2, 3):
                tried = await it.ask(turn=turn)
                await asyncio.sleep(1)
                assert "poison" not in (tried.text or "")
                assert turn == 1 or tried.text == "This is so."
            used = set(server.asked[1:])
            assert used == ({1} if left.startswith("one in the time") else {2}), "that one was part of the answer"

    virtually(main)
