"""What the wearer had kept: notes, items of lists, facts that were told, photos and clips; a keeper for each kind.

A row is written in one transaction with its file, so that a command beside a daemon may write at once. A file carries
the number of its turn in its name: it is found and wiped with that turn even where its row is lost.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from edge.errors import LedgerError
from edge.messages import Drop, Entry, Keep, Kind, TakeClip, TakePhoto, TurnId
from edge.records import dataclass
from edge.store import forget_files as files
from edge.store.keepers import Wiped, listed, prepare
from edge.store.private_file import write_private

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from edge.messages import Wall
    from edge.store.keepers import Store
    from edge.store.ledger import Ledger

MOST = 2000
"""Entries of a kind at the same time."""
FOLDERS = {Kind.FACT: "remembered", Kind.PHOTO: "photos", Kind.CLIP: "clips"}
"""Where the files of a kind lie, in the folder of the store."""
Writable = Keep | Drop | TakePhoto | TakeClip

_SCHEMA = """CREATE TABLE IF NOT EXISTS entries (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    kind  TEXT NOT NULL,
    turn  INTEGER NOT NULL,
    at    TEXT NOT NULL,
    text  TEXT NOT NULL,
    list  TEXT NOT NULL,
    seen  TEXT NOT NULL,
    file  TEXT NOT NULL
); CREATE INDEX IF NOT EXISTS entries_turn ON entries (turn)"""
_THERE = "SELECT 1 FROM sqlite_master WHERE name = 'entries'"
_ADD = "INSERT INTO entries (kind, turn, at, text, list, seen, file) VALUES (?, ?, ?, ?, ?, ?, ?)"
_TURN = re.compile(r"-turn(-?\d{1,19})[.-]")


@dataclass(frozen=True, slots=True)
class ToWrite:
    """What one act is to leave: the bytes of a picture, or a file that is finished and lies in the same folder."""

    act: Writable
    jpeg: bytes = b""
    finished: Path | None = None


def read_entries(ledger: Ledger) -> tuple[Entry, ...]:
    """All of them, oldest first. One that is damaged is left out, and named by the ledger's `trouble`.

    Raises LedgerError.
    """
    if not ledger.read(_THERE):
        return ()
    rows = ledger.read("SELECT * FROM entries ORDER BY id")
    read = [(row, _entry(row)) for row in rows]
    for row in (row for row, entry in read if entry is None):
        ledger.unread(f"the {row['kind']} {row['id']}" if row["kind"] in set(Kind) else f"entry {row['id']}")
    return tuple(entry for _, entry in read if entry is not None)


def _entry(row: sqlite3.Row) -> Entry | None:
    texts = [row[name] for name in ("kind", "at", "text", "list", "seen", "file")]
    if not all(isinstance(text, str) for text in texts) or not isinstance(row["turn"], int):
        return None
    kind, at, text, in_list, seen, file = texts
    try:
        when = datetime.fromisoformat(at) if at else None
        return Entry(row["id"], Kind(kind), text, when, TurnId(row["turn"]), in_list, seen, file)
    except ValueError:
        return None


def write_entries(store: Store, turn: TurnId, wall: Wall, made: Sequence[ToWrite]) -> tuple[Path | None, ...]:
    """Keep and drop these, all of them or none; the file of each, where it has one. Raises LedgerError."""
    if not store.ledger.lasts:
        raise LedgerError("nothing can be kept on disk just now")
    prepare(store.ledger, ENTRIES[:1])
    known = {entry.number: entry for entry in read_entries(store.ledger)}
    paths: list[Path | None] = []
    try:
        with store.ledger.write() as database:
            paths.extend(_write(database, store.folder, (turn, wall), one) for one in made)
    except OSError as error:
        files.remove(path for path in paths if path is not None)
        raise LedgerError(f"the file cannot be written ({error.strerror or error})") from error
    except LedgerError:
        files.remove(path for path in paths if path is not None)
        raise
    dropped = (known.get(one.act.number) for one in made if isinstance(one.act, Drop))
    files.remove(_path(store.folder, entry) for entry in dropped if entry is not None and entry.file)
    return tuple(paths)


def _write(database: sqlite3.Connection, folder: Path, when: tuple[TurnId, Wall], one: ToWrite) -> Path | None:
    if isinstance(one.act, Drop):
        gone = database.execute("DELETE FROM entries WHERE id = ? AND kind = ?", (one.act.number, str(one.act.kind)))
        if not gone.rowcount:
            raise LedgerError("it is not there any more")
        return None
    turn, wall = when
    act, kind = one.act, _kind(one.act)
    if database.execute("SELECT COUNT(*) FROM entries WHERE kind = ?", (str(kind),)).fetchone()[0] >= MOST:
        raise LedgerError(f"there are {MOST} already: forget some first")
    path = _free(folder / FOLDERS[kind], turn, wall, one) if one.jpeg or one.finished else None
    texts = (act.text, act.list, act.seen) if isinstance(act, Keep) else ("", "", "")
    at = wall.time.isoformat(timespec="seconds") if wall.trusted else ""
    database.execute(_ADD, (str(kind), turn, at, *texts, path.name if path is not None else ""))
    if path is not None:
        _put(path, one)
    return path


def _kind(act: Keep | TakePhoto | TakeClip) -> Kind:
    return act.kind if isinstance(act, Keep) else Kind.PHOTO if isinstance(act, TakePhoto) else Kind.CLIP


def _free(folder: Path, turn: TurnId, wall: Wall, one: ToWrite) -> Path:
    """A name for the file that nothing has."""
    suffix = one.finished.suffix if one.finished is not None else ".jpg"
    name = f"{wall.time:%Y%m%d-%H%M%S}-turn{turn}"
    names = (folder / f"{name}{'' if n == 1 else f'-{n}'}{suffix}" for n in range(1, MOST + 2))
    return next(path for path in names if not path.exists())


def _put(path: Path, one: ToWrite) -> None:
    """The picture, or the finished file under its name at last. Raises OSError, and then nothing is there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if one.finished is not None:
        one.finished.replace(path)
        return
    try:
        write_private(path, one.jpeg)
    except OSError:
        path.with_name(path.name + ".new").unlink(missing_ok=True)
        raise


