"""A picture that the relay has lost, drawn anew by the same prompt and seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ui import replies, rights
from bot.ui.promising import promised

if TYPE_CHECKING:
    from bot.ui.replies import Interaction
    from bot.ui.services import Services


async def redraw(interaction: Interaction, services: Services, number: int) -> None:
    """Makes a new task of it, in a reply that is promised first: the seed may take a minute."""
    hidden = await rights.is_private(interaction, services.reads, number)
    async with promised(interaction, services, ephemeral=hidden) as taken:
        redrawing = await services.recovery.redraw(number)
        await replies.take_over(
            interaction,
            services.tasks,
            redrawing.request,
            prompt=redrawing.request.prompt,
            ephemeral=taken.is_ephemeral() if taken else hidden,
            message_id=taken.message_id if taken else None,
        )
