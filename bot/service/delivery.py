"""The only editor of task messages: shows the newest state of each, finals before progress."""

from __future__ import annotations

import asyncio
import functools
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.core.bucket import Flow
from bot.core.errors import DiscordBusy, Gone, Stale
from bot.core.meters import UNMETERED
from bot.core.pacing import FIRST_PAUSE, PROGRESS_PAUSE, backoff
from bot.core.pressure import Pressure
from bot.core.status import Status
from bot.service.editor import Editor, OtherLane
from bot.service.messages import Messages
from bot.service.schedule import Edit, Schedule
from bot.service.turns import repeat

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

    from bot.core.clock import Clock
    from bot.core.meters import Meters
    from bot.core.ports import Display, Pictures, TaskStore
    from bot.core.reply import Reply
    from bot.core.task import Task
    from bot.service.book import Book
    from bot.service.gate import Gate, Leave

log = structlog.get_logger(__name__)

AT_ONCE = 64
"""Most edits in flight. Discord holds each token's edits apart, so many may wait side by side."""
PROGRESS_AT_ONCE, PROGRESS_AT_LEAST = 48, 4
"""How many edits in flight leave room for finals only: when all is well, and under pressure."""
PROGRESS_A_SECOND = 50
"""Most progress edits of all messages together. Beyond 150 running tasks each message gets fewer:
they take a millisecond of processor each, which acknowledgements and finals are to have."""
PREVIEWS_A_SECOND, PREVIEWS_TOGETHER = 4, 8
"""Most previews brought: each is a picture downloaded and uploaded that nobody sees for long."""


