"""Files: the page for everybody here, the rest for whoever has the token, and nothing beside what is meant."""

import select

import pytest
from starlette.staticfiles import StaticFiles

from firmware_sim.desktop.files import PAGE, TAPE_AT_MOST
from firmware_sim.desktop.guard import CONTENT
from tests.edge.reach.port import wait

pytestmark = pytest.mark.usefixtures("quiet")

OURS = ("/tape/x", "/sent/1.jpg", "/frame/1.jpg", "/scene/table.jpg", "/api/state", "/api/turns", "/api/receipts")


def test_the_page_needs_no_token_and_keeps_to_itself(sim):
    page = sim.request("GET", "/", authorization=None)
    assert page.status == 200
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["content-security-policy"] == CONTENT
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["cache-control"] == "no-store"
    assert "server" not in page.headers
    assert sim.token.encode() not in page.body
    script = sim.request("GET", "/page/main.js", authorization=None)
    assert "javascript" in script.headers["content-type"]


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer x", "Basic {}", "{}", "Bearer {}x"])
def test_all_else_wants_it(sim, header):
    header = header and header.format(sim.token)
    assert [sim.request("GET", path, authorization=header).status for path in OURS] == [401] * len(OURS)
    assert sim.request("POST", "/tape", b"x", authorization=header).status == 401
    assert sim.request("POST", "/api/mend", {}, authorization=header).status == 401


@pytest.mark.parametrize("folder", ["tape", "scene", "sent", "frame", "page"])
def test_a_name_that_is_none_finds_nothing(sim, folder):
    names = [
        "../ledger.sqlite", "..%2fledger.sqlite", "%2e%2e/%2e%2e/etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%00",
        "a%00b", "..", ".", "%2fetc%2fpasswd", "C:%5Cx", "..%5C..%5Cx", "%D9%A1", "1" * 5000, "-", "a.tape",
        "99999999999999999999.jpg", "%C3%28", "x/../../app.py", "..%2fapp.py",
    ]  # fmt: skip
    found = {name: sim.request("GET", f"/{folder}/{name}").status for name in names}
    assert {name: status for name, status in found.items() if status not in {400, 404}} == {}


def test_nothing_beside_the_page_is_handed_out():
    assert StaticFiles(directory=PAGE).lookup_path("../app.py") == ("", None)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_only_a_post_changes_anything(sim, method):
    before = sim.request("GET", "/api/state").json()
    for path in ("/", "/tape", "/live", *OURS):
        assert sim.request(method, path, authorization=None).status != 500
        assert sim.request(method, path).status in {200, 404, 405}
    after = sim.request("GET", "/api/state").json()
    changing = {"at", "wall", "battery", "celsius", "attends"}
    assert {k: v for k, v in before.items() if k not in changing} == {
        k: v for k, v in after.items() if k not in changing
    }


def test_a_get_orders_nothing(sim):
    for do in ("mend", "tap", "forget", "record", "type"):
        assert sim.request("GET", f"/api/{do}").status in {404, 405}


def test_pictures_are_handed_out_by_name_and_number(sim):
    assert sim.request("GET", "/scene/table.jpg").body.startswith(b"\xff\xd8")
    with sim.page() as page:
        card = page.ask("what do you see")
        assert sim.request("GET", f"/frame/{card['frame']}.jpg").body.startswith(b"\xff\xd8")


def test_a_tape_is_kept_and_handed_out(sim):
    name = sim.request("POST", "/tape", b"some tape").json()["name"]
    answer = sim.request("GET", f"/tape/{name}")
    assert answer.body == b"some tape"
    assert f'filename="{name}.tape"' in answer.headers["content-disposition"]


def test_only_the_newest_tapes_that_were_brought_are_kept(sim):
    names = [sim.request("POST", "/tape", b"tape %d" % n).json()["name"] for n in range(7)]
    kept = [sim.request("GET", f"/tape/{name}").status == 200 for name in names]
    assert kept[-1]
    assert sum(kept) == 4


def test_a_tape_that_is_too_large_is_refused_at_once(sim):
    with sim.raw(f"POST /tape HTTP/1.1\r\nHost: {sim.host}\r\nAuthorization: Bearer {sim.token}\r\n".encode()) as bare:
        bare.sendall(f"Content-Length: {65 << 20}\r\n\r\n".encode())
        assert bare.recv(100).startswith(b"HTTP/1.1 413 ")


def test_a_body_without_an_end_is_refused_at_the_limit(sim):
    head = f"POST /tape HTTP/1.1\r\nHost: {sim.host}\r\nAuthorization: Bearer {sim.token}\r\n"
    sent, piece = 0, b"100000\r\n" + bytes(1 << 20) + b"\r\n"
    with sim.raw(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode()) as bare:
        while not select.select([bare], [], [], 0)[0] and sent < 4 * TAPE_AT_MOST:
            bare.sendall(piece)
            sent += 1 << 20
        assert bare.recv(100).startswith(b"HTTP/1.1 413 ")
    assert TAPE_AT_MOST <= sent < TAPE_AT_MOST + (24 << 20)  # and what lies in buffers
    assert sim.request("GET", "/api/state").status == 200


@pytest.mark.parametrize(
    "data",
    [
        b"\x00" * 100, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\nA: " + b"x" * 100_000,
        b"POST /tape HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n", b"\x16\x03\x01\x02\x00\x01",
        b"POST /tape HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"POST /tape HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused_without_a_word_to_the_user(sim, data):
    with sim.raw(data) as bare:
        answer = bare.recv(100)
    assert answer[9:12] in {b"400", b"421"}
    assert wait(lambda: sim.request("GET", "/").status == 200)
