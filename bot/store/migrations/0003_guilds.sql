-- What servers have settled, what their members may ask for, and what it costs. Amounts of money are
-- whole millionths of the relay's unit.

ALTER TABLE tasks ADD COLUMN terms TEXT NOT NULL DEFAULT '{}';
ALTER TABLE tasks ADD COLUMN speed TEXT NOT NULL DEFAULT 'fast';       -- what it counts as
ALTER TABLE tasks ADD COLUMN reserved INTEGER NOT NULL DEFAULT 0;      -- always what the ledger
ALTER TABLE tasks ADD COLUMN charged INTEGER NOT NULL DEFAULT 0;       -- says of it
ALTER TABLE tasks ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tasks ADD COLUMN turn_at REAL;
ALTER TABLE tasks ADD COLUMN returned INTEGER NOT NULL DEFAULT 0;

-- Quotas are counted with each task that is asked for: from these alone, without a look at the rows.
CREATE INDEX tasks_spent ON tasks
    (guild_id, created_at, user_id, speed, reserved, charged, lost, status, kind);

CREATE TABLE ledger (  -- double entry: out of one account, into another
    entry   INTEGER PRIMARY KEY,
    task    INTEGER NOT NULL REFERENCES tasks (number),
    at      REAL NOT NULL,
    move    TEXT NOT NULL CHECK (move IN ('reserve', 'charge', 'refund')),
    source  TEXT NOT NULL CHECK (source IN ('member', 'reserved', 'relay', 'house')),
    target  TEXT NOT NULL CHECK (
        target IN ('member', 'reserved', 'relay', 'house') AND target <> source),
    amount  INTEGER NOT NULL CHECK (amount > 0)
) STRICT;
CREATE INDEX ledger_of_task ON ledger (task);

CREATE TABLE guilds (
    guild_id INTEGER PRIMARY KEY,
    settings TEXT NOT NULL,     -- as in an exported file
    changed_at REAL NOT NULL
) STRICT;

CREATE TABLE trail (
    number     INTEGER PRIMARY KEY,
    guild_id   INTEGER NOT NULL,
    at         REAL NOT NULL,
    event      TEXT NOT NULL,
    actor      INTEGER,
    task       INTEGER,
    channel_id INTEGER,
    happened   TEXT NOT NULL,   -- the values of its sentence
    once       TEXT,
    posted     INTEGER NOT NULL DEFAULT 0  -- where it has been shown: a bit for each board
) STRICT;
CREATE INDEX trail_of_guild ON trail (guild_id, number);
CREATE INDEX trail_unposted ON trail (guild_id, number) WHERE posted <> 3;
CREATE INDEX trail_of_age ON trail (at);
CREATE UNIQUE INDEX trail_once ON trail (guild_id, once) WHERE once IS NOT NULL;

CREATE TABLE members (  -- as they were seen last
    guild_id INTEGER NOT NULL,
    user_id  INTEGER NOT NULL,
    name     TEXT NOT NULL,
    roles    TEXT NOT NULL,
    seen_at  REAL NOT NULL,
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE blocks (
    guild_id INTEGER NOT NULL,
    user_id  INTEGER NOT NULL,
    reason   TEXT NOT NULL,
    by       INTEGER NOT NULL,
    at       REAL NOT NULL,
    until    REAL,
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX blocks_of_user ON blocks (user_id);

CREATE TABLE refusals (
    guild_id INTEGER NOT NULL,  -- 0: a direct message
    user_id  INTEGER NOT NULL,
    at       REAL NOT NULL
) STRICT;
CREATE INDEX refusals_of_member ON refusals (guild_id, user_id, at);
CREATE INDEX tasks_refused ON tasks (user_id, ended_at)
    WHERE json_extract(failure, '$.kind') = 'banned_prompt';
