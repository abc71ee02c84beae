"""Who belongs to a guild and with which roles, while the world is running."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import cycle, islice, product
from typing import Protocol

from sandbox.discord.echo import Echo
from sandbox.discord.permissions import MEMBER, Permission, named
from sandbox.discord.world import Guild, Role, User, World

# Given names and surnames of a crowd: enough pairs for three hundred without a repeat.
# fmt: off
_GIVEN = (
    "Ana", "Ben", "Cleo", "Dev", "Emi", "Finn", "Gia", "Hugo", "Ines", "Juno",
    "Kai", "Lena", "Milo", "Nora", "Otis", "Pia", "Quin", "Rosa", "Sam", "Tess",
)
_SURNAMES = (
    "Alder", "Birch", "Cole", "Dune", "Elm", "Frost", "Gray", "Hale",
    "Iver", "Jett", "Kestrel", "Lane", "Moss", "North", "Oak", "Pike",
)
# fmt: on


class Account(Protocol):
    """A person at their client, or their account."""

    @property
    def id(self) -> int:
        """The account's id."""


class Registry:
    """Changes members and roles and tells the bot of it as Discord would; then tells `watchers`."""

    def __init__(self, world: World, home: Guild, echo: Echo) -> None:
        self._world = world
        self._home = home
        self._echo = echo
        self.watchers: list[Callable[[], None]] = []

    def add_person(self, name: str, *, locale: str = "en-US", guild: Guild | None = None) -> User:
        """A new person, a member of a guild (the first one, unless told)."""
        user = self._world.add_user(name.lower().replace(" ", ""), name, locale=locale)
        self._join(user, guild or self._home)
        self._tell()
        return user

    def add_crowd(
        self,
        count: int,
        *,
        locale: str = "en-US",
        guild: Guild | None = None,
        roles: Iterable[Role] = (),
    ) -> list[User]:
        """So many new people at once, each with a name of their own and with these roles."""
        made, place, given = [], guild or self._home, list(roles)
        taken = {user.name for user in self._world.users.values()}
        for name in islice(_names(taken), count):
            user = self._world.add_user(name.lower().replace(" ", ""), name, locale=locale)
            self._join(user, place, given)
            made.append(user)
        self._tell()
        return made

    def join(self, person: Account, guild: Guild | None = None) -> None:
        """Lets a person into a guild, without any roles."""
        self._join(self._world.users[person.id], guild or self._home)
        self._tell()

    def leave(self, person: Account, guild: Guild | None = None) -> None:
        """A person leaves a guild, or is made to. Raises ValueError for its owner."""
        place, user = guild or self._home, self._world.users[person.id]
        if place.owner == user.id:
            raise ValueError("The owner cannot leave the server.")
        if place.members.pop(user.id, None) is not None:
            self._echo.member("REMOVE", place, user)
            self._tell()

    def add_role(
        self,
        name: str,
        guild: Guild | None = None,
        *,
        permissions: Iterable[str] = (),
        color: int = 0,
        hoist: bool = False,
    ) -> Role:
        """A new role above the others; `permissions` are those beyond a member's, by name."""
        place, more = guild or self._home, named(permissions)
        role = self._world.add_role(place, name, MEMBER | more, color=color, hoist=hoist)
        self._echo.role("CREATE", place, role)
        self._tell()
        return role

    def role(self, name: str, guild: Guild | None = None) -> Role:
        """A guild's role by name; raises KeyError."""
        for role in (guild or self._home).roles.values():
            if role.name == name:
                return role
        raise KeyError(name)

    def change_role(
        self, role: Role, *, name: str | None = None, permissions: Permission | None = None
    ) -> None:
        """Renames a role, or sets all that it permits."""
        guild = self._guild(role)
        with self._echo.sights(guild):
            role.name = name or role.name
            role.permissions = role.permissions if permissions is None else permissions
            self._echo.role("UPDATE", guild, role)
        self._tell()

    def delete_role(self, role: Role) -> None:
        """Deletes a role: nobody has it any more, no channel makes an exception for it.

        Raises ValueError for @everyone and for the role of an app.
        """
        guild = self._guild(role)
        if role.managed or role.id == guild.id:
            raise ValueError(f"The role {role.name} cannot be deleted.")
        with self._echo.sights(guild):
            del guild.roles[role.id]
            for roles in guild.members.values():
                roles.discard(role.id)
            self._echo.role("DELETE", guild, role)
        for channel in guild.channels.values():
            if any((o.target, o.kind) == (role.id, 0) for o in channel.overwrites):
                channel.forget(role.id)
                self._echo.channel("UPDATE", channel)
        self._tell()

    def give_role(self, person: Account, role: Role) -> None:
        """Gives a member a role. Raises KeyError for somebody who is no member."""
        guild = self._guild(role)
        with self._echo.sights(guild):
            guild.members[person.id].add(role.id)
            self._echo.member("UPDATE", guild, self._world.users[person.id])
        self._tell()

    def take_role(self, person: Account, role: Role) -> None:
        """Takes a role from a member. Raises KeyError for somebody who is no member."""
        guild = self._guild(role)
        with self._echo.sights(guild):
            guild.members[person.id].discard(role.id)
            self._echo.member("UPDATE", guild, self._world.users[person.id])
        self._tell()

    def _guild(self, role: Role) -> Guild:
        """The guild of a role; raises KeyError for one that was deleted."""
        for guild in self._world.guilds.values():
            if guild.roles.get(role.id) is role:
                return guild
        raise KeyError(role.name)

    def _join(self, user: User, guild: Guild, roles: Iterable[Role] = ()) -> None:
        if user.id in guild.members:
            return
        guild.members[user.id] = {role.id for role in roles}
        self._world.dm(self._world.bot, user)
        self._echo.member("ADD", guild, user)

    def _tell(self) -> None:
        for watcher in self.watchers:
            watcher()


def _names(taken: set[str]) -> Iterable[str]:
    """Names nobody has, without end; the first ones differ in their given names."""
    pairs = [f"{given} {surname}" for surname, given in product(_SURNAMES, _GIVEN)]
    for number, name in enumerate(cycle(pairs)):
        lap = number // len(pairs)
        found = f"{name} {lap + 1}" if lap else name
        if found not in taken:
            yield found
