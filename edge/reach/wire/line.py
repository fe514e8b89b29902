"""Connections to servers: opens them, and keeps one open after an answer. What fails is named as an EndedError.

Part of the gate, which alone uses it.
"""

from __future__ import annotations

import asyncio
import fcntl
import ssl
import struct
import termios
from typing import TYPE_CHECKING

from edge.errors import DeviceError
from edge.reach.wire.failures import EndedError, Failure
from edge.reach.wire.stream import ResponseReader, Wire
from edge.records import dataclass

if TYPE_CHECKING:
    from edge.address import Target
    from edge.devices import Link
    from edge.messages import Wall

IDLE_AT_MOST = 45.0  # seconds that a connection is kept warm
NOT_YET_VALID, EXPIRED = 9, 10  # OpenSSL's X509_V_ERR_CERT_NOT_YET_VALID and _HAS_EXPIRED


@dataclass(frozen=True, slots=True)
class _Warm:
    target: Target
    wire: Wire
    answer: ResponseReader
    expires: asyncio.TimerHandle


class Line:
    """Opens connections, and keeps at most one."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._warm: _Warm | None = None

    async def open(self, target: Target, tls: ssl.SSLContext | None, wall: Wall) -> Wire:
        """The warm connection if there is one to this server, else a new one; raises EndedError."""
        warm = self._take()
        if warm is not None:
            if warm.target == target and await warm.answer.settle():
                return warm.wire
            warm.wire.cut()
        try:
            return Wire(*await self._link.open(target.host, target.port, tls))
        except ssl.SSLCertVerificationError as error:
            raise _certificate(error, wall) from None
        except ssl.SSLError as error:
            raise EndedError(Failure.CERTIFICATE, error.reason or "no secure connection could be made") from None
        except DeviceError as error:
            raise EndedError(Failure.UNREACHABLE, error.problem) from None
        except OSError as error:
            raise EndedError(Failure.UNREACHABLE, error.strerror or str(error)) from None

    def keep(self, target: Target, wire: Wire, answer: ResponseReader) -> None:
        """Keep a connection after an answer that ended well. The one kept before goes."""
        self.close()
        expires = asyncio.get_running_loop().call_later(IDLE_AT_MOST, self.close)
        self._warm = _Warm(target, wire, answer, expires)

    def close(self) -> None:
        """Close the connection that was kept."""
        warm = self._take()
        if warm is not None:
            warm.wire.cut()

    def _take(self) -> _Warm | None:
        warm, self._warm = self._warm, None
        if warm is not None:
            warm.expires.cancel()
        return warm


def _certificate(error: ssl.SSLCertVerificationError, wall: Wall) -> EndedError:
    today = f"it is {wall.time:%d %B %Y} by this device's clock"
    code = getattr(error, "verify_code", 0)
    if code == NOT_YET_VALID or (code == EXPIRED and not wall.trusted):
        return EndedError(Failure.CLOCK, today)
    if code == EXPIRED:
        return EndedError(Failure.CERTIFICATE, f"its certificate has expired; {today}")
    return EndedError(Failure.CERTIFICATE, getattr(error, "verify_message", "") or "its certificate is not for it")


def handed_over(wire: Wire, *, began: bool) -> bool:
    """Whether all that was written is known to have reached the other side.

    The kernel's word that nothing waits for a confirmation is what counts as knowing; where it has none, an answer that
    has begun.
    """
    if wire.writer.transport.get_write_buffer_size():
        return False
    unconfirmed = _unconfirmed(wire)
    return began if unconfirmed is None else not unconfirmed


def _unconfirmed(wire: Wire) -> int | None:
    """Bytes that the other side's machine has not confirmed; None where there is no socket to ask."""
    socket = wire.writer.get_extra_info("socket")
    if socket is None or socket.fileno() < 0:
        return None
    try:
        return int(struct.unpack("i", fcntl.ioctl(socket.fileno(), termios.TIOCOUTQ, bytes(4)))[0])
    except OSError:
        return None
