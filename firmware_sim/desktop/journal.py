"""What was done at the page since the glasses were put on, and the scenario for `glint play` that does it again."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import ceil, inf, isfinite
from typing import TYPE_CHECKING, Any

from edge.messages import Outcome
from firmware_sim.desktop import orders
from firmware_sim.world.faults import Fault
from firmware_sim.world.live import AIRS, Weather

if TYPE_CHECKING:
    from edge.config import ServerConfig
    from firmware_sim.desktop.orders import AnyOrder
    from firmware_sim.desktop.session_log import SessionLog

ENTRIES_AT_MOST = 2000
AFTER = 20.0  # seconds that a scenario goes on after the last that was done
PHRASE = "view glass"


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, at which second of the session."""

    at: float
    order: AnyOrder


@dataclass(eq=False)
class Journal:
    """The orders of a session, and what it began with."""

    done: list[Done] = field(default_factory=list)
    began: datetime = field(default_factory=lambda: datetime.now().astimezone())
    start: Mapping[str, float] = field(default_factory=dict)
    air: str = "wifi"
    broken: tuple[Fault, ...] = ()
    """What was broken when it began."""
    _pictures: list[tuple[float, str, str]] = field(default_factory=list)
    """From which second on, the name of a picture, and its photo where it came along."""

    def begin(
        self, start: Mapping[str, float], air: str, scene: Mapping[str, str], broken: tuple[Fault, ...], began: datetime
    ) -> None:
        """A new session begins: with which battery and heat, in which network, before what, what is broken, when."""
        self.done, self._pictures = [], []
        self.start, self.air, self.broken, self.began = start, air, broken, began
        self.look_at(0.0, scene)

    def note(self, at: float, order: AnyOrder) -> None:
        """Take an order that was carried out; those that a scenario has no word for are left out when it is written."""
        if len(self.done) < ENTRIES_AT_MOST:
            self.done.append(Done(at, order))

    def look_at(self, at: float, scene: Mapping[str, str]) -> None:
        """From this second on this is looked at."""
        if len(self._pictures) < ENTRIES_AT_MOST:
            name = scene["name"] if scene["kind"] == "scene" else f"{scene['kind']}_{len(self._pictures)}"
            self._pictures.append((round(at, 2), name, f"{name}.jpg" if scene["kind"] == "scene" else ""))

    def forget(self, texts: Collection[str] | None) -> None:
        """Drop what was asked or said in these words, or whatever was."""
        self.done = [
            one
            for one in self.done
            if not isinstance(one.order, orders.TypeOrder | orders.SayOrder)
            or (texts is not None and not {one.order.text, after_phrase(one.order.text)[1]} & set(texts))
        ]

    def as_toml(self, log: SessionLog, servers: tuple[ServerConfig, ...]) -> str:
        """The scenario, with what the perceivers found in each picture and what the server said to each question.

        So it plays without models, and without that server.
        """
        last = max((one.at for one in self.done), default=0.0)
        found = self._found(log)
        lines = [
            'title = "From the desktop simulator"',
            'about = "What was done at the page, to be done again."',
            f"seconds = {ceil(last + AFTER)}",
            f"begins = {self.began.isoformat(timespec='milliseconds')}",
            "", *_table("start", self.start),
        ]  # fmt: skip
        seen = {name: file for _, name, file in self._pictures}
        for name, file in seen.items():
            wall = {"wall": "black"} if name.startswith("none_") else {}
            lines += _table("[picture]", {"name": name, **({"file": file} if file else wall)})
            items = [f"    {_inline(item)}," for item in found.get(name, ())]
            lines[-1:] = ["item = [", *items, "]", ""] if items else [""]
        for at, name, _ in self._pictures:
            lines += _table("[see]", {"at": at, "picture": name})
        for table, fields in self._entries():
            lines += _table(f"[{table}]", fields)
        for server in servers:
            named = {"name": server.name, "url": server.url, "model": server.model, "sees": server.sees}
            lines += _table("[config.server]", named)
        for asked, says in _answers(log).items() if servers else ():
            lines += _table("[server.answer]", {"asked": asked, "says": says})
        return "\n".join(lines)

    def _entries(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The tables of a scenario for what was done, each kind in the order of time."""
        rows: list[tuple[str, dict[str, Any]]] = []
        if self.air != "wifi":
            rows.append(("air", {"at": 0.0, "state": str(AIRS[self.air].state)}))
        for one in self.done:
            at = round(one.at, 2)
            match one.order:
                case orders.TypeOrder(text=text, mode=mode):
                    rows.append(("write", {"at": at, "text": text} | ({"mode": mode} if mode else {})))
                case orders.TapOrder(kind=kind):
                    rows.append(("press", {"at": at, "kind": kind}))
                case orders.SayOrder(text=text):
                    rows.append(("hear", {"at": at, **_spoken(text)}))
                case orders.AirOrder(name=name) if name in AIRS:
                    rows.append(("air", {"at": at, "state": str(AIRS[name].state)}))
        rows += [("fault", _fault(fault)) for fault in faults_of(self)]
        yield from sorted(rows, key=lambda row: (row[0], row[1]["at"]))

    def _found(self, log: SessionLog) -> dict[str, list[dict[str, Any]]]:
        """What was found in each picture, by its name: for each kind the newest find that there was."""
        found: dict[str, dict[str, list[dict[str, Any]]]] = {}
        for turn, looked_at in log.frames.items():
            card = log.cards.of(turn)
            if card is not None:
                kinds = found.setdefault(self._picture_at(card["at"]), {})
                kinds |= {kind: items for kind, items in _items(looked_at.found).items() if items}
        return {name: [item for items in kinds.values() for item in items] for name, kinds in found.items()}

    def _picture_at(self, at: float) -> str:
        return next((name for since, name, _ in reversed(self._pictures) if since <= at), "")


def _items(found: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return {
        "things": [
            {"label": one["label"], "score": round(one["score"], 2), "box": _rounded(one["box"])}
            for one in found["things"]
        ],
        "texts": [
            {"text": one["text"], "score": round(one["score"], 2), "box": _around(one["quad"])}
            for one in found["texts"]
        ],
        "codes": [
            {"text": one["text"], "format": one["format"], "box": _around(one["quad"])} for one in found["codes"]
        ],
    }


def _around(quad: list[list[float]]) -> list[float]:
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    return _rounded([min(xs), min(ys), max(xs), max(ys)])


def _rounded(box: list[float]) -> list[float]:
    return [round(min(1.0, max(0.0, side)), 3) for side in box]


def _spoken(text: str) -> dict[str, Any]:
    """A sentence with the wake phrase before it, if it begins with that."""
    called, rest = after_phrase(text)
    return ({"wake": PHRASE} if called else {}) | ({"says": rest} if rest else {})


def after_phrase(text: str) -> tuple[bool, str]:
    """Whether a sentence begins with the wake phrase, and what follows it."""
    rest = text[len(PHRASE) :]
    if not text.lower().startswith(PHRASE) or rest[:1].isalnum():
        return False, text
    return True, rest.lstrip(" ,.:;!?")


def faults_of(journal: Journal) -> list[Fault]:
    """What was broken from when until when, in seconds of the session, that of the networks last."""
    own = _Ills([replace(fault, at=0.0, until=inf) for fault in journal.broken])
    networks = _Ills([])
    networks.weather(0.0, AIRS[journal.air])
    for one in journal.done:
        match one.order:
            case orders.FaultOrder(device=device, kind=kind, on=on, amount=amount):
                own.change(one.at, device, kind, amount if on else None)
            case orders.MendOrder():
                own.mend(one.at)
            case orders.LinkOrder(latency=latency, loss=loss):
                own.change(one.at, "link", "latency", latency or None)
                own.change(one.at, "link", "loss", loss or None)
            case orders.AirOrder(name=name) if name in AIRS:
                networks.weather(one.at, AIRS[name])
    return [*own.all, *networks.all]


class _Ills:
    """Faults that begin and end one after the other."""

    def __init__(self, known: list[Fault]) -> None:
        self.all = known

    def change(self, at: float, device: str, kind: str, amount: float | None) -> None:
        """End the fault of this kind, if it is on, and begin it anew with this amount, if there is one."""
        self.mend(at, device, kind)
        if amount is not None:
            self.all.append(Fault(device, kind, at, inf, amount))

    def mend(self, at: float, device: str = "", kind: str = "") -> None:
        """End this one, or all that are on."""
        self.all = [
            replace(fault, until=at)
            if fault.until == inf and (not device or (fault.device, fault.kind) == (device, kind))
            else fault
            for fault in self.all
        ]

    def weather(self, at: float, air: Weather) -> None:
        """From now on this network is around."""
        self.change(at, "link", "latency", air.latency or None)
        self.change(at, "link", "loss", air.loss or None)


def _answers(log: SessionLog) -> dict[str, str]:
    """What the server said to each question."""
    return {
        card["text"]: card["answer"]
        for card in log.cards.all()
        if card["outcome"] == Outcome.ANSWERED_REMOTE and card["text"].strip()
    }


def _fault(fault: Fault) -> dict[str, Any]:
    until = {"until": round(fault.until, 2)} if isfinite(fault.until) else {}
    return {"device": fault.device, "kind": fault.kind, "at": round(fault.at, 2), **until, "amount": fault.amount}


def _table(name: str, fields: Mapping[str, Any]) -> list[str]:
    return [f"[{name}]", *(f"{key} = {_value(value)}" for key, value in fields.items()), ""]


def _inline(fields: Mapping[str, Any]) -> str:
    return "{ " + ", ".join(f"{key} = {_value(value)}" for key, value in fields.items()) + " }"


def _value(value: Any) -> str:  # noqa: ANN401 - a string, a number or a list of them
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("\x7f", "\\u007f")
