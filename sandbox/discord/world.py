"""The people, servers and channels the sandbox is populated with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import count

from sandbox.discord.permissions import EVERYTHING, MEMBER, NONE, Overwrite, Permission, resolve
from sandbox.discord.snowflake import Snowflakes

FOUNDED = 1_704_067_200  # 2024-01-01, in seconds since 1970
MEBIBYTE = 1 << 20
# Bytes a file may have by boost tier (Discord's docs, "Uploading Files").
FILE_LIMITS = {0: 10 * MEBIBYTE, 1: 10 * MEBIBYTE, 2: 50 * MEBIBYTE, 3: 100 * MEBIBYTE}


class ChannelKind(IntEnum):
    """Discord's channel types, as far as messages go here."""

    TEXT = 0
    DM = 1
    GROUP = 3
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12


@dataclass(eq=False)
class User:
    """An account: a person's or the bot's. `file_limit` is what Nitro lets it upload, in bytes."""

    id: int
    username: str
    name: str
    locale: str = "en-US"
    bot: bool = False
    installed: bool = False  # has the app installed for themselves
    takes_messages: bool = True  # from strangers, the bot included
    file_limit: int = FILE_LIMITS[0]


@dataclass(eq=False)
class Role:
    """A named set of permissions in a guild. `hoist` lists its members apart from the others."""

    id: int
    name: str
    permissions: Permission
    color: int = 0
    position: int = 0
    managed: bool = False
    hoist: bool = False


@dataclass(eq=False)
class Guild:
    """A server. `members` maps a user's id to the ids of their roles; the bot is one if invited."""

    id: int
    name: str
    owner: int
    locale: str = "en-US"
    tier: int = 0
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, set[int]] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)

    @property
    def file_limit(self) -> int:
        """The largest file a bot may send here, in bytes."""
        return FILE_LIMITS[self.tier]

    def permissions(self, user: int) -> Permission:
        """What a member may do in this server before channels have their say."""
        if user == self.owner:
            return EVERYTHING
        if user not in self.members:
            return NONE
        found = self.roles[self.id].permissions
        for role in self.members[user]:
            found |= self.roles[role].permissions
        return EVERYTHING if Permission.ADMINISTRATOR in found else found


@dataclass(eq=False)
class Channel:
    """A place for messages: in a guild, or (`people` set) a direct message."""

    id: int
    name: str
    kind: ChannelKind
    guild: Guild | None = None
    topic: str = ""
    nsfw: bool = False
    position: int = 0
    parent: Channel | None = None
    people: tuple[int, ...] = ()
    archived: bool = False
    overwrites: list[Overwrite] = field(default_factory=list)

    @property
    def thread(self) -> bool:
        """Whether this is a thread in another channel."""
        return self.kind in (ChannelKind.PUBLIC_THREAD, ChannelKind.PRIVATE_THREAD)

    def permissions(self, user: int) -> Permission:
        """What a user may do here."""
        if self.guild is None:
            return MEMBER if user in self.people else NONE
        if self.parent is not None:
            inherited = self.parent.permissions(user)
            open_to_all = self.kind is ChannelKind.PUBLIC_THREAD or user in self.people
            return inherited if open_to_all or Permission.MANAGE_THREADS in inherited else NONE
        if user not in self.guild.members:
            return NONE
        base, roles = self.guild.permissions(user), self.guild.members[user]
        return resolve(base, self.overwrites, self.guild.id, roles, user)

    def sees(self, user: int) -> bool:
        """Whether a user can see this channel."""
        return Permission.VIEW_CHANNEL in self.permissions(user)

    def change(self, target: int, kind: int, *, allow: Permission, deny: Permission) -> None:
        """Sets the overwrite of a role (`kind` 0) or member (`kind` 1)."""
        self.overwrites = [o for o in self.overwrites if (o.target, o.kind) != (target, kind)]
        if allow or deny:
            self.overwrites.append(Overwrite(target, kind, allow, deny))

    def forget(self, target: int) -> None:
        """Drops the overwrites of a role or member."""
        self.overwrites = [found for found in self.overwrites if found.target != target]


