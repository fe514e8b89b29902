"""The simulated network, over asyncio's own streams."""

import asyncio
import threading
from asyncio import StreamReader, StreamWriter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from ssl import create_default_context
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import DeviceError
from firmware_sim.clock import run_virtual
from firmware_sim.devices.link import LATENCY, OPENED_AT_MOST, SLOW_LATENCY, SimLink
from firmware_sim.world.faults import Fault
from firmware_sim.world.live import AIRS, Live
from firmware_sim.world.scenario import Air, Scenario
from firmware_sim.world.surroundings import Scripted

Talk = Callable[[SimLink], Awaitable[Any]]


async def echo(reader: StreamReader, writer: StreamWriter) -> None:
    while data := await reader.read(1000):
        writer.write(data)
        await writer.drain()


def on_link(talk: Talk, *faults: Fault, air: tuple[Air, ...] = ()) -> Any:
    async def main() -> Any:
        link = SimLink(Scripted(Scenario("test", 60.0, fault=faults, air=air)), echo)
        try:
            return await talk(link)
        finally:
            await link.close()

    return run_virtual(main())


async def exchange(link: SimLink, data: bytes = b"hello") -> tuple[bytes, float]:
    reader, writer = await link.open("server", 443, None)
    writer.write(data)
    writer.write_eof()
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer, asyncio.get_running_loop().time()


@given(st.lists(st.binary(max_size=5000), max_size=8), st.floats(0, 1))
def test_what_goes_in_comes_out_in_order_whatever_is_lost_on_the_way(pieces: list[bytes], loss: float):
    async def talk(link: SimLink) -> bytes:
        reader, writer = await link.open("server", 443, None)
        for piece in pieces:
            writer.write(piece)
        writer.write_eof()
        answer = await reader.read()
        writer.close()
        return answer

    assert on_link(talk, Fault("link", "loss", amount=loss)) == b"".join(pieces)


def test_latency_is_felt():
    answer, at = on_link(exchange)
    _, late = on_link(exchange, Fault("link", "latency", amount=0.5))
    assert answer == b"hello"
    assert at == pytest.approx(4 * LATENCY, abs=0.01)
    assert late == pytest.approx(at + 4 * 0.5, abs=0.01)


def test_without_a_network_nothing_opens():
    with pytest.raises(DeviceError, match="no network"):
        on_link(exchange, Fault("link", "down"))


def test_a_portal_answers_for_everybody_and_cannot_fake_a_certificate():
    async def ask(link: SimLink) -> bytes:
        reader, writer = await link.open("server", 80, None)
        writer.write(b"GET / HTTP/1.1\r\n\r\n")
        answer = await reader.read()
        writer.close()
        return answer

    assert b"log in" in on_link(ask, air=(Air(0.0, "portal"),))
    with pytest.raises(OSError, match="somebody else answers"):
        on_link(lambda link: link.open("server", 443, create_default_context()), air=(Air(0.0, "portal"),))


def test_a_cut_breaks_what_is_open_and_both_ends_learn_of_it():
    async def wait(link: SimLink) -> object:
        reader, writer = await link.open("server", 443, None)
        try:
            return await reader.read()
        finally:
            writer.close()

    with pytest.raises(ConnectionResetError):
        on_link(wait, Fault("link", "cut", at=3.0, until=4.0))


def test_a_network_that_vanishes_says_nothing_and_delivers_when_it_is_back():
    async def talk(link: SimLink) -> float:
        reader, writer = await link.open("server", 443, None)
        await asyncio.sleep(5.0)
        writer.write(b"x")
        await reader.readexactly(1)
        writer.close()
        return asyncio.get_running_loop().time()

    assert 12.0 < on_link(talk, Fault("link", "down", at=2.0, until=12.0)) < 14.0


def test_a_writer_that_is_too_fast_has_to_wait():
    async def talk(link: SimLink) -> float:
        _, writer = await link.open("server", 443, None)
        writer.write(bytes(1_000_000))
        await writer.drain()
        writer.close()
        return asyncio.get_running_loop().time()

    assert on_link(talk) > 0.9


def test_nobody_at_home():
    async def main() -> None:
        await SimLink(Scripted(Scenario("test", 60.0))).open("server", 443, None)

    with pytest.raises(ConnectionRefusedError):
        run_virtual(main())


# ------------------------------------------------------------------------------------- an air that changes unforeseen


def in_live_air(talk: Callable[[Live, SimLink], Awaitable[Any]], server: Talk | None = None) -> Any:
    async def main() -> Any:
        live = Live(datetime(2026, 5, 4, tzinfo=UTC))
        link = SimLink(live, server or echo)  # type: ignore[arg-type]
        try:
            return await talk(live, link)
        finally:
            await link.close()

    return run_virtual(main())


