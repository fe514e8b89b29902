BEGIN TRANSACTION;
CREATE TABLE notes (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "notes" VALUES('alarms','[["2026-03-01T12:10:00+00:00", "tea"]]');
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
INSERT INTO "queue" VALUES(1,'server','think',X'504F5354','k',1772366401.0,1,1772380000.0,NULL,NULL,0,'waiting');
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
INSERT INTO "receipts" VALUES(1,1,'boot/1/1','2026-03-01T12:00:01.000+00:00',1772366401.0,'https://127.0.0.1/v1','asked','think',4,'whole','00',NULL,'{}','{}','',0,0,0.0);
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
INSERT INTO "turns" VALUES(1,'boot/1/1','2026-03-01T12:00:00.000+00:00',0.0,1,'what is this?',NULL,NULL,NULL,'answered_local','A cup.','device','look','seen','["looker"]','[]','{"look": 31.5}','2026-03-01T12:00:01.000+00:00');
INSERT INTO "turns" VALUES(7,'boot/1/1','2026-03-01T12:00:02.000+00:00',2.0,1,'late',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,'[]','[]','{}',NULL);
CREATE INDEX turns_began ON turns (began);
CREATE INDEX turns_open ON turns (owner) WHERE outcome IS NULL;
CREATE INDEX receipts_seconds ON receipts (seconds);
CREATE INDEX receipts_turn ON receipts (turn);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('turns',7);
INSERT INTO "sqlite_sequence" VALUES('receipts',1);
COMMIT;
PRAGMA user_version = 1;
