"""Whom the glasses ask for reasoning, and whether the simulated air lets them."""

import asyncio
import json
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from edge.errors import ConfigError, DeviceError
from firmware_sim.clock import run_virtual
from firmware_sim.desktop.server_choice import ServerChoice, ThroughTheAir, chosen
from firmware_sim.devices.link import SimLink
from firmware_sim.server.server import ScriptedServer
from firmware_sim.world.live import AIRS, Live
from tests.edge.reach.port import serving as serving_answers
from tests.edge.reach.port import wait

KEY = "sk-very-secret-0123456789"
QUESTION = "why is the sky blue?"


class NetworkStandIn:
    """Notes when it was asked for a connection."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self._way = SimLink(Live(datetime.now(UTC)), ScriptedServer())
        self._writers: list[asyncio.StreamWriter] = []

    async def open(self, host, port, tls):
        self.asked.append(asyncio.get_running_loop().time())
        reader, writer = await self._way.open(host, port, tls)
        self._writers.append(writer)
        return reader, writer

    async def close(self) -> None:
        for writer in self._writers:
            writer.transport.abort()
        await self._way.close()


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
        await link.close()
        await network.close()

    run_virtual(use())


def test_a_key_is_its_owners_alone_and_one_that_cannot_be_meant_is_refused(tmp_path):
    assert chosen("http://127.0.0.1:1/v1", "m", "", tmp_path / "key").key_file == ""
    assert chosen("http://127.0.0.1:1/v1", "m", "secret", tmp_path / "key").key_file == str(tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0
    for url, key in (("http://127.0.0.1:1/v1", "two\nlines"), ("nowhere", "")):
        with pytest.raises(ConfigError):
            chosen(url, "m", key, tmp_path / "other")
    assert not (tmp_path / "other").exists()


@contextmanager
def asking(sim):
    """A page whose glasses ask a server on a real port, and that server."""
    server = ScriptedServer({"sky": "It scatters blue light."})
    with serving_answers(server) as url, sim.page() as page:
        page.send(do="server", kind="url", url=url, model="m", key=KEY, n=900)
        page.until("done", n=900)
        yield page, server


@pytest.mark.parametrize("key", ["two words", "a\r\nX: y", "é", "\ud800", "\x00", " "])
def test_what_is_no_key_is_refused_unsaid_and_not_kept(tmp_path, key):
    with pytest.raises(ConfigError, match="the key: is one line of plain letters and digits"):
        chosen("https://x/v1", "m", key, tmp_path / "server.key")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "url", ["ftp://x", "nonsense", "http://example.com/v1", "https://u:p@x/v1", "https://x/?k=1", "https://x/\n"]
)
def test_an_address_that_cannot_be_asked_is_refused_before_anything_changes(tmp_path, url):
    with pytest.raises(ConfigError):
        chosen(url, "m", KEY, tmp_path / "server.key")
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("quiet")
def test_a_wrong_address_changes_no_glasses(sim):
    with sim.page() as page:
        assert "is not an address" in page.order("server", kind="url", url="ftp://x", model="m")["why"]
        assert "wants no user" in page.order("server", kind="url", url="https://me:secret@x/v1")["why"]
        assert "needs its address" in page.order("server", kind="url")["why"]
        assert page.ask("what time is it")["outcome"] == "answered_local"
        assert "secret" not in json.dumps(page.told, default=repr)


@pytest.mark.usefixtures("quiet")
def test_a_server_with_an_address_is_asked_with_its_key_and_no_page_is_told_that(sim, tmp_path):
    with asking(sim) as (page, server), sim.page() as other:
        card = page.ask(QUESTION)
        assert (card["outcome"], card["answer"]) == ("answered_remote", "It scatters blue light.")
        assert any(f"authorization: bearer {KEY}".encode() in one.raw.lower() for one in server.received)
        (key_file,) = tmp_path.glob("sim-run-*/server_*.key")
        assert key_file.stat().st_mode & 0o777 == 0o600
        page.order("scenario")
        page.order("receipts")
        while not any(one["is"] == "state" for one in other.told):
            other.next()
        told = json.dumps([page.told, other.told], default=repr)
        assert KEY not in told
        assert str(key_file) not in told
        assert server.received[0].raw  # and yet it was asked
        assert page.order("server", kind="none")["is"] == "done"
        assert page.order("server", kind="scripted")["is"] == "done"
    assert not list(tmp_path.glob("sim-run-*/server_*.key"))


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(("air", "arrives"), [("offline", False), ("portal", False), ("wifi", True), ("4g", True)])
def test_the_simulated_air_lies_between(sim, air, arrives):
    with asking(sim) as (page, server):
        page.order("air", name=air)
        assert (page.ask(QUESTION)["outcome"] == "answered_remote") is arrives
        assert any(one.target.startswith("POST") for one in server.received) is arrives


@pytest.mark.usefixtures("quiet")
def test_an_air_that_comes_back_lets_it_through_again(sim):
    with asking(sim) as (page, server):
        assert page.ask(QUESTION)["outcome"] == "answered_remote"
        page.order("air", name="offline")  # which breaks the connection that is kept
        assert page.ask("why is the sky still blue?")["outcome"] != "answered_remote"
        page.order("air", name="wifi")
        while True:
            late = [card for card in page.until("step")["turns"] if card["late_of"] and card["outcome"]]
            if late:
                break
        assert late[0]["outcome"] == "answered_remote"
        page.order("fault", device="link", kind="cut")
        connections = server.opened
        assert page.ask("why is the sky blue once more?")["outcome"] != "answered_remote"
        assert wait(lambda: server.opened == connections, 1.0)
