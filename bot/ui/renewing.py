"""Clicks on a task's message whose effect is seen there, and what they bring: a new way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ui import replies, showing

if TYPE_CHECKING:
    import discord

    from bot.core.reply import Reply
    from bot.ui.replies import Interaction
    from bot.ui.services import Services


async def fetch(interaction: Interaction, services: Services, number: int) -> None:
    """Takes up a message again that the bot has lost the way to; a copy of it is shown anew."""
    await services.tasks.find(number)
    reply, message = await services.reads.reply(number), interaction.message
    if reply is None or message is None or not _is(message, reply):
        await showing.clicked(interaction, services, number)
        return
    await accept(interaction, services, number)


async def accept(interaction: Interaction, services: Services, number: int) -> None:
    """Takes a click or a form on a task's message.

    Where only a token leads to that message, the click's own does from now on.
    """
    await replies.accept(interaction)
    reply, message = await services.reads.reply(number), interaction.message
    if reply is None or message is None or not reply.fleeting or not _is(message, reply):
        return
    await services.renewals.renew(
        number,
        token=interaction.token,
        message_id=message.id,
        upload_limit=replies.upload_limit(interaction),
    )


def _is(message: discord.Message, reply: Reply) -> bool:
    """Whether a message is the task's own, and not a copy that somebody had shown."""
    return reply.message_id in {None, message.id}
