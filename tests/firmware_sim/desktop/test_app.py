"""The socket's door: who gets in, who is kept waiting how long, and what a page is told first."""

import json
from contextlib import ExitStack

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from firmware_sim.desktop.app import STRANGERS_AT_MOST
from firmware_sim.desktop.hub import PAGES_AT_MOST
from tests.firmware_sim.desktop.served import NOT_OURS, WITHIN, Page, serving

pytestmark = pytest.mark.usefixtures("quiet")


def refusal(line, within=WITHIN):
    """The code with which a socket is closed."""
    with pytest.raises(ConnectionClosed) as closed:
        line.recv(within)
    return closed.value.rcvd.code


def test_the_first_message_has_the_token_or_is_the_last(sim):
    wrong = [
        {"do": "hello", "token": "x"}, {"do": "hello", "token": sim.token[:-1]}, {"do": "hello"}, {"token": sim.token},
        {"do": "hello", "token": [sim.token]}, {"do": "hello", "token": sim.token + "x" * 70_000},
        {"do": "hello", "token": "\ud800"}, {"do": "type", "text": "hi", "token": sim.token}, [sim.token], sim.token,
    ]  # fmt: skip
    for first in [*map(json.dumps, wrong), "", "{", "[" * 60_000, sim.token.encode(), b"", b"\xff" * 100]:
        with sim.socket() as line:
            line.send(first)
            assert refusal(line) == 1008, first
    with sim.page() as page:
        assert page.hello["driver"]


def test_a_token_in_the_address_is_none(sim):
    for path in (f"/live?token={sim.token}", f"/live?do=hello&token={sim.token}"):
        with sim.socket() as line:
            line.close()
        with pytest.raises(InvalidStatus), sim.socket(origin=NOT_OURS):
            pass
        assert sim.request("GET", path, authorization=None).status in {404, 426}
    assert sim.request("GET", f"/api/state?token={sim.token}", authorization=None).status == 401


@pytest.mark.parametrize("origin", [None, NOT_OURS, "https://evil.example", "null"])
def test_a_socket_of_another_page_or_of_none_never_opens(sim, origin):
    with pytest.raises(InvalidStatus) as refused, sim.socket(origin=origin):
        pass
    assert refused.value.response.status_code == 403


def test_a_name_that_only_leads_here_is_not_answered(sim):
    answer = sim.request("GET", "/", host=f"evil.example:{sim.port}")
    assert (answer.status, answer.body) == (421, b"This simulator answers on 127.0.0.1 and localhost only.\n")
    assert sim.request("GET", "/", host=f"localhost:{sim.port}").status == 200


def test_sockets_that_say_nothing_keep_no_page_out(sim):
    with ExitStack() as stack:
        strangers = [stack.enter_context(sim.socket()) for _ in range(STRANGERS_AT_MOST + 3)]
        with sim.page() as page:
            assert page.ask("what time is it")["outcome"] == "answered_local"
        assert [refusal(line, 1.0) for line in strangers[:3]] == [1013] * 3  # the newer ones are still waited for


@pytest.mark.slow
def test_a_socket_that_says_nothing_is_closed_after_a_while(sim):
    with sim.socket() as line:
        assert refusal(line) == 1013


def test_one_page_too_many_is_sent_away_and_may_come_when_another_has_left(sim):
    with ExitStack() as stack:
        for _ in range(PAGES_AT_MOST - 1):
            stack.enter_context(sim.page())
        with sim.page(), sim.socket() as line:
            line.send(json.dumps({"do": "hello", "token": sim.token}))
            assert refusal(line) == 1013
        with sim.socket() as line:
            assert not Page(line, sim.token).hello["driver"]


def test_nothing_is_told_before_the_hello_and_nothing_after_it_is_missed(sim):
    """Pages come while turns go on: what the hello has not, the steps have."""
    with sim.page() as driver:
        for n in range(1, 4):
            driver.send(do="type", n=n, text="what time is it")
            with sim.page() as page:
                known = {card["id"]: card for card in page.hello["turns"]}
                while len(known) < n or not all(card["outcome"] for card in known.values()):
                    known |= {card["id"]: card for card in page.until("step")["turns"]}


def test_a_page_that_comes_later_is_told_what_is_on_the_display(sim):
    with sim.page() as first:
        first.ask("what time is it")
        shown = first.until("display", on=True)
        first.next()
        with sim.page() as later:
            message = later.until("display", on=True)
            later.next()
    assert message["bytes"] == shown["bytes"]
    assert message["bytes"].startswith(b"D\x89PNG")


def test_the_run_has_a_name_and_no_page_is_told_the_token(sim):
    with sim.page() as page:
        page.ask("what time is it")
        assert page.hello["run"]
        assert page.hello["automation"] is True
        assert sim.token not in json.dumps(page.told, default=repr)


def test_all_pages_are_told_when_it_ends(tmp_path):
    with ExitStack() as pages, ExitStack() as simulator:
        sim = simulator.enter_context(serving(tmp_path))
        told = [pages.enter_context(sim.page()) for _ in range(2)]
        simulator.close()
        for page in told:
            assert page.until("bye")["why"] == "The simulator was ended."
            assert refusal(page.line) == 1001
