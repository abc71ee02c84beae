"""All of a server's settings at a glance, and the trail of what happened there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ui import admin, admin_notes, layout, replies, trail_words
from bot.ui.card import Address, Card, Key, Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.audit import Happening
    from bot.ui.replies import Interaction
    from bot.ui.services import Services

PAGE = 8
"""Lines of the trail on one page."""
ROOM = 3600
"""Characters of all lines together; Discord's limit for the whole message is 4000."""


async def settings(interaction: Interaction, services: Services) -> None:
    """Every setting in words, with what is wrong with them."""
    guild_id = admin.guild_of(interaction)
    found = await services.guilds.settings(guild_id)
    texts, locale = services.texts, replies.locale(interaction)
    lines = [admin.line(name, found, texts, locale) for name in admin.NAMES]
    notes = admin_notes.of(interaction.guild, found, texts, locale, only=admin.NAMES)
    card = Card(
        headline=texts.say(locale, "admin.title"),
        body="\n".join(lines),
        line="\n".join(notes),
    )
    await replies.present(interaction, layout.draw(card))


async def trail(interaction: Interaction, services: Services) -> None:
    """The newest page of the trail."""
    card = await _page(interaction, services, None)
    await replies.present(interaction, layout.draw(card))


async def turn(interaction: Interaction, services: Services, address: Address) -> None:
    """Another page in the place of the one that was clicked on: what is older than a line, or the
    newest (0).
    """
    card = await _page(interaction, services, address.task or None)
    await replies.redraw(interaction, layout.draw(card))


async def _page(interaction: Interaction, services: Services, before: int | None) -> Card:
    guild_id = admin.guild_of(interaction)
    texts, locale = services.texts, replies.locale(interaction)
    found = await services.trail.page(guild_id, before=before, limit=PAGE + 1)
    shown = _fitting([(line, _line(line, services, locale)) for line in found[:PAGE]])
    keys: list[Key] = []
    if before:
        keys.append(Key(texts.say(locale, "admin.newest"), Address(Verb.TRAIL, 0)))
    if len(found) > len(shown):
        older = Address(Verb.TRAIL, shown[-1][0].number)
        keys.append(Key(texts.say(locale, "buttons.older"), older))
    return Card(
        headline=texts.say(locale, "admin.trail"),
        body="\n".join(said for _, said in shown) or texts.say(locale, "admin.trail_empty"),
        rows=(tuple(keys),) if keys else (),
    )


def _line(line: Happening, services: Services, locale: str) -> str:
    said = trail_words.sentence(line, services.texts, locale, services.guilds.file)
    return f"<t:{int(line.at)}:R> {said}"


def _fitting(lines: Sequence[tuple[Happening, str]]) -> list[tuple[Happening, str]]:
    """The first lines, as many as fit into a message; one at least."""
    kept: list[tuple[Happening, str]] = []
    room = ROOM
    for one in lines:
        room -= len(one[1]) + 1
        if room < 0 and kept:
            break
        kept.append(one)
    return kept
