"""What happens in the world, told to the bot over the gateway."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sandbox.discord.board import CREATED, DELETED, Board
from sandbox.discord.errors import Json
from sandbox.discord.gateway import Gateway
from sandbox.discord.message import Message
from sandbox.discord.payloads import (
    gateway_channel_json,
    guild_create_json,
    guild_json,
    member_json,
    role_json,
    user_json,
)
from sandbox.discord.world import Channel, Guild, Role, User, World

MESSAGE_CONTENT = 1 << 15  # the intent without which guild messages come without their content
_CONTENT: Json = {"content": "", "embeds": [], "attachments": [], "components": []}


class Echo:
    """Sends the events of messages, channels, guilds, roles and members.

    Ephemeral messages cause none; those of members go to bots with the intent for them, except
    what becomes of the bot itself.
    """

    def __init__(self, world: World, board: Board, gateway: Gateway) -> None:
        self._world = world
        self._gateway = gateway
        board.watchers.append(self._message)

    def _message(self, change: str, message: Message) -> None:
        event = {CREATED: "MESSAGE_CREATE", DELETED: "MESSAGE_DELETE"}.get(change, "MESSAGE_UPDATE")
        guild = message.channel.guild
        place = guild.id if guild else None
        seen = message.channel.sees(self._world.bot.id)
        if message.ephemeral or not seen or not self._gateway.wanted(event, place):
            return
        if change == DELETED:
            data: Json = {"id": str(message.id), "channel_id": str(message.channel.id)}
            self._gateway.dispatch(event, data | ({"guild_id": str(place)} if place else {}), place)
            return
        data = message.event_json()
        hidden = guild is not None and message.author is not self._world.bot
        if hidden and not self._gateway.allowed_intents & MESSAGE_CONTENT:
            data |= _CONTENT
        self._gateway.dispatch(event, data, place)

    def channel(self, event: str, channel: Channel) -> None:
        """Tells of a channel: CHANNEL_CREATE, _UPDATE, _DELETE, or THREAD_ for a thread."""
        if channel.guild is None:
            return
        prefix = "THREAD" if channel.thread else "CHANNEL"
        if channel.thread and not channel.sees(self._world.bot.id):
            return
        data = gateway_channel_json(channel, self._world)
        self._gateway.dispatch(f"{prefix}_{event}", data, channel.guild.id)

    @contextmanager
    def sights(self, guild: Guild) -> Iterator[None]:
        """Tells of each channel that the bot sees after the block and did not before, or the other
        way round."""
        me = self._world.bot.id
        before = {channel.id for channel in guild.channels.values() if channel.sees(me)}
        yield
        for channel in guild.channels.values():
            if not channel.thread and channel.sees(me) != (channel.id in before):
                self.channel("UPDATE", channel)

    def role(self, event: str, guild: Guild, role: Role) -> None:
        """Tells of a role: GUILD_ROLE_CREATE, _UPDATE or _DELETE."""
        place = {"guild_id": str(guild.id)}
        what: Json = {"role_id": str(role.id)} if event == "DELETE" else {"role": role_json(role)}
        self._gateway.dispatch(f"GUILD_ROLE_{event}", place | what, guild.id)

    def member(self, event: str, guild: Guild, user: User) -> None:
        """Tells of a member: GUILD_MEMBER_ADD, _UPDATE or _REMOVE."""
        name, place = f"GUILD_MEMBER_{event}", {"guild_id": str(guild.id)}
        if user is self._world.bot:
            self._gateway.dispatch_own(name, place | member_json(guild, user), guild.id)
        elif event == "REMOVE":
            self._gateway.dispatch(name, place | {"user": user_json(user)}, guild.id)
        elif self._gateway.wanted(name, guild.id):
            self._gateway.dispatch(name, place | member_json(guild, user), guild.id)

    def changed(self, guild: Guild) -> None:
        """Tells that a guild has changed: GUILD_UPDATE."""
        self._gateway.dispatch("GUILD_UPDATE", guild_json(guild), guild.id)

    def joined(self, guild: Guild) -> None:
        """Tells that the bot is in a guild now."""
        self._gateway.dispatch("GUILD_CREATE", guild_create_json(guild, self._world), guild.id)

    def left(self, guild: Guild) -> None:
        """Tells that the bot was removed from a guild."""
        self._gateway.dispatch("GUILD_DELETE", {"id": str(guild.id)}, guild.id)
