"""The commands; what goes wrong in one is said in words."""

from __future__ import annotations

from typing import Any

import structlog
from discord import InteractionType, app_commands

from bot.core.errors import NotAllowed
from bot.ui import language, replies
from bot.ui.replies import Interaction

log = structlog.get_logger(__name__)


class Tree(app_commands.CommandTree[Any]):
    """The commands of a client that has `services`."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Chooses the language before anything is said. What it raised would be lost."""
        await language.settle(interaction, self.client.services)
        return True

    async def _call(self, interaction: Interaction) -> None:
        """Does what was asked for. What discord.py 2.7.1 itself cannot read, such as a message with
        a poll that has no end, it would only log: nobody would be answered."""
        try:
            await super()._call(interaction)
        except app_commands.AppCommandError:
            raise  # `on_error` has it next
        except Exception as error:  # noqa: BLE001  (whatever it was, somebody waits for an answer)
            if interaction.type is not InteractionType.autocomplete:
                await replies.explain(interaction, error, self.client.services.texts)

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError) -> None:
        """Tells the member. Discord may still offer commands as they were published before."""
        if interaction.type is InteractionType.autocomplete:
            return  # nothing can be said to somebody who is still typing
        texts = self.client.services.texts
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            log.warning("outdated command", error=str(error))
            sentence = texts.say(replies.locale(interaction), "errors.outdated")
            await replies.say(interaction, sentence)
            return
        await replies.explain(interaction, _cause(error), texts)


def _cause(error: app_commands.AppCommandError) -> Exception:
    match error:
        case app_commands.CommandInvokeError():
            return error.original
        case app_commands.CheckFailure():  # only the commands of managers have a check
            return NotAllowed("not_a_manager")
        case _:
            return error
