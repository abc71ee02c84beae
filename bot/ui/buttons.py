"""The one dynamic item: every button and menu of every task message, for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, Self

import discord
from discord import ui

from bot.core.report import Style
from bot.ui.card import TEMPLATE, Address, Key

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from bot.ui.card import Menu

STYLES = {
    Style.PRIMARY: discord.ButtonStyle.primary,
    Style.SECONDARY: discord.ButtonStyle.secondary,
    Style.SUCCESS: discord.ButtonStyle.success,
    Style.DANGER: discord.ButtonStyle.danger,
}


class Clicked(Protocol):
    """Whoever acts on clicks; the client has it as `clicks`."""

    async def handle(self, interaction: discord.Interaction[Any], address: Address) -> None:
        """Does what the click asks for. Never raises."""
        ...


class TaskButton(ui.DynamicItem[ui.Button[Any] | ui.Select[Any]], template=TEMPLATE):
    """A button or menu whose custom_id says all there is to know: nothing is kept per message.

    One class for all of them, since discord.py calls every template that matches; and never beside
    items of another kind in one view, since that takes this class out of the whole bot when the
    view ends.
    """

    def __init__(self, item: ui.Button[Any] | ui.Select[Any], address: Address) -> None:
        super().__init__(item)
        self.address = address

    @classmethod
    def of(cls, key: Key, address: Address) -> Self:
        """The button of a key."""
        button: ui.Button[Any] = ui.Button(
            label=key.label or None,
            emoji=key.emoji or None,
            style=STYLES[key.style],
            disabled=key.disabled,
            custom_id=address.custom_id,
        )
        return cls(button, address)

    @classmethod
    def menu(cls, menu: Menu) -> Self:
        """A menu; its options' values are their places."""
        options = [
            discord.SelectOption(label=name, value=str(place), default=place in menu.chosen)
            for place, name in enumerate(menu.options)
        ]
        select: ui.Select[Any] = ui.Select(
            placeholder=menu.prompt,
            min_values=0,
            max_values=len(options),
            options=options,
            custom_id=menu.target.custom_id,
        )
        return cls(select, menu.target)

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: ui.Item[Any],
        match: re.Match[str],
    ) -> Self:
        """What was clicked, rebuilt from the message that carries it."""
        if not isinstance(item, ui.Button | ui.Select):
            raise TypeError(f"{type(item).__name__} carries a button's custom_id")
        return cls(item, Address.of(match))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hands the click on. What is raised here would vanish in discord.py, so nothing is."""
        clicks: Clicked = interaction.client.clicks
        await clicks.handle(interaction, self.address)


def task_of(message: discord.Message) -> int | None:
    """The number of the task that a message's first button of ours belongs to, if it has one."""
    addresses = (Address.parse(custom_id) for custom_id in _custom_ids(message.components))
    return next((address.task for address in addresses if address is not None), None)


def _custom_ids(components: Iterable[Any]) -> Iterator[str]:
    for component in components:
        if isinstance(component, discord.Button):
            yield component.custom_id or ""
        yield from _custom_ids(getattr(component, "children", ()))


def link(key: Key, url: str) -> ui.Button[Any]:
    """A button that opens an address in the browser; Discord tells nobody of its clicks."""
    return ui.Button(label=key.label, style=discord.ButtonStyle.link, url=url)
