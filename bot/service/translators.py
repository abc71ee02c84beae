"""Whose prompts are to be translated: what the operator, the server and the member have chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.translation import wanted

if TYPE_CHECKING:
    from bot.core.asker import Asker
    from bot.core.guild import GuildSettings
    from bot.core.history import History
    from bot.core.request import Request


class Translators:
    """Says whether a request waits for a translation; without a `model` none does."""

    def __init__(self, *, model: str | None, history: History) -> None:
        self._model = model
        self._history = history

    async def wants(self, settings: GuildSettings, asker: Asker, request: Request) -> bool:
        """Whether a request of this member, in a server with these settings, is translated."""
        if self._model is None or not settings.translate:
            return False
        return wanted(request, (await self._history.preferences(asker.user_id)).translate)
