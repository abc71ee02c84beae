"""Members who may ask for nothing: blocked, let in again and listed, by moderators."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord

from bot.core import durations
from bot.core.errors import BadInput, NotAllowed
from bot.ui import layout, prose, replies, suggestions
from bot.ui.card import Card

if TYPE_CHECKING:
    from bot.core.guild_ports import Block
    from bot.ui.replies import Interaction
    from bot.ui.services import Services
    from bot.ui.texts import Texts

Choice = discord.app_commands.Choice[str]

REASON_LIMIT = 200
SHOWN = 20
"""Most blocks in one answer, the newest ones."""
NO_ID = 2**63
"""Discord's ids are smaller, and no larger number can be stored."""
_NAMED = re.compile(r"(?:<@!?)?([1-9]\d{0,18})>?")


def moderates(interaction: Interaction) -> bool:
    """Whether whoever acts may block members here.

    Those may who manage the server or the messages of this channel, or may time members out.
    """
    may = interaction.permissions
    return may.manage_guild or may.manage_messages or may.moderate_members


def check_moderator(interaction: Interaction) -> None:
    """Raises `NotAllowed` for whoever may not block members here."""
    if not moderates(interaction):
        raise NotAllowed("not_a_moderator")


async def block(
    interaction: Interaction,
    services: Services,
    member: discord.User | discord.Member | None,
    left: str | None,
    *,
    reason: str,
    duration: str,
) -> None:
    """Blocks a member, or somebody who has left by their id; says what became of their tasks."""
    check_moderator(interaction)
    user_id = _whom(interaction, member, left)
    seconds = durations.read(duration)
    guild_id, by = interaction.guild_id or 0, interaction.user.id
    why = prose.clean(reason)
    if not why:
        raise BadInput("reason_empty")
    after = await services.blocks.block(guild_id, user_id, by=by, reason=why, seconds=seconds)
    texts, locale = services.texts, replies.locale(interaction)
    said = [_done(user_id, seconds, services, interaction)]
    if after.withdrawn:
        said.append(texts.say(locale, "blocks.withdrawn", count=after.withdrawn))
    if after.running:
        said.append(texts.say(locale, "blocks.running", count=after.running))
    await replies.say(interaction, "\n".join(said))


async def unblock(interaction: Interaction, services: Services, typed: str) -> None:
    """Lets a member in again."""
    check_moderator(interaction)
    user_id = _number(typed)
    guild_id, by = interaction.guild_id or 0, interaction.user.id
    was = await services.blocks.unblock(guild_id, user_id, by=by)
    key = "blocks.unblocked" if was else "blocks.not_blocked"
    said = services.texts.say(replies.locale(interaction), key, member=f"<@{user_id}>")
    await replies.say(interaction, said)


async def show(interaction: Interaction, services: Services) -> None:
    """Answers with everybody who is blocked."""
    check_moderator(interaction)
    texts, locale = services.texts, replies.locale(interaction)
    found = await services.blocks.listed(interaction.guild_id or 0)
    lines = [_line(block, texts, locale) for block in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(texts.say(locale, "blocks.more", count=len(found) - SHOWN))
    said = "\n".join(lines) or texts.say(locale, "blocks.none")
    card = Card(headline=texts.say(locale, "blocks.title"), body=said)
    await replies.present(interaction, layout.draw(card))


class Offers:
    """What is offered while a moderator types; names for nobody else, since Discord asks before it
    is checked who may use the command. Never raises.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    async def durations(self, interaction: Interaction, current: str) -> list[Choice]:
        """The usual durations, and what is typed where it is one."""
        texts, locale = self._services.texts, replies.locale(interaction)
        usual = [(texts.say(locale, f"durations.{one}"), one) for one in durations.OFFERED]
        sought = current.strip().casefold()
        fitting = [one for one in usual if sought in one[0].casefold() or sought == one[1]]
        return suggestions.choices(fitting or _typed(current))

    @suggestions.quietly
    async def seen(self, interaction: Interaction, current: str) -> list[Choice]:
        """Those who were seen here and are called by what is typed."""
        if not moderates(interaction):
            return []
        found = await self._services.blocks.seen(interaction.guild_id or 0, current.strip())
        return suggestions.choices((f"{name} · {user_id}", str(user_id)) for user_id, name in found)

    @suggestions.quietly
    async def blocked(self, interaction: Interaction, current: str) -> list[Choice]:
        """Those who are blocked and are called by what is typed."""
        if not moderates(interaction):
            return []
        found = await self._services.blocks.named(interaction.guild_id or 0)
        sought = current.strip().casefold()
        named = ((f"{name} · {user_id}", str(user_id)) for user_id, name in found)
        return suggestions.choices((name, one) for name, one in named if sought in name.casefold())


def _typed(current: str) -> list[tuple[str, str]]:
    try:
        durations.read(current)
    except BadInput:
        return []
    return [(current, current)]


def _whom(
    interaction: Interaction, member: discord.User | discord.Member | None, left: str | None
) -> int:
    """Who is to be blocked; raises `BadInput` for nobody, and for those who cannot be."""
    if (member is None) == (left is None):
        raise BadInput("block_whom")
    user_id = member.id if member else _number(left or "")
    if user_id == interaction.user.id:
        raise BadInput("block_oneself")
    if member is not None and member.bot:
        raise BadInput("block_bot")
    if isinstance(member, discord.Member) and _manages(member):
        raise BadInput("block_manager")
    return user_id


def _manages(member: discord.Member) -> bool:
    may = member.resolved_permissions
    return may is not None and may.manage_guild


def _number(typed: str) -> int:
    """The id in a mention or an id. Raises `BadInput`."""
    match = _NAMED.fullmatch(typed.strip())
    if match is None or int(match[1]) >= NO_ID:
        raise BadInput("member_unknown", typed=typed[:60])
    return int(match[1])


def _done(user_id: int, seconds: int | None, services: Services, interaction: Interaction) -> str:
    texts, locale, member = services.texts, replies.locale(interaction), f"<@{user_id}>"
    if seconds is None:
        return texts.say(locale, "blocks.blocked_for_good", member=member)
    until = int(interaction.created_at.timestamp() + seconds)
    return texts.say(locale, "blocks.blocked", member=member, until=f"<t:{until}:f>")


def _line(block: Block, texts: Texts, locale: str) -> str:
    until = None if block.until is None else f"<t:{int(block.until)}:f>"
    values = {
        "member": f"<@{block.user_id}>",
        "by": f"<@{block.by}>",
        "reason": prose.inert(block.reason, 120),
    }
    if until is None:
        return texts.say(locale, "blocks.entry_for_good", **values)
    return texts.say(locale, "blocks.entry", until=until, **values)
