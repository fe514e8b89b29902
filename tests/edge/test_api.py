"""The Python API: one runtime behind it, many who ask, and nothing touched that an earlier run left open."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import numpy as np
import pytest

from edge.api import aglint, glint
from edge.compose.build import daemon_ledger
from edge.config import Config, ServerConfig
from edge.devices import Eye, Glasses
from edge.errors import DeviceError, PhotoError, StoppedError, UsageError
from edge.hardware.body import LinuxBody
from edge.messages import Alarm, Begin, Box, Claim, Clip, Frame, Instant, Intent, Now, Outcome, Size, Thing, Wall
from edge.perceive import Senses
from edge.perceive.in_pixels import SeenPhoto, SeenThing
from edge.reach.gate.letter import Sealed
from edge.reach.queue import Queue, new_key
from edge.skills.skill import Reply
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


# ------------------------------------------------------------------------------------------------------- conversations


def earlier(received):
    """What a server was told of earlier turns, by question."""
    found = {}
    for one in received:
        if one.target.startswith("POST"):
            asked = re.findall(rb'\\?"asked\\?": ?\\?"([^"\\]*)', one.raw)
            found[one.question.splitlines()[0]] = [text.decode() for text in asked]
    return found


def test_a_conversation_remembers_its_own_turns_and_nothing_of_others(tmp_path, server):
    with serving(server) as url, glint(config_for(tmp_path, url)) as g:
        one, other = g.conversation(), g.conversation()
        one.ask("why do cats purr?")
        other.ask("why does rain fall?")
        g.ask("why is grass green?")
        one.ask("why is the sky blue?")
        other.ask("why is it wet?")
        assert server.opened == 1
    told = earlier(server.received)
    assert told["why is the sky blue?"] == ["why do cats purr?"]
    assert told["why is it wet?"] == ["why does rain fall?"]
    assert told["why is grass green?"] == []
    with daemon_ledger(config_for(tmp_path)) as ledger:
        turns = {turn.id: turn for turn in ledger.turns()}
        follows = [turns[turn.follows].text if turn.follows else None for turn in turns.values()]
    assert follows == [None, None, None, "why do cats purr?", "why does rain fall?"]


# ------------------------------------------------------------------------------------- skills, glasses, threads, views


class Oven:
    """A skill of a program, with an intent that a server would be asked for."""

    name = "oven"
    intent = Intent.KNOW
    examples = MappingProxyType({"oven": ("How hot is the oven?",), "time": (), "read": ()})

    def claim(self, meaning):
        return Claim(self.name) if "oven" in meaning.said else None

    def answer(self, asked):
        return Reply("It is at 180 degrees.", sources=("oven",))


class Scenery:
    """A camera that sees one picture, a lamp and a display, which write down what they do."""

    def __init__(self):
        self.log, self.size = [], Size(40, 6)

    async def frames(self, shot):
        yield Frame(Instant(0.0), np.full((30, 40, 3), 7, np.uint8))

    async def set(self, on):
        self.log.append(f"lamp {on}")

    async def show(self, card):
        self.log.append(" ".join(card.lines))


class Voice:
    """A voice whose speaker is slow: it has said a thing when somebody has waited for it."""

    def __init__(self):
        self.said = []

    async def clip(self, words):
        self.words = words
        return Clip(np.zeros(1600, np.float32), 16000)

    def say(self, clip):
        return self

    async def wait(self):
        for _ in range(50):
            await asyncio.sleep(0)
        self.said.append(self.words)
        return 0.1

    async def stop(self):
        return 0.0


CUP = Senses(things=lambda frame: (Thing("cup", 0.9, Box(0.0, 0.0, 0.5, 0.5)),) if frame.pixels.mean() == 7 else ())


def test_a_skill_of_the_program_is_asked_before_ours(tmp_path):
    with glint(config_for(tmp_path), skills=[Oven()]) as g:
        answer = g.ask("what time does the oven show?")
        assert (answer.text, str(answer.route), answer.sources) == ("It is at 180 degrees.", "device", ("oven",))
        assert g.ask("how hot is the oven").text == "It is at 180 degrees."
        assert g.ask("what is 2 plus 3").text == "That's 5."
        assert "How hot is the oven?" in g.ask("what can you do?").text


def test_glasses_of_the_program_see_where_no_picture_is_given_and_get_the_answer(tmp_path):
    mine, voice = Scenery(), Voice()
    worn = Glasses(LinuxBody(), mine, Eye(mine, mine), speaker=voice, talker=voice)
    with glint(config_for(tmp_path), senses=CUP, glasses=worn) as g:
        assert g.ask("how many cups are there?").text == "I see one cup."
        assert mine.log[:2] == ["lamp True", "lamp True"]
        assert (
            g.ask("how many cups are there?", np.zeros((9, 9, 3), np.uint8)).text
            == "I see no cups, though I could miss small ones."
        )
    assert "I see one cup." in mine.log
    assert voice.said[-1] == "I see no cups, though I could miss small ones.", "leaving waits for what is being said"


def test_several_threads_may_ask_at_once(tmp_path):
    with glint(config_for(tmp_path)) as g, ThreadPoolExecutor(12) as pool:
        texts = list(pool.map(lambda n: g.ask(f"what is {n} plus 100").text, range(24)))
    assert texts == [f"That's {n + 100}." for n in range(24)]


def test_it_may_be_used_where_a_loop_runs_already(tmp_path):
    async def cell():
        with glint(config_for(tmp_path)) as g:
            return g.ask("what is 2 plus 3").text

    assert asyncio.run(cell()) == "That's 5."


def test_a_view_is_told_in_pixels_and_nothing_of_it_is_written_down(tmp_path):
    picture = np.full((30, 40, 3), 7, np.uint8)
    with glint(config_for(tmp_path), senses=CUP) as g:
        view = g.see(picture)
        assert view == SeenPhoto(40, 30, things=(SeenThing("cup", 0.9, (0.0, 0.0, 20.0, 15.0)),))
        assert g.see(picture, only="codes").things is None
        with pytest.raises(UsageError, match="there is no 'cups' to look for; there are things, texts, codes"):
            g.see(picture, only=["cups"])
    with daemon_ledger(config_for(tmp_path)) as ledger:
        assert ledger.turns() == []


# ------------------------------------------------------------------------------------------------------ used wrongly


def test_what_is_wrong_is_said_before_anything_is_asked(tmp_path):
    with glint(config_for(tmp_path), senses=CUP) as g:
        with pytest.raises(UsageError, match="there is no mode 'zz'; there are know, think"):
            g.ask("what time is it", mode="zz")
        with pytest.raises(TypeError, match="image wants a path"):
            g.ask("what is this?", image=3)
        with pytest.raises(TypeError, match="a question is a str, not int"):
            g.ask(3)
        with pytest.raises(PhotoError, match=r"nowhere\.jpg"):
            g.ask("what is this?", image="nowhere.jpg")
    for work in (lambda: g.ask("what time is it"), lambda: g.see("a.jpg"), lambda: g.conversation().ask("hello")):
        with pytest.raises(StoppedError):
            work()
    with daemon_ledger(config_for(tmp_path)) as ledger:
        assert ledger.turns() == []
    with pytest.raises(TypeError, match="config wants"):
        glint(3)
    with pytest.raises(TypeError, match="glasses wants"):
        aglint(glasses="mine")


def test_a_skill_of_the_program_that_breaks_while_it_claims_is_named_in_the_reason(tmp_path):
    class Broken(Oven):
        name = "broken"

        examples = MappingProxyType({"sum": (), "other": ()})

        def claim(self, meaning):
            raise KeyError(meaning.said)

    with glint(config_for(tmp_path), skills=[Broken()]) as g:
        sums, beyond = g.ask("what is 2 plus 3"), g.ask("why is the sky blue?")
    assert sums.text == "That's 5."
    assert all("A fault in the skill 'broken': KeyError" in answer.why for answer in (sums, beyond))


def test_what_does_not_work_is_told_to_the_program_and_answers_come_all_the_same(tmp_path):
    class Dark(Scenery):
        async def show(self, card):
            raise DeviceError("display", "is dark")

    mine = Dark()
    (tmp_path / "file").write_text("no folder")
    with glint(config_for(tmp_path / "file"), glasses=Glasses(LinuxBody(), mine, Eye(mine, mine))) as g:
        assert g.ask("what is 2 plus 3").text == "That's 5."
        g.ask("what is 3 plus 3")
        assert g.lost["display"] == "is dark"
        assert "nothing of this run is kept" in g.lost["ledger"]
    with glint(config_for(tmp_path)) as g:
        g.ask("what is 2 plus 3")
        assert g.lost == {}
