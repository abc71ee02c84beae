"""Where the app registers its commands."""

from __future__ import annotations

from sandbox.discord.commands import Commands, without_localizations
from sandbox.discord.errors import Json, known
from sandbox.discord.rest.call import NOTHING, Answer, Call
from sandbox.discord.rest.door import Route
from sandbox.discord.world import World


class CommandRoutes:
    """Global commands and those of one guild."""

    def __init__(self, world: World, commands: Commands) -> None:
        self._world = world
        self._commands = commands

    def routes(self) -> list[Route]:
        """The addresses."""
        found: list[Route] = []
        app = "/applications/{application_id}"
        for place, major in ((app, ()), (f"{app}/guilds/{{guild_id}}", ("guild_id",))):
            many = f"{place}/commands"
            one = f"{many}/{{command_id}}"
            found += [
                Route("GET", many, self._list, "commands", major),
                Route("PUT", many, self._overwrite, "commands", major),
                Route("POST", many, self._upsert, "commands", major),
                Route("GET", one, self._get, "commands", major),
                Route("PATCH", one, self._change, "commands", major),
                Route("DELETE", one, self._delete, "commands", major),
            ]
        return found

    def _scope(self, call: Call) -> int | None:
        """The guild of a call, None for global; raises 20012, 10004 or 50001."""
        if call.id("application_id") != self._world.app_id:
            raise known(20012)
        if "guild_id" not in call.params:
            return None
        guild = self._world.guilds.get(call.id("guild_id"))
        if guild is None:
            raise known(10004)
        if self._world.bot.id not in guild.members:
            raise known(50001)
        return guild.id

    def _list(self, call: Call) -> Answer:
        rows = self._commands.of(self._scope(call))
        full = call.flag("with_localizations")
        return Answer(200, rows if full else [without_localizations(row) for row in rows])

    def _overwrite(self, call: Call) -> Answer:
        return Answer(200, self._commands.overwrite(self._scope(call), call.body))

    def _upsert(self, call: Call) -> Answer:
        scope = self._scope(call)
        before = len(self._commands.of(scope))
        made = self._commands.upsert(scope, call.json())
        return Answer(201 if len(self._commands.of(scope)) > before else 200, made)

    def _get(self, call: Call) -> Answer:
        return Answer(200, self._commands.find(self._scope(call), call.id("command_id")))

    def _change(self, call: Call) -> Answer:
        scope = self._scope(call)
        old: Json = self._commands.find(scope, call.id("command_id"))
        return Answer(200, self._commands.upsert(scope, {**old, **call.json()}))

    def _delete(self, call: Call) -> Answer:
        self._commands.remove(self._scope(call), call.id("command_id"))
        return NOTHING
