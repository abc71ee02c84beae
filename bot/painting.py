"""Puts the painter together; without `PUBLIC_URL` there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog

from bot.core.hooks import Hooks
from bot.service.painter_gate import Gate
from bot.service.painting import Painting, Places
from bot.store.passes import SqlitePasses
from bot.store.tasks import SqliteTasks
from bot.ui.painter_words import PainterWords
from bot.web.painter import Painter

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.core.clock import Clock
    from bot.core.guild_ports import Members
    from bot.core.ports import Display, TaskStore
    from bot.media.region import Regions
    from bot.service.tasks import Tasks
    from bot.store.database import Database
    from bot.ui.texts import Texts

_HERE = {"127.0.0.1", "::1", "localhost"}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Entrance:
    """The gate to the painter, and what the painter itself needs beside it."""

    gate: Gate
    passes: SqlitePasses
    regions: Regions
    clock: Clock
    public_url: str
    in_discord: bool

    def painter(
        self,
        tasks: Tasks,
        store: TaskStore,
        display: Display,
        texts: Texts,
        *,
        members: Members,
        places: Places,
    ) -> Painter:
        """The pages behind the gate."""
        studio = Painting(
            gate=self.gate,
            tasks=tasks,
            store=store,
            display=display,
            passes=self.passes,
            regions=self.regions,
            members=members,
            places=places,
            clock=self.clock,
        )
        return Painter(
            studio=studio,
            words=PainterWords(texts),
            public_url=self.public_url,
            in_discord=self.in_discord,
        )


async def hooks_of(settings: Settings, database: Database) -> Hooks | None:
    """Where relays call about their tasks; None where they cannot reach the web side."""
    if settings.public_url is None or not settings.web_port:
        return None
    return Hooks(settings.public_url, await SqlitePasses(database).key())


async def entrance(
    settings: Settings, database: Database, regions: Regions, clock: Clock
) -> Entrance | None:
    """The way to the painter; None where browsers cannot reach the web side."""
    url = settings.public_url
    if url is None:
        return None
    if not settings.web_port:
        log.warning("no painter", reason="PUBLIC_URL is set, but WEB_PORT=0 switches it off")
        return None
    passes = SqlitePasses(database)
    store = SqliteTasks(database)
    key = await passes.key()
    gate = Gate(store=store, passes=passes, key=key, public_url=url, clock=clock)
    # The sandbox's Discord is on this machine, and discord.com knows nothing of what is there.
    in_discord = urlsplit(settings.discord_api_url).hostname not in _HERE
    return Entrance(gate, passes, regions, clock, url, in_discord)
