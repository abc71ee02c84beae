"""What clicks do: read the task anew, check, ask the services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.button_kinds import BOOKMARK, kind
from bot.core.request import Action
from bot.ui import (
    admin_show,
    details,
    favourites,
    forms_press,
    forms_rerun,
    history,
    language,
    layout,
    presenter,
    redrawing,
    region,
    renewing,
    replies,
    rights,
    settings,
    setup,
    showing,
    splitting,
    suggestion_clicks,
    tidying,
)
from bot.ui.card import Address, Verb

if TYPE_CHECKING:
    from bot.ui.replies import Interaction
    from bot.ui.services import Services


_GUARDED = frozenset(
    {
        *(Verb.PRESS, Verb.AGAIN, Verb.REDRAW, Verb.SUGGESTION, Verb.EDIT_SUGGESTION),
        *(Verb.CONTINUE, Verb.RERUN, Verb.REGION),
    }
)
"""What only those may press whom the server's settings let."""


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
            await language.settle(interaction, self._services)
            await self._act(interaction, address)
        except Exception as error:  # noqa: BLE001  (discord.py would only log it: nobody is told)
            await replies.explain(interaction, error, self._services.texts)

    async def _act(self, interaction: Interaction, address: Address) -> None:
        if address.verb in _GUARDED:
            # Before a form is opened, or somebody would fill it in for nothing.
            await self._services.admission.check_click(rights.asker(interaction), address.task)
        match address.verb:
            case Verb.PRESS:
                await self._press(interaction, address)
            case Verb.MORE:
                await self._more(interaction, address)
            case Verb.AGAIN:
                await self._again(interaction, address)
            case Verb.REDRAW:
                await redrawing.redraw(interaction, self._services, address.task)
            case Verb.PICTURE:
                await self._picture(interaction, address)
            case Verb.SUGGESTION:
                await suggestion_clicks.draw(interaction, self._services, address)
            case Verb.EDIT_SUGGESTION:
                await suggestion_clicks.ask(interaction, self._services, address)
            case Verb.CONTINUE:
                await forms_press.ask(interaction, self._services, address.task)
            case Verb.RERUN:
                await forms_rerun.ask(interaction, self._services, address.task)
            case Verb.REGION:
                await region.act(interaction, self._services, address)
            case Verb.DETAILS:
                await details.show(interaction, self._services, address.task)
            case Verb.SPLIT:
                await splitting.split(interaction, self._services, address.task)
            case Verb.DELETE:
                await tidying.delete(interaction, self._services, address.task)
            case Verb.KEEP:
                await favourites.turn(interaction, self._services, address.task)
            case Verb.CANCEL:
                await tidying.cancel(interaction, self._services, address.task)
            case Verb.SEED:
                await details.seed(interaction, self._services, address.task)
            case Verb.FETCH:
                await renewing.fetch(interaction, self._services, address.task)
            case Verb.SHOW:
                await showing.clicked(interaction, self._services, address.task)
            case Verb.HISTORY:
                await history.turn(interaction, self._services, address)
            case Verb.SETUP:
                await setup.act(interaction, self._services, address)
            case Verb.TRAIL:
                await admin_show.turn(interaction, self._services, address)
            case Verb.REMIX:
                await settings.choose(interaction, self._services, remix=bool(address.position))
            case Verb.TRANSLATE:
                wish = settings.wish_at(address.position)
                await settings.choose(interaction, self._services, translate=wish)

    async def _press(self, interaction: Interaction, address: Address) -> None:
        """A relay button: a new task, in a new message that answers the clicked one.

        Where a form comes before it, the task is made once that has been filled in.
        """
        press = await self._tasks.press(address.task, address.position)
        if isinstance(press.action, Action) and kind(press.action.custom_id) == BOOKMARK:
            await favourites.turn(interaction, self._services, address.task)
            return
        request = await forms_press.before(interaction, self._services, press)
        if request is None:
            return
        await replies.claim(
            interaction,
            self._tasks,
            request,
            prompt=press.parent.prompt,
            ephemeral=await rights.is_private(interaction, self._services.reads, address.task),
        )

    async def _more(self, interaction: Interaction, address: Address) -> None:
        """The relay's buttons that did not fit."""
        task = await self._tasks.find(address.task)
        locale = replies.locale(interaction)
        missing = self._services.abilities.missing(task.relay)
        card = presenter.rest(task, address.position, locale, self._services.texts, missing=missing)
        await replies.present(interaction, layout.draw(card))

    async def _again(self, interaction: Interaction, address: Address) -> None:
        """The request of a task that came to nothing, as a new task."""
        again = await self._tasks.again(address.task)
        if await forms_press.painted_again(interaction, self._services, again):
            return
        await replies.claim(
            interaction,
            self._tasks,
            again.request,
            prompt=again.task.prompt,
            answer=again.task.answer,
            images=again.images,
            ephemeral=await rights.is_private(interaction, self._services.reads, address.task),
        )

    async def _picture(self, interaction: Interaction, address: Address) -> None:
        """The finished picture once more; it appears in the message that was clicked."""
        await self._tasks.find(address.task)
        await renewing.accept(interaction, self._services, address.task)
        await self._tasks.retry_picture(address.task)
