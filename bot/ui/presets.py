"""What is said of presets, and what is offered of them while somebody types."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import discord
import structlog
from discord import app_commands

from bot.core.presets import Preset
from bot.ui import admin, layout, prose, replies, rights, suggestions
from bot.ui.card import UPLOADED, Card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.service.presets import Shelf
    from bot.ui.replies import Interaction
    from bot.ui.services import Services

log = structlog.get_logger(__name__)

Choice = app_commands.Choice[str]

ROOM = 3000
"""Most characters of a list that stands in the message; what is longer comes as a file."""
NAME_ROOM = 60
TEXT_ROOM = 160
FILE = "presets.txt"


# -- commands --------------------------------------------------------------------------------------
async def save(interaction: Interaction, services: Services, name: str, text: str) -> None:
    """Keeps a member's own preset. Raises `BadInput` or `BadPrompt` with nothing changed."""
    preset = Preset.parse(name, text)
    await services.presets.save(interaction.user.id, preset)
    await _say(interaction, services, "saved", preset.name)


async def delete(interaction: Interaction, services: Services, name: str) -> None:
    """Forgets a member's own preset."""
    await services.presets.delete(interaction.user.id, name)
    await _say(interaction, services, "deleted", name)


async def save_for_all(interaction: Interaction, services: Services, name: str, text: str) -> None:
    """Keeps a preset of the server. Raises as `save` does."""
    guild_id = admin.guild_of(interaction)
    preset = Preset.parse(name, text)
    await services.presets.save_for(guild_id, preset, by=interaction.user.id)
    await _say(interaction, services, "saved_for_all", preset.name)


async def delete_for_all(interaction: Interaction, services: Services, name: str) -> None:
    """Forgets a preset of the server."""
    guild_id = admin.guild_of(interaction)
    await services.presets.delete_for(guild_id, name, by=interaction.user.id)
    await _say(interaction, services, "deleted_for_all", name)


async def show(interaction: Interaction, services: Services, *, own: bool = True) -> None:
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


# -- offers ----------------------------------------------------------------------------------------
class Offers:
    """Presets whose name or text holds what is typed. None of them raises."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def usable(self, interaction: discord.Interaction[Any], current: str) -> list[Choice]:
        """One's own first, then the server's."""
        shelf = await self._known(interaction)
        return _choices(shelf.offered if shelf else (), current)

    async def own(self, interaction: discord.Interaction[Any], current: str) -> list[Choice]:
        """One's own."""
        shelf = await self._known(interaction)
        return _choices(shelf.own if shelf else (), current)

    async def servers(self, interaction: discord.Interaction[Any], current: str) -> list[Choice]:
        """The server's."""
        shelf = await self._known(interaction)
        return _choices(shelf.server if shelf else (), current)

    async def _known(self, interaction: discord.Interaction[Any]) -> Shelf | None:
        try:
            return await _shelf(interaction, self._services)
        except Exception as error:  # noqa: BLE001  (no suggestion is worth an error in the log)
            log.info("no presets", error=repr(error))
            return None


def _choices(presets: Sequence[Preset], current: str) -> list[Choice]:
    sought = current.strip().casefold()
    return suggestions.choices(
        (f"{one.name} · {one.text}", one.name)
        for one in presets
        if sought in one.key or sought in one.text.casefold()
    )
