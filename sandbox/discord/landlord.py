"""Changes to the world while it is running: people, guilds, channels, permissions."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sandbox.discord.board import Board
from sandbox.discord.echo import Echo
from sandbox.discord.permissions import NONE, Permission
from sandbox.discord.world import Channel, ChannelKind, Guild, User, World

_Change = Callable[[Permission, Permission], tuple[Permission, Permission]]


class Landlord:
    """Changes the world and tells the bot of it as Discord would; then tells `watchers`."""

    def __init__(self, world: World, home: Guild, board: Board, echo: Echo) -> None:
        self._world = world
        self._home = home
        self._board = board
        self._echo = echo
        self.watchers: list[Callable[[], None]] = []

    def add_person(self, name: str, *, locale: str = "en-US", guild: Guild | None = None) -> User:
        """A new person, a member of a guild (the first one, unless told)."""
        user = self._world.add_user(name.lower().replace(" ", ""), name, locale=locale)
        (guild or self._home).members[user.id] = set()
        self._world.dm(self._world.bot, user)
        self._tell()
        return user

    def add_guild(self, name: str, owner: User, *, invited: bool = True, tier: int = 0) -> Guild:
        """A new guild with a channel "general"; `invited` says whether the bot is in it."""
        guild = self._world.add_guild(name, owner)
        guild.tier = tier
        self._world.add_channel("general", guild)
        if invited:
            self._world.invite_bot(guild)
            self._echo.joined(guild)
        self._tell()
        return guild

    def add_channel(self, name: str, guild: Guild | None = None, *, nsfw: bool = False) -> Channel:
        """A new text channel."""
        channel = self._world.add_channel(name, guild or self._home, nsfw=nsfw)
        self._echo.channel("CREATE", channel)
        self._tell()
        return channel

    def add_thread(self, name: str, parent: Channel, *people: User) -> Channel:
        """A new thread: public, or private to some people when any are named."""
        if parent.guild is None:
            raise ValueError("There are no threads in direct messages.")
        kind = ChannelKind.PRIVATE_THREAD if people else ChannelKind.PUBLIC_THREAD
        ids = tuple(person.id for person in people)
        channel = self._world.add_channel(name, parent.guild, kind=kind, parent=parent, people=ids)
        self._echo.channel("CREATE", channel)
        self._tell()
        return channel

    def archive(self, thread: Channel, *, archived: bool = True) -> None:
        """Archives a thread, or brings it back."""
        thread.archived = archived
        self._echo.channel("UPDATE", thread)

    def delete_channel(self, channel: Channel) -> None:
        """Deletes a channel and everything in it."""
        self._board.clear(channel)
        self._echo.channel("DELETE", channel)
        self._world.remove_channel(channel)
        self._tell()

    def deny(self, channel: Channel, *names: str) -> None:
        """Takes permissions from the bot in a channel, by Discord's names."""
        denied = _named(names)
        self._permit(channel, lambda allow, deny: (allow & ~denied, deny | denied))

    def allow(self, channel: Channel, *names: str) -> None:
        """Gives the bot permissions in a channel, by Discord's names."""
        allowed = _named(names)
        self._permit(channel, lambda allow, deny: (allow | allowed, deny & ~allowed))

    def _permit(self, channel: Channel, change: _Change) -> None:
        bot = self._world.bot.id
        found = next((o for o in channel.overwrites if (o.target, o.kind) == (bot, 1)), None)
        allow, deny = change(*(found.allow, found.deny) if found else (NONE, NONE))
        channel.change(bot, 1, allow=allow, deny=deny)
        self._echo.channel("UPDATE", channel)

    def kick_bot(self, guild: Guild) -> None:
        """Removes the bot from a guild."""
        self._echo.left(guild)
        guild.members.pop(self._world.bot.id, None)
        self._tell()

    def _tell(self) -> None:
        for watcher in self.watchers:
            watcher()


def _named(names: Iterable[str]) -> Permission:
    """Permissions by their names; raises KeyError for an unknown one."""
    found = NONE
    for name in names:
        found |= Permission[name]
    return found
