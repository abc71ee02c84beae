-- What Easel's first format held: the dump of a database that version 1 of the schema wrote.
-- It is never changed: it is what members' databases really look like before an update.
PRAGMA application_id = 1164014444;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE images (
    task       INTEGER NOT NULL REFERENCES tasks (number),
    position   INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    data       BLOB NOT NULL,
    PRIMARY KEY (task, position)
) STRICT;
INSERT INTO "images" VALUES(5,0,'image/png',X'89504E47');
INSERT INTO "images" VALUES(5,1,'image/jpeg',X'FFD8');
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('commands','5c1f');
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
INSERT INTO "replies" VALUES(1,80351110224678912,845027738276462632,381870553235193857,197038439483310086,'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4',1760000840.0,'en-US',0,1,1290000000000000001,10485760,'{"source": "https://cdn.example/1.png", "url": "https://media.example/1.png", "shrunk": true}','a1b2',1,'[]');
INSERT INTO "replies" VALUES(2,80351110224678912,845027738276462632,381870553235193857,197038439483310086,'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4',1760000840.0,'en-US',0,1,NULL,10485760,NULL,'',0,'[]');
INSERT INTO "replies" VALUES(3,80351110224678912,845027738276462632,381870553235193857,197038439483310086,'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4',1760000840.0,'en-US',0,1,NULL,10485760,NULL,'',0,'[]');
INSERT INTO "replies" VALUES(4,80351110224678912,845027738276462632,381870553235193857,197038439483310086,'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4',1760000840.0,'en-US',1,1,NULL,10485760,NULL,'',0,'[]');
INSERT INTO "replies" VALUES(5,80351110224678912,845027738276462632,381870553235193857,NULL,'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4',1760000840.0,'en-US',0,1,NULL,10485760,NULL,'',0,'[]');
INSERT INTO "replies" VALUES(6,80351110224678912,845027738276462632,381870553235193857,197038439483310086,'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4',1760000840.0,'en-US',0,1,NULL,10485760,NULL,'',0,'[]');
INSERT INTO "replies" VALUES(7,80351110224678912,845027738276462632,381870553235193857,197038439483310086,'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4',1760000840.0,'en-US',0,1,NULL,10485760,NULL,'',0,'[]');
INSERT INTO "replies" VALUES(8,80351110224678912,845027738276462632,381870553235193857,197038439483310086,'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4',1760000840.0,'en-US',0,1,NULL,10485760,NULL,'',0,'["bot", "token"]');
INSERT INTO "replies" VALUES(9,80351110224678912,845027738276462632,381870553235193857,197038439483310086,'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4',1760000840.0,'en-US',0,1,NULL,10485760,NULL,'',0,'[]');
INSERT INTO "replies" VALUES(10,80351110224678912,845027738276462632,381870553235193857,197038439483310086,'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4',1760000840.0,'en-US',0,1,NULL,10485760,NULL,'',0,'[]');
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
INSERT INTO "tasks" VALUES(1,6,'done','main','1730000000000001','ez-version-1-1','imagine','{"prompt": "a lighthouse at dusk --ar 3:2", "model": "MID_JOURNEY", "notes": [], "speed": null, "again_of": null}',NULL,NULL,80351110224678912,197038439483310086,381870553235193857,'a lighthouse at dusk --ar 3:2',1760000000.0,1760000060.0,1760000002.0,NULL,1760000060.0,NULL,NULL,'turn',NULL,100,0,NULL,'https://cdn.example/1.png',NULL,'[{"custom_id": "MJ::JOB::U1::9f2d", "label": "U1", "emoji": "", "style": "secondary"}, {"custom_id": "MJ::JOB::::9f2d", "label": "", "emoji": "\ud83d\udd04", "style": "secondary"}, {"custom_id": "MJ::JOB::Vary (Region)::9f2d", "label": "Vary (Region)", "emoji": "", "style": "secondary"}]','[0]',NULL,'a lighthouse at dusk --ar 3:2 --v 7','9f2d4c1e-8a77-4d0e-b1de-6a0f7b3c5e11',NULL,6,1);
INSERT INTO "tasks" VALUES(2,4,'failed','main','1730000000000002','ez-version-1-2','action','{"parent": 1, "parent_relay_id": "1730000000000001", "position": 2, "custom_id": "MJ::Inpaint::1::9f2d", "label": "Vary (Region)", "speed": "fast", "again_of": null}',1,2,80351110224678912,197038439483310086,381870553235193857,'a lighthouse at dusk --ar 3:2',1760000000.0,1760000005.0,1760000002.0,NULL,1760000005.0,NULL,NULL,'turn',NULL,0,0,NULL,NULL,NULL,'[]','[]','a lighthouse at dusk','','','{"kind": "form_needed", "detail": ""}',-1,1);
INSERT INTO "tasks" VALUES(3,6,'running','main','1730000000000003','ez-version-1-3','action','{"parent": 1, "parent_relay_id": "1730000000000001", "position": 1, "custom_id": "MJ::JOB::reroll::0::9f2d::SOLO", "label": "\ud83d\udd04", "speed": "fast", "again_of": 2}',2,-1,80351110224678912,197038439483310086,381870553235193857,'a lighthouse at dusk --ar 3:2',1760000000.0,1760000008.0,1760000002.0,1760000004.0,NULL,NULL,NULL,'turn',NULL,12,1,NULL,NULL,NULL,'[]','[]','a lighthouse at dusk --v 7','','',NULL,-1,1);
INSERT INTO "tasks" VALUES(4,3,'submitted','main','1730000000000004','ez-version-1-4','action','{"parent": 1, "parent_relay_id": "1730000000000001", "position": 1, "custom_id": "MJ::Inpaint::1::9f2d", "label": "\ud83d\udd04", "speed": "fast", "again_of": null}',1,1,80351110224678912,197038439483310086,381870553235193857,'a lighthouse at dusk --ar 3:2',1760000000.0,1760000003.0,1760000002.0,NULL,NULL,NULL,NULL,'turn',NULL,0,0,NULL,NULL,NULL,'[]','[]','a lighthouse','','',NULL,-1,1);
INSERT INTO "tasks" VALUES(5,2,'failed','main',NULL,'ez-version-1-5','imagine','{"prompt": "\u753b\u4e00\u53ea\u732b --niji 6", "model": "NIJI_JOURNEY", "notes": [["dashes_mended", {"before": "\u2014niji", "after": "--niji"}], ["links_moved", {}]], "speed": "relax", "again_of": null}',NULL,NULL,80351110224678912,NULL,381870553235193857,'画一只猫 --niji 6',1760000000.0,1760000005.0,NULL,NULL,1760000005.0,NULL,NULL,'turn',NULL,0,0,NULL,NULL,NULL,'[]','[]',NULL,'','','{"kind": "banned_prompt", "detail": "blood"}',-1,1);
INSERT INTO "tasks" VALUES(6,2,'cancelled','main',NULL,'ez-version-1-6','imagine','{"prompt": "a lighthouse at dusk --ar 3:2", "model": "MID_JOURNEY", "notes": [], "speed": null, "again_of": null}',NULL,NULL,80351110224678912,197038439483310086,381870553235193857,'a lighthouse at dusk --ar 3:2',1760000000.0,1760000001.0,NULL,NULL,1760000001.0,NULL,NULL,'turn',NULL,0,0,NULL,NULL,NULL,'[]','[]',NULL,'','',NULL,-1,1);
INSERT INTO "tasks" VALUES(7,3,'queued','main',NULL,'ez-version-1-7','imagine','{"prompt": "a lighthouse at dusk --ar 3:2", "model": "MID_JOURNEY", "notes": [], "speed": null, "again_of": null}',NULL,NULL,80351110224678912,197038439483310086,381870553235193857,'a lighthouse at dusk --ar 3:2',1760000000.0,1760000000.0,1760000002.0,NULL,NULL,NULL,NULL,'asking',NULL,0,0,NULL,NULL,NULL,'[]','[]',NULL,'','',NULL,-1,1);
INSERT INTO "tasks" VALUES(8,2,'queued','main',NULL,'ez-version-1-8','imagine','{"prompt": "a lighthouse at dusk --ar 3:2", "model": "MID_JOURNEY", "notes": [], "speed": null, "again_of": null}',NULL,NULL,80351110224678912,197038439483310086,381870553235193857,'a lighthouse at dusk --ar 3:2',1760000000.0,1760000000.0,NULL,NULL,NULL,NULL,NULL,'relay_full',3,0,0,NULL,NULL,NULL,'[]','[]',NULL,'','',NULL,-1,1);
INSERT INTO "tasks" VALUES(9,0,'claimed','main',NULL,'ez-version-1-9','imagine','{"prompt": "a lighthouse at dusk --ar 3:2", "model": "MID_JOURNEY", "notes": [], "speed": null, "again_of": null}',NULL,NULL,80351110224678912,197038439483310086,381870553235193857,'a lighthouse at dusk --ar 3:2',1760000000.0,1760000000.0,NULL,NULL,NULL,NULL,NULL,'turn',NULL,0,0,NULL,NULL,NULL,'[]','[]',NULL,'','',NULL,-1,1);
INSERT INTO "tasks" VALUES(10,5,'done','main','1730000000000010','ez-version-1-10','imagine','{"prompt": "a lighthouse at dusk --ar 3:2", "model": "MID_JOURNEY", "notes": [], "speed": null, "again_of": null}',NULL,NULL,80351110224678912,197038439483310086,381870553235193857,'a lighthouse at dusk --ar 3:2',1760000000.0,1760000060.0,1760000002.0,NULL,1760000060.0,NULL,NULL,'turn',NULL,100,0,NULL,'https://cdn.example/10.png','expired','[]','[]',NULL,'','',NULL,-1,1);
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
CREATE INDEX replies_with_token ON replies (token_until) WHERE token <> '';
CREATE TRIGGER images_dropped AFTER UPDATE OF status ON tasks
    WHEN NEW.status IN ('done', 'cancelled') AND OLD.status <> NEW.status
    BEGIN DELETE FROM images WHERE task = NEW.number; END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('tasks',10);
COMMIT;
