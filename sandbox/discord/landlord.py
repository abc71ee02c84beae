"""Changes to the world while it is running: guilds, channels, and what the bot may do in them."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.discord.board import Board
from sandbox.discord.echo import Echo
from sandbox.discord.permissions import NONE, Permission, named
from sandbox.discord.registry import Account, Registry
from sandbox.discord.world import Channel, ChannelKind, Guild, Role, User, World

_Change = Callable[[Permission, Permission], tuple[Permission, Permission]]


class Landlord(Registry):
    """Changes the world and tells the bot of it as Discord would; then tells `watchers`."""

    def __init__(self, world: World, home: Guild, board: Board, echo: Echo) -> None:
        super().__init__(world, home, echo)
        self._board = board

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

    def change_guild(self, guild: Guild, *, locale: str | None = None) -> None:
        """Changes the language a guild prefers."""
        guild.locale = locale or guild.locale
        self._echo.changed(guild)
        self._tell()

    def add_channel(self, name: str, guild: Guild | None = None, *, nsfw: bool = False) -> Channel:
        """A new text channel."""
        channel = self._world.add_channel(name, guild or self._home, nsfw=nsfw)
        self._echo.channel("CREATE", channel)
        self._tell()
        return channel

    def add_direct(self, *people: User) -> Channel:
        """Direct messages among people, without the bot; a group where there are more than two."""
        channel = self._world.dm(*people)
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

    def restrict(self, channel: Channel, *, nsfw: bool = True) -> None:
        """Makes a channel age-restricted, or open to all ages again."""
        channel.nsfw = nsfw
        self._echo.channel("UPDATE", channel)
        self._tell()

    def delete_channel(self, channel: Channel) -> None:
        """Deletes a channel and everything in it."""
        self._board.clear(channel)
        self._echo.channel("DELETE", channel)
        self._world.remove_channel(channel)
        self._tell()

    def deny(self, channel: Channel, *names: str, to: Role | Account | None = None) -> None:
        """Takes permissions in a channel, by Discord's names: the bot's, a role's or a member's."""
        denied = named(names)
        self._permit(channel, to, lambda allow, deny: (allow & ~denied, deny | denied))

    def allow(self, channel: Channel, *names: str, to: Role | Account | None = None) -> None:
        """Gives permissions in a channel, by Discord's names: the bot, a role or a member."""
        allowed = named(names)
        self._permit(channel, to, lambda allow, deny: (allow | allowed, deny & ~allowed))

    def _permit(self, channel: Channel, to: Role | Account | None, change: _Change) -> None:
        target, kind = (to or self._world.bot).id, 0 if isinstance(to, Role) else 1
        found = next((o for o in channel.overwrites if (o.target, o.kind) == (target, kind)), None)
        allow, deny = change(*(found.allow, found.deny) if found else (NONE, NONE))
        channel.change(target, kind, allow=allow, deny=deny)
        self._echo.channel("UPDATE", channel)
        if to is not None:
            self._tell()

    def kick_bot(self, guild: Guild) -> None:
        """Removes the bot from a guild."""
        self._echo.left(guild)
        guild.members.pop(self._world.bot.id, None)
        self._tell()
