"""Which process may work on a database: a lease in the database itself, kept alive by a heartbeat.

The lock beside the file (`ownership`) settles it on one machine. On network file systems such
locks may do nothing, and two Easels would submit and deliver the same tasks twice; there the lease
speaks.
"""

from __future__ import annotations

import asyncio
import math
import os
import secrets
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.core.clock import SteadyClock
from bot.core.errors import StoreError
from bot.store.schema import APPLICATION
from bot.store.trouble import UnusableDatabase

if TYPE_CHECKING:
    from collections.abc import Callable

    import aiosqlite

    from bot.core.clock import Clock

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: between two beats; after which the owner itself no longer trusts its lease without a
    look; after which another process takes a silent lease over; and from which on it does so at
    once, by the clock on the wall.

    `life` is well below `silence`: whoever stood still for longer looks before it does anything.
    """

    beat: float = 5.0
    life: float = 15.0
    silence: float = 30.0
    abandoned: float = 300.0


PACE = Pace()


class LeaseLost(StoreError):
    """Another process has taken the database over; the text is a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lease, and its last beat (seconds since the epoch, by the holder's clock)."""

    owner: str
    host: str
    boot: str
    pid: int
    beats: int
    beat_at: float

    @property
    def words(self) -> str:
        """Who that is, for an operator."""
        return f"process {self.pid} on {self.host}"


class Lease:
    """One process's claim on one database.

    Kept here: while it lasts, nobody else submits or delivers. It is taken only from nobody, from a
    process that is known to have ended, or from one that has not beaten for `Pace.silence`, watched
    by our own clock since the clocks of two machines may differ. Between a look at the lease and
    the act it allows lie milliseconds: a process that is stopped just there and continued after a
    take-over may do that one act.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Clock | None = None,
        ticks: Callable[[], float] | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._path = path
        self._clock = clock or SteadyClock()
        self._ticks = ticks or _ticks
        self.pace = pace or PACE
        self._me = Holder(secrets.token_hex(8), socket.gethostname(), _boot(), os.getpid(), 0, 0.0)
        self._sure_at = self._ticks()
        self._lost: asyncio.Future[LeaseLost] = asyncio.get_running_loop().create_future()

    # -- taking and giving back ------------------------------------------------------------------
    async def turn(self, connection: aiosqlite.Connection) -> Holder | None:
        """Waits until nobody else holds the database; gives whose silent lease there is to take.

        Raises `UnusableDatabase` when somebody is seen to be alive.
        """
        found = await holder(connection)
        if found is None or self._gone(found):
            return found
        log.warning("waiting for a silent Easel", holder=found.words, seconds=self.pace.silence)
        until = self._clock.monotonic() + self.pace.silence
        while self._clock.monotonic() < until:
            await self._clock.wait(None, min(self.pace.beat, self.pace.silence) / 5)
            now = await holder(connection)
            if now is None or self._gone(now):
                return now
            if now != found:
                raise UnusableDatabase(self._path, in_use(now))
        log.warning("taking over", holder=found.words)
        return found

    async def take(self, connection: aiosqlite.Connection, seen: Holder | None) -> None:
        """Makes the lease ours, unless it is not any more what was `seen`.

        Raises `UnusableDatabase` when somebody else was faster.
        """
        await connection.execute_fetchall("BEGIN IMMEDIATE")
        try:
            await self._write(connection, seen)
            await connection.execute_fetchall("COMMIT")
        except BaseException:
            await connection.rollback()
            raise
        self._sure_at = self._ticks()

    async def _write(self, connection: aiosqlite.Connection, seen: Holder | None) -> None:
        found, me = await holder(connection), self._me
        if found != seen:
            raise UnusableDatabase(self._path, in_use(found or me))
        await connection.execute(
            "INSERT OR REPLACE INTO lease (one, owner, host, boot, pid, beats, beat_at)"
            " VALUES (1, ?, ?, ?, ?, 0, ?)",
            (me.owner, me.host, me.boot, me.pid, self._clock.now()),
        )

    async def release(self, connection: aiosqlite.Connection) -> None:
        """Lets the next process start at once; does nothing when the lease is another's."""
        await connection.execute("DELETE FROM lease WHERE owner = ?", (self._me.owner,))

    # -- while it lasts --------------------------------------------------------------------------
    @property
    def sure(self) -> bool:
        """Whether nobody can have taken it over since it was last looked at."""
        return self._ticks() - self._sure_at < self.pace.life

    async def check(self, connection: aiosqlite.Connection) -> None:
        """Inside a transaction: raises `LeaseLost` when the lease is not ours any more."""
        if self.sure:
            return
        await self.beat(connection)

    async def beat(self, connection: aiosqlite.Connection) -> None:
        """Inside a transaction: one beat. Raises `LeaseLost`."""
        begun = self._ticks()
        beaten = await connection.execute(
            "UPDATE lease SET beats = beats + 1, beat_at = ? WHERE owner = ?",
            (self._clock.now(), self._me.owner),
        )
        if not beaten.rowcount:
            raise self._lose(await holder(connection))
        self._sure_at = begun

    def doubt(self) -> None:
        """The transaction of a beat may not have been kept: it has to be looked at again."""
        self._sure_at = -math.inf

    async def lost(self) -> None:
        """Waits for the lease to be lost, and raises `LeaseLost` then."""
        raise await asyncio.shield(self._lost)

    def _lose(self, to: Holder | None) -> LeaseLost:
        who = f" ({to.words})" if to else ""
        error = LeaseLost(
            f"The database {self._path} was taken over by another Easel{who} while this one stood"
            " still, so this one ends. Run only one Easel on a database."
        )
        if not self._lost.done():
            self._lost.set_result(error)
        return error

    def _gone(self, found: Holder) -> bool:
        """Whether a holder is known to have ended without giving its lease back."""
        if found.boot == self._me.boot and not _lives(found.pid):
            return True
        return self._clock.now() - found.beat_at > self.pace.abandoned


async def holder(connection: aiosqlite.Connection) -> Holder | None:
    """Who holds the lease of a database; None when nobody does, or it is too old to have one."""
    if not list(await connection.execute_fetchall(HAS_LEASE, (APPLICATION,))):
        return None
    found = list(await connection.execute_fetchall(HOLDER))
    return Holder(*found[0]) if found else None


HAS_LEASE = """
    SELECT 1 FROM pragma_application_id, sqlite_schema
    WHERE application_id = ? AND type = 'table' AND name = 'lease'
"""
HOLDER = "SELECT owner, host, boot, pid, beats, beat_at FROM lease"


def in_use(by: Holder) -> str:
    """Why a database cannot be used; the end of a sentence."""
    return f"is in use by another running Easel ({by.words}): stop that one first"


def _ticks() -> float:
    """Seconds that go on while the machine sleeps, where the system can tell."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


def _boot() -> str:
    """A word for this machine since it was started, the same in all its containers."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return socket.gethostname()


def _lives(pid: int) -> bool:
    """Whether a process of this machine may be running; ours is not the one that wrote its number.

    A container starts counting anew, so its next process has the number of its last.
    """
    if pid == os.getpid():
        return False
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
