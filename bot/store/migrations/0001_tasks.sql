-- Tasks, the replies they are shown in, the pictures members attached, and a few single facts.
-- Times are seconds since the epoch. What is only ever read with its row is JSON.

PRAGMA application_id = 0x4561736c;  -- "Easl": tells our files from other SQLite databases

CREATE TABLE tasks (
    number        INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: messages carry it for ever
    revision      INTEGER NOT NULL,
    status        TEXT NOT NULL CHECK (status IN
                  ('claimed', 'queued', 'submitted', 'running', 'done', 'failed', 'cancelled')),
    relay         TEXT NOT NULL,
    relay_id      TEXT,
    state         TEXT NOT NULL UNIQUE,
    kind          TEXT NOT NULL,
    request       TEXT NOT NULL,
    parent        INTEGER REFERENCES tasks (number),  -- the click that asked for it: whose message
    position      INTEGER,                            -- and which of its buttons
    user_id       INTEGER NOT NULL,
    guild_id      INTEGER,
    channel_id    INTEGER NOT NULL,
    prompt        TEXT NOT NULL,
    created_at    REAL NOT NULL,
    moved_at      REAL NOT NULL,
    sent_at       REAL,
    confirmed_at  REAL,
    ended_at      REAL,
    bare_since    REAL,
    missing_since REAL,
    waiting       TEXT NOT NULL,
    ahead         INTEGER,
    progress      INTEGER NOT NULL,
    stalled       INTEGER NOT NULL,
    preview       TEXT,
    picture       TEXT,
    trouble       TEXT,
    buttons       TEXT NOT NULL,
    pressed       TEXT NOT NULL,
    form          TEXT,
    final_prompt  TEXT NOT NULL,
    job_id        TEXT NOT NULL,
    failure       TEXT,
    -- The next two belong to the reply; they are here so that one partial index finds every
    -- message that is behind without a walk over all that was ever made.
    shown         INTEGER NOT NULL,
    reachable     INTEGER NOT NULL
) STRICT;

CREATE INDEX tasks_at_relay ON tasks (relay, number) WHERE status IN ('submitted', 'running');
CREATE INDEX tasks_queued ON tasks (relay, created_at, number, user_id)
    WHERE status = 'queued' AND sent_at IS NULL;
CREATE INDEX tasks_in_doubt ON tasks (relay, number)
    WHERE status = 'queued' AND sent_at IS NOT NULL;
CREATE INDEX tasks_claimed ON tasks (number) WHERE status = 'claimed';
CREATE INDEX tasks_behind ON tasks (number, status)
    WHERE shown < revision AND reachable = 1 AND status <> 'claimed';
CREATE INDEX tasks_of_button ON tasks (parent, position) WHERE parent IS NOT NULL;
CREATE INDEX tasks_prompts ON tasks (user_id, number) WHERE kind = 'imagine';

CREATE TABLE replies (
    task           INTEGER PRIMARY KEY REFERENCES tasks (number),
    user_id        INTEGER NOT NULL,
    application_id INTEGER NOT NULL,
    channel_id     INTEGER NOT NULL,
    guild_id       INTEGER,
    token          TEXT NOT NULL,
    token_until    REAL NOT NULL,
    locale         TEXT NOT NULL,
    ephemeral      INTEGER NOT NULL,
    bot_can_edit   INTEGER NOT NULL,
    message_id     INTEGER,
    upload_limit   INTEGER NOT NULL,
    attached       TEXT,
    drawn          TEXT NOT NULL,
    finished       INTEGER NOT NULL,
    dead           TEXT NOT NULL
) STRICT;

CREATE INDEX replies_with_token ON replies (token_until) WHERE token <> '';

CREATE TABLE images (
    task       INTEGER NOT NULL REFERENCES tasks (number),
    position   INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    data       BLOB NOT NULL,
    PRIMARY KEY (task, position)
) STRICT;

-- They are large, and a task that failed is the only one that may be asked for once more.
CREATE TRIGGER images_dropped AFTER UPDATE OF status ON tasks
    WHEN NEW.status IN ('done', 'cancelled') AND OLD.status <> NEW.status
    BEGIN DELETE FROM images WHERE task = NEW.number; END;

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
