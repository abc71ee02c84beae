"""Deleting a result, and taking a task back: by whose it is, and by moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import BadInput
from bot.ui import renewing, replies, rights
from bot.ui.promising import promised

if TYPE_CHECKING:
    from bot.ui.replies import Interaction
    from bot.ui.services import Services


async def delete(interaction: Interaction, services: Services, number: int) -> None:
    """Deletes a result with its message, and says so in private; nobody is asked twice.

    Whoever had somebody's result brought back may delete that copy, and only it.
    """
    task = await services.tasks.find(number)
    is_copy = await _is_own_copy(interaction, services, number)
    if not is_copy:
        rights.check_tidying(interaction, task, "delete_not_yours")
    await replies.accept(interaction)
    if not is_copy or interaction.user.id == task.user_id:
        # The rest is up to delivery, which is the only one to touch the message of a task.
        await services.tasks.remove(number, by=interaction.user.id)
    await replies.vanish(interaction)
    said = services.texts.say(replies.locale(interaction), "own.deleted", number=number)
    await replies.say(interaction, said)


async def _is_own_copy(interaction: Interaction, services: Services, number: int) -> bool:
    """Whether the clicked message is one that /show made for whoever clicks."""
    message, reply = interaction.message, await services.reads.reply(number)
    if message is None or reply is None or reply.message_id in {None, message.id}:
        return False
    asked = message.interaction_metadata
    return asked is not None and asked.user.id == interaction.user.id


async def cancel(interaction: Interaction, services: Services, number: int) -> None:
    """Takes a running task back; its message shows it, and in private it is said what became."""
    task = await services.tasks.find(number)
    rights.check_tidying(interaction, task, "cancel_not_yours")
    await renewing.accept(interaction, services, number)
    await replies.say(interaction, await _cancelled(interaction, services, number))


async def cancel_named(interaction: Interaction, services: Services, name: str) -> None:
    """The same for a command, which names one of the member's own tasks."""
    number = name.strip().removeprefix("#")
    own = await services.history.underway(interaction.user.id)
    if number not in {str(task.number) for task in own}:
        raise BadInput("cancel_unknown", id=name)
    async with promised(interaction, services, ephemeral=True):
        said = await _cancelled(interaction, services, int(number))
        await replies.fill_words(interaction, said)


async def _cancelled(interaction: Interaction, services: Services, number: int) -> str:
    outcome = await services.cancels.cancel(number, by=interaction.user.id)
    locale = replies.locale(interaction)
    return services.texts.say(locale, f"cancel.{outcome}", number=number)