class World:
    """Everything that exists: one app and its bot, people, guilds and channels."""

    def __init__(self, clock: Callable[[], float], app_name: str) -> None:
        # What exists from the start has the same ids in every run, a minute apart.
        self.snowflakes = Snowflakes(count(FOUNDED, 60).__next__)
        self._clock = clock
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.emojis: dict[int, str] = {}  # custom ones of the app, by id
        self._dms: dict[tuple[int, ...], Channel] = {}
        self.app_name = app_name
        self.app_settings: dict[str, object] = {}  # what its portal says otherwise than usual
        self.bot = self.add_user(app_name.lower(), app_name, bot=True)
        self.app_owner = self.bot.id  # whoever runs the app; nobody yet
        self.app_id = self.bot.id  # one number for app and bot, as for every app since 2016

    def open(self) -> None:
        """From now on ids are of the moment they are made."""
        self.snowflakes.follow(self._clock)

    def add_user(
        self, username: str, name: str, *, locale: str = "en-US", bot: bool = False
    ) -> User:
        """A new account."""
        user = User(self.snowflakes.next(), username, name, locale, bot)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, owner: User, *, locale: str = "en-US") -> Guild:
        """A new server with its @everyone role and its owner in it; no channels, no bot."""
        guild = Guild(self.snowflakes.next(), name, owner.id, locale)
        guild.roles[guild.id] = Role(guild.id, "@everyone", MEMBER)
        guild.members[owner.id] = set()
        self.guilds[guild.id] = guild
        return guild

    def add_role(
        self,
        guild: Guild,
        name: str,
        permissions: Permission,
        *,
        color: int = 0,
        managed: bool = False,
        hoist: bool = False,
    ) -> Role:
        """A new role above the others of its guild."""
        place = max(role.position for role in guild.roles.values()) + 1
        role = Role(self.snowflakes.next(), name, permissions, color, place, managed, hoist)
        guild.roles[role.id] = role
        return role

    def invite_bot(self, guild: Guild) -> None:
        """Puts the bot into a guild, with the managed role Discord makes for it."""
        role = self.add_role(guild, self.app_name, MEMBER, managed=True)
        guild.members[self.bot.id] = {role.id}

    def add_channel(
        self,
        name: str,
        guild: Guild,
        *,
        topic: str = "",
        nsfw: bool = False,
        kind: ChannelKind = ChannelKind.TEXT,
        parent: Channel | None = None,
        people: tuple[int, ...] = (),
    ) -> Channel:
        """A new text channel, or a thread when `kind` and `parent` say so."""
        channel = Channel(
            self.snowflakes.next(),
            name,
            kind,
            guild,
            topic,
            nsfw,
            len(guild.channels),
            parent,
            people,
        )
        guild.channels[channel.id] = self.channels[channel.id] = channel
        return channel

    def dm(self, *people: User) -> Channel:
        """The direct messages between some people, made when they do not exist yet."""
        ids = tuple(sorted(person.id for person in people))
        if ids not in self._dms:
            kind = ChannelKind.GROUP if len(ids) > 2 else ChannelKind.DM
            channel = Channel(self.snowflakes.next(), "", kind, people=ids)
            self._dms[ids] = self.channels[channel.id] = channel
        return self._dms[ids]

    def remove_channel(self, channel: Channel) -> None:
        """Takes a channel out of the world."""
        self.channels.pop(channel.id, None)
        self._dms.pop(channel.people, None)
        if channel.guild is not None:
            channel.guild.channels.pop(channel.id, None)

    def knows(self, kind: str, number: int) -> bool:
        """Whether there is a `user`, `role` or `channel` with an id."""
        match kind:
            case "user":
                return number in self.users
            case "role":
                return any(number in guild.roles for guild in self.guilds.values())
        return number in self.channels

    def meets(self, user: User) -> bool:
        """Whether the bot may come across somebody: in a guild of both, or as an app of theirs."""
        together = (g for g in self.guilds.values() if self.bot.id in g.members)
        return user.installed or any(user.id in guild.members for guild in together)

    def humans(self) -> list[User]:
        """The people, in the order they came."""
        return [user for user in self.users.values() if not user.bot]

    def find_user(self, name: str) -> User:
        """A person by user name or shown name, whatever the case; raises KeyError."""
        wanted = name.casefold()
        for user in self.users.values():
            if wanted in (user.username.casefold(), user.name.casefold()):
                return user
        raise KeyError(name)

    def find_channel(self, name: str, guild: Guild | None = None) -> Channel:
        """A guild's channel by name (any guild's, if none is given); raises KeyError."""
        for channel in self.channels.values():
            if (
                channel.name == name
                and channel.guild is not None
                and guild in (None, channel.guild)
            ):
                return channel
        raise KeyError(name)
