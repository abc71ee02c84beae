-- Messages that a killed process may have sent an edit of which Discord makes after those of the
-- next one: they are looked at once more before they are trusted.

CREATE TABLE suspects (
    task  INTEGER PRIMARY KEY REFERENCES tasks (number),
    since REAL NOT NULL  -- the last start at which the message was behind
) STRICT;
