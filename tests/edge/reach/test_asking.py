"""Asking servers in their order: why none answered, as a value, and how long it takes until that is known."""

import asyncio
from dataclasses import replace

import pytest

from edge.errors import AnswerError
from edge.messages import Away, Broken, Outcome, Portal, Problem, Refused
from edge.reach.asking import NobodyError
from edge.reach.gate.budget import RefusedError
from edge.reach.wire.failures import SAID, EndedError, Failure
from firmware_sim.devices.link import SimLink
from firmware_sim.server.server import ScriptedServer
from firmware_sim.world.scenario import Scenario
from firmware_sim.world.surroundings import Scripted
from tests.edge.reach.reach import SERVER, virtually, world

HOME, DESK = replace(SERVER, name="home"), replace(SERVER, name="desk")
GONE, RESTS = EndedError(Failure.UNREACHABLE, "no route"), EndedError(Failure.RESTING)
KEY = EndedError(Failure.KEY_REFUSED, "HTTP 401, it says: no")
SPENT = RefusedError(Outcome.REFUSED_BUDGET, "the budget is spent")


@pytest.mark.parametrize(
    ("errors", "problem"),
    [
        ((), Broken("no server offers this mode")),
        ((GONE, RESTS), Away()),
        ((KEY, RESTS), Broken("home wants a key, and not this one")),
        ((GONE, EndedError(Failure.PORTAL)), Portal()),
        ((AnswerError("was not asked: the disk is full"),), Broken("home was not asked: the disk is full")),
        ((SPENT, SPENT), Refused(Outcome.REFUSED_BUDGET, "the budget is spent")),
        ((SPENT, RESTS), Broken("the budget is spent")),
    ],
)
def test_it_is_the_last_of_whom_anything_was_heard(errors: tuple[AnswerError, ...], problem: Problem):
    assert NobodyError(list(zip((HOME, DESK), errors, strict=False))).problem == problem


def test_the_ledger_is_told_of_each_with_details():
    assert str(NobodyError([(HOME, GONE), (DESK, KEY), (DESK, KEY)])) == (
        "home could not be reached (no route); desk wants a key, and not this one (HTTP 401, it says: no)"
    )
    assert str(NobodyError([])) == "no server offers this mode"


def test_only_what_cannot_be_reached_and_what_wants_a_login_is_more_than_a_sentence():
    told = {how: EndedError(how, "detail").problem_of("home") for how in Failure}
    assert {how for how, problem in told.items() if problem == Away()} == {Failure.UNREACHABLE, Failure.RESTING}
    assert {how for how, problem in told.items() if problem == Portal()} == {Failure.PORTAL}
    broken = {how: problem.why for how, problem in told.items() if isinstance(problem, Broken)}
    assert broken == {how: f"home {SAID[how]}" for how in broken}


REFUSED_WITHIN = 2.0


async def seconds_of(it, turn):
    began = asyncio.get_running_loop().time()
    await it.ask(turn=turn)
    return asyncio.get_running_loop().time() - began


@pytest.mark.parametrize("pause", [0.0, 5.0, 9.0, 12.0, 25.0, 400.0])
def test_a_refused_connection_costs_two_seconds_at_most(pause):
    """Before its rest, in it, and after it, when one question alone tries the server out."""

    async def main():
        with world(link=SimLink(Scripted(Scenario("nobody there", 3600.0)), None)) as it:
            for turn in range(1, 7):
                assert await seconds_of(it, turn) <= REFUSED_WITHIN
                await asyncio.sleep(pause)

    virtually(main)


def test_a_server_that_asked_for_a_rest_is_waited_for():
    async def main():
        server = ScriptedServer(ending="busy_short", answers={"sky": "It is blue."}, retry_after=8.0)
        with world(server) as it:
            asyncio.get_running_loop().call_later(4.0, setattr, server, "ending", "well")
            assert (await it.ask()).text == "It is blue."
            assert asyncio.get_running_loop().time() >= 8.0
            await it.link.close()

    virtually(main)


def test_a_server_that_comes_back_is_asked_at_once_after_its_rest():
    async def main():
        server = ScriptedServer(answers={"sky": "It is blue."})
        link = SimLink(Scripted(Scenario("away for a minute", 3600.0)), None)
        with world(server, link=link) as it:
            assert (await it.ask(turn=1)).text is None
            link._server = server
            await asyncio.sleep(12.0)
            assert await seconds_of(it, 2) <= REFUSED_WITHIN
            assert it.said == ["It is blue."]
            await link.close()

    virtually(main)
