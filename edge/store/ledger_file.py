"""The ledger's file: opened safely beside others, checked, and moved aside when it is damaged."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from edge.records import dataclass
from edge.store.ledger_schema import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

IN_MEMORY = ":memory:"
OPEN_AGAIN = "see that it can be written to and that no other Glint hangs, and run this again"
"""What to do about a file that cannot be used."""
BUSY_WITHIN = 2.0
"""Seconds to wait for another process that is writing. Ours write for well under a millisecond."""
CHECKED_AT_ONCE = 8_000_000
"""Bytes of a file that is checked whole when it is opened: some ten milliseconds, and more turns than most ever have.
Of a larger one what start-up reads is checked then, and the rest by the daemon, later: see `find_damage`."""

_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",  # survives any kill; a power cut may cost the last turns, never the file
    "secure_delete = ON",  # what is forgotten is overwritten, not only unlinked
    "journal_size_limit = 1048576",
    "trusted_schema = OFF",
    "cell_size_check = ON",
)
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_GO_ON_AFTER = """INSERT INTO sqlite_sequence SELECT 'turns', ?
                  WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'turns')"""
_WHOLE = ("PRAGMA quick_check(1)",)
_SMALL = ("PRAGMA quick_check(notes)", "PRAGMA quick_check(queue)")


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection to today's format."""

    database: sqlite3.Connection
    word: str = ""
    """What the wearer should know: the file was damaged, or cannot be used."""
    stands_in: bool = False
    """Whether this is a ledger in memory, in place of a file that cannot be used."""


def open_or_replace(path: str, *, suspect: bool = False) -> Opened:
    """The file, a new one where it was damaged, or memory where none can be had; FormatError where it is newer.

    `suspect`: it is checked whole, however large it is.
    """
    if path == IN_MEMORY:
        return Opened(_connect(path))
    try:
        with _alone(path):
            return _open_checked(path, suspect=suspect)
    except (OSError, sqlite3.Error) as error:
        return Opened(_connect(IN_MEMORY), f"{path} cannot be used ({_plain(error)})", stands_in=True)


@contextmanager
def transaction(database: sqlite3.Connection, busy_within: float) -> Iterator[sqlite3.Connection]:
    """What is written inside is kept once this ends, all of it or nothing; others may take so many seconds before."""
    database.execute(f"PRAGMA busy_timeout = {round(1000 * busy_within)}")
    database.execute("BEGIN IMMEDIATE")
    try:
        yield database
        database.execute("COMMIT")
    finally:
        if database.in_transaction:
            database.execute("ROLLBACK")


def go_on_after(database: sqlite3.Connection, number: int) -> None:
    """In a new file, let turns be numbered from the one after this."""
    database.execute(_GO_ON_AFTER, (number,))


def find_damage(path: str) -> str:
    """What is broken in a ledger that is in use; empty where nothing is, or where it cannot be read just now.

    Reads the whole file, with a connection of its own, and holds up nobody who writes.
    """
    try:
        with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return _problem(connection, _WHOLE)
    except sqlite3.Error as error:
        return str(error) if is_damage(error) else ""


def write_anew(database: sqlite3.Connection, at_most: float) -> None:
    """Write a file without its free space, if what it holds is no more than so many bytes. Raises sqlite3.Error."""
    pages, free, size = (
        database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    if (pages - free) * size <= at_most:
        database.execute("VACUUM")


def empty_journal(database: sqlite3.Connection, busy_within: float) -> bool:
    """Move all of the journal into the file and empty it; False where a reader still needs it after so many seconds."""
    database.execute(f"PRAGMA busy_timeout = {round(1000 * busy_within)}")
    database.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()  # most of it, while others may still write
    return not database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]


def is_damage(error: BaseException | None) -> bool:
    """Whether the file itself is broken, rather than full, locked or out of reach."""
    return isinstance(error, sqlite3.Error) and (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF in _DAMAGE


def _open_checked(path: str, *, suspect: bool) -> Opened:
    try:
        return Opened(_checked(path, suspect=suspect))
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        aside = _move_aside(path)
        return Opened(
            _checked(path, suspect=False), f"the ledger was damaged: it was moved to {aside}, and a new one begun"
        )


def _checked(path: str, *, suspect: bool) -> sqlite3.Connection:
    connection = _connect(path)
    with _closing_on_error(connection):
        whole = suspect or Path(path).stat().st_size <= CHECKED_AT_ONCE
        if problem := _problem(connection, _WHOLE if whole else _SMALL):
            damage = sqlite3.DatabaseError(problem)
            damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise damage
    return connection


def _problem(connection: sqlite3.Connection, checks: Sequence[str]) -> str:
    found = (str(connection.execute(check).fetchone()[0]) for check in checks)
    return next((problem for problem in found if problem != "ok"), "")


def _connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_WITHIN, isolation_level=None, check_same_thread=False)
    with _closing_on_error(connection):
        connection.row_factory = sqlite3.Row
        connection.text_factory = partial(str, encoding="utf-8", errors="replace")  # damage costs letters, not the row
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        migrate(connection, path)
    return connection


@contextmanager
def _closing_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


@contextmanager
def _alone(path: str) -> Iterator[None]:
    """One process at a time opens, checks and replaces; the file is for its owner's eyes only, from its first byte."""
    folder = Path(path).parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileExistsError):  # one that is there is left alone: to close it would drop SQLite's locks on it
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    with open(f"{path}.lock", "a", encoding="ascii", opener=_private) as lock:
        deadline = time.monotonic() + BUSY_WITHIN
        while not _locked(lock.fileno()):
            if time.monotonic() > deadline:
                raise TimeoutError("another Glint has been opening it for too long")
            time.sleep(0.01)
        yield


def _locked(descriptor: int) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC, 0o600)


def _move_aside(path: str) -> str:
    """Keep a damaged file, with what SQLite keeps beside it, under a name that is not taken."""
    aside = f"{path}.damaged-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"
    for suffix in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            Path(path + suffix).rename(aside + suffix)
    return aside


def _plain(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
