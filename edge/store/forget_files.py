"""What is kept in files beside the ledger: tapes, pictures that left, and ledgers that were set aside, damaged.

Nothing here raises where a file cannot be removed: it is named, so that nobody is told that it is gone.
"""

from __future__ import annotations

import os
import shutil
import stat
import time
from bisect import bisect_right
from contextlib import suppress
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from edge.records import dataclass
from edge.store.ledger_row import utc

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

TAPES, SENT, DAMAGED = "tapes", "sent", "ledger.sqlite.damaged-"
FRESH = 60.0
"""Seconds for which a picture without a receipt may be that of somebody who is about to write one."""
Span: TypeAlias = "tuple[str, str]"
"""Begin and end as the ledger writes them: UTC, ISO 8601, so that they are in the order of time as texts, too."""
EVER: Span = ("", "~")
"""Before and after all of them: when something was nobody knows."""


@dataclass(frozen=True, slots=True)
class Removed:
    """How many files are gone, and which are not."""

    count: int = 0
    left: tuple[str, ...] = ()
    """At most one line: what could not be removed, and why."""


def inside(folder: Path) -> list[Path]:
    """What lies in a folder; the folder itself, where it is none or cannot be looked into: `remove` says what it is."""
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return [folder] if folder.is_symlink() else []
    except OSError:
        return [folder]


def held(folder: Path) -> int:
    """How many files lie in a folder: none where it is missing or cannot be looked into, which `closed` tells."""
    return sum(path != folder for path in inside(folder))


def closed(folder: Path) -> str:
    """Why a folder cannot be looked into; empty where it can, and where there is none."""
    try:
        next(folder.iterdir(), None)
    except FileNotFoundError:
        return ""
    except OSError as error:
        return error.strerror or str(error)
    return ""


def tapes_in(folder: Path) -> list[Path]:
    """Every tape, and what was written of one."""
    return inside(folder / TAPES)


def tapes_of(folder: Path, spans: Sequence[Span]) -> list[Path]:
    """The tapes that ran in any of the spans."""
    ordered = sorted(spans)
    begins = [begin for begin, _ in ordered]
    latest = list(accumulate((end for _, end in ordered), max))  # of all spans up to this one

    def ran(tape: Path) -> bool:
        begin, end = _span(tape)
        before = bisect_right(begins, end)  # so many began before the tape ended
        return before > 0 and latest[before - 1] >= begin

    return [tape for tape in tapes_in(folder) if ran(tape)]


def orphans(folder: Path, kept: Collection[str], now: float) -> tuple[list[Path], list[Path]]:
    """Pictures that no receipt names, `kept` being the names that one does; those of the last minute apart."""
    lost = [path for path in inside(folder / SENT) if path.name not in kept]
    fresh = [path for path in lost if 0 <= now - _written(path) < FRESH]
    return [path for path in lost if path not in set(fresh)], fresh


def set_aside(folder: Path) -> list[Path]:
    """Damaged ledgers, with what SQLite kept beside them."""
    return sorted(folder.glob(f"{DAMAGED}*"))


def unsearched(folder: Path, since: datetime | None) -> tuple[str, ...]:
    """A word about damaged ledgers that may hold turns from `since` on; None: from any time.

    No turn in one can have begun after its last byte was written.
    """
    oldest = since.timestamp() if since is not None else float("-inf")
    names = sorted({path.name.removesuffix("-wal").removesuffix("-shm") for path in set_aside(folder)
                    if _written(path) >= oldest})  # fmt: skip
    if not names:
        return ()
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    kept = f"{folder / names[0]}{more}: kept, since a damaged ledger cannot be searched for single turns"
    return (f"{kept}; glint forget --all removes it",)


def too_many(folder: Path, size: float, oldest: datetime) -> list[Path]:
    """The pictures and tapes last written before `oldest`, and the oldest ones above so many bytes in all."""
    files = sorted(_listed([*tapes_in(folder), *inside(folder / SENT)]), reverse=True)
    totals = accumulate(length for _, length, _ in files)
    return [
        path for total, (written, _, path) in zip(totals, files, strict=True)
        if total > size or written < oldest.timestamp()
    ]  # fmt: skip


def remove(paths: Iterable[Path]) -> Removed:
    """Remove files; one that is gone already is not counted."""
    gone, left = 0, []
    for path in paths:
        try:
            gone += _gone(path)
        except OSError as error:
            left.append(f"{path}: {error.strerror or error}")
    if not left:
        return Removed(gone)
    others = f" (and {len(left) - 1} files more)" if len(left) > 1 else ""
    return Removed(gone, (f"{left[0]}{others}: not removed; remove it by hand, or put that right and run this again",))


def _gone(path: Path) -> bool:
    """False: it was gone already. Raises OSError where a byte of it is still there."""
    if path.is_symlink() and path.exists():
        raise OSError(f"a link to {path.resolve()}, which is no file of ours")
    try:
        status = path.lstat()
        if stat.S_ISDIR(status.st_mode):
            shutil.rmtree(path)
            return True
        if stat.S_ISREG(status.st_mode) and status.st_nlink == 1:
            _emptied(path)
        path.unlink()
    except FileNotFoundError:
        return False
    if stat.S_ISREG(status.st_mode) and status.st_nlink > 1:
        raise OSError("it has another name elsewhere, under which it is still there")
    return True


def _emptied(path: Path) -> None:
    """No byte stays on the disk for a process that has it open."""
    with suppress(PermissionError):  # to remove it takes another leave than to write into it
        os.truncate(path, 0)


def _span(tape: Path) -> Span:
    """A tape is named by its begin and was last written at its end."""
    end = utc(datetime.fromtimestamp(_written(tape), UTC))
    try:
        return utc(datetime.strptime(tape.name[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)), end
    except ValueError:
        return EVER  # better gone than kept


def _listed(paths: Iterable[Path]) -> Iterator[tuple[float, int, Path]]:
    for path in paths:
        try:
            status = path.lstat()
        except OSError:
            continue  # somebody else removed it, or it cannot be looked at: `remove` says why
        yield status.st_mtime, status.st_size, path


def _written(path: Path) -> float:
    """Seconds since 1970; now, for a file that went in the meantime."""
    return next((written for written, _, _ in _listed([path])), time.time())
