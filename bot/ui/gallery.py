"""What a message shows: its texts, and its galleries' pictures, which it does not list as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

if TYPE_CHECKING:
    from collections.abc import Iterable


def first(components: Iterable[Any]) -> discord.UnfurledMediaItem | None:
    """The first picture of a message's galleries, with Discord's fresh address of it."""
    galleries = (c for c in walk(components) if isinstance(c, discord.MediaGalleryComponent))
    return next((item.media for gallery in galleries for item in gallery.items), None)


def texts(components: Iterable[Any]) -> Iterable[str]:
    """Every text, in order."""
    return (c.content for c in walk(components) if isinstance(c, discord.TextDisplay))


def walk(components: Iterable[Any]) -> Iterable[Any]:
    """Every component, those inside others too."""
    for component in components:
        yield component
        yield from walk(getattr(component, "children", ()))
