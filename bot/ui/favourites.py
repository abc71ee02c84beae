"""A member's own favourites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ui import replies

if TYPE_CHECKING:
    from bot.ui.replies import Interaction
    from bot.ui.services import Services


async def turn(interaction: Interaction, services: Services, number: int) -> None:
    """Keeps a result for whoever clicks, or no longer; says which. It is their own business."""
    user = interaction.user.id
    keep = number not in await services.history.favourites(user, [number])
    await services.history.favour(user, number, keep=keep)
    key = "own.kept" if keep else "own.dropped"
    said = services.texts.say(replies.locale(interaction), key, number=number)
    await replies.say(interaction, said)
