"""The tables of the ledger, and how a file of each older format becomes one of today's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge.errors import FormatError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

TURNS = """
CREATE TABLE turns (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice, not even after a wipe
    owner    TEXT NOT NULL,                      -- boot id / process id / start of the process
    began    TEXT NOT NULL,                      -- wall time in UTC, ISO 8601
    began_at REAL NOT NULL,                      -- monotonic seconds of the owner's boot
    trusted  INTEGER NOT NULL,                   -- whether the wall clock could be believed
    text     TEXT NOT NULL,
    mode     TEXT,
    follows  INTEGER,
    late_of  INTEGER,
    outcome  TEXT,                               -- null: still open
    answer   TEXT,
    route    TEXT,                               -- device or server
    intent   TEXT,
    why      TEXT,
    sources  TEXT NOT NULL DEFAULT '[]',         -- JSON
    acts     TEXT NOT NULL DEFAULT '[]',         -- JSON
    stages   TEXT NOT NULL DEFAULT '{}',         -- JSON, milliseconds
    ended    TEXT
);
CREATE INDEX turns_began ON turns (began);
CREATE INDEX turns_open ON turns (owner) WHERE outcome IS NULL;
"""

RECEIPTS = """
CREATE TABLE receipts (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    turn       INTEGER,                          -- null: a probe or a set-up
    owner      TEXT NOT NULL,
    at         TEXT NOT NULL,                    -- wall time in UTC, ISO 8601
    seconds    REAL NOT NULL,                    -- the same since 1970, for sums over an hour or a day
    "to"       TEXT NOT NULL,
    cause      TEXT NOT NULL,                    -- asked, deferred, probe, setup
    mode       TEXT,
    bytes      INTEGER NOT NULL,                 -- of the HTTP request as it was to be written
    sent       TEXT NOT NULL DEFAULT 'none',     -- whole, part, none
    sha256     TEXT NOT NULL,
    picture    TEXT,                             -- the file with the very JPEG, if it was kept
    blurred    TEXT NOT NULL DEFAULT '{}',       -- JSON: kinds and counts
    masked     TEXT NOT NULL DEFAULT '{}',       -- JSON: kinds and counts
    why        TEXT NOT NULL DEFAULT '',
    tokens_in  INTEGER NOT NULL DEFAULT 0,
    tokens_out INTEGER NOT NULL DEFAULT 0,
    money      REAL NOT NULL DEFAULT 0
);
CREATE INDEX receipts_seconds ON receipts (seconds);
CREATE INDEX receipts_turn ON receipts (turn);
"""

QUEUE = """
CREATE TABLE queue (
    turn        INTEGER PRIMARY KEY,
    server      TEXT NOT NULL,                   -- the one it was meant for, and no other
    mode        TEXT,
    body        BLOB NOT NULL,                   -- the gate's finished request
    key         TEXT NOT NULL UNIQUE,            -- lets the server see a repeat
    created     REAL NOT NULL,                   -- wall seconds since 1970
    trusted     INTEGER NOT NULL,                -- whether that clock could be believed
    expires     REAL NOT NULL,
    lease_owner TEXT,
    lease_until REAL,
    tries       INTEGER NOT NULL DEFAULT 0,
    state       TEXT NOT NULL DEFAULT 'waiting'
);
"""

NOTES = "CREATE TABLE notes (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"

FAMILIES = """
CREATE INDEX turns_late_of ON turns (late_of) WHERE late_of IS NOT NULL;
ALTER TABLE queue ADD COLUMN intent TEXT NOT NULL DEFAULT '';
"""
"""Format 2: a question and its late answers are found from each other; what waits may say what it was taken for ..."""

STATES = """
UPDATE queue SET state = 'over' WHERE turn IN (
    SELECT late_of FROM turns WHERE late_of IS NOT NULL AND outcome IS NOT NULL AND outcome != 'deferred'
    AND NOT (outcome = 'cancelled' AND answer = '') AND why IS NOT 'interrupted');
UPDATE queue SET state = 'asking' WHERE state = 'waiting' AND lease_owner IS NOT NULL;
"""
"""... its state is in its row (see queue_rows): format 1 had it in the words of the turns that answered late ..."""

PICTURED = """
ALTER TABLE receipts ADD COLUMN pictured INTEGER NOT NULL DEFAULT 0;
UPDATE receipts SET pictured = picture IS NOT NULL;
UPDATE receipts SET picture = NULL WHERE picture = 'not kept';
"""
"""... and a receipt says whether a picture left with it apart from where that was kept."""

MIGRATIONS: tuple[str, ...] = (TURNS + RECEIPTS + QUEUE + NOTES, FAMILIES + STATES + PICTURED)
"""The n-th takes a file from format n to n + 1; format 0 is an empty file. A released one is never edited."""


def migrate(connection: sqlite3.Connection, path: str, migrations: Sequence[str] = MIGRATIONS) -> None:
    """Bring a file to today's format, all of it or nothing; raises FormatError for one that a newer Glint wrote."""
    if _format(connection) == len(migrations):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        found = _format(connection)  # again, now that nobody else can migrate it
        if found > len(migrations):
            raise FormatError(path, f"has format {found}, and this Glint reads up to {len(migrations)}: update Glint")
        for migration in migrations[found:]:
            _run(connection, migration)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _format(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _run(connection: sqlite3.Connection, script: str) -> None:
    """`executescript` would commit what came before it. No statement of ours has a semicolon inside."""
    for statement in script.split(";"):
        if statement.strip():
            connection.execute(statement)
