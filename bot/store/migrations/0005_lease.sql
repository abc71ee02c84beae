-- Which process may work on this database, and when it was last heard of.

CREATE TABLE lease (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    owner   TEXT NOT NULL,      -- a word of its own for each start
    host    TEXT NOT NULL,
    boot    TEXT NOT NULL,      -- tells machines apart, whatever they call themselves
    pid     INTEGER NOT NULL,
    beats   INTEGER NOT NULL,
    beat_at REAL NOT NULL
) STRICT;
