"""`/healthz` and `/readyz`: for whatever watches over the bot, without secrets or addresses."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Protocol

import structlog
from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from bot.core.clock import Clock

log = structlog.get_logger(__name__)

FRESH = 1.0
"""Seconds for which one look answers everybody: a look writes to the database."""
PATIENCE = 5.0
"""Seconds after which a database that does not answer counts as not writable."""
_REASONS = {
    "gateway": "not connected to Discord",
    "database": "the database cannot be written",
    "relay": "the relay has not answered lately",
}


class Vitals(Protocol):
    """What can be asked of the rest of the program; `app` hands in what knows."""

    def gateway(self) -> bool:
        """Whether the bot is connected to Discord."""
        ...

    def database(self) -> Awaitable[None]:
        """Writes to the database; raises when that cannot be done."""
        ...

    def relay(self) -> bool:
        """Whether a relay has answered lately, or none had to be asked."""
        ...


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the vitals found."""

    gateway: bool
    database: bool
    relay: bool

    @property
    def reasons(self) -> list[str]:
        """Why the bot is not ready; empty when it is."""
        return [_REASONS[name] for name, is_well in asdict(self).items() if not is_well]


class Health:
    """Answers whether the bot lives, and whether it can work.

    Kept here: however often it is asked, the vitals are looked at once a second at most.
    """

    def __init__(self, *, vitals: Vitals, clock: Clock, patience: float = PATIENCE) -> None:
        self._vitals = vitals
        self._clock = clock
        self._patience = patience
        self._turn = asyncio.Lock()
        self._last: tuple[float, Look] | None = None

    def routes(self) -> list[web.RouteDef]:
        """The two pages."""
        return [web.get("/healthz", self.alive), web.get("/readyz", self.ready)]

    async def alive(self, _: web.Request) -> web.Response:
        """200 whenever the event loop turns; a watcher that gets no answer restarts the process."""
        return _answer({"alive": True})

    async def ready(self, _: web.Request) -> web.Response:
        """200 when the bot can take and finish a task, else 503 with the reasons in words."""
        look = await self._look()
        ready = not look.reasons
        body = {"ready": ready, **asdict(look), "reasons": look.reasons}
        return _answer(body, status=200 if ready else 503)

    async def _look(self) -> Look:
        """A look that is not older than `FRESH`."""
        async with self._turn:
            if self._last is None or self._clock.monotonic() - self._last[0] >= FRESH:
                look = Look(
                    gateway=self._vitals.gateway(),
                    database=await self._writable(),
                    relay=self._vitals.relay(),
                )
                self._last = (self._clock.monotonic(), look)
            return self._last[1]

    async def _writable(self) -> bool:
        try:
            async with asyncio.timeout(self._patience):
                await self._vitals.database()
        except Exception as error:  # noqa: BLE001  (whatever it is, the answer is "no")
            log.warning("database", error=repr(error))
            return False
        return True


def _answer(body: dict[str, object], *, status: int = 200) -> web.Response:
    return web.json_response(body, status=status, headers={"Cache-Control": "no-store"})
