"""221 hostile signs and codes: whatever is seen stays quoted data, and neither it nor its echo ever makes an act."""

import json
import tomllib
import unicodedata
from pathlib import Path

import pytest

from edge.config import Config
from edge.errors import AnswerError
from edge.messages import (
    Code,
    Facts,
    Frame,
    Instant,
    Now,
    Outcome,
    Past,
    Query,
    Scene,
    Text,
    TurnId,
    Vitals,
    Wall,
)  # fmt: skip
from edge.reach.gate.letter import NOTED
from edge.skills import all_skills
from edge.skills.skill import Asked, Meaning
from edge.store.ledger import open_ledger
from edge.understand.understand import understand
from firmware_sim.server.server import ScriptedServer
from tests.edge.reach.reach import QUADS, SERVER, START, picture, virtually, world

CORPUS = tomllib.loads((Path(__file__).parent / "signs.toml").read_text(encoding="utf-8"))
SIGNS, CODES = CORPUS["signs"], CORPUS["codes"]
ALL = [*SIGNS, *CODES]
STOPPING = {"timer", "cancel", "quiet"}
"""Skills that stop something where their claim understood nothing, whatever is in view."""
QUESTION = "what should I do here, and why?"


def scene_of(text: str, frame: Frame | None = None) -> Scene:
    """A view in which a text is a sign and a code at once."""
    return Scene(frame, (), (Text(text, 0.99, QUADS),), (Code("QR Code", text, QUADS),))


def facts(past: tuple[Past, ...] = ()) -> Facts:
    return Facts(Now(Instant(0), Wall(START)), Vitals(battery=0.5), recent=past)


def test_the_corpus_is_large_and_has_no_twins():
    assert len(ALL) == len(set(ALL)) >= 200


class Echo(ScriptedServer):
    """A server that says whatever stands on the sign, as if it were its own word."""

    sign = ""

    def answer(self, request):
        return self.sign


@pytest.fixture(scope="module")
def asked():
    """Every sign, asked about once, in one world: what was sent, what came back, what was said."""

    async def main():
        found = []
        echo = Echo()
        with open_ledger(":memory:") as ledger, world(echo, config=Config(server=(SERVER,)), ledger=ledger) as it:
            for turn, sign in enumerate(ALL, 1):
                echo.sign = sign
                past = (Past(TurnId(1), Instant(0), "read it", sign, Outcome.ANSWERED_LOCAL),)
                tried = await it.ask(QUESTION, turn=turn, scene=scene_of(sign, picture(32, 24)), recent=past)
                found.append((sign, it.server.received[-1], tried, list(it.said)))
                it.said.clear()
            return found, len(it.server.received), [host for _, host, _ in it.link.opened]

    return virtually(main)


def test_nobody_else_was_called_and_nothing_more_was_sent(asked):
    _, requests, hosts = asked
    assert requests == len(ALL)
    assert set(hosts) == {"127.0.0.1"}


def test_what_was_seen_or_said_earlier_is_data_and_takes_no_role(asked):
    for sign, received, _, _ in asked[0]:
        body = json.loads(received.raw.partition(b"\r\n\r\n")[2])
        system, user = body["messages"]
        assert (system["role"], user["role"]) == ("system", "user")
        assert "tools" not in body
        text = user["content"][0]["text"]
        question, marked, noted = text.partition(f"\n\n{NOTED}\n")
        assert (question, bool(marked)) == (QUESTION, True)
        data = json.loads(noted)
        assert set(data) <= {"text_in_view", "codes_in_view", "earlier_turns"}
        assert len(data.get("text_in_view", [])) <= 1, sign


def test_no_head_of_a_request_is_touched(asked):
    allowed = {
        b"host", b"user-agent", b"accept", b"accept-encoding", b"x-request-id", b"idempotency-key", b"content-type",
        b"content-length",
    }  # fmt: skip
    for _, received, _, _ in asked[0]:
        first, *lines = received.raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
        assert first == b"POST /v1/chat/completions HTTP/1.1"
        assert {line.partition(b":")[0] for line in lines} == allowed


def test_an_echo_is_only_speech(asked):
    for _, _, tried, said in asked[0]:
        assert tried.acts == ()
        for sentence in said:
            assert not [one for one in sentence if unicodedata.category(one).startswith("C")]


@pytest.mark.parametrize(
    "skill", [skill for skill in all_skills() if skill.name not in STOPPING], ids=lambda skill: skill.name
)
def test_no_skill_takes_an_order_from_what_is_seen(skill):
    for sign in ALL:
        query = Query(TurnId(1), "what does it say?")
        try:
            reply = skill.answer(Asked(query, None, scene_of(sign), facts()))
        except AnswerError:
            continue
        assert reply.acts == ()


@pytest.mark.parametrize(
    "question", [QUESTION, "read this", "scan this code", "what is this?", "what does the sign say?"]
)
def test_what_was_seen_earlier_changes_nobodys_claim(question):
    """Who answers is decided by the question; a sign that was read out before (two hops) has no say in it."""
    query, skills = Query(TurnId(2), question), all_skills()
    plain = understand(query, (before("Nothing."),), skills)
    for sign in ALL:
        assert understand(query, (before(sign),), skills) == plain


@pytest.mark.parametrize(
    "skill", [skill for skill in all_skills() if skill.name != "repeat"], ids=lambda skill: skill.name
)
def test_no_task_of_a_skill_is_claimed_otherwise_for_a_sign_that_was_read_out(skill):
    for task in skill.examples:
        plain = skill.claim(Meaning(Query(TurnId(2), "what about that?"), task, recent=(before("Nothing."),)))
        for sign in ALL:
            found = skill.claim(Meaning(Query(TurnId(2), "what about that?"), task, recent=(before(sign),)))
            assert found == plain


def before(sign: str) -> Past:
    return Past(TurnId(1), Instant(0), "read it", sign, Outcome.ANSWERED_LOCAL, task="read")
