"""A kill at any moment: whatever was reported as stored is there, and the file is sound."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

from bot.store.database import Database
from bot.store.tasks import SqliteTasks

ROOT = Path(__file__).parents[2]
WRITER = """
import asyncio, sys
from pathlib import Path
from bot.core.picture import Image
from bot.store.database import Database
from bot.store.tasks import SqliteTasks
from tests.builders import NOW, a_reply, a_task

async def write(name):
    async with Database.open(Path(sys.argv[1])) as database:
        store = SqliteTasks(database)
        while True:
            draft = a_task(state=f"{name}-{id(object())}-{asyncio.get_running_loop().time()}")
            task = await store.add(draft, a_reply(), [Image("image/png", bytes(5000))])
            for step in (lambda t: t.queued(), lambda t: t.sending(NOW)):
                task = step(task)
                await store.save(task)
            other = a_task(state=f"{draft.state}-other")
            other = await store.add(other, a_reply(), [Image("image/png", bytes(5000))])
            await store.save(other.cancelled(NOW))
            print(task.number, flush=True)

asyncio.run(write(sys.argv[2]))
"""


async def killed_after(path: Path, tasks: int, name: str) -> set[int]:
    """Lets another process write, kills it in the middle, gives the numbers it reported."""
    writer = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WRITER, str(path), name, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert writer.stdout is not None
    try:
        lines = [await writer.stdout.readline() for _ in range(tasks)]
    finally:
        writer.kill()
        rest = await writer.stdout.read()
        code = await writer.wait()
    assert code == -signal.SIGKILL
    whole = [*lines, *rest.splitlines(keepends=True)]
    return {int(line) for line in whole if line.endswith(b"\n")}


async def test_a_killed_writer_leaves_a_sound_database(path: Path) -> None:
    reported: set[int] = set()
    for turn in range(4):
        reported |= await killed_after(path, 5 + turn, f"writer {turn}")

        # The dead process owns nothing any more, and all that it had said is there.
        async with Database.open(path) as database:
            store = SqliteTasks(database)
            assert await database.damage() == []
            assert reported <= {task.number for task in await store.in_doubt("main")}
            left = "SELECT 1 FROM images JOIN tasks ON task = number WHERE status = 'cancelled'"
            assert await database.rows(left) == []
