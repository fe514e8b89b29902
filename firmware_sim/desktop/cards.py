"""Turns as cards: what a person wants to see of each, gathered from the events and commands of the mind.

A card is plain data that JSON can hold. The page, the report of a run and that of the ledger show the same cards.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from edge.messages import (
    Begin,
    Command,
    Decision,
    End,
    Event,
    Heard,
    Local,
    Look,
    Now,
    Part,
    Query,
    Route,
    Said,
    Seen,
    Server,
    Spent,
    Tried,
    Try,
    TurnId,
    Typed,
    Understanding,
    Vitals,
    deed_row,
)
from edge.mind.decide import decide

if TYPE_CHECKING:
    from edge.mind.policy import Policy
    from edge.store.ledger import TurnRow

Card = dict[str, Any]
KEPT_AT_MOST = 200
SPOKEN_AT_MOST = 20  # sentences that may still become turns
ENDED = "ended"


class Cards:
    """The cards of a session, the newest KEPT_AT_MOST of them."""

    def __init__(self, policy: Policy, began: float = 0.0) -> None:
        """`began`: the instant from which the cards count their seconds."""
        self._policy = policy
        self._began = began
        self._cards: OrderedDict[TurnId, Card] = OrderedDict()
        self._queries: dict[TurnId, Query] = {}
        self._vitals = Vitals()
        self._spent = Spent()
        self._spoken: OrderedDict[str, None] = OrderedDict()
        """What was lately said, rather than typed, and is no turn yet."""

    def all(self) -> list[Card]:
        """The cards, oldest first."""
        return list(self._cards.values())

    def of(self, turn: TurnId) -> Card | None:
        """The card of a turn, if there is one."""
        return self._cards.get(turn)

    def forget(self, turns: tuple[TurnId, ...] | None) -> None:
        """Drop these, or all."""
        for turn in tuple(self._cards) if turns is None else turns:
            self._cards.pop(turn, None)
            self._queries.pop(turn, None)

    def watch(self, now: Now, event: Event, commands: tuple[Command, ...]) -> list[Card]:
        """Take an event and its commands; returns the cards that changed."""
        changed = {self._on_event(now, event): None}
        for command in commands:
            changed[self._on_command(now, command)] = None
        return [self._cards[turn] for turn in changed if turn is not None and turn in self._cards]

    def looked(self, turn: TurnId) -> list[Card]:
        """Say that the frame of a turn is to be had; returns its card."""
        self._change(turn, frame=int(turn))
        return [self._cards[turn]] if turn in self._cards else []

    def sent(self, turn: TurnId, receipts: list[int]) -> list[Card]:
        """Say under which receipts something left for a turn; returns its card."""
        self._change(turn, receipts=receipts)
        return [self._cards[turn]] if turn in self._cards else []

    def _on_event(self, now: Now, event: Event) -> TurnId | None:
        match event:
            case Vitals():
                self._vitals = event
            case Spent():
                self._spent = event
            case Heard(final=True):
                self._say(event.text)
            case Typed():
                self._spoken.pop(event.text, None)
            case Query():
                return self._begin(now, event)
            case Understanding():
                return self._understood(event)
            case Seen():
                return self._change(event.turn, missing=event.scene.missing, stage="answer")
            case Part():
                card = self._cards.get(event.turn)
                return self._change(event.turn, parts=[*card["parts"], event.text]) if card else None
            case Tried() if event.text is None and event.why:
                card = self._cards.get(event.turn)
                return self._change(event.turn, tried=[*card["tried"], event.why]) if card else None
            case Said():
                return self._change(event.turn, said={"seconds": round(event.seconds, 2), "whole": event.whole})
        return None

    def _on_command(self, now: Now, command: Command) -> TurnId | None:
        match command:
            case Begin() if command.confidence < 1.0:
                self._say(command.text)
            case Look():
                return self._change(command.turn, stage="look", needs=sorted(command.needs))
            case Try():
                return self._change(command.turn, stage="answer", asking=_route_word(command.route))
            case End():
                return self._end(now, command)
        return None

    def _say(self, text: str) -> None:
        self._spoken[text] = None
        while len(self._spoken) > SPOKEN_AT_MOST:
            self._spoken.popitem(last=False)

    def _begin(self, now: Now, query: Query) -> TurnId:
        spoken = query.text in self._spoken
        self._spoken.pop(query.text, None)
        self._queries[query.turn] = query
        self._cards[query.turn] = empty(query.turn) | {
            "ref": str(query.ref),
            "at": round(now.at - self._began, 3),
            "wall": now.wall.time.isoformat(timespec="seconds"),
            "text": query.text,
            "how": "spoken" if spoken else "typed",
            "confidence": round(query.confidence, 3),
            "others": [guess.text for guess in query.others],
            "late_of": query.late_of,
            "follows": query.follows,
            "pictured": query.picture is not None,
            "intent": str(query.intent) if query.intent is not None else None,
            "vitals": {
                "battery": self._vitals.battery, "celsius": self._vitals.celsius, "link": str(self._vitals.link),
            },
            "spent": {"tokens": self._spent.tokens, "bytes": self._spent.bytes, "money": self._spent.money},
        }  # fmt: skip
        while len(self._cards) > KEPT_AT_MOST:
            oldest, _ = self._cards.popitem(last=False)
            self._queries.pop(oldest, None)
        return query.turn

    def _understood(self, found: Understanding) -> TurnId | None:
        query = self._queries.get(found.turn)
        if query is None:
            return None
        decision = decide(query, found, self._vitals, self._policy)
        return self._change(
            found.turn,
            intent=str(found.intent),
            task=found.task,
            sure=round(found.sure, 3),
            scores={str(intent): round(score, 3) for intent, score in found.scores.items()},
            slots=[[slot.kind, slot.words] for slot in found.slots],
            claim=found.claim.skill if found.claim is not None else None,
            needs=sorted(found.needs),
            heard=found.heard,
            why_understood=found.why,
            **_decided(decision),
        )

    def _end(self, now: Now, end: End) -> TurnId | None:
        self._queries.pop(end.turn, None)
        return self._change(
            end.turn,
            stage=ENDED,
            ended=round(now.at - self._began, 3),
            answer=end.text,
            route=str(end.route) if end.route is not None else None,
            skill=end.route.skill if isinstance(end.route, Local) else None,
            mode=end.route.mode if isinstance(end.route, Server) else None,
            outcome=str(end.outcome),
            why=end.why,
            sources=list(end.sources),
            acts=[deed_row(deed) for deed in end.acts],
            **({"intent": str(end.intent)} if end.intent is not None else {}),
            stages={name: round(1000 * seconds, 1) for name, seconds in end.stages.items()},
        )

    def _change(self, turn: TurnId, **fields: Any) -> TurnId | None:
        card = self._cards.get(turn)
        if card is None:
            return None
        if card["stage"] == ENDED:  # what comes late changes nothing about that
            fields.pop("stage", None)
        self._cards[turn] = card | fields
        return turn


def empty(turn: TurnId) -> Card:
    """A card of which nothing is known but its turn: every field that a card has."""
    return {
        "id": int(turn), "ref": "", "at": None, "wall": "", "text": "", "how": "typed", "confidence": 1.0, "others": [],
        "late_of": None, "follows": None, "pictured": False, "vitals": None, "spent": None,
        "intent": None, "task": "", "sure": None, "scores": {}, "slots": [], "claim": None, "needs": [], "heard": "",
        "why_understood": "", "first": None, "routes": [], "why_decided": "", "within": None,
        "frame": None, "missing": "", "asking": None, "tried": [], "parts": [], "said": None, "receipts": [],
        "stage": "understand", "ended": None, "answer": "", "route": None, "skill": None, "mode": None,
        "outcome": None, "why": "", "sources": [], "acts": [], "stages": {},
    }  # fmt: skip


def card_of_row(row: TurnRow) -> Card:
    """What the ledger knows of a turn."""
    known = {
        "wall": row.began, "text": row.text, "late_of": row.late_of, "follows": row.follows, "intent": row.intent,
        "stage": ENDED if row.outcome else "answer", "answer": row.answer or "", "route": row.route,
        "mode": row.mode, "outcome": row.outcome, "why": row.why or "", "sources": list(row.sources),
        "acts": [dict(act) for act in row.acts], "stages": dict(row.stages),
    }  # fmt: skip
    return empty(row.id) | known


def _decided(decision: Decision) -> Card:
    return {
        "first": _route_word(decision.first) if decision.first is not None else None,
        "routes": [_route_word(route) for route in decision.routes],
        "why_decided": decision.why,
        "within": decision.within,
    }


def _route_word(route: Route) -> str:
    """A route as people read it: the skill on the device, or the server in its mode."""
    return f"device: {route.skill}" if isinstance(route, Local) else f"server: {route.mode}"
