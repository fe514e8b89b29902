"""A connection that cannot be had is an error within its deadline, in words."""

import asyncio
import socket
import ssl

import pytest

from edge.errors import DeviceError
from edge.hardware.link import Network
from tests.contracts.link import check_deaf_link


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def test_nobody_listens():
    asyncio.run(check_deaf_link(Network(), "127.0.0.1", free_port()))


def test_a_name_that_does_not_exist_is_told_from_a_server_that_does_not_answer():
    with pytest.raises(DeviceError, match="link: "):
        asyncio.run(Network(open_within=2.0).open("no-such-host.invalid", 443, None))


def test_a_server_that_accepts_and_says_nothing_costs_the_deadline_and_no_more():
    async def main() -> None:
        words = r"127\.0\.0\.1.* (did not answer|cannot be reached)"
        with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(DeviceError, match=words):
            await Network(open_within=0.05).open("127.0.0.1", silent.getsockname()[1], ssl.create_default_context())

    asyncio.run(main())


def test_the_second_address_gets_its_chance():
    """`localhost` is ::1 and 127.0.0.1 on most machines, and only one of them is served here."""

    async def main() -> None:
        server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
        async with server:
            _, writer = await Network().open("localhost", server.sockets[0].getsockname()[1], None)
            writer.close()
            await writer.wait_closed()

    asyncio.run(main())


def test_what_tls_finds_wrong_comes_out_as_it_is():
    async def main() -> None:
        over = asyncio.Event()

        async def speak_no_tls(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(64)
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            writer.close()
            over.set()

        server = await asyncio.start_server(speak_no_tls, "127.0.0.1", 0)
        async with server:
            with pytest.raises(ssl.SSLError):
                await Network().open("127.0.0.1", server.sockets[0].getsockname()[1], ssl.create_default_context())
            await over.wait()

    asyncio.run(main())
