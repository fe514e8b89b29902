"""Whom the glasses ask: a server with an address through the simulated air, and a key that nobody is told."""

import json
from contextlib import contextmanager

import pytest

from edge.errors import ConfigError
from firmware_sim.desktop.server_choice import SCRIPTED_SERVER, ServerChoice, chosen
from firmware_sim.server.server import ScriptedServer
from tests.edge.reach.port import serving as serving_answers
from tests.edge.reach.port import wait

KEY = "sk-very-secret-0123456789"
QUESTION = "why is the sky blue?"


@contextmanager
def asking(sim):
    """A page whose glasses ask a server on a real port, and that server."""
    server = ScriptedServer({"sky": "It scatters blue light."})
    with serving_answers(server) as url, sim.page() as page:
        page.send(do="server", kind="url", url=url, model="m", key=KEY, n=900)
        page.until("done", n=900)
        yield page, server


def test_a_choice_is_said_as_a_configuration_says_it():
    assert ServerChoice("none").configured() == ()
    assert [server.name for server in SCRIPTED_SERVER.configured()] == ["scripted"]
    (server,) = ServerChoice("url", "https://x/v1", "m", "/k").configured()
    assert (server.url, server.model, server.key_file) == ("https://x/v1", "m", "/k")


def test_a_key_lies_where_only_its_user_reads_it(tmp_path):
    path = tmp_path / "server.key"
    assert chosen("https://x/v1", "m", KEY, path) == ServerChoice("url", "https://x/v1", "m", str(path))
    assert path.read_text() == KEY
    assert path.stat().st_mode & 0o777 == 0o600
    assert chosen("https://x/v1", "m", "", tmp_path / "none").key_file == ""
    assert not (tmp_path / "none").exists()


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
        page.order("air", name="offline")
        assert page.ask(QUESTION)["outcome"] != "answered_remote"
        page.order("air", name="wifi")
        page.until("state", link="up")
        assert page.ask("why is the sky blue again?")["outcome"] == "answered_remote"
        page.order("fault", device="link", kind="cut")
        connections = server.opened
        assert page.ask("why is the sky blue once more?")["outcome"] != "answered_remote"
        assert wait(lambda: server.opened == connections, 1.0)
