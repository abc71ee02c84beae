"""Reads task messages, and holds what they show against what would be drawn now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import discord

from bot.core.reply import Route
from bot.ui import gallery, presenter
from bot.ui.buttons import STYLES
from bot.ui.card import Address
from bot.ui.display import ORIGINAL, webhook_of
from bot.ui.refusals import asking

if TYPE_CHECKING:
    from bot.core.reply import Reply
    from bot.core.task import Task
    from bot.ui.card import Card
    from bot.ui.texts import Texts


class DiscordLook:
    """The `Look` of `service.second_look`, over discord.py's own routes."""

    def __init__(self, *, client: discord.Client, texts: Texts) -> None:
        self._client = client
        self._texts = texts

    async def found(self, task: Task, reply: Reply, route: Route) -> Reply:
        """The reply as its message shows it, as `service.second_look.Look` says."""
        with asking(route, task.number):
            message = await self._read(reply, route)
        card = presenter.card(task, reply, self._texts)
        has_picture = _shows_picture(card, message)
        if has_picture and _says(card) == _said(message):
            return reply
        return reply.overwritten(picture=not has_picture)

    async def _read(self, reply: Reply, route: Route) -> discord.Message:
        if route is Route.TOKEN:
            webhook = webhook_of(self._client, reply.application_id, reply.token)
            return await webhook.fetch_message(ORIGINAL)
        channel = self._client.get_partial_messageable(reply.channel_id)
        return await channel.get_partial_message(reply.message_id or 0).fetch()


def _shows_picture(card: Card, message: discord.Message) -> bool:
    """Whether a message shows the card's picture, whose address Discord signs for each answer.

    One that carries a file which it does not show may name a picture that is not there any more.
    """
    if message.attachments:
        return False
    media = gallery.first(message.components)
    wanted, shown = card.picture, media and media.url
    return urlsplit(wanted or "").path == urlsplit(shown or "").path


def _says(card: Card) -> tuple[list[str], list[Any]]:
    """A card's texts and buttons: of these neither what Discord may write otherwise, nor whether
    they are off, since what a relay lacks may have been learnt after the last edit."""
    keys = [
        (key.target.custom_id, STYLES[key.style])
        for row in card.rows
        for key in row
        if isinstance(key.target, Address)
    ]
    return [text.strip() for text in card.texts], keys


def _said(message: discord.Message) -> tuple[list[str], list[Any]]:
    """The same of a message."""
    keys = [
        (part.custom_id, part.style)
        for part in gallery.walk(message.components)
        if isinstance(part, discord.Button) and part.custom_id
    ]
    return [text.strip() for text in gallery.texts(message.components)], keys
