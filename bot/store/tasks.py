"""The task store: every task ever asked for, and the message each is shown in."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from bot.core.budget import is_budget, spent
from bot.core.errors import OverQuota, Stale
from bot.core.limits import UNLIMITED, Allowance
from bot.core.picture import Image
from bot.core.reply import Route
from bot.store import admittance, ledger, replies, rows, saving, sql, trail

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence, Set

    from bot.core.audit import Happening
    from bot.core.limits import Ceiling
    from bot.core.reply import Reply
    from bot.core.task import Task
    from bot.core.waiter import Waiter
    from bot.store.database import Database

Read = TypeVar("Read")


class SqliteTasks:
    """`core.ports.TaskStore` in SQLite.

    Kept here: a task and its reply appear together or not at all; a save succeeds only on the next
    revision, checked in the statement that writes it; what was said to the relay is on the disk
    before the relay hears it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- writing -----------------------------------------------------------------------------------
    async def add(
        self,
        draft: Task,
        reply: Reply,
        images: Sequence[Image],
        *,
        pressed_since: float | None = None,
        allowance: Allowance = UNLIMITED,
    ) -> Task:
        """Stores a new task with its reply and pictures; see `core.ports.TaskStore.add`."""

        def add(connection: sqlite3.Connection) -> Task:
            if draft.request.origin is not None:
                admittance.check_press(connection, draft, draft.request.origin, pressed_since)
            lines = admittance.check(connection, draft, allowance)
            connection.execute(sql.FORGET_TOKENS, (draft.created_at,))
            task = _add(connection, draft, reply, images)
            trail.note(connection, [replace(line, task=task.number) for line in lines])
            return task

        try:
            return await self._database.write(add, lasting=True)
        except OverQuota as over:
            await self._note_spent(over, draft)
            raise

    async def _note_spent(self, over: OverQuota, draft: Task) -> None:
        """A budget that has no room for a task is as good as spent, which its moderators hear."""
        if is_budget(over.ceiling):
            lines = [spent(over.ceiling, over.used, draft)]
            await self._database.write(lambda connection: trail.note(connection, lines))

    async def save(
        self, task: Task, told: Sequence[Happening] = (), *, ceilings: Sequence[Ceiling] = ()
    ) -> None:
        """Replaces revision `task.revision - 1`; see `core.ports.TaskStore.save`."""
        try:
            stale = await self._save([task], told, ceilings)
        except OverQuota as over:
            await self._note_spent(over, task)
            raise
        if stale:
            raise Stale

    async def save_many(self, tasks: Sequence[Task], known: Mapping[int, Task]) -> frozenset[int]:
        """Saves each as `save` does; see `core.ports.TaskStore.save_many`."""
        return await self._save(tasks, known=known)

    async def _save(
        self,
        tasks: Sequence[Task],
        told: Sequence[Happening] = (),
        ceilings: Sequence[Ceiling] = (),
        known: Mapping[int, Task] | None = None,
    ) -> frozenset[int]:
        lasting = bool(told) or any(map(saving.costs_to_lose, tasks))
        return await self._database.write(
            lambda connection: saving.save(connection, tasks, told, ceilings, known or {}),
            lasting=lasting,
            hurry=known is not None or any(map(saving.is_news, tasks)),  # a look's are many
        )

    async def save_reply(self, reply: Reply) -> None:
        """Replaces what is known of the message; see `core.ports.TaskStore.save_reply`."""
        await self._database.write(lambda connection: replies.save(connection, reply))

    async def place(self, number: int, *, message_id: int | None, ephemeral: bool) -> None:
        """Keeps where a reply is; see `core.ports.TaskStore.place`."""
        await self._database.write(
            lambda connection: replies.place(
                connection, number, message_id=message_id, ephemeral=ephemeral
            )
        )

    async def renew(
        self, number: int, *, token: str, until: float, message_id: int, upload_limit: int
    ) -> None:
        """A click brought a new token for a message; see `service.renewals.RenewalStore.renew`."""
        values = {
            "task": number,
            "token": token,
            "until": until,
            "message_id": message_id,
            "upload_limit": upload_limit,
            "route": Route.TOKEN.value,
        }
        async with self._database.transaction() as connection:
            await connection.execute(sql.RENEW, values)
            await connection.execute(sql.RENEWED, {"task": number})

    # -- reading -----------------------------------------------------------------------------------
    async def get(self, number: int) -> Task | None:
        """The newest state of one task."""
        row = await self._database.row("SELECT * FROM tasks WHERE number = ?", (number,))
        return rows.task(row) if row else None

    async def by_states(self, states: Set[str]) -> list[Task]:
        """The newest state of each task whose submit carries one of these."""
        found = await self._database.rows(sql.BY_STATES, (json.dumps(list(states)),))
        return [rows.task(row) for row in found]

    async def images(self, number: int) -> list[Image]:
        """The pictures a member attached, in order; none once nobody can need them again."""
        found = await self._database.rows(
            "SELECT media_type, data FROM images WHERE task = ? ORDER BY position", (number,)
        )
        return [Image(row["media_type"], row["data"]) for row in found]

    async def at_relay(self, relay: str) -> list[Task]:
        """Every task that this relay is to be asked about."""
        return await _read(await self._database.rows(sql.AT_RELAY, (relay,)), rows.task)

    async def with_relays(self) -> list[Task]:
        """Every task that a relay has or may have."""
        return await _read(await self._database.rows(sql.WITH_RELAYS), rows.task)

    async def queued(self) -> list[Waiter]:
        """Every queued task that is not in doubt, oldest first."""
        return await _read(await self._database.rows(sql.QUEUED), rows.waiter)

    async def left(self, limit: int) -> list[tuple[Waiter, float]]:
        """The newest tasks that have left for a relay, and when that was."""
        return await _read(await self._database.rows(sql.LEFT, (limit,)), rows.left)

    async def translating(self) -> list[int]:
        """Every queued task whose words are to be translated, oldest first."""
        return [row["number"] for row in await self._database.rows(sql.TRANSLATING)]

    async def in_doubt(self, relay: str) -> list[Task]:
        """Every queued task of this relay whose submit left without an answer."""
        return await _read(await self._database.rows(sql.IN_DOUBT, (relay,)), rows.task)

    async def claimed(self) -> list[Task]:
        """Every task whose reply Discord has not confirmed."""
        return await _read(await self._database.rows(sql.CLAIMED), rows.task)

    async def behind(self) -> list[int]:
        """The tasks whose message shows an older revision and has a way left, ended ones first."""
        return [row["number"] for row in await self._database.rows(sql.BEHIND)]

    async def ending(self, until: float) -> list[int]:
        """Tasks whose message nobody will reach by itself from `until` on."""
        return [row["number"] for row in await self._database.rows(sql.ENDING, (until,))]

    async def reply(self, number: int) -> Reply | None:
        """Where the task's message is."""
        row = await self._database.row(sql.REPLY, (number,))
        return rows.reply(row) if row else None

    async def recent_prompts(self, user_id: int, start: str, limit: int) -> list[str]:
        """A member's own newest different prompts that contain `start`, newest first.

        Letters of ASCII match whatever their case, as SQLite's LIKE has it.
        """
        found = await self._database.rows(
            sql.PROMPTS,
            {
                "user_id": user_id,
                "pattern": sql.containing(start),
                "limit": limit,
                "looked_at": sql.PROMPTS_LOOKED_AT,
            },
        )
        return [row["prompt"] for row in found]


# -- adding ----------------------------------------------------------------------------------------
def _add(
    connection: sqlite3.Connection, draft: Task, reply: Reply, images: Sequence[Image]
) -> Task:
    values = rows.task_values(draft) | rows.standing_values(reply)
    [row] = connection.execute(sql.ADD_TASK, values)
    number = int(row["number"])
    connection.execute(sql.ADD_REPLY, rows.reply_values(replace(reply, task=number)))
    for place, image in enumerate(images):
        connection.execute(sql.ADD_IMAGE, (number, place, image.media_type, image.data))
    task = replace(draft, number=number)
    ledger.post(connection, [task], {})
    return task


# -- reading ---------------------------------------------------------------------------------------
async def _read(found: Sequence[sqlite3.Row], how: Callable[[sqlite3.Row], Read]) -> list[Read]:
    """What these rows say; 10,000 of them must not keep a heartbeat waiting."""
    values: list[Read] = []
    for place, row in enumerate(found, 1):
        values.append(how(row))
        if place % rows.BREATH == 0:
            await asyncio.sleep(0)
    return values
