"""Tries a server for `glint setup`: its models, whether and how fast it answers, whether it looks at pictures."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from edge.reach.gate import letter
from edge.reach.gate.gate import Errand
from edge.reach.gate.letter import Sealed
from edge.reach.sight import Sees
from edge.reach.wire.failures import EndedError, Failure
from edge.reach.wire.spoken import Spoken, one_line
from edge.reach.wire.stream import Clocks
from edge.records import dataclass

if TYPE_CHECKING:
    from edge.config import ServerConfig
    from edge.reach.gate.gate import Gate
    from edge.reach.sight import Sight
    from edge.reach.wire.sse import Words

HELLO = "Say hello in five words."
TOKENS = 200
OTHER_KEY = "max_completion_tokens"  # what some servers want the limit to be called, and say so
PATIENT = Clocks(first=60.0, gap=30.0, total=90.0)  # a model may have to be loaded first
MODELS_AT_MOST = 200
NAME_AT_MOST = 200  # characters of a model's name
SETTING_UP = Errand(None, "setup", "setting up")


@dataclass(frozen=True, slots=True)
class Met:
    """What a server can do, as found out."""

    server: ServerConfig
    said: str
    first_word: float
    """Seconds to its first word or thought."""
    rate: float
    """Words or thoughts a second after that."""
    thinks: bool
    """Whether it reasons before it answers."""
    sees: Sees


class _Model(msgspec.Struct):
    id: str


class _Models(msgspec.Struct):
    data: list[_Model] = []


async def models(gate: Gate, server: ServerConfig, errand: Errand = SETTING_UP) -> tuple[str, ...]:
    """The models that a server offers, as it names them; raises EndedError."""
    whole = await gate.models(server, errand, Clocks(10.0, 10.0, 15.0))
    try:
        found = msgspec.json.decode(whole, type=_Models).data
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise EndedError(Failure.NOT_A_STREAM, "no list of models") from None
    names = (model.id for model in found[:MODELS_AT_MOST] if 0 < len(model.id) <= NAME_AT_MOST)
    hidden = gate.hides(server)
    return tuple(name for name in names if one_line(name) == name == hidden(name))


async def meet(gate: Gate, sight: Sight, server: ServerConfig) -> Met:
    """Ask for a short answer and show a test picture; returns what was found out. Raises EndedError."""
    try:
        return await _meet(gate, sight, server)
    except EndedError as ended:
        if OTHER_KEY not in ended.detail or server.tokens_key == OTHER_KEY:
            raise
    return await _meet(gate, sight, replace(server, tokens_key=OTHER_KEY))


async def _meet(gate: Gate, sight: Sight, server: ServerConfig) -> Met:
    loop = asyncio.get_running_loop()
    spoken, times, thoughts = Spoken(400, hold=True), [loop.time()], 0

    def take(words: Words) -> bool:
        nonlocal thoughts
        times.append(loop.time())
        thoughts += not words.content
        spoken.add(words.content or "")
        return spoken.cut

    body = letter.plain_body(server, HELLO, b"", TOKENS)
    await gate.send(Sealed(server.name, server.url, "", body, tokens=TOKENS), server, SETTING_UP, PATIENT, take)
    spoken.rest()
    sight.note_thinks(server, begins_inside=spoken.thoughts.began_inside)
    spent = times[-1] - times[1] if len(times) > 2 else 0.0
    patient = replace(server, first_token_within=max(server.first_token_within, 3 * (times[1] - times[0])))
    return Met(
        server=patient,
        said=spoken.text,
        first_word=times[1] - times[0],
        rate=(len(times) - 2) / spent if spent else 0.0,
        thinks=bool(thoughts or spoken.thoughts.counted),
        sees=await sight.of(patient, "setup"),
    )
