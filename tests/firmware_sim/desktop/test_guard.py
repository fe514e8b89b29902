"""Who is let in: by the name they asked for, the page they come from, and the token."""

import asyncio

import pytest
from starlette.requests import Request

from firmware_sim.desktop.guard import HEADERS, Door, Pass

WANTED = Pass(8470, "t" * 32)


def asked(*headers, kind="http"):
    """What a request comes to: "in", or the status or the code with which it is refused."""
    sent = []

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message):
        sent.append(message)

    scope = {"type": kind, "headers": [(name.encode(), value.encode()) for name, value in headers]}
    asyncio.run(Door(app, WANTED)(scope, None, send))
    if sent[0]["type"] == "websocket.close":
        return sent[0]["code"]
    assert {name for name, _ in HEADERS} <= {name for name, _ in sent[0]["headers"]}
    return "in" if sent[0]["status"] == 200 else sent[0]["status"]


@pytest.mark.parametrize("host", ["127.0.0.1:8470", "localhost:8470", "LOCALHOST:8470"])
def test_our_own_names_are_answered(host):
    assert asked(("host", host)) == "in"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:8470", "127.0.0.1", "localhost", "127.0.0.1:8471", "127.0.0.1:84700", "",
        "localhost.:8470", "[::1]:8470", "127.0.0.1.:8470", "localhost:8470.evil.example", "127.0.0.1:8470@evil",
        " localhost:8470", "localhost:8470,evil.example", "0.0.0.0:8470", "127.1:8470",
    ],
)  # fmt: skip
@pytest.mark.parametrize(("kind", "refused"), [("http", 421), ("websocket", 1008)])
def test_whoever_asks_for_another_is_refused(host, kind, refused):
    assert asked(("host", host), ("origin", "http://localhost:8470"), kind=kind) == refused


def test_a_host_that_is_absent_or_said_twice_is_refused():
    assert asked() == 421
    assert asked(("host", "localhost:8470"), ("host", "localhost:8470")) == 421


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost:8471", "http://127.0.0.1", "https://localhost:8470", "http://evil.example", "null", "",
        "http://localhost:8470.evil.example", "http://localhost:8470/", "file://",
    ],
)  # fmt: skip
@pytest.mark.parametrize(("kind", "refused"), [("http", 403), ("websocket", 1008)])
def test_a_page_of_somebody_else_is_refused(origin, kind, refused):
    assert asked(("host", "localhost:8470"), ("origin", origin), kind=kind) == refused


def test_a_socket_says_where_it_comes_from_and_says_it_once():
    host, ours = ("host", "localhost:8470"), ("origin", "http://127.0.0.1:8470")
    assert asked(host, ours, kind="websocket") == "in"
    assert asked(host, kind="websocket") == 1008
    assert asked(host, ours, ours, kind="websocket") == 1008


def test_a_port_that_browsers_leave_out_is_left_out():
    assert Pass(80).hosts == {"127.0.0.1", "localhost"}


def test_the_token_is_told_by_nothing_that_is_printed():
    assert WANTED.token not in repr(WANTED)
    assert Pass(1).token != Pass(1).token


@pytest.mark.parametrize(
    ("header", "lets_in"),
    [
        ("Bearer " + "t" * 32, True), ("bearer  " + "t" * 32, True), ("Bearer " + "t" * 31, False), ("", False),
        ("Basic " + "t" * 32, False), ("t" * 32, False), ("Bearer " + "t" * 99_999, False), ("Bearer é", False),
    ],
)  # fmt: skip
def test_only_the_token_lets_in(header, lets_in):
    request = Request({"type": "http", "headers": [(b"authorization", header.encode("latin-1"))]})
    assert WANTED.lets_in(request) is lets_in


def test_half_a_surrogate_is_no_token():
    assert not WANTED.fits("\ud800")
