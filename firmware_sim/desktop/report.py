"""A session as one self-contained HTML file: the cards and the timeline of the page, with the data inside.

The page's modules up to `report.js` are joined to one script. They are written for it: an import or an export is a line
of its own, and no two modules have a name in common.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge.errors import PhotoError, UsageError
from edge.media.jpeg import encode, scale
from edge.media.photo import open_photo
from firmware_sim.desktop.cards import card_of_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edge.reach.gate.receipts import Receipt
    from edge.store.ledger import TurnRow

PAGE = Path(__file__).parent / "page"
LAST = "report.js"
SENT_SIZE = 640  # pixels of a picture that left, on its longer side
_IMPORT = re.compile(r"^import [^\n]*\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class)\b)", re.MULTILINE)
_FRAME = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>Glint</title>
<style>
{style}
</style>
</head>
<body>
<script type="application/json" id="session">{session}</script>
<script type="module">
{script}
</script>
</body>
</html>
"""


def session_html(session: dict[str, Any]) -> str:
    """The file for a session, as `SessionLog.as_session` gives one."""
    style, script = (PAGE / "style.css").read_text(encoding="utf-8"), joined()
    policy = (
        f"default-src 'none'; img-src data:; style-src {_hash(f'{chr(10)}{style}{chr(10)}')}; "
        f"script-src {_hash(f'{chr(10)}{script}{chr(10)}')}"
    )
    return _FRAME.format(policy=policy, style=style, script=script, session=_inside(session))


def ledger_html(turns: Sequence[TurnRow], receipts: Sequence[Receipt]) -> str:
    """The file for turns and receipts of a ledger."""
    by_turn: dict[int, list[int]] = {}
    for receipt in receipts:
        if receipt.turn is not None:
            by_turn.setdefault(receipt.turn, []).append(receipt.id)
    cards = [card_of_row(turn) | {"receipts": by_turn.get(turn.id, [])} for turn in turns]
    about = "What was asked of these glasses, how each answer came about, and what left for it."
    return session_html({
        "title": "The ledger", "about": about, "turns": cards, "steps": [], "frames": {},
        "receipts": [receipt_row(receipt) for receipt in receipts],
    })  # fmt: skip


def write_report(path: Path, html: str) -> None:
    """Write it to a temporary name, then rename it. Raises UsageError where it cannot be written."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", errors="replace") as file:
            file.write(html)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(f"{path}: cannot be written: {error.strerror or error}") from None


def joined() -> str:
    """The page's modules up to the report's, as one script."""
    names = (PAGE / "modules.txt").read_text(encoding="utf-8").split()
    pieces = [(PAGE / name).read_text(encoding="utf-8") for name in names[: names.index(LAST) + 1]]
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", piece)) for piece in pieces)


def _inside(session: dict[str, Any]) -> str:
    """As JSON that ends no script element."""
    return json.dumps(session, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "\\u2028")


def receipt_row(receipt: Receipt) -> dict[str, Any]:
    """A receipt as a page takes it, with the very picture that left where it was kept."""
    row = receipt.row() | {"picture": receipt.kept is not None}
    if receipt.kept is None:
        return row
    try:
        jpeg = encode(scale(open_photo(receipt.kept).pixels, SENT_SIZE))
    except PhotoError:  # it was wiped, or is damaged
        return row | {"picture": False}
    return row | {"src": "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")}


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"
