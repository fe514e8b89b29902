"""What left the device, and what that cost: the part of `glint ledger` that shows receipts and the budget."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from edge.commands.table import table
from edge.errors import UsageError
from edge.output import json_line

if TYPE_CHECKING:
    from edge.config import Config
    from edge.reach.gate.budget import Limit
    from edge.reach.gate.receipts import Receipt
    from edge.store.ledger import Ledger

HEAD = ("receipt", "turn", "when", "to", "cause", "mode", "bytes", "sent", "picture", "blurred", "masked", "why")


def show_receipts(ledger: Ledger, limit: int, *, as_json: bool) -> None:
    """One line per attempt to send something, oldest first."""
    from edge.reach.gate.receipts import Receipts

    receipts = Receipts(ledger).newest(limit)
    if as_json:
        for receipt in receipts:
            print(json_line(receipt.row()))
    elif receipts:
        print(table(HEAD, map(_cells, receipts), widest=44))
    else:
        print("nothing was sent, and nothing was tried to be sent")


def show_picture(ledger: Ledger, number: int) -> None:
    """Open the very picture that left."""
    from edge.reach.gate.receipts import Receipts

    receipt = Receipts(ledger).one(number)
    if receipt is None:
        raise UsageError(f"there is no receipt {number}")
    if not receipt.pictured:
        raise UsageError(f"no picture left with receipt {number}")
    if receipt.kept is None or not receipt.kept.is_file():
        raise UsageError(
            f"a picture left with receipt {number}, and was not kept (privacy.keep_sent_pictures = true keeps them)"
        )
    print(receipt.kept)
    viewer = shutil.which("xdg-open") or shutil.which("open")
    if viewer is not None and sys.stdout.isatty():
        subprocess.run([viewer, str(receipt.kept)], check=False)  # noqa: S603 - the desktop's own viewer, a file of ours


def show_budget(ledger: Ledger, config: Config, *, as_json: bool) -> None:
    """What servers cost in the running hour and day, and what they may."""
    from edge.messages import Wall
    from edge.reach.gate import budget
    from edge.reach.gate.receipts import Receipts

    now = Wall(datetime.now(UTC))
    receipts = Receipts(ledger)
    spent = (receipts.spent(now, span) for span in (budget.HOUR, budget.DAY))
    limits = budget.limits(config.budget, *spent)
    if as_json:
        for limit in limits:
            left = limit.left if limit.at_most else None
            row = {"what": limit.what, "span": limit.span, "spent": limit.spent, "at_most": limit.at_most or None}
            print(json_line({**row, "left": left}))
    else:
        print(table(("what", "in the last", "spent", "at most", "left"), map(_row, limits)))


def _cells(receipt: Receipt) -> tuple[object, ...]:
    when = datetime.fromisoformat(receipt.at).astimezone()
    kept = Path(receipt.picture).name if receipt.picture else "not kept" if receipt.pictured else ""
    return (
        receipt.id, receipt.turn or "", f"{when:%Y-%m-%d %H:%M:%S}", receipt.to, receipt.cause, receipt.mode or "",
        receipt.bytes, receipt.sent, kept, _counted(receipt.blurred), _counted(receipt.masked), receipt.why,
    )  # fmt: skip


def _counted(counts: object) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in counts.items()) if isinstance(counts, dict) else ""


def _row(limit: Limit) -> tuple[object, ...]:
    if not limit.at_most:
        return limit.what, limit.span, f"{limit.spent:g}", "no limit", ""
    return limit.what, limit.span, f"{limit.spent:g}", f"{limit.at_most:g}", f"{limit.left:g}"
