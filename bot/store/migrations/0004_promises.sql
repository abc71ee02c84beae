-- Answers that were promised and are no task's, and the seeds that relays were asked for.

CREATE TABLE promises (
    number         INTEGER PRIMARY KEY,
    application_id INTEGER NOT NULL,
    token          TEXT NOT NULL,
    token_until    REAL NOT NULL,
    locale         TEXT NOT NULL,
    made_at        REAL NOT NULL,
    details_of     INTEGER REFERENCES tasks (number)
) STRICT;

ALTER TABLE tasks ADD COLUMN seed TEXT NOT NULL DEFAULT '';
