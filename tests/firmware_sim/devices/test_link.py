"""The simulated network, over asyncio's own streams."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import Awaitable, Callable
from ssl import create_default_context
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import DeviceError
from firmware_sim.clock import run_virtual
from firmware_sim.devices.link import LATENCY, SimLink
from firmware_sim.world.faults import Fault
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
