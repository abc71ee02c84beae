-- The English that a task's words are sent in; empty where they could not be translated.

ALTER TABLE tasks ADD COLUMN translation TEXT;
CREATE INDEX tasks_translating ON tasks (relay, number)
    WHERE status = 'queued' AND waiting = 'translating';
