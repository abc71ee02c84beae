"""The one dynamic item: every button of every task message, for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, Self

import discord
from discord import ui

from bot.core.report import Style
from bot.ui.card import TEMPLATE, Address, Key

if TYPE_CHECKING:
    import re

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


class TaskButton(ui.DynamicItem[ui.Button[Any]], template=TEMPLATE):
    """A button whose custom_id says all there is to know: nothing is kept per message.

    One class for all of them, since discord.py calls every template that matches; and never beside
    items of another kind in one view, since that takes this class out of the whole bot when the
    view ends.
    """

    def __init__(self, button: ui.Button[Any], address: Address) -> None:
        super().__init__(button)
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
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: ui.Item[Any],
        match: re.Match[str],
    ) -> Self:
        """The button that was clicked, rebuilt from the message that carries it."""
        if not isinstance(item, ui.Button):
            raise TypeError(f"{type(item).__name__} carries a button's custom_id")
        return cls(item, Address.of(match))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hands the click on. What is raised here would vanish in discord.py, so nothing is."""
        clicks: Clicked = interaction.client.clicks
        await clicks.handle(interaction, self.address)


def link(key: Key, url: str) -> ui.Button[Any]:
    """A button that opens an address in the browser; Discord tells nobody of its clicks."""
    return ui.Button(label=key.label, style=discord.ButtonStyle.link, url=url)
