"""Members' quotas and what their tasks have cost, for whoever wants to see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.accounts import Standing
from bot.core.limits import ceilings
from bot.core.pacing import DAY

if TYPE_CHECKING:
    from bot.core.accounts import LedgerReads
    from bot.core.asker import Asker
    from bot.core.clock import Clock
    from bot.core.task import Task
    from bot.service.guilds import Guilds

LOOKED_BACK = 31 * DAY
"""Seconds that what tasks have cost is shown for."""


class Accounts:
    """Reads what admission counts, by the same rules at the same place."""

    def __init__(self, *, guilds: Guilds, ledger: LedgerReads, clock: Clock) -> None:
        self._guilds = guilds
        self._ledger = ledger
        self._clock = clock

    async def standings(self, asker: Asker) -> list[Standing]:
        """Every quota that holds for a member where they ask, the server's own first."""
        settings = await self._guilds.settings(asker.guild_id)
        holding = ceilings(settings.limits, asker, self._clock.now())
        return [Standing(ceiling, await self._ledger.used(ceiling)) for ceiling in holding]

    async def newest(self, asker: Asker, limit: int) -> list[Task]:
        """The last tasks that a member asked for in this server, or outside of servers."""
        return await self._ledger.newest(
            asker.user_id, asker.guild_id, since=self._clock.now() - LOOKED_BACK, limit=limit
        )
