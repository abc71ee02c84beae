"""What managers are told about the words that prompts may not hold."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import discord

from bot.core.blocklist import Blocklist, Entry, Kind, Level, asked_for
from bot.ui import admin, layout, prose, replies, suggestions
from bot.ui.card import UPLOADED, Card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.guild import GuildSettings
    from bot.ui.replies import Interaction
    from bot.ui.services import Services
    from bot.ui.texts import Texts

ROOM = 3000
"""Most characters of a list that stands in the message; what is longer comes as a file."""
WORD_ROOM = 110
FILE = "words.txt"


async def add(interaction: Interaction, services: Services, entry: Entry) -> None:
    """Adds a word or an expression, and says what becomes of prompts with it."""
    guild_id, by = interaction.guild_id or 0, interaction.user.id
    new = await services.wordlist.add(guild_id, entry, by=by)
    await _say(interaction, services, f"{entry.level}" if new else "as_before", entry.pattern)


async def allow(interaction: Interaction, services: Services, phrase: str) -> None:
    """Adds an exception."""
    guild_id, by = interaction.guild_id or 0, interaction.user.id
    new = await services.wordlist.allow(guild_id, phrase, by=by)
    await _say(interaction, services, "allowed" if new else "as_before", phrase)


async def remove(interaction: Interaction, services: Services, typed: str) -> None:
    """Removes an entry or an exception."""
    guild_id, by = interaction.guild_id or 0, interaction.user.id
    gone = await services.wordlist.remove(guild_id, typed, by=by)
    await _say(interaction, services, "removed" if gone else "unknown", typed)


async def test(interaction: Interaction, services: Services, prompt: str) -> None:
    """Says what would become of a prompt; nothing is counted or noted."""
    settings = await services.guilds.settings(interaction.guild_id)
    found = Blocklist(settings.words, settings.exceptions).find(asked_for(prompt))
    if found is None:
        await _say(interaction, services, "passes", prompt)
    else:
        await _say(interaction, services, f"test_{found.entry.level}", found.written)


async def show(interaction: Interaction, services: Services) -> None:
    """Answers with all of them; as a file where they are too many for a message."""
    settings = await services.guilds.settings(interaction.guild_id)
    texts, locale = services.texts, replies.locale(interaction)
    title = texts.say(locale, "words.title")
    said = "\n".join(_lines(settings, texts, locale)) or texts.say(locale, "words.none")
    if len(said) <= ROOM:
        await replies.present(interaction, layout.draw(Card(headline=title, body=said)))
        return
    file = discord.File(io.BytesIO(_file(settings, texts, locale)), filename=FILE)
    card = Card(headline=title, body=texts.say(locale, "words.in_file"), file=f"{UPLOADED}{FILE}")
    await replies.present(interaction, layout.draw(card), [file])


class Offers:
    """What can be removed, while a manager types."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @suggestions.quietly
    async def removable(
        self, interaction: Interaction, current: str
    ) -> list[discord.app_commands.Choice[str]]:
        """The entries and exceptions that hold what is typed; none for who may not manage them."""
        if not admin.manages(interaction):
            return []
        settings = await self._services.guilds.settings(interaction.guild_id)
        sought = current.strip().casefold()
        every = [*(entry.pattern for entry in settings.words), *settings.exceptions]
        return suggestions.choices((one, one) for one in every if sought in one.casefold())


def _lines(settings: GuildSettings, texts: Texts, locale: str) -> list[str]:
    """Each kind in a line of its own, its words hidden until somebody looks."""
    sorts = (
        *((str(level), _written(settings.words, level)) for level in Level),
        ("allowed", settings.exceptions),
    )
    return [
        texts.say(locale, f"words.list_{name}", words=_veiled(found))
        for name, found in sorts
        if found
    ]


def _written(entries: Sequence[Entry], level: Level) -> list[str]:
    return [_mark(entry) for entry in entries if entry.level is level]


def _mark(entry: Entry) -> str:
    """An entry as text: expressions stand between slashes."""
    return f"/{entry.pattern}/" if entry.kind is Kind.REGEX else entry.pattern


def _veiled(found: Sequence[str]) -> str:
    return f"||{' · '.join(prose.inert(one, WORD_ROOM) for one in found)}||"


def _file(settings: GuildSettings, texts: Texts, locale: str) -> bytes:
    parts = [
        (texts.say(locale, f"words.list_{level}", words=""), _written(settings.words, level))
        for level in Level
    ]
    parts.append((texts.say(locale, "words.list_allowed", words=""), list(settings.exceptions)))
    told = ["\n".join([title.strip(), *found]) for title, found in parts if found]
    return "\n\n".join(told).encode("utf-8", "replace")


async def _say(interaction: Interaction, services: Services, what: str, word: str) -> None:
    harmless = prose.inert(word, WORD_ROOM)
    sentence = services.texts.say(replies.locale(interaction), f"words.{what}", word=harmless)
    await replies.say(interaction, sentence)
