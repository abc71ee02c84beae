"""The machine: room on the disk, whether it keeps what is written, the database, the clock."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from typing import TYPE_CHECKING

from bot.checkup.finding import Finding, good, remark, wrong
from bot.store.inspection import Inspection, State, inspect
from bot.store.trouble import RESTORE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MEBIBYTE = 1024 * 1024
NEEDED = 64 * MEBIBYTE
"""Bytes without which a write may fail any moment."""
COMFORTABLE = 512 * MEBIBYTE
SLOW = 0.5
"""Seconds of one write to the disk itself from which on members notice."""
OFF = 5.0
"""Seconds between two clocks that are no more than the way of an answer."""
WRONG = 60.0


ALIVE = 60.0
"""Seconds since the last beat of a bot that counts as running."""


# -- the disk --------------------------------------------------------------------------------------
def disk(database: Path) -> list[Finding]:
    """The disk below the database: room, and whether a write stays."""
    folder = database.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        seconds = _written(folder)
    except OSError as error:
        return [
            wrong(
                "disk",
                f"{folder} cannot be written ({error.strerror})",
                "Let the user who runs Easel write that folder, free some room on its disk, or set"
                " DATABASE_PATH elsewhere.",
            )
        ]
    found = [room(folder, shutil.disk_usage(folder).free)]
    if seconds > SLOW:
        said = f"one small write took {seconds:.1f} s"
        found.append(
            remark("disk", said, "Members wait for each such write: use a faster disk if you can.")
        )
    return found


def room(folder: Path, free: int) -> Finding:
    """Whether `free` bytes are enough."""
    said = f"{free // MEBIBYTE} MiB are free at {folder}"
    if free < NEEDED:
        return wrong("disk", said, "Make room: without it Easel cannot take any task.")
    if free < COMFORTABLE:
        return remark("disk", said, "Make room soon: pictures that wait for the relay need some.")
    return good("disk", f"{said}, and it keeps what is written")


def _written(folder: Path) -> float:
    """Seconds that a small write took to reach the disk itself. Raises `OSError`."""
    began = time.perf_counter()
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".easel-doctor-") as file:
        file.write(b"\0" * 4096)
        file.flush()
        os.fsync(file.fileno())
    return time.perf_counter() - began


# -- the database ----------------------------------------------------------------------------------
def database(path: Path, now: float) -> Finding:
    """The database, looked at without touching it; the bot may be running."""
    found = inspect(path)
    match found.state:
        case State.MISSING:
            return good("database", f"{path} is not there yet and will be made")
        case State.FOREIGN:
            return wrong(
                "database",
                f"{path} belongs to another program",
                "Set DATABASE_PATH to a file of Easel's own.",
            )
        case State.NEWER:
            return wrong(
                "database",
                f"{path} was written by a newer Easel (its format is {found.version}, this one"
                f" knows {found.newest})",
                f"Run that version again, or {RESTORE}.",
            )
        case State.DAMAGED:
            return wrong(
                "database",
                f"{path} is damaged ({found.trouble})",
                f"Stop the bot, and {RESTORE}.",
            )
        case State.UNREADABLE:
            return wrong(
                "database",
                f"{path} cannot be read ({found.trouble})",
                "Let the user who runs Easel read and write it, or set DATABASE_PATH to a file.",
            )
        case State.SOUND:
            return _sound(path, found, now)


def _sound(path: Path, found: Inspection, now: float) -> Finding:
    old = found.version < found.newest
    said = f"{path} is sound, {found.size / MEBIBYTE:.1f} MiB, {found.tasks} tasks"
    said += f", of format {found.version} (the next start makes it {found.newest})" if old else ""
    if found.holder is not None and now - found.holder.beat_at < ALIVE:
        said += f"; in use by the running Easel ({found.holder.words})"
    return good("database", said)


# -- the clock -------------------------------------------------------------------------------------
def clock(offs: Sequence[tuple[str, float]]) -> Finding:
    """This machine's clock against those of others: whose, and how many seconds ours is ahead."""
    if not offs:
        return remark("clock", "nobody was there to compare it with")
    whose, off = offs[0]
    size = f"{abs(off) / 60:.0f} minutes" if abs(off) > 2 * WRONG else f"{abs(off):.0f} s"
    said = f"{size} {'ahead of' if off > 0 else 'behind'} that of {whose}"
    if abs(off) > WRONG:
        mend = "Switch on time synchronisation (timedatectl set-ntp true)."
        return wrong("clock", f"this machine's clock is {said}", mend)
    if abs(off) > OFF:
        return remark(
            "clock", f"this machine's clock is {said}", "Synchronise it before it drifts."
        )
    return good("clock", f"agrees with that of {whose}")
