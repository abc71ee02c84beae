"""Interactions made and sent to the app, complete as INTERACTION_CREATE brings them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sandbox.discord.errors import Json, Refused
from sandbox.discord.interactions import Interaction, Interactions, Use, long_token
from sandbox.discord.message import Message
from sandbox.discord.payloads import member_json, partial_channel_json, user_json
from sandbox.discord.permissions import MEMBER, Permission
from sandbox.discord.world import Channel, Guild, User, World

IN_GUILD, IN_DM, IN_PRIVATE = 0, 1, 2  # interaction contexts (Discord's docs)
# What an app brought along by a user may do in a place it is no member of.
_BORROWED = Permission.ATTACH_FILES | Permission.EMBED_LINKS | Permission.USE_EXTERNAL_EMOJIS


class Wire(Protocol):
    """Where events for the app go."""

    def dispatch(self, event: str, data: Json, guild: int | None) -> None:
        """Sends an event to the shard of a guild (None: direct messages)."""


def context_of(channel: Channel, bot: int) -> int:
    """Whether a channel is in a guild, a direct message with the bot, or among people."""
    if channel.guild is not None:
        return IN_GUILD
    return IN_DM if bot in channel.people else IN_PRIVATE


def owners_of(user: User, channel: Channel, message: Message | None, bot: int) -> Json:
    """By whose installation the app is used: `{"0": guild or "0"}`, `{"1": user}`, or both.

    Components belong to the installation their message came from, whoever clicks. Raises Refused
    when the app is not installed here at all.
    """
    if message is not None and message.origin is not None:
        return dict(message.origin.metadata["authorizing_integration_owners"])
    found: Json = {}
    if channel.guild is not None and bot in channel.guild.members:
        found["0"] = str(channel.guild.id)
    if channel.guild is None and bot in channel.people:
        found["0"] = "0"
    if user.installed:
        found["1"] = str(user.id)
    if not found:
        raise Refused("This app is not installed here.")
    return found


class Invocations:
    """Makes interactions and sends them to the app."""

    def __init__(
        self,
        world: World,
        interactions: Interactions,
        wire: Wire,
        clock: Callable[[], float],
        *,
        seed: int,
        ack_seconds: float,
        token_life: float,
    ) -> None:
        self._world = world
        self._interactions = interactions
        self._wire = wire
        self._clock = clock
        self._seed = seed
        self._ack_seconds = ack_seconds
        self._token_life = token_life

    def send(
        self,
        kind: Use,
        user: User,
        channel: Channel,
        data: Json,
        *,
        message: Message | None = None,
        parent: Interaction | None = None,
        command: str | None = None,
        locale: str | None = None,
    ) -> Interaction:
        """Sends one interaction; raises Refused where the app cannot be used."""
        number, now = self._world.snowflakes.next(), self._clock()
        bot = self._world.bot.id
        owners = parent.owners if parent else owners_of(user, channel, message, bot)
        made = Interaction(
            number,
            long_token(self._seed, number),
            kind,
            user,
            channel,
            data,
            now,
            now + self._ack_seconds,
            now + self._token_life,
            owners,
            context_of(channel, bot),
            locale or user.locale,
            self._clock,
            message,
            parent,
            command,
        )
        self._interactions.add(made)
        guild = channel.guild.id if channel.guild else None
        self._wire.dispatch("INTERACTION_CREATE", self._payload(made), guild)
        return made

    def _payload(self, interaction: Interaction) -> Json:
        channel, user = interaction.channel, interaction.user
        found: Json = {
            "id": str(interaction.id),
            "application_id": str(self._world.app_id),
            "type": int(interaction.kind),
            "token": interaction.token,
            "version": 1,
            "data": interaction.data,
            "channel_id": str(channel.id),
            "channel": partial_channel_json(channel, self._world, user.id),
            "app_permissions": str(int(self._app_permissions(interaction))),
            "locale": interaction.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": interaction.owners,
            "context": interaction.context,
            "attachment_size_limit": interaction.file_limit,
        }
        if interaction.message is not None:
            found["message"] = interaction.message.json()
        if channel.guild is None:
            return {**found, "user": user_json(user)}
        member = member_json(channel.guild, user)
        member["permissions"] = str(int(channel.permissions(user.id)))
        return {**found, "member": member, **_guild(channel.guild)}

    def _app_permissions(self, interaction: Interaction) -> Permission:
        if "0" in interaction.owners:
            return interaction.channel.permissions(self._world.bot.id)
        if interaction.channel.guild is None:
            return MEMBER
        return _BORROWED & interaction.channel.permissions(interaction.user.id)


def _guild(guild: Guild) -> Json:
    return {
        "guild_id": str(guild.id),
        "guild_locale": guild.locale,
        "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
    }
