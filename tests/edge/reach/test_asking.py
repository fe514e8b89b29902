"""How long it takes until nobody answers: in virtual time, whatever a server has done before."""

import asyncio

import pytest

from firmware_sim.devices.link import SimLink
from firmware_sim.server.server import ScriptedServer
from firmware_sim.world.scenario import Scenario
from tests.edge.reach.reach import virtually, world

REFUSED_WITHIN = 2.0


async def seconds_of(it, turn):
    began = asyncio.get_running_loop().time()
    await it.ask(turn=turn)
    return asyncio.get_running_loop().time() - began


@pytest.mark.parametrize("pause", [0.0, 5.0, 9.0, 12.0, 25.0, 400.0])
def test_a_refused_connection_costs_two_seconds_at_most(pause):
    """Before its rest, in it, and after it, when one question alone tries the server out."""

    async def main():
        with world(link=SimLink(Scenario("nobody there", 3600.0), None)) as it:
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
        link = SimLink(Scenario("away for a minute", 3600.0), None)
        with world(server, link=link) as it:
            assert (await it.ask(turn=1)).text is None
            link._server = server
            await asyncio.sleep(12.0)
            assert await seconds_of(it, 2) <= REFUSED_WITHIN
            assert it.said == ["It is blue."]
            await link.close()

    virtually(main)