class Delivery:
    """Brings messages up to date, at least once.

    Kept here: only the newest revision is shown, never an older one after it (`shown` only grows);
    a final comes before any progress; one message gets a progress edit every three seconds at most,
    and fewer the more tasks run and the later edits begin; an edit by the bot's own token waits for
    its turn before it takes up room; an edit that has begun is never cancelled, since a cancelled
    one leaves discord.py's lock for that message held for ever; a way that Discord has closed is
    not tried again. While an edit is on its way its message is behind in the store, and what is
    behind when the process starts is shown again.
    """

    def __init__(
        self,
        *,
        store: TaskStore,
        book: Book,
        display: Display,
        pictures: Pictures,
        gate: Gate,
        clock: Clock,
        chance: random.Random,
        meters: Meters = UNMETERED,
    ) -> None:
        self._store = store
        self._messages = Messages(store=store, book=book)
        self._editor = Editor(
            messages=self._messages,
            book=book,
            display=display,
            pictures=pictures,
            clock=clock,
            meters=meters,
        )
        self._gate = gate
        self._clock = clock
        self._chance = chance
        self._schedule = Schedule(gate.opens)
        self._busy: dict[int, asyncio.Task[Edit | None]] = {}
        self._again: dict[int, bool] = {}
        """Messages that have fallen behind while they are edited, and whether by their end."""
        self._pressure = Pressure()
        self._previews = Flow(PREVIEWS_A_SECOND, PREVIEWS_TOGETHER)
        self._wake = asyncio.Event()

    async def load(self) -> None:
        """Takes up every message that is behind its task."""
        self._messages.clear()
        for number in await self._store.behind():
            self._note(number, final=True)

    def changed(self, tasks: Iterable[Task]) -> None:
        """Notes tasks whose message is now behind."""
        for task in tasks:
            if task.status is not Status.CLAIMED:
                self._messages.heard(task)
                self._note(task.number, final=task.ended)

    def _note(self, number: int, *, final: bool) -> None:
        if number in self._busy:
            self._again[number] = final or self._again.get(number, False)
            return
        due = self._schedule.get(number)
        if due is None or (final and not due.final):
            self._schedule.put(self._edit(number, due, final=final))
            self._wake.set()

    def _edit(self, number: int, due: Edit | None, *, final: bool) -> Edit:
        """What is due for a message: progress keeps its distance from the last edit, and what has
        failed from its failure."""
        now = self._clock.monotonic()
        message = self._messages[number]
        if due is not None and due.failures:
            return replace(due, final=final)
        if final:
            return Edit(number, now, final=True, lane=message.lane)
        if message.edited is None:
            at = now + FIRST_PAUSE
        else:
            at = max(now, message.edited + self._progress_pause(now))
        return Edit(number, at, final=False, lane=message.lane)

    def _progress_pause(self, now: float) -> float:
        """Seconds between two progress edits of one message: more when much is to be done."""
        usual = max(PROGRESS_PAUSE, self._messages.running / PROGRESS_A_SECOND)
        return usual * self._pressure.stretch(now)

    async def at_rest(self, number: int) -> tuple[Task, Reply] | None:
        """A task and its reply; None while an edit of its message is due or on its way.

        Raises `Gone`.
        """
        if self._moves(number):
            return None
        task, reply = await self._messages.newest(number)
        if self._moves(number):
            return None
        self._messages.rest(number)
        if reply is None:
            raise Gone
        return task, reply

    async def redraw(self, believed: Reply, found: Reply) -> None:
        """A message that rests was found to be as `found` says: it is brought up to date again.

        If another edit was due since it was `believed` to be otherwise, nothing is done. Raises
        `Gone`.
        """
        resting = await self.at_rest(believed.task)
        if resting is None or resting[1] != believed:
            return
        with suppress(Stale):  # a click has brought a new token, and the message is drawn anyway
            await self._messages.save(found)
            self._note(found.task, final=True)

    def _moves(self, number: int) -> bool:
        return number in self._busy or number in self._schedule

    @property
    def behind(self) -> int:
        """How many messages are behind or being edited."""
        return len(self._schedule) + len(self._busy)

    async def run(self) -> None:
        """Delivers for ever. Cancelling it leaves the edits in flight alone: see `finish`."""
        await repeat(self.turn, wake=self._wake, clock=self._clock)

    async def finish(self, seconds: float) -> None:
        """Waits for the edits in flight, so long at most; starts no new ones."""
        self._schedule.clear()
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=seconds)
        await self._messages.settle()

    async def turn(self) -> float | None:
        """Starts every edit that may begin now; gives the seconds until the next turn."""
        now = self._clock.monotonic()
        while len(self._busy) < AT_ONCE:
            edit = self._schedule.start(now, finals_only=len(self._busy) >= self._room(now))
            if edit is None:
                break
            if edit.lane is None and not edit.failures:
                self._pressure.begun(now, now - edit.at)
            self._begin(edit)
        return self._schedule.wait(now)

    def _room(self, now: float) -> float:
        """How many edits in flight leave no room for progress. The busier it is the fewer: progress
        takes its turns from members who wait for an acknowledgement."""
        return max(PROGRESS_AT_ONCE / self._pressure.stretch(now), PROGRESS_AT_LEAST)

    def _begin(self, edit: Edit) -> None:
        leave = self._gate.take(edit.lane) if edit.lane else None
        begun = asyncio.create_task(self._guarded(edit, leave), name=f"edit {edit.number}")
        self._busy[edit.number] = begun
        begun.add_done_callback(functools.partial(self._edit_ended, edit))

    def _edit_ended(self, edit: Edit, ended: asyncio.Task[Edit | None]) -> None:
        """Notes what is still due for a message, with what has become of its task meanwhile."""
        number = edit.number
        del self._busy[number]
        if edit.lane is not None:
            self._schedule.reopen(edit.lane)
        back = None if ended.cancelled() else ended.result()
        again = self._again.pop(number, None)
        if back is not None:
            self._schedule.put(replace(back, final=back.final or bool(again), dropped=False))
        elif again is not None:
            self._note(number, final=again)
        else:
            self._messages.rest(number)
        self._wake.set()

    async def _guarded(self, edit: Edit, leave: Leave | None) -> Edit | None:
        """Delivers one task; whatever goes wrong with it, the others go on.

        Gives the edit that is due instead, if any.
        """
        structlog.contextvars.bind_contextvars(task=edit.number)
        try:
            with self._gate.by(leave):
                await self._editor.bring(edit.number, edit.lane, previews=self._has_room)
        except OtherLane as other:
            self._messages[edit.number].lane = other.lane
            return replace(edit, lane=other.lane)
        except DiscordBusy as busy:
            log.info("discord busy", retry_after=busy.retry_after)
            return self._later(edit, busy.retry_after)
        except Gone:
            log.info("task gone")
        except Stale:  # a click has brought a new token: what the older one said counts no more
            self._messages.forget(edit.number)
            self._again[edit.number] = True
        except Exception:
            log.exception("delivery failed")
            self._messages.forget(edit.number)
            return self._later(edit, None)
        return None

    def _has_room(self) -> bool:
        """Whether a preview may be brought now; it counts as brought then.

        There is none where progress has to give way already.
        """
        now = self._clock.monotonic()
        if self._progress_pause(now) > PROGRESS_PAUSE or self._previews.opens(now) > now:
            return False
        self._previews.take(now)
        return True

    def _later(self, edit: Edit, retry_after: float | None) -> Edit:
        failures = edit.failures + 1
        pause = backoff(failures, least=PROGRESS_PAUSE, most=60.0, chance=self._chance)
        at = self._clock.monotonic() + max(pause, retry_after or 0.0)
        return replace(edit, at=at, failures=failures)
