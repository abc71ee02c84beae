"""What is said of presets, and what is offered of them while somebody types."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Protocol

import discord
from discord import app_commands

from bot.core.presets import Preset
from bot.ui import admin, layout, prose, replies, rights, suggestions
from bot.ui.card import UPLOADED, Card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.service.presets import Shelf
    from bot.ui.replies import Interaction
    from bot.ui.services import Services

Choice = app_commands.Choice[str]

ROOM = 3000
"""Most characters of a list that stands in the message; what is longer comes as a file."""
NAME_ROOM = 60
TEXT_ROOM = 160
FILE = "presets.txt"


# -- whose they are --------------------------------------------------------------------------------
class Desk(Protocol):
    """Where presets are kept, one's own or a server's."""

    async def save(self, interaction: Interaction, name: str, text: str) -> None:
        """Keeps one. Raises `BadInput` or `BadPrompt` with nothing changed."""
        ...

    async def delete(self, interaction: Interaction, name: str) -> None:
        """Forgets one; raises `BadInput` when there is none."""
        ...

    async def show(self, interaction: Interaction) -> None:
        """Answers with what there is."""
        ...

    async def offer(self, interaction: discord.Interaction[Any], current: str) -> list[Choice]:
        """Those whose name or text holds what is typed."""
        ...


class Own:
    """A member's own."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def save(self, interaction: Interaction, name: str, text: str) -> None:
        """Keeps one. Raises `BadInput` or `BadPrompt` with nothing changed."""
        preset = Preset.parse(name, text)
        await self._services.presets.save(interaction.user.id, preset)
        await _say(interaction, self._services, "saved", preset.name)

    async def delete(self, interaction: Interaction, name: str) -> None:
        """Forgets one; raises `BadInput` when there is none."""
        await self._services.presets.delete(interaction.user.id, name)
        await _say(interaction, self._services, "deleted", name)

    async def show(self, interaction: Interaction) -> None:
        """Answers with one's own and the server's."""
        await _show(interaction, self._services, own=True)

    @suggestions.quietly
    async def offer(self, interaction: discord.Interaction[Any], current: str) -> list[Choice]:
        """One's own whose name or text holds what is typed."""
        return _choices((await _shelf(interaction, self._services)).own, current)


class Servers:
    """A server's, for everybody there; only for its managers."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def save(self, interaction: Interaction, name: str, text: str) -> None:
        """Keeps one. Raises `BadInput` or `BadPrompt` with nothing changed."""
        guild_id, preset = admin.guild_of(interaction), Preset.parse(name, text)
        await self._services.presets.save_for(guild_id, preset, by=interaction.user.id)
        await _say(interaction, self._services, "saved_for_all", preset.name)

    async def delete(self, interaction: Interaction, name: str) -> None:
        """Forgets one; raises `BadInput` when there is none."""
        guild_id = admin.guild_of(interaction)
        await self._services.presets.delete_for(guild_id, name, by=interaction.user.id)
        await _say(interaction, self._services, "deleted_for_all", name)

    async def show(self, interaction: Interaction) -> None:
        """Answers with the server's alone."""
        await _show(interaction, self._services, own=False)

    @suggestions.quietly
    async def offer(self, interaction: discord.Interaction[Any], current: str) -> list[Choice]:
        """The server's whose name or text holds what is typed."""
        return _choices((await _shelf(interaction, self._services)).server, current)


# -- what is said ----------------------------------------------------------------------------------
async def _show(interaction: Interaction, services: Services, *, own: bool) -> None:
    """Answers with what there is: one's own and the server's, or the server's alone."""
    shelf = await _shelf(interaction, services)
    texts, locale = services.texts, replies.locale(interaction)
    parts = [("mine", shelf.own if own else ()), ("servers", shelf.server)]
    said = "\n\n".join(
        "\n".join([texts.say(locale, f"presets.{title}"), *map(_line, presets)])
        for title, presets in parts
        if presets
    )
    title = texts.say(locale, "presets.title")
    said = said or texts.say(locale, "presets.none")
    if len(said) <= ROOM:
        await replies.present(interaction, layout.draw(Card(headline=title, body=said)))
        return
    every = [*(shelf.own if own else ()), *shelf.server]
    card = Card(headline=title, body=texts.say(locale, "presets.in_file"), file=UPLOADED + FILE)
    await replies.present(interaction, layout.draw(card), [_file(every)])


def _line(preset: Preset) -> str:
    name, text = prose.inert(preset.name, NAME_ROOM), prose.inert(preset.text, TEXT_ROOM)
    return f"**{name}** · {text}"


def _file(presets: Sequence[Preset]) -> discord.File:
    data = "\n\n".join(f"{one.name}\n{one.text}" for one in presets).encode("utf-8", "replace")
    return discord.File(io.BytesIO(data), filename=FILE)


async def _shelf(interaction: Interaction, services: Services) -> Shelf:
    asker = rights.asker(interaction)
    return await services.presets.shelf(asker.user_id, asker.guild_id)


async def _say(interaction: Interaction, services: Services, what: str, name: str) -> None:
    harmless = prose.inert(name, NAME_ROOM)
    locale = replies.locale(interaction)
    await replies.say(interaction, services.texts.say(locale, f"presets.{what}", name=harmless))


# -- what is offered -------------------------------------------------------------------------------
class Offers:
    """Every preset that a member can use where they are. Never raises."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @suggestions.quietly
    async def usable(self, interaction: discord.Interaction[Any], current: str) -> list[Choice]:
        """One's own first, then the server's, whose name or text holds what is typed."""
        return _choices((await _shelf(interaction, self._services)).offered, current)


def _choices(presets: Sequence[Preset], current: str) -> list[Choice]:
    sought = current.strip().casefold()
    return suggestions.choices(
        (f"{one.name} · {one.text}", one.name)
        for one in presets
        if sought in one.key or sought in one.text.casefold()
    )
