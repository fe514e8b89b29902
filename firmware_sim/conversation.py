"""A conversation as it happened: who did what at which second. One row for machines, one line for people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from edge.messages import Back, Command, End, Event, Heard, Lost, Now, Query, Touch, Typed, Vitals, Wake, deed_row
from firmware_sim.devices.witness import Noted

Row = dict[str, Any]


@dataclass(eq=False)
class Conversation:
    """Collects rows from events and commands of the runtime, and from the notes of the witness."""

    rows: list[Row] = field(default_factory=list)
    ends: list[End] = field(default_factory=list)
    """How each turn ended, in order."""
    begun: list[int] = field(default_factory=list)
    """The number of each turn that was begun."""
    _asked: dict[int, str] = field(default_factory=dict)
    _link: str = ""

    def watch(self, now: Now, event: Event, commands: tuple[Command, ...]) -> None:
        """Take an event and its commands; called by the runtime as its observer."""
        if isinstance(event, Query):
            self.begun.append(event.turn)
            self._asked[event.turn] = event.text
        self.rows += [{"at": _seconds(now.at), **row} for row in self._of_event(event)]
        for command in commands:
            if isinstance(command, End):
                self.ends.append(command)
                self.rows.append({"at": _seconds(now.at), **self._of_end(command)})

    def turns(self) -> list[Row]:
        """The row of each turn's end, in order of time."""
        return [row for row in self.rows if "outcome" in row]

    def whole(self, witnessed: Iterable[Noted]) -> list[Row]:
        """All rows in order of time; what people beside the wearer noticed comes after what the mind did."""
        seen = [{"at": _seconds(noted.at), "who": "glasses", noted.what: noted.detail} for noted in witnessed]
        return sorted([*self.rows, *seen], key=lambda row: float(row["at"]))

    def _of_event(self, event: Event) -> list[Row]:
        match event:
            case Wake():
                return [{"who": "wearer", "calls": event.word}]
            case Heard(final=True):
                return [{"who": "wearer", "says": event.text, "confidence": event.confidence}]
            case Typed():
                return [{"who": "wearer", "types": event.text}]
            case Touch():
                return [{"who": "wearer", "touches": event.kind}]
            case Lost():
                return [{"who": "glasses", "lost": event.device, "why": event.why}]
            case Back():
                return [{"who": "glasses", "back": event.device}]
            case Vitals() if event.link != self._link:
                self._link = str(event.link)
                battery = f", battery {event.battery:.0%}" if event.battery is not None else ""
                return [{"who": "glasses", "link": self._link + battery}]
        return []

    def _of_end(self, end: End) -> Row:
        return {
            "who": "glint",
            "id": int(end.turn),
            "text": self._asked.get(end.turn, ""),
            "answer": end.text,
            "outcome": str(end.outcome),
            "route": str(end.route) if end.route else None,
            "skill": getattr(end.route, "skill", None),
            "intent": str(end.intent) if end.intent else None,
            "why": end.why,
            "sources": list(end.sources),
            "acts": [deed_row(deed) for deed in end.acts],
            "stages": {name: _milliseconds(seconds) for name, seconds in end.stages.items()},
        }


def to_json(rows: Iterable[Mapping[str, Any]]) -> str:
    """The rows as JSON, one object a line; the same rows give the same bytes."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def line(row: Row) -> str:
    """A row as a line for people; empty for frames and for the seconds of speech, which only machines read."""
    for word, show in _LINES.items():
        if word in row:
            return show(row)
    return ""


def _answer(row: Row) -> str:
    stages = ", ".join(f"{name} {_spoken(took)}" for name, took in row["stages"].items())
    who = f"{row['route']} ({row['skill']})" if row["skill"] else row["route"] or "nobody"
    small = f"{row['outcome']} by {who}: {row['why']}" + (f" [{stages}]" if stages else "")
    return f"{_who(row, 'Glint')}{row['answer'] or '(silence)'}\n{'':20}{small}"


def _who(row: Row, name: str) -> str:
    return f"{row['at']:8.2f} s  {name:8} "


_LINES: dict[str, Callable[[Row], str]] = {
    "calls": lambda row: f'{_who(row, "you")}"{row["calls"]}"',
    "says": lambda row: (
        f'{_who(row, "you")}"{row["says"]}"' + (f"  (heard {row['confidence']:.0%})" if row["confidence"] < 0.9 else "")
        if row["who"] == "wearer"
        else f"{_who(row, '')}speaks: {row['says']}"
    ),
    "types": lambda row: f"{_who(row, 'you')}> {row['types']}",
    "touches": lambda row: f"{_who(row, 'you')}({row['touches']})",
    "outcome": _answer,
    "lost": lambda row: f"{_who(row, 'glasses')}{row['lost']}: {row['why']}",
    "back": lambda row: f"{_who(row, 'glasses')}{row['back']} is back",
    "link": lambda row: f"{_who(row, 'glasses')}link {row['link']}",
    "light": lambda row: f"{_who(row, 'glasses')}lamp {row['light']}",
    "card": lambda row: f"{_who(row, '')}shows [{row['card']}]",
}


def _seconds(at: float) -> float:
    return round(at, 3)


def _milliseconds(seconds: float) -> float:
    return round(1000 * seconds, 1)


def _spoken(milliseconds: float) -> str:
    return f"{milliseconds:.0f} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"
