"""The keyword floor: what a sentence is taken for while there is no model, by the phrases of `keywords.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from edge.language.phrase import folded, heard_in, without
from edge.language.text import normalise
from edge.messages import Intent, Need
from edge.records import dataclass
from edge.understand.grasp import Grasped

SURE = 0.8  # what the best row's share is, the rest being the second's
BEGINS = 2  # words that a phrase at the beginning of a sentence counts more
TABLE = Path(__file__).with_name("keywords.toml")
UNHEARD = "nothing was said"


@dataclass(frozen=True, slots=True)
class FloorRow:
    """A task with the phrases that speak for it."""

    task: str
    intent: Intent
    words: tuple[str, ...]
    example: str
    sees: bool = False


@dataclass(frozen=True, slots=True)
class Floor:
    """The whole table."""

    rows: tuple[FloorRow, ...]
    looks: tuple[str, ...]
    not_looks: tuple[str, ...]
    text: tuple[str, ...]


@cache
def floor() -> Floor:
    """The table that ships."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    looks, not_looks, text = (tuple(table.pop(name)) for name in ("looks", "not_looks", "text"))
    return Floor(tuple(_row(name, row) for name, row in table.items()), looks, not_looks, text)


def _row(name: str, row: Mapping[str, Any]) -> FloorRow:
    intent, task = name.split()
    sees = row.get("sees", False) or intent in (Intent.LOOK, Intent.READ, Intent.SCAN)
    return FloorRow(task, Intent(intent), tuple(row["words"]), row["example"], sees)


def by_keywords(text: str, before: str) -> Grasped:  # noqa: ARG001
    """What the floor finds in a sentence: the task of the longest phrase that is heard in it, and no slots."""
    said = normalise(text)
    heard = {row: heard_in(row.words, said) for row in floor().rows}
    ranked = sorted((row for row in heard if heard[row]), key=lambda row: -_weight(heard[row], said))
    if not said or not ranked:
        intent = Intent.KNOW if said else Intent.NONE
        return Grasped(_shares([intent]), {}, 0.0, why=UNHEARD if not said else "no keyword")
    first = ranked[0]
    looks = first.sees or (first.task == "other" and bool(heard_in(floor().looks, without(floor().not_looks, said))))
    return Grasped(_shares([row.intent for row in ranked]), _tasks(ranked), float(looks), why=f"'{heard[first]}'")


def needs_of(intent: Intent, text: str) -> frozenset[Need]:
    """What has to be looked for where a picture is needed for a question of this intent."""
    match intent:
        case Intent.LOOK:
            return frozenset({Need.THINGS})
        case Intent.READ:
            return frozenset({Need.TEXTS})
        case Intent.SCAN:
            return frozenset({Need.CODES})
        case Intent.ACT | Intent.RECALL:
            return frozenset({Need.PICTURE})
        case Intent.NONE:
            return frozenset()
    texts = {Need.TEXTS} if intent is Intent.HEALTH or heard_in(floor().text, normalise(text)) else set()
    return frozenset({Need.PICTURE, Need.THINGS} | texts)


def _weight(heard: str, said: str) -> int:
    """How much a phrase tells: its words, and more where the sentence begins with it."""
    length = len(heard.split())
    return length + BEGINS * (length > 1 and folded(said).startswith(heard))


def _tasks(ranked: list[FloorRow]) -> dict[str, float]:
    tasks = list(dict.fromkeys(row.task for row in ranked))
    return {task: SURE * (1 - SURE) ** place for place, task in enumerate(tasks)}


def _shares(intents: list[Intent]) -> dict[Intent, float]:
    """The first has the most; all together they sum to 1."""
    best = list(dict.fromkeys(intents))
    second = best[1] if len(best) > 1 else None
    shares = dict.fromkeys(Intent, 0.0)
    shares[best[0]] = SURE if second is not None else 1.0
    if second is not None:
        shares[second] = 1 - SURE
    return shares
