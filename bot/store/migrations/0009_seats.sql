-- Cards that lead to the painter where the bot cannot post the result: it takes the card's place.

CREATE TABLE seats (
    nonce          TEXT PRIMARY KEY,  -- of the pass in the card's address
    until          REAL NOT NULL,     -- when the pass runs out
    application_id INTEGER NOT NULL,
    channel_id     INTEGER NOT NULL,
    guild_id       INTEGER,
    token          TEXT NOT NULL,
    token_until    REAL NOT NULL,
    bot_can_edit   INTEGER NOT NULL,
    upload_limit   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
