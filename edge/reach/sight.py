"""Finds out what a server is like: whether it looks at pictures, and whether its answers begin inside a thought.

The first with a test picture, once: some answer 200 and never look. The second from its first answer.
"""

from __future__ import annotations

import re
from contextlib import suppress
from enum import StrEnum
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from edge.errors import ConfigError, LedgerError
from edge.media.jpeg import encode
from edge.reach.gate import letter
from edge.reach.gate.gate import Errand
from edge.reach.gate.letter import Sealed
from edge.reach.wire.spoken import Spoken
from edge.reach.wire.stream import Clocks

if TYPE_CHECKING:
    from edge.config import ServerConfig
    from edge.messages import Pixels
    from edge.reach.gate.gate import Gate
    from edge.reach.wire.sse import Words
    from edge.store.ledger import Ledger

QUESTION = (
    "The picture has a left half and a right half, each of one colour. Name both colours, left one first, nothing else."
)
COLOURS = {"red": (220, 30, 30), "green": (30, 160, 50), "blue": (30, 60, 220), "yellow": (240, 220, 40)}
ASK = "ask"
TOKENS = 400  # room for a model that thinks first
WITHIN = 10.0
_BLIND = re.compile(
    r"\b(?:cannot|can't|can not|unable|not able|don't|do not|no|without|isn't|not)\b[^.]*"
    r"\b(?:see|view|image|picture|visual|look|photo)",
    re.IGNORECASE,
)


class Sees(StrEnum):
    """Whether a server accepts and uses pictures: yes, no, unclear."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


class Sight:
    """Whether each server and model looks at pictures; what was found out is kept in the ledger."""

    def __init__(self, gate: Gate, ledger: Ledger) -> None:
        self._gate = gate
        self._ledger = ledger
        self._found: dict[str, str] = {}  # how the answers of a server begin

    async def of(self, server: ServerConfig, cause: str = "probe") -> Sees:
        """As configured, as remembered, or by trying; raises what sending raises."""
        known = self.known(server)
        if known is not None:
            return known
        found = await self._try(server, cause)
        self._ledger.remember(_note(server), str(found))
        return found

    def known(self, server: ServerConfig) -> Sees | None:
        """As configured or as remembered; None: it would have to be tried. Raises ConfigError."""
        if server.sees not in {*Sees, ASK}:
            raise ConfigError(f"server {server.name}", f"sees is yes, no or ask, not '{server.sees}'")
        known = server.sees if server.sees != ASK else self._ledger.recall(_note(server))
        return Sees(known) if known in set(Sees) else None

    def may_begin_inside(self, server: ServerConfig) -> bool:
        """Whether its answers may begin inside a thought, so that nothing is said before that is known."""
        if server.thinks == ASK and _thinks(server) not in self._found:
            with suppress(LedgerError):
                self._found[_thinks(server)] = self._ledger.recall(_thinks(server))
        return (self._found.get(_thinks(server)) if server.thinks == ASK else server.thinks) != "no"

    def note_thinks(self, server: ServerConfig, *, begins_inside: bool) -> None:
        """What an answer showed; one that began inside a thought is not forgotten for others that did not."""
        known, found = self._found.get(_thinks(server)), "yes" if begins_inside else "no"
        if server.thinks == ASK and known not in {found, "yes"}:
            self._found[_thinks(server)] = found
            self._ledger.remember(_thinks(server), found)

    async def _try(self, server: ServerConfig, cause: str) -> Sees:
        pairs = list(permutations(COLOURS, 2))
        left, right = pairs[sum(f"{server.url} {server.model}".encode()) % len(pairs)]  # no habit, and no dice
        jpeg = encode(halves(left, right))
        body = letter.plain_body(server, QUESTION, jpeg, TOKENS)
        sealed = Sealed(server.name, server.url, "", body, jpeg, tokens=TOKENS)
        spoken = Spoken(600, hold=True)

        def take(words: Words) -> bool:
            spoken.add(words.content or "")
            return spoken.cut

        clocks = Clocks(min(server.first_token_within, WITHIN), server.token_gap, WITHIN)
        errand = Errand(None, cause, "a picture of our own, to find out whether it looks at pictures")
        await self._gate.send(sealed, server, errand, clocks, take)
        spoken.rest()
        return judge(spoken.text, left, right)


def _note(server: ServerConfig) -> str:
    return f"sees {server.url} {server.model}"


def _thinks(server: ServerConfig) -> str:
    return f"thinks {server.url} {server.model}"


def judge(answer: str, left: str, right: str) -> Sees:
    """What an answer tells: both colours in order are no accident, other colours are a guess."""
    named = [word for word in re.findall(r"[a-z]+", answer.lower()) if word in COLOURS]
    if named[:2] == [left, right]:
        return Sees.YES
    return Sees.NO if named or _BLIND.search(answer) else Sees.UNCLEAR


def halves(left: str, right: str) -> Pixels:
    """A picture with two colours."""
    pixels = np.empty((96, 192, 3), np.uint8)
    pixels[:, :96] = COLOURS[left]
    pixels[:, 96:] = COLOURS[right]
    return pixels
