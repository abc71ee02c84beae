"""The server a demo starts in: its channels and the people who use it."""

from __future__ import annotations

from sandbox.discord.permissions import MEMBER, MODERATOR, NONE, Permission
from sandbox.discord.world import Channel, Guild, Role, World


def furnish(world: World) -> Guild:
    """Fills a new world with the guild "Studio": channels, roles, people; gives the guild."""
    ada = world.add_user("ada", "Ada")
    bo = world.add_user("bo", "Bo", locale="en-GB")
    chen = world.add_user("chen", "Chen", locale="zh-CN")
    mira = world.add_user("mira", "Mod Mira")
    nadia = world.add_user("nadia", "Nadia")
    studio = world.add_guild("Studio", nadia)
    world.invite_bot(studio)
    artist = world.add_role(studio, "Artist", MEMBER, color=0x9B6DFF)
    regular = world.add_role(studio, "Regular", MEMBER, color=0x3BA55D)
    moderator = world.add_role(studio, "Moderator", MODERATOR, color=0xF0A02E, hoist=True)
    owner = world.add_role(studio, "Owner", MODERATOR, color=0xED5565, hoist=True)
    for person, role in (
        (ada, artist),
        (bo, regular),
        (chen, artist),
        (mira, moderator),
        (nadia, owner),
    ):
        studio.members[person.id] = {role.id}
    world.add_channel("gallery", studio, topic="Make pictures here: /imagine")
    world.add_channel("general", studio, topic="Anything and everything")
    world.add_channel("sketches", studio, topic="Try things out")
    world.add_channel("night-owls", studio, topic="Adults only", nsfw=True)
    staff = world.add_channel("staff", studio, topic="Moderators only")
    _only_for(moderator, staff)
    for person in world.humans():
        world.dm(world.bot, person)
    supporters = world.add_role(studio, "Supporters", MEMBER, color=0xE87BB0, hoist=True)
    supporters.position = moderator.position  # whoever leads stands above
    moderator.position, owner.position = moderator.position + 1, owner.position + 1
    studio.members[bo.id].add(supporters.id)
    log = world.add_channel("mod-log", studio, topic="What the bot tells moderators")
    _only_for(moderator, log)
    log.change(world.bot.id, 1, allow=Permission.VIEW_CHANNEL, deny=NONE)
    world.app_owner = nadia.id
    world.open()
    return studio


def _only_for(role: Role, channel: Channel) -> None:
    """Hides a channel from everybody but a role."""
    if channel.guild is not None:
        channel.change(channel.guild.id, 0, allow=NONE, deny=Permission.VIEW_CHANNEL)
    channel.change(role.id, 0, allow=Permission.VIEW_CHANNEL, deny=NONE)
