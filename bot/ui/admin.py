"""What all commands of a server's managers do: who may, and what is said of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import NotAllowed
from bot.core.guild import check_manager
from bot.service.guilds import changed
from bot.ui import replies, rights, setting_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.guild import GuildSettings
    from bot.ui.replies import Interaction
    from bot.ui.services import Services


def manages(interaction: Interaction) -> bool:
    """Whether whoever acts may settle things here, by what Discord says of them at this moment."""
    try:
        check_manager(rights.asker(interaction))
    except NotAllowed:
        return False
    return True


async def settle(
    interaction: Interaction,
    services: Services,
    how: Callable[[GuildSettings], GuildSettings],
) -> None:
    """Changes the server's settings and says in private what holds now."""
    guild_id, actor = interaction.guild_id or 0, interaction.user.id
    before = await services.guilds.settings(guild_id)
    after = await services.guilds.settle(guild_id, how, actor=actor)
    texts, locale = services.texts, replies.locale(interaction)
    lines = [
        texts.say(
            locale,
            "admin.now",
            name=texts.say(locale, f"admin.names.{name}"),
            value=setting_words.value(name, after, texts, locale),
        )
        for name in changed(before, after)
    ]
    await replies.say(interaction, "\n".join(lines) or texts.say(locale, "admin.as_before"))
