"""`glint bench routing`: how much of the quality is kept when only a share of the questions goes to a server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge.errors import FormatError, UsageError
from edge.parsed import parse_json
from edge.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edge.config import Config

SHARES = tuple(n / 20 for n in range(21))


@dataclass(frozen=True, slots=True)
class PlayedServer:
    """A server as it is played: how often it is right, and what one question costs."""

    name: str
    right: float
    seconds: float
    kilobytes: float
    cents: float


GOOD, POOR = PlayedServer("good", 0.9, 2.0, 3.0, 0.4), PlayedServer("poor", 0.6, 0.8, 3.0, 0.05)


@dataclass(frozen=True, slots=True)
class Sureness:
    """One question: how sure the device was, and whether it would have been right."""

    sure: float
    right: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """The share of questions that is answered rightly, for each of SHARES of questions that go to the server."""

    ours: tuple[float, ...]
    chance: tuple[float, ...]
    oracle: tuple[float, ...]


def rows_of(path: Path, config: Config) -> list[Sureness]:
    """What the device makes of each line of a JSONL with `text`, `task`, `slots`; UsageError where it has none."""
    from edge.compose.meaning import Understands
    from edge.compose.skills import on_device
    from edge.messages import Query, TurnId

    understands = Understands(config, on_device(config).skills)
    found = []
    for line in _lines(path):
        meant = understands(Query(TurnId(1), line["text"]), ())
        wanted = _words(line.get("slots") or ())
        right = meant.claim is not None and meant.task == line["task"] and wanted <= _words(meant.slots)
        found.append(Sureness(meant.sure if meant.claim is not None else 0.0, right))
    if not found:
        raise UsageError(f"{path} has no line with a text and a task")
    return found


def curve(rows: Sequence[Sureness], remote: PlayedServer) -> Curve:
    """Those that the device is least sure of go to the server; by chance any; the oracle sends what would be wrong."""
    by_doubt = sorted(rows, key=lambda row: row.sure)
    by_truth = sorted(rows, key=lambda row: row.right)
    mean = sum(row.right for row in rows) / len(rows)
    return Curve(
        tuple(_kept(by_doubt, share, remote) for share in SHARES),
        tuple((1 - share) * mean + share * remote.right for share in SHARES),
        tuple(max(_kept(by_truth, less, remote) for less in SHARES if less <= share) for share in SHARES),
    )


def _kept(in_order: Sequence[Sureness], share: float, remote: PlayedServer) -> float:
    sent = round(share * len(in_order))
    return (sent * remote.right + sum(row.right for row in in_order[sent:])) / len(in_order)


def told(rows: Sequence[Sureness], remote: PlayedServer) -> dict[str, Any]:
    """A row for people and machines: what is kept at each fifth, and what the best share costs a hundred questions."""
    found = curve(rows, remote)
    best = max(range(len(SHARES)), key=lambda at: found.ours[at])
    sent = 100 * SHARES[best]
    return {
        "server": remote.name,
        "questions": len(rows),
        "device_alone": round(found.ours[0], 4),
        "server_alone": remote.right,
        **{f"kept_at_{int(100 * share)}": round(found.ours[SHARES.index(share)], 4) for share in (0.2, 0.4, 0.6, 0.8)},
        "best": round(found.ours[best], 4),
        "best_share": SHARES[best],
        "oracle_there": round(found.oracle[best], 4),
        "chance_there": round(found.chance[best], 4),
        "seconds_per_100": round(sent * remote.seconds, 1),
        "kilobytes_per_100": round(sent * remote.kilobytes, 1),
        "cents_per_100": round(sent * remote.cents, 1),
    }


def plot(rows: Sequence[Sureness], remotes: Sequence[PlayedServer] = (GOOD, POOR)) -> str:
    """The curves as an SVG picture."""
    lines = []
    for remote, dash in zip(remotes, ("", ' stroke-dasharray="6 3"'), strict=False):
        found = curve(rows, remote)
        for values, colour in ((found.oracle, "#2a7"), (found.ours, "#27c"), (found.chance, "#999")):
            points = " ".join(f"{60 + 500 * x:.0f},{340 - 300 * y:.0f}" for x, y in zip(SHARES, values, strict=True))
            lines.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2"{dash} points="{points}"/>')
    words = (
        (60, 20, "answered rightly, by the share of questions that go to a server"),
        (60, 375, "0"), (545, 375, "all"), (28, 345, "0"), (28, 45, "1"),
        (380, 260, "green: oracle, blue: Glint, grey: chance"),
        (380, 280, f"whole lines: a server right in {remotes[0].right:.0%}, dashed: {remotes[-1].right:.0%}"),
    )  # fmt: skip
    texts = [f'<text x="{x}" y="{y}" font-size="12" font-family="sans-serif">{text}</text>' for x, y, text in words]
    frame = '<path d="M60 40V340H560" fill="none" stroke="#333"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="390">{frame}{"".join((*lines, *texts))}</svg>\n'
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        rows = [parse_json(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise FormatError(path, f"is no JSONL: {error}") from error
    return [row for row in rows if isinstance(row, dict) and isinstance(row.get("text"), str) and row.get("task")]


def _words(slots: object) -> set[tuple[str, str]]:
    """The words of slots, each with its kind; articles do not count."""
    pairs = slots if isinstance(slots, (list, tuple)) else ()
    return {(kind, word) for kind, text in pairs for word in text.split() if word not in {"a", "an", "the", "my"}}
