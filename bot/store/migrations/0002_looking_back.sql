-- Forms that members fill in, results that are words or videos, and looking back at what was made.

ALTER TABLE tasks ADD COLUMN form_since REAL;
ALTER TABLE tasks ADD COLUMN answer TEXT;
ALTER TABLE tasks ADD COLUMN suggestions TEXT NOT NULL DEFAULT '[]';
ALTER TABLE tasks ADD COLUMN video TEXT;
ALTER TABLE tasks ADD COLUMN muted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tasks ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;

-- A form that is open now counts from when it was last heard of, or it would never run out.
UPDATE tasks SET form_since = moved_at WHERE form IS NOT NULL;
-- No form is beyond Easel any more; those that were have never been sent.
UPDATE tasks SET failure = json_set(failure, '$.kind', 'form_expired')
    WHERE json_extract(failure, '$.kind') = 'form_needed';

CREATE INDEX tasks_made ON tasks (user_id, number) WHERE status = 'done' AND removed = 0;
CREATE INDEX tasks_underway ON tasks (user_id, number)
    WHERE status NOT IN ('done', 'failed', 'cancelled');
CREATE INDEX tasks_relay_ids ON tasks (relay_id) WHERE relay_id IS NOT NULL;
CREATE INDEX tasks_job_ids ON tasks (job_id) WHERE job_id <> '';
CREATE INDEX replies_messages ON replies (message_id) WHERE message_id IS NOT NULL;

CREATE TABLE favourites (
    user_id INTEGER NOT NULL,
    task    INTEGER NOT NULL REFERENCES tasks (number),
    PRIMARY KEY (user_id, task)
) STRICT, WITHOUT ROWID;

CREATE TABLE preferences (
    user_id INTEGER PRIMARY KEY,
    chosen  TEXT NOT NULL  -- by name; what is missing is as for somebody who never chose
) STRICT;

CREATE TABLE operations (  -- what a relay was found not to have
    relay      TEXT NOT NULL,
    operation  TEXT NOT NULL,
    missing_at REAL NOT NULL,
    PRIMARY KEY (relay, operation)
) STRICT, WITHOUT ROWID;
