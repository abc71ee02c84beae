"""The picture in somebody's message, wherever it stands there, as long as Discord keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import discord
from discord.http import Route

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HOSTS = frozenset(
    {
        "cdn.discordapp.com",
        "media.discordapp.net",
        "images-ext-1.discordapp.net",
        "images-ext-2.discordapp.net",
    }
)
"""Where Discord keeps attachments and its own copies of pictures from elsewhere."""
_FOLDERS = ("/attachments/", "/ephemeral-attachments/")
_Part = discord.Message | discord.MessageSnapshot


def find(message: discord.Message) -> str | None:
    """The address of a message's first picture: attached, embedded, in a gallery, or forwarded.

    Only Discord's own addresses: where a message shows a picture from elsewhere, Discord's copy.
    """
    parts: tuple[_Part, ...] = (message, *message.message_snapshots)
    return next((url for part in parts for url in _addresses(part) if is_discords(url)), None)


def is_discords(url: str) -> bool:
    """Whether an address is one of Discord's own for files.

    Where the bot talks to another place instead of Discord, files are there too.
    """
    try:
        parts = urlsplit(url)
        host, place = parts.hostname, parts.netloc
    except ValueError:
        return False
    if parts.scheme == "https" and host in HOSTS and place == host:
        return True
    # Such a place has more than files; ways out of their folders lead to the rest.
    inside = ".." not in unquote(unquote(parts.path)).replace("\\", "/").split("/")
    return place == urlsplit(Route.BASE).netloc and parts.path.startswith(_FOLDERS) and inside


def _addresses(part: _Part) -> Iterator[str]:
    for attachment in part.attachments:
        if (attachment.content_type or "image/").startswith("image/"):
            yield attachment.url
    for item in _media(part.components):
        yield item.url if item.attachment_id else item.proxy_url or ""
    for embed in part.embeds:
        yield from (found.proxy_url or "" for found in (embed.image, embed.thumbnail))


def _media(components: Iterable[Any]) -> Iterator[discord.UnfurledMediaItem]:
    """What the components of a message show, in order."""
    for component in components:
        match component:
            case discord.MediaGalleryComponent():
                yield from (item.media for item in component.items)
            case discord.ThumbnailComponent():
                yield component.media
            case discord.SectionComponent():
                yield from _media([component.accessory])
            case discord.Container():
                yield from _media(component.children)
            case _:
                pass  # texts, buttons, files: nothing that is seen
