"""The ledger's file: opened safely beside others, checked, and moved aside when it is damaged."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from edge.store.ledger_schema import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator

IN_MEMORY = ":memory:"
BUSY_WITHIN = 2.0
"""Seconds to wait for another process that is writing. Ours write for well under a millisecond."""

_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",  # survives any kill; a power cut may cost the last turns, never the file
    "secure_delete = ON",  # what is forgotten is overwritten, not only unlinked
    "journal_size_limit = 1048576",
    "trusted_schema = OFF",
    "cell_size_check = ON",
)
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def open_or_replace(path: str) -> tuple[sqlite3.Connection, str]:
    """A connection to today's format, and what the wearer should know about it. Raises FormatError for a newer file."""
    if path == IN_MEMORY:
        return _connect(path), ""
    try:
        with _alone(path):
            return _open_checked(path)
    except (OSError, sqlite3.Error) as error:
        return _connect(IN_MEMORY), f"{path} cannot be used ({_plain(error)}): nothing of this run is kept"


def is_damage(error: BaseException | None) -> bool:
    """Whether the file itself is broken, rather than full, locked or out of reach."""
    return isinstance(error, sqlite3.Error) and (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF in _DAMAGE


def _open_checked(path: str) -> tuple[sqlite3.Connection, str]:
    try:
        return _checked(path), ""
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        aside = _move_aside(path)
        return _checked(path), f"the ledger was damaged: it was moved to {aside}, and a new one begun"


def _checked(path: str) -> sqlite3.Connection:
    connection = _connect(path)
    with _closing_on_error(connection):
        problem = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if problem != "ok":
            damage = sqlite3.DatabaseError(problem)
            damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise damage
    return connection


def _connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_WITHIN, isolation_level=None, check_same_thread=False)
    with _closing_on_error(connection):
        connection.row_factory = sqlite3.Row
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
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
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
