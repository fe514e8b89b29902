"""A question that waits is asked of the server as it is when it is asked: its model, its eyes, its link."""

import asyncio
import json
from dataclasses import replace

import pytest

from edge.config import Config
from edge.errors import LedgerError
from edge.messages import Begin, Broken, End, Intent, LinkState, Outcome, Scene, Server, Understanding, Vitals
from edge.mind.policy import Policy
from firmware_sim.server.server import ScriptedServer
from firmware_sim.world.scenario import Air, Scenario
from tests.edge.reach.reach import SERVER, picture, task, virtually, wall_now, world

ANSWERS = {"sky": "Blue light scatters most.", "nuts": "The left one."}
UP = Scenario("up", 600.0)
AWAY = Scenario("away", 600.0, air=(Air(0.0, "down"), Air(50.0, "up")))
CHOSEN_BY_LOOKING = replace(SERVER, model="")


def body(raw):
    return json.loads(raw.partition(b"\r\n\r\n")[2])


def models(it):
    return [body(raw)["model"] for raw in it.raw() if raw.startswith(b"POST")]


def kept_model(it):
    (row,) = it.ledger.read("SELECT turn FROM queue")
    return json.loads(it.queue.find(row["turn"], wall_now().wall).sealed.body)["model"]


async def ask(it, text="why is the sky blue?", **changes):
    """A question that comes to wait."""
    query = it.ledger.begin(wall_now(), Begin(text))
    tried = await it.ask(text, turn=query.turn, **changes)
    it.ledger.end(wall_now(), End(query.turn, Outcome.DEFERRED, "", Server("think"), tried.why))
    assert tried.queued
    return query.turn


async def again(it, turn):
    """It is asked again; whatever waits 100 seconds is worth another try."""
    await asyncio.sleep(100)
    begin = it.queue.flush(wall_now(), turn)
    query = it.ledger.begin(wall_now(), begin)
    tried = await it.ask(begin.text, turn=query.turn, late_of=begin.late_of, mode=begin.mode)
    outcome = Outcome.DEFERRED if tried.queued else Outcome.ANSWERED_REMOTE if tried.text else Outcome.FAILED
    end = End(query.turn, outcome, tried.text or "", Server("think"), tried.why, late_of=query.late_of)
    it.ledger.end(wall_now(), end)
    it.queue.settle(end)
    return tried


def play(story, server=CHOSEN_BY_LOOKING, *, scripted=None, scenario=AWAY, policy=None):
    async def main():
        config = Config(server=(server,), policy=policy or Policy(queue=True))
        with world(scripted or ScriptedServer(answers=ANSWERS), config=config, scenario=scenario) as it:
            await story(it)
            it.check_receipts()
            await it.link.close()

    virtually(main)


# ---------------------------------------------------------------------------------------------------- model and eyes


def test_a_model_that_nobody_chose_is_looked_for_when_the_server_is_back():
    async def story(it):
        turn = await ask(it)
        tried = await again(it, turn)
        assert tried.text == ANSWERS["sky"]
        assert models(it) == ["scripted"]
        assert it.queue.waiting() == ()

    play(story)


def test_a_model_that_was_found_earlier_waits_with_the_question():
    async def story(it):
        assert (await it.ask(turn=100)).text
        it.server.ending = "hung_up"
        await ask(it)
        assert kept_model(it) == "scripted"

    play(story, scenario=UP)


def test_a_model_that_was_exchanged_meanwhile_is_the_one_that_is_asked():
    async def story(it):
        turn = await ask(it)
        assert kept_model(it) == "m"
        it.remote._servers = (replace(SERVER, model="newer"),)
        assert (await again(it, turn)).text
        assert models(it) == ["newer"]

    play(story, SERVER)


def test_a_server_that_names_no_model_is_waited_for():
    class Shy(ScriptedServer):
        async def _answer(self, request, reply):
            if request.target.startswith("GET"):
                await reply.whole(200, b'{"data": []}')
            else:
                await super()._answer(request, reply)

    async def story(it):
        turn = await ask(it)
        tried = await again(it, turn)
        assert tried.queued
        assert "names none" in tried.why

    play(story, scripted=Shy(answers=ANSWERS))


WITH_PICTURES = Policy(queue=True, queue_pictures=True)


