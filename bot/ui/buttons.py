"""Every button and menu of every message, for ever: a custom_id says all there is to know.

Nothing is kept for them. The client has each click from Discord itself (`on_interaction`); what
discord.py would find for one by the message that it was made on, it finds only while the button is
still there, and drops the click without a word where it is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui
from discord.ui.select import BaseSelect

from bot.core.report import Style
from bot.ui.admin_options import DRAWN_IN, POSTED_IN
from bot.ui.card import Address, Key
from bot.ui.panel import Pick

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.ui.card import Menu
    from bot.ui.panel import Picker

STYLES = {
    Style.PRIMARY: discord.ButtonStyle.primary,
    Style.SECONDARY: discord.ButtonStyle.secondary,
    Style.SUCCESS: discord.ButtonStyle.success,
    Style.DANGER: discord.ButtonStyle.danger,
}


def button(key: Key, address: Address) -> ui.Button[Any]:
    """The button of a key."""
    return ui.Button(
        label=key.label or None,
        emoji=key.emoji or None,
        style=STYLES[key.style],
        disabled=key.disabled,
        custom_id=_custom_id(address),
    )


def menu(menu: Menu) -> ui.Select[Any]:
    """A menu of options that are named here."""
    values = menu.values or tuple(map(str, range(len(menu.options))))
    options = [
        discord.SelectOption(label=name, value=value, default=place in menu.chosen)
        for place, (name, value) in enumerate(zip(menu.options, values, strict=True))
    ]
    return ui.Select(
        placeholder=menu.prompt or None,
        min_values=menu.least,
        max_values=menu.most or len(options),
        options=options,
        custom_id=_custom_id(menu.target),
    )


def picker(picker: Picker) -> BaseSelect[Any]:
    """A menu that Discord fills itself."""
    shape: dict[str, Any] = {
        "placeholder": picker.prompt,
        "min_values": 0,
        "max_values": picker.most,
        "custom_id": _custom_id(picker.target),
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


def _custom_id(address: Address) -> str:
    """Raises `ValueError` for what would not be read back: nobody would answer its clicks."""
    custom_id = address.custom_id
    if Address.parse(custom_id) != address:
        raise ValueError(f"{custom_id!r} is no address")
    return custom_id


def _defaults(picker: Picker, kind: type) -> list[discord.Object]:
    return [discord.Object(number, type=kind) for number in picker.chosen]


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
