"""The Python API: one runtime behind it, many who ask, and nothing touched that an earlier run left open."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from edge.api import aglint, glint
from edge.compose.build import daemon_ledger
from edge.config import Config, ServerConfig
from edge.errors import StoppedError, UsageError
from edge.messages import Alarm, Begin, Instant, Now, Outcome, Wall
from edge.reach.gate.letter import Sealed
from edge.reach.queue import Queue, new_key
from edge.store.alarms import to_notes
from firmware_sim.server.server import ScriptedServer
from tests.edge.reach.port import serving, wait

ANSWERS = {"sky": "Small molecules scatter blue light.", "purr": "Their throats tremble.", "rain": "Clouds grow heavy."}
NOON = Wall(datetime(2026, 5, 4, 12, tzinfo=UTC))


def config_for(folder, url=""):
    servers = (ServerConfig(name="desk", url=url, model="m"),) if url else ()
    return Config(data=str(folder), server=servers)


@pytest.fixture
def server():
    return ScriptedServer(ANSWERS)


def leave_open(config):
    """What a daemon that died left: a question that waits for the server, and a timer that is due."""
    with daemon_ledger(config) as ledger:
        asked = ledger.begin(Now(Instant(0.0), NOON), Begin("what is wrong with my heart?"))
        body = b'{"model": "m", "messages": [{"role": "user", "content": "what is wrong with my heart?"}]}'
        where = config.server[0]
        sealed = Sealed(where.name, where.url, "health", body)
        assert Queue(ledger, config.queue).put(asked.turn, sealed, new_key(), Wall(datetime.now(UTC)))
        ledger.remember("alarms", to_notes((Alarm(datetime.now(UTC) - timedelta(minutes=1), "pasta"),)))


def left_open(config):
    with daemon_ledger(config) as ledger:
        return len(Queue(ledger, config.queue).waiting()), ledger.recall("alarms")


def test_an_answer_is_the_answer_to_what_was_asked_whatever_waits(tmp_path, server):
    with serving(server) as url:
        config = config_for(tmp_path, url)
        leave_open(config)
        before = left_open(config)
        with glint(config) as g:
            assert g.ask("why is the sky blue?").text == ANSWERS["sky"]
            assert g.ask("what is 2 plus 3").outcome is Outcome.ANSWERED_LOCAL
        assert left_open(config) == before
        assert [one.question for one in server.received if one.target.startswith("POST")] == ["why is the sky blue?"]


def test_three_questions_share_one_connection(tmp_path, server):
    with serving(server) as url, glint(config_for(tmp_path, url)) as g:
        assert [g.ask(f"why about {word}?").text for word in ANSWERS] == list(ANSWERS.values())
        assert server.opened == 1


def test_many_may_ask_at_once_and_each_gets_their_own_answer(tmp_path, server):
    async def main(url):
        async with aglint(config_for(tmp_path, url)) as g:
            sums = [g.ask(f"what is {n} plus 1000") for n in range(20)]
            words = [g.ask(f"why is the {word} so?") for word in ANSWERS]
            return await asyncio.gather(*sums, *words)

    with serving(server) as url:
        answers = asyncio.run(main(url))
    assert all(f"{1000 + n:,}".replace(",", "") in a.text.replace(",", "") for n, a in enumerate(answers[:20]))
    assert [answer.text for answer in answers[20:]] == list(ANSWERS.values())
    assert len({answer.turn for answer in answers}) == 23


def test_a_question_that_is_not_waited_for_ends_cancelled(tmp_path):
    async def main(url):
        async with aglint(config_for(tmp_path, url)) as g:
            asked = asyncio.create_task(g.ask("why is the sky blue?"))
            assert await asyncio.to_thread(wait, lambda: bool(slow.received))
            asked.cancel()
            await asyncio.wait({asked})
            assert (await g.ask("what is 2 plus 3")).outcome is Outcome.ANSWERED_LOCAL

    with serving(slow := ScriptedServer(ANSWERS, first=60.0)) as url:
        asyncio.run(main(url))
    with daemon_ledger(config_for(tmp_path)) as ledger:
        assert [turn.outcome for turn in ledger.turns()] == ["cancelled", "answered_local"]


def test_nothing_of_one_question_is_known_to_the_next(tmp_path, server):
    with serving(server) as url, glint(config_for(tmp_path, url)) as g:
        g.ask("why do cats purr?")
        g.ask("why is the sky blue?")
    assert b"purr" not in server.received[-1].raw
    with daemon_ledger(config_for(tmp_path)) as ledger:
        assert [turn.follows for turn in ledger.turns()] == [None, None]


def test_an_empty_question_is_refused_and_a_stopped_glint_says_so(tmp_path):
    with glint(config_for(tmp_path)) as g, pytest.raises(UsageError, match="the question is empty"):
        g.ask("  ")

    async def late():
        async with aglint(config_for(tmp_path)) as g:
            pass
        await g.ask("what is 2 plus 3")

    with pytest.raises(StoppedError, match="was stopped"):
        asyncio.run(late())
