"""Who may see a task again, or what follows it, delete it or take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.core.asker import Asker
from bot.core.errors import NotAllowed
from bot.ui import permissions

if TYPE_CHECKING:
    from bot.core.reply import Reply
    from bot.core.task import Task
    from bot.ui.replies import Interaction
    from bot.ui.services import Reads


def asker(interaction: Interaction) -> Asker:
    """Who acts, and where, as Discord tells it with each interaction.

    Where somebody brought the app along to a server that the bot is not in, no server counts.
    """
    member, channel, may = interaction.user, interaction.channel, interaction.permissions
    return Asker(
        user_id=member.id,
        channel_id=interaction.channel_id or 0,
        guild_id=interaction.guild_id if interaction.is_guild_integration() else None,
        parent_id=above(channel),
        name=member.display_name,
        roles=_roles(member),
        moderates=may.manage_messages or may.manage_guild,
        manages=may.manage_guild,
        age_restricted=age_restricted(channel),
        lacking=permissions.lacking_here(interaction),
    )


def _roles(member: discord.User | discord.Member) -> frozenset[int]:
    if not isinstance(member, discord.Member):
        return frozenset()
    # By number: a role that the bot has not heard of yet counts all the same. The role that all
    # members have has the server's number.
    return frozenset({member.guild.id, *member._roles})  # noqa: SLF001


def above(channel: object) -> int | None:
    """The channel that a thread hangs from."""
    return channel.parent_id if isinstance(channel, discord.Thread) else None


def age_restricted(channel: object) -> bool:
    """Whether a channel of a server is age-restricted; a thread is as its channel is."""
    match channel:
        case discord.TextChannel() | discord.VoiceChannel() | discord.StageChannel():
            return channel.is_nsfw()
        case discord.Thread():
            return channel.parent is not None and channel.parent.is_nsfw()
        case _:
            return False


def check_tidying(interaction: Interaction, task: Task, reason: str) -> None:
    """Raises `NotAllowed` (`reason`) unless the task is theirs, or made where they moderate.

    A moderator manages the messages of that very channel, or the whole server. Discord tells with
    each click what a member may do in the channel of the click.
    """
    if interaction.user.id == task.user_id or _moderates(interaction, task):
        return
    raise NotAllowed(reason)


def _moderates(interaction: Interaction, task: Task) -> bool:
    if task.guild_id is None or interaction.guild_id != task.guild_id:
        return False
    may = interaction.permissions
    return may.manage_guild or (may.manage_messages and interaction.channel_id == task.channel_id)


def may_see(interaction: Interaction, task: Task, reply: Reply) -> bool:
    """Whether whoever acts may see this task here: their own, or one they could see where it is.

    Never one of another server, never a private one of somebody else, nor what somebody took back.
    """
    if interaction.user.id == task.user_id:
        return True
    if reply.ephemeral or task.muted or task.removed:
        return False
    if interaction.channel_id == task.channel_id:
        return True
    return interaction.guild_id == task.guild_id and _sees_channel(interaction, task.channel_id)


async def is_private(interaction: Interaction, reads: Reads, task: int) -> bool:
    """Whether what follows a click or a form is for its member's eyes only.

    It is where the task's own message is private; and where that stands elsewhere, if what was
    clicked on is: others here may not be able to see the one there.
    """
    reply, message = await reads.reply(task), interaction.message
    if reply is None:
        return False
    hidden = message is not None and message.flags.ephemeral
    return reply.ephemeral or (hidden and reply.channel_id != interaction.channel_id)


def _sees_channel(interaction: Interaction, channel_id: int) -> bool:
    """Whether a member sees another channel of the same server; what is not known they do not."""
    guild, member = interaction.guild, interaction.user
    if guild is None or not isinstance(member, discord.Member):
        return False
    channel = guild.get_channel_or_thread(channel_id)
    if channel is None or (isinstance(channel, discord.Thread) and channel.is_private()):
        return False
    try:
        return channel.permissions_for(member).view_channel
    except discord.ClientException:  # a thread whose channel is not known
        return False
