"""Whom the glasses ask for reasoning, and whether the simulated air lets them."""

import asyncio
from datetime import UTC, datetime

import pytest

from edge.errors import ConfigError, DeviceError
from firmware_sim.clock import run_virtual
from firmware_sim.desktop.server_choice import ServerChoice, ThroughTheAir, chosen
from firmware_sim.devices.link import SimLink
from firmware_sim.world.live import AIRS, Live


class NetworkStandIn:
    """Notes when it was asked for a connection."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    async def open(self, host, port, tls):
        self.asked.append(asyncio.get_running_loop().time())
        return asyncio.StreamReader(), None


def test_none_the_scripted_one_or_one_with_an_address():
    assert ServerChoice("none").configured() == ()
    assert [server.name for server in ServerChoice().configured()] == ["scripted"]
    (server,) = ServerChoice("url", "http://127.0.0.1:1/v1", "m", "/key").configured()
    assert (server.url, server.model, server.key_file) == ("http://127.0.0.1:1/v1", "m", "/key")


def test_a_real_server_is_reached_only_through_the_air_that_there_is():
    async def use():
        live, network = Live(datetime.now(UTC)), NetworkStandIn()
        link = ThroughTheAir(SimLink(live), network)
        await link.open("host", 80, None)
        assert network.asked == [pytest.approx(0.06)]
        live.weather(AIRS["offline"])
        with pytest.raises(DeviceError):
            await link.open("host", 80, None)
        live.weather(AIRS["portal"])
        reader, writer = await link.open("host", 80, None)
        writer.write(b"GET / HTTP/1.1\r\n\r\n")
        assert b"portal.example" in await reader.readuntil(b"\r\n\r\n")
        assert len(network.asked) == 1
        writer.close()
        await link.air.close()

    run_virtual(use())


def test_a_key_is_its_owners_alone_and_one_that_cannot_be_meant_is_refused(tmp_path):
    assert chosen("http://127.0.0.1:1/v1", "m", "", tmp_path / "key").key_file == ""
    assert chosen("http://127.0.0.1:1/v1", "m", "secret", tmp_path / "key").key_file == str(tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0
    for url, key in (("http://127.0.0.1:1/v1", "two\nlines"), ("nowhere", "")):
        with pytest.raises(ConfigError):
            chosen(url, "m", key, tmp_path / "other")
    assert not (tmp_path / "other").exists()
