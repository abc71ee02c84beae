"""/admin words: what prompts may not hold here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.core.blocklist import ENTRY_LIMIT, Entry, Kind, Level
from bot.ui import admin_words
from bot.ui.translator import Wording, choice

if TYPE_CHECKING:
    from bot.ui.services import Services

Interaction = discord.Interaction[Any]
Word = Range[str, 1, ENTRY_LIMIT]

COMMANDS: dict[str, tuple[str, ...]] = {
    "words.add": ("word", "level", "kind"),
    "words.remove": ("word",),
    "words.except": ("phrase",),
    "words.list": (),
    "words.test": ("prompt",),
}


def add(group: app_commands.Group, services: Services) -> None:
    """Adds the subcommands."""
    wording = Wording(services.texts, "admin.words")
    words = app_commands.Group(name=wording.name, description=wording.description, parent=group)
    _add(words, services)
    _remove(words, services)
    _except(words, services)
    _look(words, services)


def _add(words: app_commands.Group, services: Services) -> None:
    wording, texts = Wording(services.texts, "admin.words.add"), services.texts

    @words.command(name=wording.name, description=wording.description)
    @app_commands.rename(**wording.names(COMMANDS["words.add"]))
    @app_commands.describe(**wording.descriptions(COMMANDS["words.add"]))
    @app_commands.choices(
        level=[choice(texts, f"level_{level}", level) for level in Level],
        kind=[choice(texts, f"kind_{kind}", kind) for kind in Kind],
    )
    async def command(
        interaction: Interaction,
        word: Word,
        level: str = Level.BLOCKED,
        kind: str = Kind.WORD,
    ) -> None:
        entry = Entry.parse(word, Kind(kind), Level(level))
        await admin_words.add(interaction, services, entry)


def _remove(words: app_commands.Group, services: Services) -> None:
    wording = Wording(services.texts, "admin.words.remove")
    offers = admin_words.Offers(services)

    @words.command(name=wording.name, description=wording.description)
    @app_commands.rename(**wording.names(COMMANDS["words.remove"]))
    @app_commands.describe(**wording.descriptions(COMMANDS["words.remove"]))
    @app_commands.autocomplete(word=offers.removable)
    async def command(interaction: Interaction, word: Word) -> None:
        await admin_words.remove(interaction, services, word)


def _except(words: app_commands.Group, services: Services) -> None:
    wording = Wording(services.texts, "admin.words.except")

    @words.command(name=wording.name, description=wording.description)
    @app_commands.rename(**wording.names(COMMANDS["words.except"]))
    @app_commands.describe(**wording.descriptions(COMMANDS["words.except"]))
    async def command(interaction: Interaction, phrase: Word) -> None:
        await admin_words.allow(interaction, services, phrase)


def _look(words: app_commands.Group, services: Services) -> None:
    listed = Wording(services.texts, "admin.words.list")
    tested = Wording(services.texts, "admin.words.test")

    @words.command(name=listed.name, description=listed.description)
    async def show(interaction: Interaction) -> None:
        await admin_words.show(interaction, services)

    @words.command(name=tested.name, description=tested.description)
    @app_commands.rename(**tested.names(COMMANDS["words.test"]))
    @app_commands.describe(**tested.descriptions(COMMANDS["words.test"]))
    async def test(interaction: Interaction, prompt: Range[str, 1, 6000]) -> None:
        await admin_words.test(interaction, services, prompt)
