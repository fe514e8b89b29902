"""A conversation taken apart: the way it took, its words and its times, so that a change of one leaves the others.

The way (order, routes, outcomes, what the wearer did) stands in a file a scenario, one row a line. The words of all
scenarios stand in one file, their times in another.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from firmware_sim.conversation import Row, to_json

FOLDER = Path(__file__).parent
WORDING, TIMES = FOLDER / "wording.golden.json", FOLDER / "times.golden.json"
LEFT_OUT = "…"


def way(rows: Iterable[Row]) -> str:
    """One row a line: who did what. Of a card its title stays, of a stage its name, of the link its state."""
    return to_json(_way(row) for row in rows)


def _way(row: Row) -> Row:
    kept = {key: value for key, value in row.items() if key not in {"at", "answer", "why"}}
    if "stages" in row:
        kept["stages"] = list(row["stages"])
    for key in {"says", "said", "frame"} & row.keys() if row["who"] == "glasses" else ():
        kept[key] = LEFT_OUT
    for key, end in (("card", " | "), ("link", ", ")):
        if key in row:
            kept[key] = row[key].partition(end)[0]
    return kept


def words(rows: Iterable[Row]) -> list[str]:
    """What was shown, said and given as a reason, in order."""
    ours = [row for row in rows if row["who"] != "wearer"]
    return [f"{key}: {row[key]}" for row in ours for key in ("answer", "why", "card", "says", "link") if key in row]


def times(rows: Iterable[Row]) -> list[str]:
    """When each row happened (seconds), and how long what it tells of took (stages: milliseconds)."""
    return [f"{row['at']:9.3f} {_took(row)}".rstrip() for row in rows]


def _took(row: Row) -> str:
    if "stages" in row:
        return f"turn {row['id']}: " + ", ".join(f"{name} {took}" for name, took in row["stages"].items())
    (what,) = [key for key in row if key not in {"at", "who", "confidence", "why"}]
    return f"{row['who']} {what} {row[what] if what in {'said', 'frame'} else ''}"


def expected(path: Path, name: str) -> Any:
    """What one of the files of all scenarios says of this one; None where it says nothing."""
    return json.loads(path.read_text(encoding="utf-8")).get(name) if path.exists() else None


def keep(path: Path, name: str, lines: list[str]) -> None:
    """Write what it is to say of this one."""
    table = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    table = dict(sorted({**table, name: lines}.items()))
    path.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
