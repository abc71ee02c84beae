-- Members' own presets; those of a server are among its settings.

CREATE TABLE presets (
    user_id INTEGER NOT NULL,
    key     TEXT NOT NULL,   -- the name, whatever its case
    name    TEXT NOT NULL,
    text    TEXT NOT NULL,
    PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;
