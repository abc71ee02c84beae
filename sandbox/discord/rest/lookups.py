"""What the bot can look up: itself, its app, the gateway, guilds, members and users."""

from __future__ import annotations

from sandbox.discord.errors import Json, known
from sandbox.discord.gateway import Gateway
from sandbox.discord.payloads import (
    application_json,
    channel_json,
    guild_json,
    member_json,
    role_json,
    self_json,
    user_json,
)
from sandbox.discord.rest.call import Answer, Call
from sandbox.discord.rest.door import Route
from sandbox.discord.world import Guild, World

IDENTIFIES_A_DAY = 1000  # Discord's docs, "Session Start Limit Object"


class LookupRoutes:
    """Reads about the world."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self._world = world
        self._gateway = gateway

    def routes(self) -> list[Route]:
        """The addresses."""
        guild, major = "/guilds/{guild_id}", ("guild_id",)
        return [
            Route("GET", "/users/@me", self._me),
            Route("GET", "/users/@me/guilds", self._guilds),
            Route("GET", "/users/{user_id}", self._user),
            Route("GET", "/oauth2/applications/@me", self._application),
            Route("GET", "/applications/@me", self._application),
            Route("GET", "/applications/{application_id}/emojis", self._emojis),
            Route("GET", "/gateway", self._gateway_url, bot=False),
            Route("GET", "/gateway/bot", self._gateway_bot),
            Route("GET", guild, self._guild_json, "read", major),
            Route("GET", f"{guild}/channels", self._channels, "read", major),
            Route("GET", f"{guild}/roles", self._roles, "read", major),
            Route("GET", f"{guild}/roles/{{role_id}}", self._role, "read", major),
            Route("GET", f"{guild}/members/{{user_id}}", self._member, "read", major),
        ]

    def _me(self, call: Call) -> Answer:
        del call
        return Answer(200, self_json(self._world.bot))

    def _guilds(self, call: Call) -> Answer:
        del call
        ours = (g for g in self._world.guilds.values() if self._world.bot.id in g.members)
        return Answer(200, [self._brief(guild) for guild in ours])

    def _brief(self, guild: Guild) -> Json:
        return {
            "id": str(guild.id),
            "name": guild.name,
            "icon": None,
            "banner": None,
            "owner": False,
            "permissions": str(int(guild.permissions(self._world.bot.id))),
            "features": [],
        }

    def _user(self, call: Call) -> Answer:
        user = self._world.users.get(call.id("user_id"))
        if user is None:
            raise known(10013)
        return Answer(200, user_json(user))

    def _application(self, call: Call) -> Answer:
        del call
        return Answer(200, application_json(self._world) | self._world.app_settings)

    def _emojis(self, call: Call) -> Answer:
        if call.id("application_id") != self._world.app_id:
            raise known(20012)
        rows = [{"id": str(n), "name": name} for n, name in self._world.emojis.items()]
        return Answer(200, {"items": rows})

    def _gateway_url(self, call: Call) -> Answer:
        del call
        return Answer(200, {"url": self._gateway.url})

    def _gateway_bot(self, call: Call) -> Answer:
        del call
        limit = {
            "total": IDENTIFIES_A_DAY,
            "remaining": max(IDENTIFIES_A_DAY - self._gateway.identifies, 0),
            "reset_after": 86_400_000,
            "max_concurrency": 1,
        }
        found = {"url": self._gateway.url, "shards": self._gateway.shards}
        return Answer(200, {**found, "session_start_limit": limit})

    def _guild(self, call: Call) -> Guild:
        guild = self._world.guilds.get(call.id("guild_id"))
        if guild is None:
            raise known(10004)
        if self._world.bot.id not in guild.members:
            raise known(50001)
        return guild

    def _guild_json(self, call: Call) -> Answer:
        guild = self._guild(call)
        found = guild_json(guild)
        if call.flag("with_counts"):
            count = len(guild.members)
            found |= {"approximate_member_count": count, "approximate_presence_count": count}
        return Answer(200, found)

    def _channels(self, call: Call) -> Answer:
        me, channels = self._world.bot.id, self._guild(call).channels.values()
        seen = (c for c in channels if not c.thread and c.sees(me))
        return Answer(200, [channel_json(c, self._world) for c in seen])

    def _roles(self, call: Call) -> Answer:
        return Answer(200, [role_json(role) for role in self._guild(call).roles.values()])

    def _role(self, call: Call) -> Answer:
        role = self._guild(call).roles.get(call.id("role_id"))
        if role is None:
            raise known(10011)
        return Answer(200, role_json(role))

    def _member(self, call: Call) -> Answer:
        guild, user = self._guild(call), self._world.users.get(call.id("user_id"))
        if user is None:
            raise known(10013)
        if user.id not in guild.members:
            raise known(10007)
        return Answer(200, member_json(guild, user))
