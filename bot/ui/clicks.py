"""What clicks do: read the task anew, check, ask the services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import BadInput
from bot.ui import layout, presenter, replies
from bot.ui.card import Address, Verb
from bot.ui.keypad import needs_form

if TYPE_CHECKING:
    from bot.ui.replies import Interaction
    from bot.ui.services import Services


class Clicks:
    """Acts on the buttons of task messages.

    A click's custom_id only says what it points to. Whether that is there, and what it asks for, is
    read from the store at the click.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._tasks = services.tasks

    async def handle(self, interaction: Interaction, address: Address) -> None:
        """Does what the click asks for; whatever goes wrong is said in words. Never raises."""
        try:
            await self._act(interaction, address)
        except Exception as error:  # noqa: BLE001  (discord.py would only log it: nobody is told)
            await replies.explain(interaction, error, self._services.texts)

    async def _act(self, interaction: Interaction, address: Address) -> None:
        match address.verb:
            case Verb.PRESS:
                await self._press(interaction, address)
            case Verb.MORE:
                await self._more(interaction, address)
            case Verb.AGAIN:
                await self._again(interaction, address)
            case Verb.PICTURE:
                await self._picture(interaction, address)

    async def _press(self, interaction: Interaction, address: Address) -> None:
        """A relay button: a new task, in a new message that answers the clicked one."""
        press = await self._tasks.press(address.task, address.position)
        if needs_form(press.action.custom_id):
            raise BadInput("form_unsupported")
        await replies.claim(
            interaction,
            self._tasks,
            press.action,
            prompt=press.parent.prompt,
            ephemeral=await self._is_private(address.task),
        )

    async def _more(self, interaction: Interaction, address: Address) -> None:
        """The relay's buttons that did not fit."""
        task = await self._tasks.find(address.task)
        locale = replies.locale(interaction)
        card = presenter.rest(task, address.position, locale, self._services.texts)
        await replies.present(interaction, layout.draw(card))

    async def _again(self, interaction: Interaction, address: Address) -> None:
        """The request of a task that came to nothing, as a new task."""
        again = await self._tasks.again(address.task)
        await replies.claim(
            interaction,
            self._tasks,
            again.request,
            prompt=again.task.prompt,
            images=again.images,
            ephemeral=await self._is_private(address.task),
        )

    async def _picture(self, interaction: Interaction, address: Address) -> None:
        """The finished picture once more; it appears in the message that was clicked."""
        await self._tasks.find(address.task)
        await replies.accept(interaction)
        await self._tasks.retry_picture(address.task)

    async def _is_private(self, task: int) -> bool:
        """Whether a follow-up is for its member's eyes only, as the task's own message is."""
        reply = await self._services.reads.reply(task)
        return reply is not None and reply.ephemeral
