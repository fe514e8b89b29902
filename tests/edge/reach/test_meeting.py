"""A server that is met tells its models, how fast it is, whether it thinks and whether it looks."""

import json
from dataclasses import replace

import pytest

from edge.reach.meeting import MODELS_AT_MOST, OTHER_KEY, PATIENT, meet, models
from edge.reach.sight import Sees, Sight
from edge.reach.wire.failures import EndedError, Failure
from firmware_sim.server.server import ScriptedServer
from tests.edge.reach.reach import SERVER, virtually, world

ANSWERS = {"hello": "Hello to you as well."}


def met(scripted: ScriptedServer, server=SERVER):
    async def main():
        with world(scripted) as it:
            try:
                return await meet(it.gate, Sight(it.gate, it.ledger), server)
            finally:
                await it.link.close()

    return virtually(main)


class Lists(ScriptedServer):
    """A server with a list of models of its own."""

    body = b""

    async def _answer(self, request, reply):
        await reply.whole(200, self.body)


def listed(body: bytes) -> tuple[str, ...]:
    async def main():
        scripted = Lists()
        scripted.body = body
        with world(scripted) as it:
            try:
                return await models(it.gate, SERVER)
            finally:
                await it.link.close()

    return virtually(main)


def test_it_is_met_with_its_pace():
    found = met(ScriptedServer(ANSWERS, pace=0.5, first=2.0))
    assert found.said == "Hello to you as well."
    assert found.first_word == pytest.approx(2.1, abs=0.2)
    assert found.rate == pytest.approx(2.0, rel=0.1)
    assert (found.thinks, found.sees, found.server) == (
        False,
        Sees.YES,
        replace(SERVER, first_token_within=found.server.first_token_within),
    )
    assert found.server.first_token_within == max(SERVER.first_token_within, 3 * found.first_word)


def test_a_quick_one_keeps_the_patience_that_was_configured():
    assert met(ScriptedServer(ANSWERS, first=0.1)).server == SERVER


def test_one_that_thinks_first_is_told_from_one_that_does_not():
    assert met(ScriptedServer(ANSWERS, thoughts=5)).thinks


def test_one_that_wants_another_name_for_the_limit_gets_it():
    class Other(ScriptedServer):
        async def _answer(self, request, reply):
            if OTHER_KEY.encode() in request.raw:
                await super()._answer(request, reply)
            else:
                await reply.whole(400, b'{"error": {"message": "use max_completion_tokens"}}')

    assert met(Other(ANSWERS)).server.tokens_key == OTHER_KEY
    with pytest.raises(EndedError) as ended:
        met(ScriptedServer(ending="key_refused"))
    assert ended.value.how is Failure.KEY_REFUSED


def test_one_that_never_answers_is_waited_for_as_long_as_a_model_takes_to_load():
    with pytest.raises(EndedError) as ended:
        met(ScriptedServer(ending="silent"))
    assert ended.value.how is Failure.SILENT
    assert PATIENT.first == 60.0


def test_models_are_named_plainly_and_bounded():
    data = [{"id": name} for name in ("a", "", "two\nlines", "x" * 300, "b/c:7b")]
    assert listed(json.dumps({"data": data}).encode()) == ("a", "b/c:7b")
    many = json.dumps({"data": [{"id": f"m{n}"} for n in range(999)]}).encode()
    assert len(listed(many)) == MODELS_AT_MOST
    assert listed(b"{}") == ()


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"data": 7}', b"\xff", b'{"data":' + b"[" * 5000])
def test_what_is_no_list_of_models_is_said_so(body: bytes):
    with pytest.raises(EndedError, match="no list of models"):
        listed(body)
