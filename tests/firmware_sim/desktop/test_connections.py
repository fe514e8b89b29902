"""Connections that do nothing: they are cut, and keep nobody from being served."""

import asyncio
import time
from contextlib import ExitStack, asynccontextmanager, suppress

import pytest
import uvicorn

from firmware_sim.desktop.connections import CONNECTIONS_AT_MOST, BoundedHttp, BoundedSocket

WITHIN = 10.0
SOON = 0.3
ASK = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
LARGE = bytes(20 << 20)


class HastyHttp(BoundedHttp):
    head_within = taken_within = SOON


class HastySocket(BoundedSocket):
    taken_within = SOON


async def app(scope, receive, send):
    """Answers "/" shortly and all else with more than anybody's buffers take."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "bytes": LARGE})
        return
    body = b"hello" if scope["path"] == "/" else LARGE
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def served():
    """The server, and a way to connect to it."""
    listener = await asyncio.get_running_loop().create_server(asyncio.Protocol, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    listener.close()
    await listener.wait_closed()
    config = uvicorn.Config(
        app, port=port, http=HastyHttp, ws=HastySocket, lifespan="off", log_config=None, log_level="error"
    )
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    try:
        yield server, lambda: asyncio.open_connection("127.0.0.1", port)
    finally:
        for connection in tuple(server.server_state.connections):
            connection.transport.abort()
        await server.shutdown()


def run(work):
    async def main():
        async with asyncio.timeout(WITHIN), served() as (server, connect):
            await work(server, connect)

    asyncio.run(main())


async def until_cut(reader):
    """How many seconds until the other side was gone."""
    began = time.monotonic()
    try:
        while await reader.read(65536):
            pass
    except ConnectionError:
        pass
    return time.monotonic() - began


async def until(there):
    """Wait for it; `run` has the deadline."""
    while not there():  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0.01)


async def head(reader):
    return (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")[0]


@pytest.mark.parametrize("sent", [b"", b"G", b"GET / HTTP/1.1\r\nHost: x\r\n"])
def test_a_request_whose_head_never_ends_is_cut(sent):
    async def work(server, connect):
        reader, writer = await connect()
        writer.write(sent)
        assert 0.5 * SOON < await until_cut(reader) < WITHIN / 2
        writer.close()
        assert not server.server_state.connections

    run(work)


def test_a_byte_now_and_then_buys_no_time():
    async def work(server, connect):
        reader, writer = await connect()
        cut = asyncio.create_task(until_cut(reader))
        for byte in ASK[:-1]:
            if cut.done():
                break
            writer.write(bytes([byte]))
            await asyncio.sleep(SOON / 10)
        assert await cut < 3 * SOON
        writer.close()

    run(work)


def test_a_second_request_that_never_ends_is_cut_too():
    async def work(server, connect):
        reader, writer = await connect()
        writer.write(ASK)
        assert await head(reader) == b"HTTP/1.1 200 OK"
        assert await reader.readexactly(5) == b"hello"
        await asyncio.sleep(2 * SOON)  # between two requests it may rest
        writer.write(ASK)
        assert await head(reader) == b"HTTP/1.1 200 OK"
        await reader.readexactly(5)
        writer.write(ASK[:9])
        assert await until_cut(reader) < WITHIN / 2
        writer.close()

    run(work)


def test_a_body_without_an_end_that_nobody_reads_is_cut():
    async def work(server, connect):
        _, writer = await connect()
        writer.write(ASK.replace(b"GET", b"POST").replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n"))
        with suppress(ConnectionError):
            while not writer.transport.is_closing():
                writer.write(b"5\r\nhello\r\n")
                await writer.drain()
                await asyncio.sleep(SOON / 20)
        assert not server.server_state.connections
        writer.close()

    run(work)


def test_too_many_that_ask_nothing_make_room_for_one_that_does():
    async def work(server, connect):
        idle = [await connect() for _ in range(CONNECTIONS_AT_MOST + 20)]
        reader, writer = await connect()
        writer.write(ASK)
        assert await head(reader) == b"HTTP/1.1 200 OK"
        assert len(server.server_state.connections) <= CONNECTIONS_AT_MOST
        for _, one in [*idle, (reader, writer)]:
            one.transport.abort()

    run(work)


UPGRADE = (
    b"GET /live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


@pytest.mark.parametrize("request_", [b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n", UPGRADE])
def test_whoever_takes_nothing_of_what_was_sent_is_cut(request_):
    async def work(server, connect):
        _, writer = await connect()
        writer.transport.pause_reading()
        writer.write(request_)
        await until(lambda: bool(server.server_state.connections))
        await until(lambda: not server.server_state.connections)
        writer.transport.abort()

    run(work)


def test_an_open_socket_owes_no_head():
    async def work(server, connect):
        reader, writer = await connect()
        writer.write(UPGRADE)
        assert await head(reader) == b"HTTP/1.1 101 Switching Protocols"
        assert all(isinstance(one, HastySocket) for one in server.server_state.connections)
        writer.transport.abort()

    run(work)


def test_two_hundred_that_say_nothing_keep_no_page_out(sim):
    with ExitStack() as stack:
        for _ in range(200):
            stack.enter_context(sim.raw())
        began = time.monotonic()
        assert sim.request("GET", "/").status == 200
        with sim.page() as page:
            assert page.hello["driver"]
        assert time.monotonic() - began < 3.0
