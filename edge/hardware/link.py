"""The network: a plain connection with a deadline. No proxies, nothing read from the environment."""

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


class Network:
    """Opens connections. Errors of TLS come out as they are, because their reason decides what the wearer is told."""

    def __init__(self, *, open_within: float = 5.0) -> None:
        self._within = open_within

    async def open(self, host: str, port: int, tls: ssl.SSLContext | None) -> tuple[StreamReader, StreamWriter]:
        """Connect to the first of the host's addresses that answers."""
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
                    return await asyncio.open_connection(
                        address, port, ssl=tls, server_hostname=host if tls else None, limit=LINE_LIMIT
                    )
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


def _reason(error: OSError | None) -> str:
    if error is None:
        return ""
    return "no answer" if isinstance(error, TimeoutError) else error.strerror or str(error)
