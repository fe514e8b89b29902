"""Each bad ending is bad in its own way, and leaves nothing running."""

import asyncio
import zlib

import pytest

from firmware_sim.clock import run_virtual
from firmware_sim.devices.link import SimLink
from firmware_sim.server.bad_answers import BASIC_ENDINGS, ENDINGS
from firmware_sim.server.server import ScriptedServer
from firmware_sim.world.scenario import Scenario
from firmware_sim.world.surroundings import Scripted
from tests.firmware_sim.server.asked import chat, exchange, request


@pytest.mark.parametrize("ending", [name for name in ENDINGS if name != "long_line"])
def test_each_ending_ends_badly_and_leaves_nothing_running(ending):
    server = ScriptedServer(ending=ending)
    answer = run_virtual(exchange(server, request(chat("x"))))
    assert b"[DONE]" not in answer or ending == "length"
    assert server.connections == 0
    assert len(BASIC_ENDINGS) == 19


@pytest.mark.parametrize(
    ("ending", "status", "told"),
    [
        ("cut", b"200 OK", b'"Well. "'),
        ("unfinished", b"200 OK", b"0\r\n\r\n"),
        ("length", b"200 OK", b'"finish_reason": "length"'),
        ("bad_json", b"200 OK", b"data: {oops\n"),
        ("bad_utf8", b"200 OK", b"data: \xff\xfe\n"),
        ("error_event", b"200 OK", b'"overloaded"'),
        ("portal", b"200 OK", b"text/html"),
        ("portal_511", b"511 Network", b"text/html"),
        ("redirect_302", b"302 Found", b"Location: http://127.0.0.1:9/landing"),
        ("redirect_307", b"307 Temp", b"Location: http://127.0.0.1:9/landing"),
        ("gzip_bomb", b"200 OK", b"Content-Encoding: gzip"),
        ("busy_short", b"503 Service", b"Retry-After: 7\r\n"),
        ("busy_absurd", b"503 Service", b"Retry-After: 99999999"),
        ("rate_limited", b"429 Too", b"Retry-After: 7\r\n"),
        ("key_refused", b"401 Unauth", b"wrong key"),
    ],
)
def test_what_goes_wrong_is_what_the_ending_is_named_for(ending: str, status: bytes, told: bytes):
    server = ScriptedServer(ending=ending)
    server.retry_after = 7.0
    answer = run_virtual(exchange(server, request(chat("x"))))
    assert answer.startswith(b"HTTP/1.1 " + status)
    assert told in answer


def test_those_that_say_nothing_say_nothing():
    def answer(ending: str) -> bytes:
        return run_virtual(exchange(ScriptedServer(ending=ending), request(chat("x"))))

    assert [answer(ending) for ending in ("silent", "half_open", "hung_up")] == [b"", b"", b""]
    assert answer("headers_only").endswith(b"Transfer-Encoding: chunked\r\n\r\n")
    assert not answer("garbage").startswith(b"HTTP")


@pytest.mark.parametrize(("ending", "seconds"), [("silent", 20.0), ("stall", 20.0), ("keepalive", 20.0), ("cut", 2.0)])
def test_those_that_hang_hang_and_the_others_are_over(ending: str, seconds: float):
    async def took() -> float:
        await exchange(ScriptedServer(ending=ending), request(chat("x")), 20.0)
        return asyncio.get_running_loop().time()

    assert run_virtual(took()) == pytest.approx(seconds, abs=2.0)


def test_a_keepalive_goes_on_and_drips_come_letter_by_letter():
    pings = run_virtual(exchange(ScriptedServer(ending="keepalive"), request(chat("x")), 9.0))
    assert 20 < pings.count(b": ping\n\n") < 32
    drips = run_virtual(exchange(ScriptedServer(ending="dripped"), request(chat("x")), 3.0))
    assert b"1\r\nd\r\n1\r\na\r\n" in drips


def test_the_bomb_is_small_on_the_way_and_large_at_home():
    answer = run_virtual(exchange(ScriptedServer(ending="gzip_bomb"), request(chat("x"))))
    _, _, packed = answer.partition(b"\r\n\r\n")
    assert len(packed) < 400_000
    assert len(zlib.decompressobj(31).decompress(packed, 3_000_000)) == 3_000_000


def test_a_reset_breaks_the_connection_after_its_word():
    async def use() -> bytes:
        link = SimLink(Scripted(Scenario("link", 600.0)), ScriptedServer(ending="reset"))
        reader, writer = await link.open("127.0.0.1", 80, None)
        writer.write(request(chat("x")))
        found = await reader.readuntil(b"Well. ")
        with pytest.raises(ConnectionResetError):
            await reader.read()
        await link.close()
        return found

    assert b"Well. " in run_virtual(use())
