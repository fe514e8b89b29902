"""One connection is kept warm, and whatever goes wrong in opening one has a name."""

import asyncio
import ssl

import pytest

from edge.address import Target
from edge.errors import DeviceError
from edge.messages import Wall
from edge.reach.wire.failures import EndedError, Failure
from edge.reach.wire.line import IDLE_AT_MOST, Line, _certificate, handed_over
from firmware_sim.clock import run_virtual
from firmware_sim.devices.link import SimLink
from firmware_sim.server.server import ScriptedServer
from firmware_sim.world.scenario import Scenario
from firmware_sim.world.surroundings import Scripted
from tests.edge.reach.reach import START


def test_a_wrong_clock_and_a_wrong_certificate_are_told_apart():
    def verdict(code, *, trusted):
        error = ssl.SSLCertVerificationError("x")
        error.verify_code, error.verify_message = code, "hostname mismatch"
        return _certificate(error, Wall(START, trusted))

    assert verdict(9, trusted=True).how is Failure.CLOCK
    assert verdict(10, trusted=False).how is Failure.CLOCK
    assert verdict(10, trusted=True).how is Failure.CERTIFICATE
    assert "04 May 2026" in str(verdict(10, trusted=True))
    assert verdict(62, trusted=True).how is Failure.CERTIFICATE


class Links:
    """Gives one end of a connection, or fails."""

    def __init__(self, failing: Exception | None = None) -> None:
        self.failing = failing
        self.opened: list[tuple[str, int]] = []
        self._link = SimLink(Scripted(Scenario("line", 600.0)), ScriptedServer())

    async def open(self, host: str, port: int, tls: object) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        self.opened.append((host, port))
        if self.failing:
            raise self.failing
        return await self._link.open(host, port, None)

    async def close(self) -> None:
        await self._link.close()


class Settled:
    """Stands for an answer that was read to its end, or not."""

    def __init__(self, *, whole: bool) -> None:
        self._whole = whole

    async def settle(self) -> bool:
        return self._whole


class TlsError(ssl.SSLError):
    """As the ssl module raises it: with OpenSSL's reason."""

    def __init__(self, reason: str | None) -> None:
        super().__init__(1, "no handshake")
        self.reason = reason  # type: ignore[assignment]


WALL = Wall(START)
HERE, THERE = Target("127.0.0.1", 8000, "/v1", False), Target("127.0.0.1", 8001, "/v1", False)


@pytest.mark.parametrize(
    ("error", "how", "detail"),
    [
        (DeviceError("link", "there is no network"), Failure.UNREACHABLE, "there is no network"),
        (OSError(111, "Connection refused"), Failure.UNREACHABLE, "Connection refused"),
        (OSError("no address"), Failure.UNREACHABLE, "no address"),
        (TlsError("WRONG_VERSION_NUMBER"), Failure.CERTIFICATE, "WRONG_VERSION_NUMBER"),
        (TlsError(None), Failure.CERTIFICATE, "no secure connection could be made"),
    ],
)
def test_what_goes_wrong_in_opening_has_a_name(error: Exception, how: Failure, detail: str):
    async def main() -> None:
        with pytest.raises(EndedError) as ended:
            await Line(Links(error)).open(HERE, None, WALL)
        assert (ended.value.how, ended.value.detail) == (how, detail)

    run_virtual(main())


@pytest.mark.parametrize(
    ("target", "whole", "pause", "same"),
    [
        (HERE, True, 1.0, True),
        (THERE, True, 1.0, False),
        (HERE, False, 1.0, False),
        (HERE, True, IDLE_AT_MOST + 1, False),
    ],
)
def test_a_warm_connection_is_used_again_only_by_its_server_and_soon(
    target: Target, whole: bool, pause: float, same: bool
):
    async def main() -> None:
        links = Links()
        line = Line(links)
        first = await line.open(HERE, None, WALL)
        line.keep(HERE, first, Settled(whole=whole))  # type: ignore[arg-type]
        await asyncio.sleep(pause)
        second = await line.open(target, None, WALL)
        assert (second is first) is same
        assert first.writer.transport.is_closing() is not same
        assert len(links.opened) == 2 - same
        second.cut()
        await links.close()

    run_virtual(main())


def test_at_most_one_is_kept_and_none_after_it_is_closed():
    async def main() -> None:
        links = Links()
        line = Line(links)
        wires = [await line.open(HERE, None, WALL) for _ in range(2)]
        for wire in wires:
            line.keep(HERE, wire, Settled(whole=True))  # type: ignore[arg-type]
        assert [wire.writer.transport.is_closing() for wire in wires] == [True, False]
        line.close()
        assert wires[1].writer.transport.is_closing()
        await links.close()

    run_virtual(main())


def test_without_a_socket_an_answer_that_began_is_what_shows_that_all_arrived():
    async def main() -> None:
        links = Links()
        wire = await Line(links).open(HERE, None, WALL)
        assert handed_over(wire, began=True)
        assert not handed_over(wire, began=False)
        wire.writer.write(bytes(10**6))
        assert not handed_over(wire, began=True)
        wire.cut()
        await links.close()

    run_virtual(main())
