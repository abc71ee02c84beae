"""Callbacks: what novicezk, plus and trueai post to a task's notifyHook."""

from __future__ import annotations

import asyncio
import heapq
import logging
import math
from typing import Final

import aiohttp

from sandbox.relay import shapes
from sandbox.relay.answers import Answer
from sandbox.relay.faults import FaultBox, Stage
from sandbox.relay.studio import Studio
from sandbox.relay.task import Moment, RelayTask

_AT_ONCE: Final = 10  # novicezk sends with ten threads, so callbacks can overtake one another
_PATIENCE: Final = aiohttp.ClientTimeout(total=30)

log = logging.getLogger(__name__)


class Callbacks:
    """Sends each change of a task that asked for it, once and without a second try.

    A studio tells it what it plans; one loop sleeps until the next change is due.
    """

    def __init__(self, studio: Studio, box: FaultBox) -> None:
        self._studio = studio
        self._box = box
        self._due: list[tuple[float, int, RelayTask]] = []
        self._count = 0
        self._wake = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self._held: tuple[str, bytes] | None = None
        self._gate = asyncio.Semaphore(_AT_ONCE)
        self._session: aiohttp.ClientSession | None = None
        self.sent = 0

    def planned(self, task: RelayTask) -> None:
        """A task's course is known: each of its changes will be sent when it is due."""
        if task.plan is None or not self._wanted(task):
            return
        every = self._studio.preset.sampling
        for at in task.plan.changes():
            # trueai notices changes only when it looks.
            due = math.ceil(at / every) * every if every else at
            self._count += 1
            heapq.heappush(self._due, (due, self._count, task))
        self._wake.set()

    def moved(self, task: RelayTask) -> None:
        """A task was moved by hand: that is sent now."""
        if self._wanted(task) and task.fixed is not None:
            self._send(task, task.fixed)

    def wake(self) -> None:
        """Looks again at what is due: the pace or the clock has changed."""
        self._wake.set()

    async def run(self) -> None:
        """Sends until cancelled; what is on its way then is dropped."""
        async with aiohttp.ClientSession(timeout=_PATIENCE) as session:
            self._session = session
            try:
                while True:
                    self._wake.clear()
                    self._send_due()
                    await self._next()
            finally:
                self._session = None
                for sending in self._sending:
                    sending.cancel()

    def _send_due(self) -> None:
        self._studio.settle()
        now = self._studio.time.now()
        while self._due and self._due[0][0] <= now:
            at, _, task = heapq.heappop(self._due)
            if task.plan is not None and task.fixed is None:
                self._send(task, task.plan.at(at))

    async def _next(self) -> None:
        """Sleeps until something is due, or something new is planned."""
        coming = [self._due[0][0]] if self._due else []
        end = self._studio.next_end()
        if end is not None and self._studio.waiting:
            coming.append(end)  # a slot frees then, and a waiting task gets its course
        delay = self._studio.time.until(min(coming)) if coming else None
        try:
            async with asyncio.timeout(delay):
                await self._wake.wait()
        except TimeoutError:
            return

    def _wanted(self, task: RelayTask) -> bool:
        return task.hook is not None and self._studio.preset.callbacks

    def _send(self, task: RelayTask, moment: Moment) -> None:
        if task.hook is None:
            return
        preset = self._studio.preset
        body = Answer(data=shapes.told(self._studio, task, moment)).body(preset)
        armed = self._box.first(Stage.CALLBACK, task.hook)
        match armed.name if armed else "":
            case "callback_lost":
                return
            case "callback_disordered":
                self._held = (task.hook, body)
                return
            case "callback_twice":
                self._post((task.hook, body), (task.hook, body))
                return
        held, self._held = self._held, None
        self._post((task.hook, body), *([held] if held else []))

    def _post(self, *letters: tuple[str, bytes]) -> None:
        if self._session is None:
            return  # nothing is sent while the relay is not being served
        sending = asyncio.get_running_loop().create_task(self._posted(self._session, letters))
        self._sending.add(sending)
        sending.add_done_callback(self._sending.discard)

    async def _posted(
        self, session: aiohttp.ClientSession, letters: tuple[tuple[str, bytes], ...]
    ) -> None:
        for hook, body in letters:
            await self._delivered(session, hook, body)

    async def _delivered(self, session: aiohttp.ClientSession, hook: str, body: bytes) -> None:
        charset = "; charset=utf-8" if self._studio.preset.lineage == "trueai" else ""
        headers = {"Content-Type": f"application/json{charset}"}
        async with self._gate:
            try:
                async with session.post(hook, data=body, headers=headers) as answer:
                    await answer.read()
                    self.sent += 1
            except (aiohttp.ClientError, TimeoutError, ValueError) as error:
                log.info("callback to %s lost: %s", hook, error)  # no second try, as in the family