def test_a_picture_that_waited_is_not_sent_to_a_server_that_turns_out_to_be_blind():
    class Blind(ScriptedServer):
        def answer(self, request):
            return "red red" if request.pictures else "I only have words."

    async def story(it):
        turn = await ask(it, "which has nuts?", scene=Scene(picture()))
        assert (await again(it, turn)).text
        assert [bool(received.pictures) for received in it.server.received] == [True, False], "the first is our own"
        assert it.said[0] == "I am asking without the picture: desk cannot look at pictures."

    play(story, replace(SERVER, sees="ask"), scripted=Blind(), policy=WITH_PICTURES)


def test_a_picture_that_waited_is_seen_and_one_for_a_blind_server_does_not_wait():
    async def sighted(it):
        turn = await ask(it, "which has nuts?", scene=Scene(picture()))
        assert (await again(it, turn)).text
        assert [bool(received.pictures) for received in it.server.received] == [True, True]

    async def blind(it):
        await ask(it, "which has nuts?", scene=Scene(picture()))
        (row,) = it.ledger.read("SELECT turn FROM queue")
        sealed = it.queue.find(row["turn"], wall_now().wall).sealed
        assert (sealed.jpeg, sealed.left_out) == (b"", "desk cannot look at pictures")

    play(sighted, replace(SERVER, sees="ask"), policy=WITH_PICTURES)
    play(blind, replace(SERVER, sees="no"), policy=WITH_PICTURES)


# ---------------------------------------------------------------------------------------------------------- what waits


def test_what_it_was_taken_for_waits_with_it():
    async def story(it):
        shop = task("where is it cheapest?", mode="shop")
        shop = replace(shop, understanding=Understanding(shop.turn, Intent.SHOP, {}))
        assert (await it.remote.answer(shop, it.said.append)).queued
        assert it.queue.flush(wall_now(), shop.turn).intent is Intent.SHOP

    play(story, SERVER)


def test_what_is_gone_is_no_refusal():
    """It failed: for privacy or the budget nobody refused it."""

    async def story(it):
        turn = await ask(it)
        with it.ledger.write() as database:
            database.execute("UPDATE queue SET body = ?", (b"\x00",))
        tried = await again(it, turn)
        assert (tried.text, tried.problem, tried.queued) == (None, Broken(tried.why), False)
        assert "damaged" in tried.why
        assert it.queue.waiting() == ()
        tried = await it.ask(turn=99, late_of=turn)
        assert (tried.queued, tried.problem) == (False, Broken("the question does not wait any more"))

    play(story, SERVER)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"model": "m", "messages": []}', b'{"model": 1, "messages": [7]}']
)
def test_a_body_that_cannot_be_read_any_more_ends_the_wait(body):
    async def story(it):
        turn = await ask(it)
        sealed = it.queue.find(turn, wall_now().wall).sealed
        with it.ledger.write() as database:
            database.execute("DELETE FROM queue")
        assert it.queue.put(turn, replace(sealed, body=body), Intent.THINK, wall_now().wall)
        tried = await again(it, turn)
        assert "damaged" in tried.why
        assert it.queue.waiting() == ()

    play(story, SERVER)


def test_what_cannot_be_read_just_now_goes_on_waiting():
    async def story(it):
        turn = await ask(it)

        def read(*_):
            raise LedgerError("the disk does not answer")

        it.remote._queue = type("Unread", (), {"find": read})()
        tried = await it.ask(turn=99, late_of=turn)
        assert (tried.queued, tried.why) == (True, "the disk does not answer")

    play(story, SERVER)


# ------------------------------------------------------------------------------------------------------------ the link


def test_when_the_link_is_back_nobody_is_left_alone_for_what_failed_without_it():
    async def story(it):
        def asked(turn, link):
            one = task("why is the sky blue?", turn=turn)
            return it.remote.answer(replace(one, facts=replace(one.facts, vitals=Vitals(link=link))), it.said.append)

        assert "could not be reached" in (await asked(1, LinkState.DOWN)).why
        await asyncio.sleep(1.0)
        assert "left alone" in (await asked(2, LinkState.DOWN)).why
        assert (await asked(3, LinkState.UP)).text == ANSWERS["sky"], "well before it has rested"
        assert asyncio.get_running_loop().time() < 5.0

    soon_back = Scenario("soon back", 600.0, air=(Air(0.0, "down"), Air(2.0, "up")))
    play(story, SERVER, scenario=soon_back, policy=Policy(queue=False))
