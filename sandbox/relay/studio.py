"""The studio behind the relay: its tasks, the queue before its slots, and the money."""

from __future__ import annotations

import heapq
import random
import uuid
from collections import deque
from typing import Final, Protocol

from sandbox.relay import timeline
from sandbox.relay.account import Account
from sandbox.relay.picture_files import PictureFiles
from sandbox.relay.presets import Preset
from sandbox.relay.task import (
    CANCELLED,
    SUBMITTED,
    SUCCEEDED,
    WAITING_FOR_FORM,
    Failure,
    Kind,
    Moment,
    Plan,
    RelayTask,
    Status,
)
from sandbox.relay.timeline import StudioClock

_ID_DIGITS: Final = 1000  # ids are epoch milliseconds and three digits more

# Faults that let Midjourney refuse a task once it has it.
_TROUBLES: Final = {
    "refused": Failure("Image denied", "The image could not be shown."),
    "banned_word": Failure("", "可能包含敏感词"),
}


class Watcher(Protocol):
    """Is told when a task's course is known and when a task is moved by hand."""

    def planned(self, task: RelayTask) -> None:
        """The task has left the queue; what happens follows from its plan."""

    def moved(self, task: RelayTask) -> None:
        """The task is now what `task.fixed` says."""


class Studio:
    """Tasks and their courses.

    Nothing ticks: a task's state follows from its plan and the time, and what has happened since
    (slots freed, money given back) is settled before each look. `slots` None means that nothing
    waits. With `auto` off tasks move only by hand, and none waits for a slot. `chat` is whether
    the chat endpoint is there (None: as the preset has it), with `models` or any (None).
    """

    def __init__(
        self,
        preset: Preset,
        time: StudioClock,
        *,
        seed: int,
        slots: int | None,
        queue: int,
        auto: bool,
        picture_size: int,
    ) -> None:
        self.preset = preset
        self.time = time
        self.slots = slots
        self.queue = queue
        self.auto = auto
        self.remix = False
        self.extras = True
        self.billing = True
        self.chat: bool | None = None
        self.models: frozenset[str] | None = None
        self.seed = seed
        self.picture_size = picture_size
        self.tasks: dict[str, RelayTask] = {}
        self.account = Account()
        self.files = PictureFiles(seed)
        self.watcher: Watcher | None = None
        self._waiting: deque[RelayTask] = deque()
        self._running: dict[str, RelayTask] = {}
        self._ends: list[tuple[float, int, RelayTask]] = []
        self._last_id = 0
        self._dice = random.Random(f"{seed}:studio")  # noqa: S311 - reproducible, not secret

    def offers(self, operation: str) -> bool:
        """Whether this server has an operation of OpenAI's: new-api has them, if it says so."""
        if operation.startswith("billing/"):
            return self.preset.front and self.billing
        if operation in {"chat/completions", "models"}:
            return self.preset.front if self.chat is None else self.chat
        return True

    # ------------------------------------------------------------------ new tasks

    def draft(
        self,
        kind: Kind,
        *,
        prompt: str = "",
        final_prompt: str = "",
        description: str = "",
        quirks: frozenset[str] = frozenset(),
    ) -> RelayTask:
        """A task that nobody has heard of yet: it is in no queue and costs nothing."""
        dice = self.dice("draft", len(self.tasks), prompt)
        return RelayTask(
            id=self._fresh_id(quirks),
            ordinal=len(self.tasks),
            kind=kind,
            job=str(uuid.UUID(int=dice.getrandbits(128), version=4)),
            prompt=prompt,
            final_prompt=final_prompt,
            description=description,
            submitted_at=self.time.wall(),
            entered=self.time.now(),
            seed=dice.getrandbits(32),
            quirks=quirks,
        )

    def hold(self, task: RelayTask) -> None:
        """Keeps a task until its form is sent in."""
        task.fixed = WAITING_FOR_FORM
        self.tasks[task.id] = task

    def admit(self, task: RelayTask) -> int | None:
        """Takes a task to work on. Gives how many wait before it, None when the queue is full (the
        task is then forgotten). The first one to wait counts nobody: so novicezk counts."""
        self.settle()
        ahead = len(self._waiting)
        if self._busy and ahead >= self.queue:
            return None
        self.tasks[task.id] = task
        task.fixed = None
        task.entered = self.time.now()
        if not self.auto:
            task.fixed = Moment(Status.NOT_START)
        elif self._busy:
            self._waiting.append(task)
        else:
            self._start(task, self.time.now())
        return ahead

    def dice(self, *about: object) -> random.Random:
        """Dice that fall the same way for the same seed and subject."""
        text = ":".join(map(str, (self.seed, *about)))
        return random.Random(text)  # noqa: S311 - reproducible, not secret

    # ------------------------------------------------------------------ time

    def settle(self) -> None:
        """Does what the time since the last look has brought: ends, refunds, starts."""
        now = self.time.now()
        while self._ends and self._ends[0][0] <= now:
            end, _, task = heapq.heappop(self._ends)
            if self._running.pop(task.id, None) is None:
                continue  # ended by hand before its time
            if task.fixed is None:
                self._end(task, self.time.wall_at(end))
            self._start_waiting(end)

    def resize(self, slots: int | None, queue: int) -> None:
        """Another number of slots and places to wait, from now on."""
        self.slots, self.queue = slots, queue
        self.settle()
        self._start_waiting(self.time.now())

    def next_end(self) -> float | None:
        """The studio second at which the next running task ends."""
        return self._ends[0][0] if self._ends else None

    def queued(self) -> list[RelayTask]:
        """Tasks that run or wait, the oldest first."""
        self.settle()
        busy = [task for task in self.tasks.values() if self._in_hand(task)]
        return sorted(busy, key=lambda task: task.submitted_at)

    @property
    def waiting(self) -> bool:
        """True when a task waits for a slot."""
        return bool(self._waiting)

    # ------------------------------------------------------------------ by hand

    def move(self, task: RelayTask, moment: Moment) -> None:
        """Makes a moment true of a task, now and until it is moved again."""
        self.settle()
        task.fixed = moment
        now = self.time.wall()
        if moment.status != Status.NOT_START and task.started_at is None:
            task.started_at = now
        if moment.ended:
            self._release(task, now)
        if moment.status in {Status.FAILURE, Status.CANCEL}:
            self.account.refund(task.id, task.kind, now)
        if self.watcher is not None:
            self.watcher.moved(task)

    def finish(self, task: RelayTask) -> None:
        """Ends a task well."""
        self.move(task, SUCCEEDED)

    def fail(self, task: RelayTask, failure: Failure) -> None:
        """Ends a task badly; what it cost is given back."""
        self.move(task, Moment(Status.FAILURE, "", failure=failure))

    def cancel(self, task: RelayTask) -> None:
        """Ends a task as plus does when asked to."""
        self.move(task, CANCELLED)

    def begin(self, task: RelayTask) -> None:
        """Says of a task that Discord has taken it, as face swaps start."""
        self.move(task, SUBMITTED)

    # ------------------------------------------------------------------ inside

    @property
    def _busy(self) -> bool:
        return self.auto and self.slots is not None and len(self._running) >= self.slots

    def _in_hand(self, task: RelayTask) -> bool:
        return not task.at(self.time.now()).ended and task.fixed != WAITING_FOR_FORM

    def _start(self, task: RelayTask, at: float) -> None:
        task.plan = self._plan(task, at)
        task.started_at = self.time.wall_at(task.plan.accepted)
        self._running[task.id] = task
        heapq.heappush(self._ends, (task.plan.end, task.ordinal, task))
        if self.watcher is not None:
            self.watcher.planned(task)

    def _plan(self, task: RelayTask, at: float) -> Plan:
        if "instant" in task.quirks:
            return timeline.at_once(at)
        if "stalled" in task.quirks:
            return timeline.stalled(at)
        dice = self.dice("plan", task.ordinal)
        trouble = next((_TROUBLES[name] for name in _TROUBLES if name in task.quirks), task.failure)
        return timeline.plan(task.kind, at, task.speed, trouble, dice)

    def _end(self, task: RelayTask, wall: float) -> None:
        task.finished_at = wall
        if task.plan is not None and task.plan.failure is not None:
            self.account.refund(task.id, task.kind, wall)

    def _start_waiting(self, at: float) -> None:
        while self._waiting and not self._busy:
            self._start(self._waiting.popleft(), at)

    def _release(self, task: RelayTask, now: float) -> None:
        task.finished_at = now
        if task in self._waiting:
            self._waiting.remove(task)
        if self._running.pop(task.id, None) is not None:
            self._start_waiting(self.time.now())

    def _fresh_id(self, quirks: frozenset[str]) -> str:
        ms = int(self.time.wall() * 1000)
        number = max(ms * _ID_DIGITS + self._dice.randrange(_ID_DIGITS), self._last_id + 1)
        self._last_id = number
        if "long_id" in quirks:
            # 17 digits, above 2**53: a float would round it.
            return f"9{number % 10**15:015d}{self._dice.randrange(10)}"
        return f"0{number % 10**15:015d}" if "leading_zero" in quirks else str(number)
