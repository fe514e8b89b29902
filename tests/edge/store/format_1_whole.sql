-- A ledger with something of everything, as the last Glint of format 1 wrote it. Never edited.
BEGIN TRANSACTION;
CREATE TABLE notes (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "notes" VALUES('alarms','[["2026-03-01T12:10:00+00:00", "tea"]]');
INSERT INTO "notes" VALUES('daemon boot/1/1','true');
INSERT INTO "notes" VALUES('sees https://127.0.0.1:8443/v1 m','"True"');
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
INSERT INTO "queue" VALUES(3,'home','think',X'89A6736572766572A4686F6D65A375726CB968747470733A2F2F3132372E302E302E313A383434332F7631A46D6F6465A57468696E6BA4626F6479C40D7B226D6F64656C223A226D227DA46A706567C400A66D61736B656480A7626C757272656480A86C6566745F6F7574A0A6746F6B656E73CD0320','kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk',1772366422.0,1,1772388022.0,NULL,NULL,0,'waiting');
INSERT INTO "queue" VALUES(4,'home','know',X'89A6736572766572A4686F6D65A375726CB968747470733A2F2F3132372E302E302E313A383434332F7631A46D6F6465A46B6E6F77A4626F6479C4137B226D6F64656C223A226D222C226E223A317DA46A706567C402FFD8A66D61736B656481A46D61696C01A7626C757272656481A5706C61746501A86C6566745F6F7574A0A6746F6B656E73CD0190','llllllllllllllllllllllllllllllll',1772366430.0,0,1772388030.0,'boot/1/1',1772366560.0,1,'waiting');
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
INSERT INTO "receipts" VALUES(1,2,'boot/1/1','2026-03-01T12:00:06.000+00:00',1772366406.0,'https://127.0.0.1:8443/v1','asked','know',48211,'whole','abababababababababababababababababababababababababababababababab','not kept','{"face": 1}','{"number": 2}','',298,57,0.0009);
INSERT INTO "receipts" VALUES(2,3,'boot/1/1','2026-03-01T12:00:21.000+00:00',1772366421.0,'https://127.0.0.1:8443/v1','asked','think',900,'part','cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd',NULL,'{}','{}','the question needs a server',120,800,0.004);
INSERT INTO "receipts" VALUES(3,5,'boot/1/1','2026-03-01T12:00:41.000+00:00',1772366441.0,'https://127.0.0.1:8443/v1','deferred','know',700,'none','efefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefef',NULL,'{}','{}','no connection',0,0,0.0);
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
INSERT INTO "turns" VALUES(1,'boot/1/1','2026-03-01T12:00:00.000+00:00',0.0,1,'set a timer for 10 minutes for the tea',NULL,NULL,NULL,'answered_local','Your timer is set for 10 minutes.','device','act','the skill timer claims it','[]','[{"seconds": 600, "label": "tea", "skill": "timer"}]','{"understand": 1.2, "answer": 0.4}','2026-03-01T12:00:00.200+00:00');
INSERT INTO "turns" VALUES(2,'boot/1/1','2026-03-01T12:00:05.000+00:00',5.0,1,'why is this plant yellow?','know',1,NULL,'answered_remote','It has too much water.','server','know','asked the server','["server", "looker"]','[]','{"understand": 2.0, "look": 30.0, "answer": 2500.0}','2026-03-01T12:00:08.000+00:00');
INSERT INTO "turns" VALUES(3,'boot/1/1','2026-03-01T12:00:20.000+00:00',20.0,1,'plan my day with Zoë','think',NULL,NULL,'deferred','I will ask when there is a network.','server','think','no network','[]','[]','{"understand": 1.0}','2026-03-01T12:00:22.000+00:00');
INSERT INTO "turns" VALUES(4,'boot/1/1','2026-03-01T12:00:30.000+00:00',30.0,1,'what is the tallest tree?','know',NULL,NULL,'deferred','I will ask later.','server',NULL,'busy','[]','[]','{}','2026-03-01T12:00:31.000+00:00');
INSERT INTO "turns" VALUES(5,'boot/1/1','2026-03-01T12:00:40.000+00:00',40.0,1,'what is the tallest tree?','know',NULL,4,NULL,NULL,NULL,NULL,NULL,'[]','[]','{}',NULL);
INSERT INTO "turns" VALUES(6,'boot/1/1','2026-03-01T12:00:50.000+00:00',50.0,1,'what is in front of me?',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'[]','[]','{}',NULL);
INSERT INTO "turns" VALUES(7,'boot/1/1','1970-01-01T00:01:00.000+00:00',60.0,0,'line one
line ''two'' "quoted"; -- semicolon',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'[]','[]','{}',NULL);
CREATE INDEX turns_began ON turns (began);
CREATE INDEX turns_open ON turns (owner) WHERE outcome IS NULL;
CREATE INDEX receipts_seconds ON receipts (seconds);
CREATE INDEX receipts_turn ON receipts (turn);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('turns',8);
INSERT INTO "sqlite_sequence" VALUES('receipts',3);
COMMIT;
PRAGMA user_version = 1;
