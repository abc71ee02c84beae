"""The one dynamic item: every button and menu of every task message, for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, Self

import discord
from discord import ui
from discord.ui.select import BaseSelect

from bot.core.report import Style
from bot.ui.admin_options import DRAWN_IN, POSTED_IN
from bot.ui.card import TEMPLATE, Address, Key
from bot.ui.panel import Pick

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from bot.ui.card import Menu
    from bot.ui.panel import Picker

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


class TaskButton(ui.DynamicItem[ui.Button[Any] | BaseSelect[Any]], template=TEMPLATE):
    """A button or menu whose custom_id says all there is to know: nothing is kept per message.

    One class for all of them, since discord.py calls every template that matches; and never beside
    items of another kind in one view, since that takes this class out of the whole bot when the
    view ends.
    """

    def __init__(self, item: ui.Button[Any] | BaseSelect[Any], address: Address) -> None:
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
        """A menu of options that are named here."""
        values = menu.values or tuple(map(str, range(len(menu.options))))
        options = [
            discord.SelectOption(label=name, value=value, default=place in menu.chosen)
            for place, (name, value) in enumerate(zip(menu.options, values, strict=True))
        ]
        select: ui.Select[Any] = ui.Select(
            placeholder=menu.prompt or None,
            min_values=menu.least,
            max_values=menu.most or len(options),
            options=options,
            custom_id=menu.target.custom_id,
        )
        return cls(select, menu.target)

    @classmethod
    def picker(cls, picker: Picker) -> Self:
        """A menu that Discord fills itself."""
        return cls(_picker(picker), picker.target)

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: ui.Item[Any],
        match: re.Match[str],
    ) -> Self:
        """What was clicked, rebuilt from the message that carries it."""
        if not isinstance(item, ui.Button | BaseSelect):
            raise TypeError(f"{type(item).__name__} carries a button's custom_id")
        return cls(item, Address.of(match))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hands the click on. What is raised here would vanish in discord.py, so nothing is."""
        clicks: Clicked = interaction.client.clicks
        await clicks.handle(interaction, self.address)


def _picker(picker: Picker) -> BaseSelect[Any]:
    shape: dict[str, Any] = {
        "placeholder": picker.prompt,
        "min_values": 0,
        "max_values": picker.most,
        "custom_id": picker.target.custom_id,
    }
    match picker.pick:
        case Pick.ROLES:
            return ui.RoleSelect(default_values=_defaults(picker, discord.Role), **shape)
        case Pick.MEMBERS:
            return ui.UserSelect(default_values=_defaults(picker, discord.User), **shape)
        case Pick.PLACES | Pick.POSTS:
            kinds = DRAWN_IN if picker.pick is Pick.PLACES else POSTED_IN
            defaults = _defaults(picker, discord.abc.GuildChannel)
            return ui.ChannelSelect(channel_types=list(kinds), default_values=defaults, **shape)


def _defaults(picker: Picker, kind: type) -> list[discord.Object]:
    return [discord.Object(number, type=kind) for number in picker.chosen]


def task_of(message: discord.Message) -> int | None:
    """The number of the task that a message's first button of ours belongs to, if it has one."""
    addresses = (Address.parse(custom_id) for custom_id in _custom_ids(message.components))
    return next((address.task for address in addresses if address is not None), None)


def is_on(message: discord.Message | None, custom_id: str) -> bool:
    """Whether a message still has a button or menu, without which discord.py drops its click."""
    return message is not None and custom_id in _custom_ids(message.components)


def _custom_ids(components: Iterable[Any]) -> Iterator[str]:
    for component in components:
        if custom_id := getattr(component, "custom_id", None):
            yield custom_id
        yield from _custom_ids(getattr(component, "children", ()))
        if accessory := getattr(component, "accessory", None):
            yield from _custom_ids([accessory])


def link(key: Key, url: str) -> ui.Button[Any]:
    """A button that opens an address in the browser; Discord tells nobody of its clicks."""
    return ui.Button(label=key.label, style=discord.ButtonStyle.link, url=url)
