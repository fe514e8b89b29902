"""The network: opens connections with a deadline. No proxies, nothing from the environment."""

from __future__ import annotations

import asyncio
import socket
import ssl
from typing import TYPE_CHECKING

from edge.errors import DeviceError
from edge.hardware.patience import within

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter

LINE_LIMIT = 64 * 1024
SPACE = 64 * 1024  # bytes taken from the system at once


class Network:
    """Opens connections. Errors of TLS come out as they are, because their reason decides what the wearer is told."""

    def __init__(self, *, open_within: float = 5.0) -> None:
        self._within = open_within

    async def open(self, host: str, port: int, tls: ssl.SSLContext | None) -> tuple[StreamReader, StreamWriter]:
        """Connect to the first of the host's addresses that answers; raises DeviceError where none does."""
        try:
            async with asyncio.timeout(self._within):
                return await self._first(host, port, tls)
        except TimeoutError:
            raise DeviceError("link", f"{host} did not answer within {self._within:g} s") from None

    async def _first(self, host: str, port: int, tls: ssl.SSLContext | None) -> tuple[StreamReader, StreamWriter]:
        addresses = await self._addresses(host, port)
        refused: OSError | None = None
        for address in addresses:
            try:
                # A share for each, so that an address that is never answered does not cost the others their chance.
                async with asyncio.timeout(self._within / len(addresses)):
                    return await _open((address, port), tls, host)
            except ssl.SSLError:
                raise
            except OSError as error:
                refused = error
        raise DeviceError("link", f"{host}:{port} cannot be reached", _reason(refused))

    async def _addresses(self, host: str, port: int) -> list[str]:
        """Looked up in a thread of its own: a silent name server must not keep the program from ending."""
        try:
            rows = await within(self._within, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except socket.gaierror as error:
            raise DeviceError("link", f"the name {host} cannot be found", error.strerror or "") from None
        return list(dict.fromkeys(str(row[4][0]) for row in rows))


class _Frugal(asyncio.StreamReaderProtocol, asyncio.BufferedProtocol):
    """A protocol that receives into one buffer of its own.

    asyncio's way asks the system for 256 KiB at every token that comes: that costs more than all that follows.
    """

    def __init__(self, reader: StreamReader) -> None:
        super().__init__(reader)
        self._space = memoryview(bytearray(SPACE))

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002
        """The buffer for the next bytes."""
        return self._space

    def buffer_updated(self, nbytes: int) -> None:
        """Take the bytes that were received."""
        self.data_received(self._space[:nbytes])  # type: ignore[arg-type]  # the reader copies from any bytes


async def _open(address: tuple[str, int], tls: ssl.SSLContext | None, host: str) -> tuple[StreamReader, StreamWriter]:
    """asyncio.open_connection with the protocol above."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=LINE_LIMIT)
    protocol = _Frugal(reader)
    transport, _ = await loop.create_connection(
        lambda: protocol, *address, ssl=tls, server_hostname=host if tls else None
    )
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop)


def _reason(error: OSError | None) -> str:
    if error is None:
        return ""
    return "no answer" if isinstance(error, TimeoutError) else error.strerror or str(error)
