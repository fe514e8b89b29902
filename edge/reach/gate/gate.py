"""The gate: the only code that sends anything off the device, and the only caller of the Link.

`seal` decides what leaves and makes it fit to leave; `send` writes the receipt, then the very bytes of the receipt.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid4

import h11

from edge import address
from edge.errors import LedgerError
from edge.messages import Outcome, Spent, TurnId
from edge.reach import servers
from edge.reach.gate import budget, letter
from edge.reach.gate.budget import RefusedError
from edge.reach.gate.framing import part_asked_about
from edge.reach.gate.letter import Sealed
from edge.reach.gate.mask import Masker
from edge.reach.gate.pictures import Fit, Outgoing
from edge.reach.gate.receipts import Attempt, Settled
from edge.reach.modes import mode_named
from edge.reach.wire.echoes import Echoes
from edge.reach.wire.failures import EndedError, Failure
from edge.reach.wire.line import Line, handed_over
from edge.reach.wire.sse import Usage
from edge.reach.wire.stream import HEAD_AT_MOST, ResponseReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge.config import BudgetConfig, PrivacyConfig, ServerConfig
    from edge.devices import Link
    from edge.messages import Now
    from edge.reach.gate.letter import Letter
    from edge.reach.gate.pictures import Pictures
    from edge.reach.gate.receipts import Receipts
    from edge.reach.wire.sse import Words
    from edge.reach.wire.stream import Clocks, Finish, Wire

SLOWEST = 8 * 1024  # bytes a second that an upload must reach before the first word is due
HEAD_BYTES = 600  # about: what the head of a request adds to its body


@dataclass(frozen=True, slots=True)
class Errand:
    """Why something is sent: for which turn, `asked`, `deferred`, `probe` or `setup`, and a key that shows a repeat."""

    turn: TurnId | None
    cause: str
    why: str = ""
    key: str = ""


@dataclass(frozen=True)
class Rules:
    """What may leave, and what it may cost; and where the service manager puts keys."""

    privacy: PrivacyConfig
    budget: BudgetConfig
    credentials: str = ""


@dataclass(eq=False, slots=True)
class _Parcel:
    """One attempt on its way: the very bytes, the receipt they will have, and what became of them."""

    server: ServerConfig
    target: address.Target
    data: bytes
    http: h11.Connection
    attempt: Attempt
    jpeg: bytes = b""
    key: str = ""
    wire: Wire | None = None
    answer: ResponseReader | None = None

    def settled(self, why: str) -> Settled:
        """What is known of how much of it left, and of what it cost."""
        if self.wire is None:
            return Settled("none", 0, 0, 0.0, f"{self.attempt.why}; {why}")
        answer = self.answer
        sent = "whole" if handed_over(self.wire, began=answer is not None and answer.began) else "part"
        usage = answer.usage if answer is not None else Usage()
        guess, heard = self.attempt.tokens_in, answer.heard if answer is not None else 0
        tokens_in = budget.counted(usage.prompt_tokens, guess, guess // 4, guess * 4)
        tokens_out = budget.counted(usage.completion_tokens, heard, heard, max(heard, self.attempt.tokens_out))
        money = budget.price(self.server, tokens_in, tokens_out)
        return Settled(sent, tokens_in, tokens_out, money, f"{self.attempt.why}; {why}")


class Gate:
    """Seals questions, sends them, reads the answers, and writes a receipt for each request."""

    def __init__(
        self, link: Link, rules: Rules, pictures: Pictures, receipts: Receipts, now: Callable[[], Now]
    ) -> None:
        self._line = Line(link)
        self._rules = rules
        self._pictures = pictures
        self._receipts = receipts
        self._now = now
        self._masker = Masker(rules.privacy.words)

    async def seal(self, question: Letter, server: ServerConfig) -> Sealed:
        """Make a question fit to leave for a server; raises RefusedError where the budget has no room for it."""
        fit = await self._picture(question, server)
        wanted = min(question.mode.tokens, server.tokens or question.mode.tokens)
        body, masked = letter.write(question, server, self._masker, fit.jpeg, wanted)
        allowed = self._room(body, fit.jpeg, server, wanted)
        if allowed < wanted:
            body, masked = letter.write(question, server, self._masker, fit.jpeg, allowed)
        return Sealed(
            server=server.name,
            url=server.url,
            mode=question.mode.name,
            body=body,
            jpeg=fit.jpeg,
            masked=masked,
            blurred=fit.blurred or {},
            left_out=fit.left_out,
            tokens=allowed,
        )

    def check_again(self, sealed: Sealed, server: ServerConfig) -> Sealed:
        """What waited is held to the rules of today before it leaves."""
        picture = bool(sealed.jpeg) and not self.forbids_pictures(server)
        model = mode_named(sealed.mode).model or server.model
        body, more = letter.mask_again(sealed.body, self._masker, picture=picture, model=model)
        masked = {kind: sealed.masked.get(kind, 0) + more.get(kind, 0) for kind in {**sealed.masked, **more}}
        return replace(sealed, body=body, masked=masked, jpeg=sealed.jpeg if picture else b"")

    async def send(
        self, sealed: Sealed, server: ServerConfig, errand: Errand, clocks: Clocks, take: Callable[[Words], bool]
    ) -> Finish:
        """Send it and read the answer; raises EndedError, RefusedError, LedgerError or ConfigError."""
        if self._room(sealed.body, sealed.jpeg, server, sealed.tokens) < sealed.tokens:
            raise RefusedError(Outcome.REFUSED_BUDGET, "the budget has no room for this answer just now")
        return await self._post(self._parcel("POST", server, errand, sealed), clocks, take)

    async def models(self, server: ServerConfig, errand: Errand, clocks: Clocks) -> bytes:
        """Ask a server which models it has: nothing of the wearer's goes along, and it has its receipt too."""
        nothing = Sealed(server.name, server.url, "", b"")
        finish = await self._post(self._parcel("GET", server, errand, nothing), clocks, None)
        return finish.body

    def hides(self, server: ServerConfig) -> Callable[[str], str]:
        """What takes the key of a server out of what it says beside its answers."""
        return Echoes(servers.key_of(server, self._rules.credentials)).hidden

    def spent(self) -> Spent:
        """What was spent in the last day; nothing, while the ledger cannot tell."""
        try:
            return self._receipts.spent(self._now().wall, budget.DAY)
        except LedgerError:
            return Spent()

    def close(self) -> None:
        """Close the connection."""
        self._line.close()

    # -------------------------------------------------------------------------------------------- what may leave

    def forbids_pictures(self, server: ServerConfig) -> str:
        """Why no picture may go to a server; empty: one may."""
        if not self._rules.privacy.pictures:
            return "no picture may leave these glasses"
        if not server.pictures:
            return f"{server.name} may not be sent pictures"
        return "" if letter.may_carry(server) else f"{server.name} learns from what it is sent"

    async def _picture(self, question: Letter, server: ServerConfig) -> Fit:
        if question.picture is None:
            return Fit()
        why = self.forbids_pictures(server)
        if why:
            return Fit(left_out=why)
        scene = question.scene
        part = part_asked_about(question.question, scene.things or ())
        wanted = Outgoing(question.picture, question.mode.picture, part, scene.texts, scene.codes)
        return await self._pictures.fit(wanted, self._masker, unread=self._rules.privacy.unread_pictures)

    def _room(self, body: bytes, jpeg: bytes, server: ServerConfig, wanted: int) -> int:
        wall = self._now().wall
        spent = (self._receipts.spent(wall, span) for span in (budget.HOUR, budget.DAY))
        cost = budget.Cost(budget.tokens_in(body, jpeg), len(body) + HEAD_BYTES, server)
        return budget.room(budget.limits(self._rules.budget, *spent), cost, wanted)

    # ---------------------------------------------------------------------------------------------- how it leaves

    def _parcel(self, method: str, server: ServerConfig, errand: Errand, sealed: Sealed) -> _Parcel:
        path = address.CHAT if method == "POST" else address.MODELS
        target = address.target(server.url)
        key = servers.key_of(server, self._rules.credentials)
        headers = [
            ("host", target.authority),
            ("user-agent", "glint"),
            ("accept", "text/event-stream, application/json"),
            ("accept-encoding", "identity"),
            ("x-request-id", str(uuid4())),  # no two attempts are the same bytes; some servers refuse any other form
            *([("authorization", f"Bearer {key}")] if key else []),
            *([("idempotency-key", errand.key)] if errand.key else []),
            *([("content-type", "application/json"), ("content-length", str(len(sealed.body)))] if sealed.body else []),
        ]
        http = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD_AT_MOST)
        parts = [http.send(h11.Request(method=method, target=target.path + path, headers=headers))]
        parts += [http.send(h11.Data(data=sealed.body))] if sealed.body else []
        parts += [http.send(h11.EndOfMessage())]
        data = b"".join(part for part in parts if part)
        return _Parcel(server, target, data, http, _attempt(data, server, errand, sealed), sealed.jpeg, key)

    async def _post(self, parcel: _Parcel, clocks: Clocks, take: Callable[[Words], bool] | None) -> Finish:
        """The receipt, then the bytes, then the answer; whatever happens, the receipt is settled."""
        number = self._receipts.open(self._now().wall, parcel.attempt, parcel.jpeg)
        why = f"{parcel.server.name} was not waited for"
        finish = None
        try:
            finish = await self._exchange(parcel, clocks, take)
            why = f"{parcel.server.name} answered"
        except EndedError as error:
            why = f"{parcel.server.name} {error}"
            raise
        finally:
            self._receipts.settle(number, parcel.settled(why))
            if finish is None and parcel.wire is not None:
                parcel.wire.cut()
        return finish

    async def _exchange(self, parcel: _Parcel, clocks: Clocks, take: Callable[[Words], bool] | None) -> Finish:
        ends = asyncio.get_running_loop().time() + clocks.total
        tls = servers.tls_context(parcel.server.ca_file) if parcel.target.tls else None
        try:
            async with asyncio.timeout_at(ends):
                wire = parcel.wire = await self._line.open(parcel.target, tls, self._now().wall)
        except TimeoutError:
            raise EndedError(Failure.UNREACHABLE, "no connection in time") from None
        uploading = len(parcel.data) / SLOWEST
        patient = replace(clocks, first=clocks.first + uploading)
        answer = parcel.answer = ResponseReader(wire, parcel.http, patient, take, Echoes(parcel.key))
        wire.writer.write(parcel.data)  # not waited for: who reads an early refusal need not send to the end
        finish = await answer.read(ends)
        self._line.keep(parcel.target, wire, answer)
        return finish


def _attempt(data: bytes, server: ServerConfig, errand: Errand, sealed: Sealed) -> Attempt:
    """What the receipt says: the bytes as they will be written, and the most that the answer may cost."""
    tokens_in = budget.tokens_in(sealed.body, sealed.jpeg) if sealed.body else 0
    left_out = f"without the picture: {sealed.left_out}" if sealed.left_out else ""
    return Attempt(
        turn=errand.turn,
        to=server.url,
        cause=errand.cause,
        mode=sealed.mode,
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        blurred=sealed.blurred,
        masked=sealed.masked,
        why="; ".join(filter(None, (errand.why, left_out))),
        tokens_in=tokens_in,
        tokens_out=sealed.tokens,
        money=budget.price(server, tokens_in, sealed.tokens),
    )
