"""The application commands as registered, globally and per guild."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.discord.errors import Form, Json, known
from sandbox.discord.rules_commands import CHAT, MOST, check_command, check_commands
from sandbox.discord.world import World

MOST_NEW_A_DAY = 200  # per scope (Discord's docs, "Application Commands")
_DAY_SECONDS = 86_400
_LOCALIZED = ("name_localizations", "description_localizations")


class Commands:
    """Keeps the commands of each scope: a guild's id, or None for global ones.

    `watchers` are told when a scope changed.
    """

    def __init__(self, world: World, clock: Callable[[], float]) -> None:
        self.watchers: list[Callable[[], None]] = []
        self._world = world
        self._clock = clock
        self._scopes: dict[int | None, list[Json]] = {}
        self._made: dict[int | None, list[float]] = {}

    def of(self, scope: int | None) -> list[Json]:
        """The commands of a scope, complete."""
        return self._scopes.get(scope, [])

    def usable(self, guild: int | None) -> list[Json]:
        """What a client offers in a guild (None: elsewhere): global commands, then the guild's."""
        return [*self.of(None), *(self.of(guild) if guild is not None else [])]

    def find(self, scope: int | None, number: int) -> Json:
        """A command by id; raises 10063."""
        for command in self.of(scope):
            if command["id"] == str(number):
                return command
        raise known(10063)

    def overwrite(self, scope: int | None, rows: object) -> list[Json]:
        """Replaces all commands of a scope; those of the same kind and name keep their ids."""
        form = Form()
        found = check_commands(rows, form)
        form.check()
        made = [self._registered(scope, row) for row in found]
        self._count_new(scope, made)
        self._scopes[scope] = made
        self._tell()
        return made

    def upsert(self, scope: int | None, row: object) -> Json:
        """Adds one command, or replaces the one of its kind and name."""
        form = Form()
        found = check_command(row, form)
        form.check()
        made = self._registered(scope, found)
        others = [c for c in self.of(scope) if c["id"] != made["id"]]
        if sum(c["type"] == made["type"] for c in others) >= MOST[made["type"]]:
            words = "Maximum number of application commands reached"
            form.say(("_",), "MAX_APPLICATION_COMMANDS", words)
            form.check()
        self._count_new(scope, [made])
        self._scopes[scope] = [*others, made]
        self._tell()
        return made

    def remove(self, scope: int | None, number: int) -> None:
        """Takes one command away; raises 10063."""
        gone = self.find(scope, number)
        self._scopes[scope] = [c for c in self.of(scope) if c is not gone]
        self._tell()

    def _registered(self, scope: int | None, row: Json) -> Json:
        kind = row.get("type") or CHAT
        old = next((c for c in self.of(scope) if (c["type"], c["name"]) == (kind, row["name"])), {})
        found: Json = {
            "id": old.get("id") or str(self._world.snowflakes.next()),
            "application_id": str(self._world.app_id),
            "version": str(self._world.snowflakes.next()),
            "type": kind,
            "name": row["name"],
            "name_localizations": row.get("name_localizations"),
            "description": row.get("description") or "",
            "description_localizations": row.get("description_localizations"),
            "default_member_permissions": _text(row.get("default_member_permissions")),
            "dm_permission": row.get("dm_permission", True),
            "contexts": row.get("contexts"),
            "integration_types": row.get("integration_types") or [0],
            "nsfw": bool(row.get("nsfw")),
            "options": row.get("options") or [],
        }
        if scope is not None:
            found["guild_id"] = str(scope)
        return found

    def _count_new(self, scope: int | None, rows: list[Json]) -> None:
        """Counts commands never seen before; raises 30034 beyond what a day allows."""
        old = {command["id"] for command in self.of(scope)}
        now = self._clock()
        recent = [at for at in self._made.get(scope, []) if at > now - _DAY_SECONDS]
        recent += [now for row in rows if row["id"] not in old]
        if len(recent) > MOST_NEW_A_DAY:
            raise known(30034)
        self._made[scope] = recent

    def _tell(self) -> None:
        for watcher in self.watchers:
            watcher()


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def without_localizations(row: Json) -> Json:
    """A command, option or choice as a list without `with_localizations` gives it."""
    found = {key: value for key, value in row.items() if key not in _LOCALIZED}
    for key in ("options", "choices"):
        if found.get(key):
            found[key] = [without_localizations(inner) for inner in found[key]]
    return found
