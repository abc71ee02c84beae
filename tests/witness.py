"""Triggers in the bot's own database that write down every step of every task, across kills."""

from __future__ import annotations

import sqlite3
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.running import House

_TABLE = """
    CREATE TABLE IF NOT EXISTS witnessed (
        place INTEGER PRIMARY KEY, number INTEGER, revision INTEGER, shown INTEGER,
        progress INTEGER, status INTEGER
    )
"""
_STATUS = """
    CASE new.status WHEN 'claimed' THEN 0 WHEN 'queued' THEN 1 WHEN 'submitted' THEN 2
    WHEN 'running' THEN 3 ELSE 4 END
"""
_TRIGGER = f"""
    CREATE TRIGGER IF NOT EXISTS witness_{{event}} AFTER {{event}} ON tasks BEGIN
        INSERT INTO witnessed (number, revision, shown, progress, status)
        VALUES (new.number, new.revision, new.shown, new.progress, {_STATUS});
    END
"""


def watch(house: House) -> None:
    """From now on every change of a task is kept, in the very transaction that makes it."""
    with house.database() as database:
        database.execute(_TABLE)
        for event in ("insert", "update"):
            database.execute(_TRIGGER.format(event=event))


def faults(house: House) -> list[str]:
    """Every step that no task may make, in words.

    Each change adds one to `revision`; status moves forward only and stays where it ended; progress
    never falls; what a message shows never becomes older, and never newer than the task. (Below
    nothing it says that the message is to be drawn anew, as by a click that brought a new token.)
    """
    with house.database() as database:
        rows = database.execute("SELECT * FROM witnessed ORDER BY number, place").fetchall()
    found = [
        _told(row, "shows what is not there") for row in rows if row["shown"] > row["revision"]
    ]
    for before, after in pairwise(rows):
        if before["number"] == after["number"]:
            found += [_told(after, wrong) for wrong in _wrongs(before, after)]
    return found


def _wrongs(before: sqlite3.Row, after: sqlite3.Row) -> list[str]:
    step = after["revision"] - before["revision"]
    checks = {
        f"went {step} revisions at once": step not in {0, 1},
        "went back": after["status"] < before["status"],
        "lost progress": after["progress"] < before["progress"],
        "shows something older": -1 < after["shown"] < before["shown"],
    }
    return [words for words, wrong in checks.items() if wrong]


def _told(row: sqlite3.Row, wrong: str) -> str:
    return f"task {row['number']} at revision {row['revision']} {wrong}"
