"""A relay of the midjourney-proxy family on loopback, with everything a test can do to it."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, Final, Literal

from aiohttp import web

from sandbox.relay import control, knobs, server, shapes
from sandbox.relay.account import Account
from sandbox.relay.callbacks import Callbacks
from sandbox.relay.faults import FaultBox, When
from sandbox.relay.journal import Journal, Matches, Received
from sandbox.relay.painting.gallery import Gallery
from sandbox.relay.pictures import PictureDesk
from sandbox.relay.presets import PRESETS, AuthKind
from sandbox.relay.server import Desk
from sandbox.relay.studio import Studio
from sandbox.relay.task import Failure, Moment, RelayTask
from sandbox.relay.timeline import StudioClock
from sandbox.relay.view import seen

_SHOWN_TASKS: Final = 50
_SHUTDOWN_SECONDS: Final = 1.0


class Relay:
    """One relay. It lives for as long as the object; `serve` puts it on a port.

    `pace` is how many times faster than in real life work goes. `slots` is how many tasks run at
    once (None: all), `queue` how many may wait. `picture_size` is the side of a single square
    picture in pixels, a grid being twice as wide; `picture="tiny"` answers every picture with one
    small PNG, "large" every finished one with one of 2048 pixels a side. `any_header` takes the key
    in any server's kind of header, so that a client may stay while the preset changes. With `auto`
    off nothing happens by itself: see `move`, `finish` and `fail`.
    Raises ValueError for an unknown preset or a pace that is not positive.
    """

    def __init__(
        self,
        preset: str = "new-api",
        key: str = "sk-sandbox",
        pace: float = 1.0,
        seed: int = 0,
        clock: Callable[[], float] = time.time,
        picture_size: int = 1024,
        slots: int | None = 3,
        queue: int = 10,
        auto: bool = True,
        picture: Literal["drawn", "tiny", "large"] = "drawn",
        any_header: bool = False,
    ) -> None:
        self.key = key
        self.any_header = any_header
        self.watchers: list[Callable[[str], None]] = []
        """Who is told of another preset, by its name."""
        self._studio = Studio(
            knobs.preset(preset),
            StudioClock(clock, knobs.pace(pace)),
            seed=seed,
            slots=slots,
            queue=queue,
            auto=auto,
            picture_size=picture_size,
        )
        self._journal = Journal()
        self._box = FaultBox(random.Random(f"{seed}:faults"))  # noqa: S311 - reproducible
        self._gallery = Gallery(picture_size, tiny=picture == "tiny", large=picture == "large")
        self._callbacks = Callbacks(self._studio, self._box)
        self._studio.watcher = self._callbacks

    # ------------------------------------------------------------------ what it is

    @property
    def preset(self) -> str:
        """The name of the server it is at the moment."""
        return self._studio.preset.name

    @property
    def auth(self) -> AuthKind:
        """The kind of header this server wants its key in."""
        return self._studio.preset.auth

    @property
    def base_url(self) -> str:
        """Where it is served, without `/mj`; empty when it is not."""
        return self._studio.files.base_url

    @property
    def log(self) -> list[Received]:
        """The newest requests, oldest first."""
        return list(self._journal.kept)

    @property
    def counts(self) -> Counter[str]:
        """How many requests each operation has had: `submit/imagine`, `task/fetch`, `picture`…"""
        return self._journal.counts

    @property
    def callbacks_sent(self) -> int:
        """How many callbacks reached their receiver."""
        return self._callbacks.sent

    @property
    def tasks(self) -> dict[str, RelayTask]:
        """Every task taken, by its id, the oldest first."""
        return self._studio.tasks

    @property
    def account(self) -> Account:
        """What was charged and given back, up to now."""
        self._studio.settle()
        return self._studio.account

    def status(self, task_id: str) -> Moment:
        """What is true of a task now, whatever the relay's clients already know."""
        self._studio.settle()
        return self._task(task_id).at(self._studio.time.now())

    def describe(self) -> dict[str, Any]:
        """What the sandbox's page shows of the relay, as JSON."""
        studio = self._studio
        newest = list(reversed(studio.tasks.values()))[:_SHOWN_TASKS]
        return {
            "preset": self.preset,
            "presets": [
                {"name": preset.name, "title": preset.title, "note": preset.note}
                for preset in PRESETS.values()
            ],
            "auth": self.auth,
            "any_header": self.any_header,
            "pace": studio.time.pace,
            "remix": studio.remix,
            "extras": studio.extras,
            "slots": studio.slots,
            "queue": studio.queue,
            "faults": self._box.describe(),
            "tasks": [self._shown(task) for task in newest],
            "paid": self.account.paid,
            "account": self.account.describe(),
            "prices": studio.account.prices.describe(),
            "billing": studio.offers("billing/usage"),
            "chat": studio.offers("chat/completions"),
        }

    # ------------------------------------------------------------------ changing it

    def change(self, **settings: object) -> None:
        """Sets `preset`, `pace`, `remix`, `extras` (whether trueai has video and edits, and
        takes uploads), `slots`, `queue`, `faults` (name: chance, 0 to 1), `prices`
        (`{"imagine.relax": 0.05}`: those not named are new-api's), `balance` (in money; None:
        without end), `billing` (whether new-api tells of it), `chat` (whether there is the
        endpoint; None: as the preset has it) or its `models` (None: any).

        It takes effect at once. Raises ValueError with a sentence for anything unknown, and then
        changes nothing.
        """
        unknown = settings.keys() - knobs.KNOBS.keys()
        if unknown:
            raise ValueError(f"The relay has no setting called {min(unknown)}.")
        checked = {name: knobs.KNOBS[name](value) for name, value in settings.items()}
        self._box.set_chances(checked.pop("faults", {}))
        studio = self._studio
        studio.settle()
        if checked.get("preset", studio.preset) is not studio.preset:
            studio.preset = checked["preset"]
            for watcher in self.watchers:
                watcher(studio.preset.name)
        if "pace" in checked:
            studio.time.set_pace(checked["pace"])
        studio.remix = checked.get("remix", studio.remix)
        studio.extras = checked.get("extras", studio.extras)
        studio.account.prices = checked.get("prices", studio.account.prices)
        if "balance" in checked:
            studio.account.balance = checked["balance"]
        for name in ("billing", "chat", "models"):
            setattr(studio, name, checked.get(name, getattr(studio, name)))
        studio.resize(checked.get("slots", studio.slots), checked.get("queue", studio.queue))
        self._callbacks.wake()

    def inject(
        self,
        fault: str,
        times: int = 1,
        path: str | None = None,
        when: When | None = None,
        seconds: float | None = None,
        retry_after: float | None = None,
    ) -> None:
        """Lets the next `times` requests that `fault` can befall (and whose path contains `path`)
        have it. `when` says whether the request is carried out first (`after`) or not (`before`),
        where the fault leaves that open. `seconds` is how long a hang, a late answer or a slow
        picture takes; `retry_after` is the header of a 429, in seconds.

        Raises ValueError with a sentence for an unknown fault.
        """
        self._box.inject(fault, times, path, when, seconds, retry_after)

    def calm(self) -> None:
        """From now on nothing goes wrong: neither by chance nor by what was injected before."""
        self._box.calm()

    # ------------------------------------------------------------------ by hand

    def move(self, task_id: str, status: str, progress: str | None = None) -> None:
        """Makes a status and a progress true of a task, and its preview with `46%` and the like.

        Raises KeyError when there is no such task.
        """
        digits = re.fullmatch(r"([1-9]\d?)%", progress or "")
        percent = int(digits[1]) if digits else None
        self._studio.move(self._task(task_id), Moment(status, progress, percent))

    def finish(self, task_id: str) -> None:
        """Ends a task well. Raises KeyError when there is no such task."""
        self._studio.finish(self._task(task_id))

    def fail(self, task_id: str, reason: str = "[Internal Server Error] Please try again") -> None:
        """Ends a task badly, for this reason. Raises KeyError when there is no such task."""
        self._studio.fail(self._task(task_id), Failure("", reason))

    def tick(self) -> None:
        """Looks at the clock: sends the callbacks that are due, for clocks that a test turns."""
        self._studio.settle()
        self._callbacks.wake()

    async def wait_for(self, matches: Matches, timeout: float = 10.0) -> Received:
        """The first request that matches, past or to come within `timeout` seconds.

        A request is looked at when it is read (its `status` is None) and when it is answered.
        Raises TimeoutError.
        """
        return await self._journal.wait_for(matches, timeout)

    # ------------------------------------------------------------------ serving it

    @asynccontextmanager
    async def serve(self, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
        """Serves the relay; gives its address (`http://host:port`, without `/mj`)."""
        closing = asyncio.Event()
        pictures = PictureDesk(self._studio, self._gallery, self._box, closing)
        desk = Desk(
            self._studio, self.key, self._box, self._journal, pictures, closing, self.any_header
        )
        app = server.application(desk, control.routes(self))
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS)
        await runner.setup()
        calling = asyncio.create_task(self._callbacks.run())
        try:
            await web.TCPSite(runner, host, port).start()
            self._studio.files.base_url = f"http://{host}:{runner.addresses[0][1]}"
            yield self.base_url
        finally:
            closing.set()
            calling.cancel()
            with suppress(asyncio.CancelledError):
                await calling
            await runner.cleanup()
            self._gallery.close()

    def _task(self, task_id: str) -> RelayTask:
        return self._studio.tasks[task_id]

    def _shown(self, task: RelayTask) -> dict[str, Any]:
        moment = seen(self._studio, task)
        return {
            "id": task.id,
            "action": shapes.action(self._studio.preset, task),
            "status": moment.status,
            "progress": moment.progress,
            "prompt": task.prompt,
        }