def clip_file(folder: Path, turn: TurnId, suffix: str) -> Path:
    """An empty file for a clip of this turn while it is being taken, for its owner alone. Raises LedgerError."""
    path = folder / FOLDERS[Kind.CLIP] / f"unfinished-turn{turn}{suffix}"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise LedgerError(f"the file cannot be written ({error.strerror or error})") from error
    return path


def turns_of(ledger: Ledger) -> frozenset[TurnId]:
    """The turns to which an entry belongs. Raises LedgerError."""
    if not ledger.read(_THERE):
        return frozenset()
    return frozenset(TurnId(row["turn"]) for row in ledger.read("SELECT DISTINCT turn FROM entries"))


def _path(folder: Path, entry: Entry) -> Path:
    return folder / FOLDERS[entry.kind] / Path(entry.file).name


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of one kind, with their files. A file goes before the row that leads to it."""

    kind: Kind
    name: str
    schema: str = _SCHEMA

    def restored(self, ledger: Ledger) -> None:
        """Nothing: they are read when somebody asks for them."""

    def counted(self, store: Store) -> Mapping[str, int]:
        """How many there are."""
        rows = store.ledger.read("SELECT COUNT(*) FROM entries WHERE kind = ?", (str(self.kind),))
        return {self.name: int(rows[0][0])}

    def wipe(self, store: Store, turns: Sequence[TurnId]) -> Wiped:
        """Delete those that came of these turns."""
        if not turns:
            return Wiped({self.name: 0})
        wanted = set(turns)
        paths = (path for path in self._files(store) if path.name == FOLDERS[self.kind] or _turn(path) in wanted)
        return self._wiped(store, f" AND turn IN ({listed(turns)})", paths)

    def wipe_all(self, store: Store) -> Wiped:
        """Delete all, with every file in their folder."""
        return self._wiped(store, "", self._files(store))

    def _wiped(self, store: Store, which: str, paths: Iterable[Path]) -> Wiped:
        gone = files.remove(paths)
        with store.ledger.write() as database:
            count = database.execute(f"DELETE FROM entries WHERE kind = ?{which}", (str(self.kind),)).rowcount  # noqa: S608
        return Wiped({self.name: count}, gone.left)

    def _files(self, store: Store) -> list[Path]:
        folder = FOLDERS.get(self.kind)
        return files.inside(store.folder / folder) if folder else []


def _turn(path: Path) -> int | None:
    found = _TURN.search(path.name)
    return int(found[1]) if found else None


ENTRIES = (
    Entries(Kind.NOTE, "notes"),
    Entries(Kind.ITEM, "items"),
    Entries(Kind.FACT, "facts"),
    Entries(Kind.PHOTO, "photos"),
    Entries(Kind.CLIP, "clips"),
)
"""Their keepers, which share a table."""
