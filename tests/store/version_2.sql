-- What Easel's second format held: the dump of a database that version 2 of the schema wrote.
-- It is never changed: it is what members' databases really look like before an update.
PRAGMA application_id = 1164014444;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE favourites (
    user_id INTEGER NOT NULL,
    task    INTEGER NOT NULL REFERENCES tasks (number),
    PRIMARY KEY (user_id, task)
) STRICT, WITHOUT ROWID;
INSERT INTO "favourites" VALUES(80351110224678912,1);
CREATE TABLE images (
    task       INTEGER NOT NULL REFERENCES tasks (number),
    position   INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    data       BLOB NOT NULL,
    PRIMARY KEY (task, position)
) STRICT;
INSERT INTO "images" VALUES(3,0,'image/png',X'89504E47206D61736B');
INSERT INTO "images" VALUES(6,0,'image/png',X'89504E47');
INSERT INTO "images" VALUES(6,1,'image/jpeg',X'FFD8');
INSERT INTO "images" VALUES(9,0,'image/png',X'61');
INSERT INTO "images" VALUES(9,1,'image/png',X'62');
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('commands','5c1f');
INSERT INTO "meta" VALUES('painter_key','abababababababababababababababababababababababababababababababab');
INSERT INTO "meta" VALUES('pass:nonce','1760003600.0');
CREATE TABLE operations (  -- what a relay was found not to have
    relay      TEXT NOT NULL,
    operation  TEXT NOT NULL,
    missing_at REAL NOT NULL,
    PRIMARY KEY (relay, operation)
) STRICT, WITHOUT ROWID;
INSERT INTO "operations" VALUES('main','task/cancel',1760000000.0);
CREATE TABLE preferences (
    user_id INTEGER PRIMARY KEY,
    chosen  TEXT NOT NULL  -- by name; what is missing is as for somebody who never chose
) STRICT;
INSERT INTO "preferences" VALUES(80351110224678912,'{"remix": true}');
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
INSERT INTO "replies" VALUES(4,80351110224678912,845027738276462632,381870553235193857,197038439483310086,'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4',1760000840.0,'en-US',0,1,NULL,10485760,NULL,'',0,'[]');
INSERT INTO "replies" VALUES(5,80351110224678912,845027738276462632,381870553235193857,197038439483310086,'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4',1760000840.0,'en-US',0,1,NULL,10485760,NULL,'',0,'[]');
INSERT INTO "replies" VALUES(6,80351110224678912,845027738276462632,381870553235193857,197038439483310086,'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4',1760000840.0,'en-US',0,1,NULL,10485760,NULL,'',0,'[]');
INSERT INTO "replies" VALUES(7,80351110224678912,845027738276462632,381870553235193857,197038439483310086,'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4',1760000840.0,'en-US',0,1,NULL,10485760,NULL,'',0,'[]');
INSERT INTO "replies" VALUES(8,80351110224678912,845027738276462632,381870553235193857,197038439483310086,'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4',1760000840.0,'en-US',0,1,NULL,10485760,NULL,'',0,'[]');
INSERT INTO "replies" VALUES(9,80351110224678912,845027738276462632,381870553235193857,197038439483310086,'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4',1760000840.0,'en-US',0,1,NULL,10485760,NULL,'',0,'[]');
INSERT INTO "replies" VALUES(10,80351110224678912,845027738276462632,381870553235193857,197038439483310086,'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4',1760000840.0,'en-US',0,1,NULL,10485760,NULL,'',0,'[]');
INSERT INTO "replies" VALUES(11,80351110224678912,845027738276462632,381870553235193857,197038439483310086,'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4',1760000840.0,'en-US',0,1,NULL,10485760,NULL,'',0,'[]');
INSERT INTO "replies" VALUES(12,80351110224678912,845027738276462632,381870553235193857,197038439483310086,'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4',1760000840.0,'en-US',0,1,NULL,10485760,NULL,'',0,'[]');
INSERT INTO "replies" VALUES(13,80351110224678912,845027738276462632,381870553235193857,197038439483310086,'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4',1760000840.0,'en-US',0,1,NULL,10485760,NULL,'',0,'["token"]');
INSERT INTO "replies" VALUES(14,80351110224678912,845027738276462632,381870553235193857,197038439483310086,'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4',1760000840.0,'en-US',0,1,NULL,10485760,NULL,'',0,'[]');
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
, form_since REAL, answer TEXT, suggestions TEXT NOT NULL DEFAULT '[]', video TEXT, muted INTEGER NOT NULL DEFAULT 0, removed INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "tasks" VALUES(1,5,'done','main','1730000000000001','ez-version-2-1','imagine','{"prompt": "a lighthouse at dusk", "model": "MID_JOURNEY", "speed": "fast", "again_of": null, "notes": [], "picked": null}',NULL,NULL,80351110224678912,197038439483310086,381870553235193857,'a lighthouse at dusk',1760000000.0,1760000060.0,1760000002.0,NULL,1760000060.0,NULL,NULL,'turn',NULL,100,0,NULL,'https://cdn.example/1.png',NULL,'[{"custom_id": "MJ::JOB::U1::9f2d", "label": "U1", "emoji": "", "style": "secondary"}, {"custom_id": "MJ::JOB::V1::9f2d", "label": "V1", "emoji": "", "style": "secondary"}, {"custom_id": "MJ::Inpaint::1::9f2d", "label": "Vary (Region)", "emoji": "\ud83d\udd8c\ufe0f", "style": "secondary"}]','[1]',NULL,'a lighthouse at dusk --v 7','9f2d4c1e-8a77-4d0e-b1de-6a0f7b3c5e11',NULL,5,1,NULL,NULL,'[]',NULL,0,0);
INSERT INTO "tasks" VALUES(2,3,'submitted','main','1730000000000002','ez-version-2-2','action','{"parent": 1, "parent_relay_id": "1730000000000001", "position": 1, "custom_id": "MJ::JOB::variation::1::9f2d", "label": "V1", "speed": "fast", "again_of": null, "remix": true}',1,1,80351110224678912,197038439483310086,381870553235193857,'',1760000000.0,1760000003.0,1760000002.0,NULL,NULL,NULL,NULL,'turn',NULL,0,0,NULL,NULL,NULL,'[]','[]','a lighthouse at dusk','','',NULL,-1,1,1760000003.0,NULL,'[]',NULL,0,0);
INSERT INTO "tasks" VALUES(3,4,'submitted','main','1730000000000003','ez-version-2-3','action','{"parent": 1, "parent_relay_id": "1730000000000001", "position": 2, "custom_id": "MJ::Inpaint::1::9f2d", "label": "Vary (Region)", "speed": "fast", "again_of": null, "remix": false}',1,2,80351110224678912,197038439483310086,381870553235193857,'',1760000000.0,1760000003.0,1760000002.0,1760000005.0,NULL,NULL,NULL,'turn',NULL,0,0,NULL,NULL,NULL,'[]','[]','','','',NULL,-1,1,1760000003.0,'a red boat','[]',NULL,0,0);
INSERT INTO "tasks" VALUES(4,4,'done','main','1730000000000004','ez-version-2-4','describe','{"model": "MID_JOURNEY", "speed": null, "again_of": null}',NULL,NULL,80351110224678912,197038439483310086,381870553235193857,'',1760000000.0,1760000060.0,1760000002.0,NULL,1760000060.0,NULL,NULL,'turn',NULL,100,0,NULL,NULL,NULL,'[]','[]',NULL,'','',NULL,-1,1,NULL,NULL,'["a cat", "\u4e00\u53ea\u732b"]',NULL,0,0);
INSERT INTO "tasks" VALUES(5,3,'submitted','main','1730000000000005','ez-version-2-5','imagine','{"prompt": "a cat", "model": "MID_JOURNEY", "speed": null, "again_of": null, "notes": [], "picked": [4, 0]}',4,-100,80351110224678912,197038439483310086,381870553235193857,'a cat',1760000000.0,1760000003.0,1760000002.0,NULL,NULL,NULL,NULL,'turn',NULL,0,0,NULL,NULL,NULL,'[]','[]',NULL,'','',NULL,-1,1,NULL,NULL,'[]',NULL,0,0);
INSERT INTO "tasks" VALUES(6,4,'failed','main','1730000000000006','ez-version-2-6','blend','{"dimensions": "LANDSCAPE", "model": "MID_JOURNEY", "speed": null, "again_of": null}',NULL,NULL,80351110224678912,197038439483310086,381870553235193857,'',1760000000.0,1760000009.0,1760000002.0,NULL,1760000009.0,NULL,NULL,'turn',NULL,0,0,NULL,NULL,NULL,'[]','[]',NULL,'','','{"kind": "invalid_picture", "detail": "too dark"}',-1,1,NULL,NULL,'[]',NULL,0,0);
INSERT INTO "tasks" VALUES(7,4,'done','main','1730000000000007','ez-version-2-7','video','{"prompt": "waves", "motion": "high", "loop": true, "speed": "relax", "again_of": null}',NULL,NULL,80351110224678912,197038439483310086,381870553235193857,'waves',1760000000.0,1760000060.0,1760000002.0,NULL,1760000060.0,NULL,NULL,'turn',NULL,100,0,NULL,'https://cdn.example/7.png',NULL,'[]','[]',NULL,'','',NULL,-1,1,NULL,NULL,'[]','https://cdn.example/7.mp4',0,0);
INSERT INTO "tasks" VALUES(8,2,'cancelled','main',NULL,'ez-version-2-8','shorten','{"prompt": "many many words", "model": "MID_JOURNEY", "speed": null, "again_of": null}',NULL,NULL,80351110224678912,197038439483310086,381870553235193857,'many many words',1760000000.0,1760000001.0,NULL,NULL,1760000001.0,NULL,NULL,'turn',NULL,0,0,NULL,NULL,NULL,'[]','[]',NULL,'','',NULL,-1,1,NULL,NULL,'[]',NULL,0,0);
INSERT INTO "tasks" VALUES(9,4,'submitted','main','1730000000000009','ez-version-2-9','faceswap','{"speed": null, "again_of": null}',NULL,NULL,80351110224678912,197038439483310086,381870553235193857,'',1760000000.0,1760000003.0,1760000002.0,NULL,NULL,NULL,NULL,'turn',NULL,0,0,NULL,NULL,NULL,'[]','[]',NULL,'','',NULL,-1,1,NULL,NULL,'[]',NULL,1,0);
INSERT INTO "tasks" VALUES(10,5,'done','main','1730000000000010','ez-version-2-10','edit','{"prompt": "a red roof", "retexture": true, "speed": null, "again_of": null}',NULL,NULL,80351110224678912,197038439483310086,381870553235193857,'a red roof',1760000000.0,1760000060.0,1760000002.0,NULL,1760000060.0,NULL,NULL,'turn',NULL,100,0,NULL,'https://cdn.example/10.png',NULL,'[]','[]',NULL,'','',NULL,-1,1,NULL,NULL,'[]',NULL,0,1);
INSERT INTO "tasks" VALUES(11,1,'queued','main',NULL,'ez-version-2-11','imagine','{"prompt": "one that waits", "model": "MID_JOURNEY", "speed": null, "again_of": null, "notes": [], "picked": null}',NULL,NULL,80351110224678912,197038439483310086,381870553235193857,'one that waits',1760000000.0,1760000000.0,NULL,NULL,NULL,NULL,NULL,'turn',NULL,0,0,NULL,NULL,NULL,'[]','[]',NULL,'','',NULL,-1,1,NULL,NULL,'[]',NULL,0,0);
INSERT INTO "tasks" VALUES(12,3,'queued','main',NULL,'ez-version-2-12','imagine','{"prompt": "one in doubt", "model": "MID_JOURNEY", "speed": null, "again_of": null, "notes": [], "picked": null}',NULL,NULL,80351110224678912,197038439483310086,381870553235193857,'one in doubt',1760000000.0,1760000000.0,1760000002.0,NULL,NULL,NULL,NULL,'asking',NULL,0,0,NULL,NULL,NULL,'[]','[]',NULL,'','',NULL,-1,1,NULL,NULL,'[]',NULL,0,0);
INSERT INTO "tasks" VALUES(13,3,'submitted','main','1730000000000013','ez-version-2-13','change','{"parent": 1, "parent_relay_id": "1730000000000001", "position": 0, "verb": "UPSCALE", "index": 1, "label": "U1", "speed": null, "again_of": null}',1,0,80351110224678912,197038439483310086,381870553235193857,'',1760000000.0,1760000003.0,1760000002.0,NULL,NULL,NULL,NULL,'turn',NULL,0,0,NULL,NULL,NULL,'[]','[]',NULL,'','',NULL,-1,1,NULL,NULL,'[]',NULL,0,0);
INSERT INTO "tasks" VALUES(14,0,'claimed','main',NULL,'ez-version-2-14','imagine','{"prompt": "one that nobody has confirmed", "model": "MID_JOURNEY", "speed": null, "again_of": null, "notes": [], "picked": null}',NULL,NULL,80351110224678912,NULL,381870553235193857,'one that nobody has confirmed',1760000000.0,1760000000.0,NULL,NULL,NULL,NULL,NULL,'turn',NULL,0,0,NULL,NULL,NULL,'[]','[]',NULL,'','',NULL,-1,1,NULL,NULL,'[]',NULL,0,0);
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
CREATE INDEX tasks_made ON tasks (user_id, number) WHERE status = 'done' AND removed = 0;
CREATE INDEX tasks_underway ON tasks (user_id, number)
    WHERE status NOT IN ('done', 'failed', 'cancelled');
CREATE INDEX tasks_relay_ids ON tasks (relay_id) WHERE relay_id IS NOT NULL;
CREATE INDEX tasks_job_ids ON tasks (job_id) WHERE job_id <> '';
CREATE INDEX replies_messages ON replies (message_id) WHERE message_id IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('tasks',14);
COMMIT;
