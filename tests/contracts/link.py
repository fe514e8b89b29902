"""What every link does."""

from ssl import SSLContext

import pytest

from edge.devices import Link
from tests.contracts.watch import leaves_nothing

WORDS = b"hello\n" * 2000


async def check_link(link: Link, host: str, port: int, tls: SSLContext | None = None) -> None:
    """There is a server that says again what it is told, line by line."""
    for _ in range(2):
        async with leaves_nothing(within=20.0):  # the server, too, has to see that it is over
            reader, writer = await link.open(host, port, tls)
            writer.write(WORDS)
            assert await reader.readexactly(len(WORDS)) == WORDS
            writer.close()
            await writer.wait_closed()


async def check_deaf_link(link: Link, host: str, port: int) -> None:
    """There is nobody: an OSError says so, in words."""
    async with leaves_nothing():
        with pytest.raises(OSError, match=r"\w"):
            await link.open(host, port, None)
