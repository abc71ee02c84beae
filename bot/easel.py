"""Easel put together: it logs in, runs the loops, and brings home what is in flight at the end."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.client import TokenRefused
from bot.config import BadSettings
from bot.core.errors import DiscordError
from bot.core.pacing import backoff
from bot.logs import hide
from bot.relays_file import relays
from bot.store.lease import LeaseLost
from bot.web.callbacks import CallbackPages
from bot.web.health import Health

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator, Sequence

    from bot.client import EaselBot
    from bot.config import Settings
    from bot.core.clock import Clock
    from bot.core.ports import Watch
    from bot.relay.entry import RelayEntry
    from bot.relay.pool import Pool
    from bot.service.blocks import Blocks
    from bot.service.callbacks import Callbacks
    from bot.service.claims import Claims
    from bot.service.crews import Crews
    from bot.service.delivery import Delivery
    from bot.service.durations import Learnt
    from bot.service.herald import Herald
    from bot.service.housekeeping import Housekeeping
    from bot.service.operations import Abilities
    from bot.service.probing import Probing
    from bot.service.promises import Promises
    from bot.service.pulse import Pulse
    from bot.service.queue import Queue
    from bot.service.renewals import Renewals
    from bot.service.second_look import SecondLook
    from bot.service.translations import Translations
    from bot.store.database import Database
    from bot.ui.display import DiscordDisplay
    from bot.web.metrics import Metrics
    from bot.web.painter import Painter
    from bot.web.server import Routes

log = structlog.get_logger(__name__)

GRACE = 7.0
"""Seconds that submits in flight, and then edits, get to come home when Easel stops: together well
below the 20 that containers are given."""


@dataclass(frozen=True, slots=True)
class Easel:
    """All parts, put together and not yet running."""

    settings: Settings
    clock: Clock
    chance: random.Random
    client: EaselBot
    store: Database
    pool: Pool
    queue: Queue
    crews: Crews
    probing: Probing
    callbacks: Callbacks | None
    claims: Claims
    promises: Promises
    renewals: Renewals
    abilities: Abilities
    learnt: Learnt
    blocks: Blocks
    translations: Translations
    delivery: Delivery
    second_look: SecondLook
    housekeeping: Housekeeping
    display: DiscordDisplay
    herald: Herald
    painter: Painter | None
    metrics: Metrics
    pulse: Pulse

    @property
    def watchers(self) -> Sequence[Watch]:
        """Those who hear of each change of a task, delivery first."""
        return self.delivery, self.learnt, self.queue, self.crews, self.translations

    async def run(self) -> None:
        """Runs until it is cancelled or one of the loops dies, which ends all of them.

        Raises `TokenRefused` when Discord does not take the token, and `LeaseLost` when another
        process has taken the database over.
        """
        await self.enter()
        await self.client.publish_news()
        # Delivery first: it has to hear of what the others change while they take up their work.
        # The second look before them, since what they change is no suspect.
        await self.abilities.load()
        for part in (
            self.delivery,
            self.second_look,
            self.blocks,
            self.learnt,
            self.queue,
            self.crews,
            self.translations,
            self.claims,
            self.promises,
        ):
            await part.load()
        with _plain(LeaseLost):
            await self._work()

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self.store.lost(), name="lease")
            group.create_task(self.client.connect(), name="gateway")
            group.create_task(self.queue.run(), name="queue")
            group.create_task(self.crews.run(), name="crews")
            group.create_task(self.probing.run(), name="probing")
            group.create_task(self.abilities.run(), name="abilities")
            group.create_task(self.pulse.run(), name="pulse")
            if self.callbacks is not None:
                group.create_task(self.callbacks.run(), name="callbacks")
            group.create_task(self.translations.run(), name="translations")
            group.create_task(self.claims.run(self.display), name="claims")
            group.create_task(self.promises.run(self.display), name="promises")
            group.create_task(self.renewals.run(), name="renewals")
            group.create_task(self.delivery.run(), name="delivery")
            group.create_task(self.second_look.run(), name="second look")
            group.create_task(self.herald.run(), name="herald")
            group.create_task(self.housekeeping.run(), name="housekeeping")

    def routes(self) -> Routes:
        """Every page of the web side."""
        pages: Routes = [*Health(vitals=self, clock=self.clock).routes(), *self.metrics.routes()]
        if self.painter is not None:
            pages += self.painter.routes()
        if self.callbacks is not None:
            pages += CallbackPages(callbacks=self.callbacks).routes()
        return pages

    async def enter(self) -> None:
        """Logs in, and tries again while Discord cannot be reached; raises `TokenRefused`."""
        token = self.settings.discord_token.get_secret_value()
        for failures in itertools.count(1):
            try:
                await self.client.enter(token)
            except TokenRefused:
                raise
            except DiscordError as error:
                log.warning("cannot log in yet", error=str(error))
            else:
                return
            pause = backoff(failures, least=2.0, most=60.0, chance=self.chance)
            await self.clock.wait(None, pause)

    async def finish(self) -> None:
        """Lets what is in flight come home: first the submits and forms, then the messages."""
        await asyncio.gather(self.queue.finish(GRACE), self.crews.finish(GRACE))
        await asyncio.gather(self.delivery.finish(GRACE), self.herald.finish(GRACE))

    def gateway(self) -> bool:
        """Whether the bot is connected to Discord."""
        return self.client.is_ready()

    def relay(self) -> bool:
        """Whether a relay answered when it was last asked; nobody asks while nothing runs."""
        return self.pool.answering() and not self.crews.failing

    async def reload(self, settings: Callable[[], Settings] | None = None) -> None:
        """Reads the relays again, and finds out anew what they have; `settings` reads where they
        stand (None: where they stood at the start).

        A file that cannot be used is logged, and all goes on as before.
        """

        def read() -> list[RelayEntry]:
            return relays(settings() if settings else self.settings)

        try:
            entries = await asyncio.to_thread(read)
        except BadSettings as error:
            for sentence in error.sentences:
                log.error("relays not read again", error=sentence)  # noqa: TRY400  (a sentence)
            return
        hide(entry.settings.key for entry in entries)
        await self.pool.take(entries)
        self.crews.refresh()
        self.queue.refresh()
        self.abilities.forget()
        log.info("relays read again", relays=[entry.name for entry in entries])

    async def database(self) -> None:
        """Raises when the database cannot be written to."""
        await self.store.probe()


@contextlib.contextmanager
def _plain(kind: type[Exception]) -> Iterator[None]:
    """Lets an error of this kind out by itself, not in the group of the loops that it ended."""
    try:
        yield
    except ExceptionGroup as group:
        found: Exception | None = group.subgroup(kind)
        if found is None:
            raise
        while isinstance(found, ExceptionGroup):
            found = found.exceptions[0]
        raise found from None