def at(second: float, change: Callable[[], None], link: SimLink) -> None:
    """Change the world at a second, and tell the link, as the simulator does."""
    for do in (change, link.changed):
        asyncio.get_running_loop().call_later(second, do)


@pytest.mark.parametrize("gone", ["offline", "portal"])
@given(st.lists(st.binary(min_size=1, max_size=3000), min_size=1, max_size=6))
def test_what_is_written_without_a_network_arrives_in_order_once_it_is_back(gone: str, pieces: list[bytes]):
    whole = b"".join(pieces)

    async def talk(live: Live, link: SimLink) -> float:
        reader, writer = await link.open("server", 443, None)
        writer.write(b"before ")
        assert await reader.readexactly(7) == b"before "
        live.weather(AIRS[gone])
        link.changed()
        for piece in pieces:
            writer.write(piece)
        assert writer.transport.get_write_buffer_size() == len(whole)
        waiting = asyncio.ensure_future(reader.readexactly(len(whole)))
        await asyncio.sleep(40.0)
        assert not waiting.done(), "no byte gets through"
        at(0.0, lambda: live.weather(AIRS["offline"]), link)  # still not there: still kept, and still in order
        await asyncio.sleep(1.0)
        live.weather(AIRS["2g"])
        writer.write(b" after")  # before the link has learned of it: no overtaking
        link.changed()
        assert await waiting == whole
        assert await reader.readexactly(6) == b" after"
        writer.close()
        await writer.wait_closed()
        return asyncio.get_running_loop().time()

    assert in_live_air(talk) > 41.0


def test_a_cut_that_begins_breaks_what_is_open_and_what_is_opened_until_it_is_mended():
    async def talk(live: Live, link: SimLink) -> None:
        reader, writer = await link.open("server", 443, None)
        at(2.0, lambda: live.break_("link", "cut", 0.5), link)
        with pytest.raises(ConnectionResetError, match="broke"):
            await reader.read()
        assert asyncio.get_running_loop().time() == pytest.approx(2.0 + 2 * LATENCY)
        writer.close()
        with pytest.raises(ConnectionResetError):
            await link.open("server", 443, None)
        live.mend("link", "cut")
        link.changed()
        assert (await exchange(link))[0] == b"hello"

    in_live_air(talk)


def test_a_slow_network_is_slow_for_what_is_open_already():
    async def talk(live: Live, link: SimLink) -> list[float]:
        reader, writer = await link.open("server", 443, None)
        took = []
        for name in ("wifi", "2g", "4g"):
            live.weather(AIRS[name])
            link.changed()
            began = asyncio.get_running_loop().time()
            writer.write(bytes(800))
            await reader.readexactly(800)
            took.append(asyncio.get_running_loop().time() - began)
        writer.close()
        return took

    wifi, slow, mobile = in_live_air(talk)
    assert wifi == pytest.approx(2 * LATENCY, abs=0.01)
    assert slow == pytest.approx(2 * (SLOW_LATENCY + 0.1), abs=0.01)
    assert mobile == pytest.approx(2 * (LATENCY + 0.05), abs=0.01)


def test_a_network_that_goes_during_the_handshake_opens_nothing():
    async def talk(live: Live, link: SimLink) -> None:
        at(LATENCY, lambda: live.weather(AIRS["offline"]), link)
        with pytest.raises(ConnectionResetError):
            await link.open("server", 443, None)
        with pytest.raises(DeviceError, match="no network"):
            await link.open("server", 443, None)

    in_live_air(talk)


def test_a_connection_that_ended_without_a_network_is_forgotten_once_both_ends_know():
    async def talk(live: Live, link: SimLink) -> None:
        _, writer = await link.open("server", 443, None)
        live.weather(AIRS["offline"])
        link.changed()
        writer.write(b"lost")
        writer.close()
        await asyncio.sleep(10.0)
        assert link._handlers
        at(0.0, lambda: live.weather(AIRS["wifi"]), link)
        await asyncio.sleep(10.0)
        assert not link._handlers

    in_live_air(talk)


def test_who_opens_for_days_fills_no_memory():
    async def talk(_: Live, link: SimLink) -> int:
        for _ in range(OPENED_AT_MOST + 10):
            _, writer = await link.open("server", 443, None)
            writer.close()
            await asyncio.sleep(1.0)
        assert not link._handlers
        return len(link.opened)

    assert in_live_air(talk) == OPENED_AT_MOST


def test_a_connection_that_another_thread_lets_go_is_closed_in_its_loop():
    async def talk(link: SimLink) -> bool:
        _, writer = await link.open("server", 443, None)
        other = threading.Thread(target=writer.close)
        other.start()
        other.join()
        await asyncio.sleep(1.0)
        return writer.is_closing()

    assert on_link(talk)
