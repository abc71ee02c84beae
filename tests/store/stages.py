"""Tasks brought to a stage of their life through the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.report import Acceptance, RelayStatus
from tests.builders import NOW, a_button, a_reply, a_report, a_task

if TYPE_CHECKING:
    from bot.core.task import Task
    from bot.store.tasks import SqliteTasks

DONE = a_report(
    RelayStatus.SUCCESS, picture="https://cdn.example/1.png", buttons=(a_button(), a_button("U2"))
)


async def an_added(store: SqliteTasks, **changes: object) -> Task:
    return await store.add(a_task(**changes), a_reply(), [])


async def a_queued(store: SqliteTasks, **changes: object) -> Task:
    task = (await an_added(store, **changes)).queued()
    await store.save(task)
    return task


async def an_accepted(store: SqliteTasks, **changes: object) -> Task:
    return await walked(store, await a_queued(store, **changes))


async def walked(store: SqliteTasks, task: Task) -> Task:
    """A queued task taken on to where the relay has it."""
    for step in (
        lambda t: t.sending(NOW),
        lambda t: t.accepted(Acceptance(f"relay-{t.number}"), NOW),
    ):
        task = step(task)
        await store.save(task)
    return task


async def a_finished(store: SqliteTasks) -> Task:
    task = (await an_accepted(store)).told(DONE, NOW)
    await store.save(task)
    return task
