"""Users, members, roles, channels and guilds as Discord's API and gateway describe them."""

from __future__ import annotations

from datetime import UTC, datetime

from sandbox.discord.errors import Json
from sandbox.discord.permissions import Permission
from sandbox.discord.snowflake import moment_of
from sandbox.discord.world import Channel, ChannelKind, Guild, Role, User, World

OBFUSCATED = 1 << 17  # the flag of a channel that the bot cannot see
VERIFY_KEY = "0" * 64  # for HTTP interactions, which this sandbox does not send


def timestamp(seconds: float) -> str:
    """A moment as Discord writes it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def user_json(user: User) -> Json:
    """A user object."""
    found: Json = {
        "id": str(user.id),
        "username": user.username,
        "global_name": None if user.bot else user.name,
        "discriminator": "0000" if user.bot else "0",
        "avatar": None,
        "avatar_decoration_data": None,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }
    if user.bot:
        found["bot"] = True
    return found


def self_json(user: User) -> Json:
    """The bot's own user object, as `GET /users/@me` and READY give it."""
    return {**user_json(user), "verified": True, "mfa_enabled": True, "email": None}


def member_json(guild: Guild, user: User, *, with_user: bool = True) -> Json:
    """A guild member object."""
    found: Json = {
        "nick": None,
        "avatar": None,
        "banner": None,
        "roles": [str(role) for role in sorted(guild.members.get(user.id, ()))],
        "joined_at": timestamp(moment_of(guild.id)),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "communication_disabled_until": None,
    }
    if with_user:
        found["user"] = user_json(user)
    return found


def role_json(role: Role) -> Json:
    """A role object."""
    return {
        "id": str(role.id),
        "name": role.name,
        "color": role.color,
        "colors": {"primary_color": role.color, "secondary_color": None, "tertiary_color": None},
        "hoist": role.hoist,
        "icon": None,
        "unicode_emoji": None,
        "position": role.position,
        "permissions": str(int(role.permissions)),
        "managed": role.managed,
        "mentionable": False,
        "flags": 0,
    }


def channel_json(channel: Channel, world: World) -> Json:
    """A channel object: a guild's text channel, a thread, or a direct message."""
    if channel.guild is None:
        group = {"name": None, "icon": None, "owner_id": str(channel.people[0])}
        return {
            **(group if channel.kind is ChannelKind.GROUP else {}),
            "id": str(channel.id),
            "type": int(channel.kind),
            "last_message_id": None,
            "flags": 0,
            "recipients": [
                user_json(world.users[person])
                for person in channel.people
                if person != world.bot.id
            ],
        }
    found: Json = {
        "id": str(channel.id),
        "type": int(channel.kind),
        "guild_id": str(channel.guild.id),
        "name": channel.name,
        "flags": 0,
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "parent_id": str(channel.parent.id) if channel.parent else None,
    }
    return {**found, **(_thread(channel) if channel.thread else _text(channel))}


def gateway_channel_json(channel: Channel, world: World) -> Json:
    """A channel as the gateway tells of it: of one that the bot cannot see only that it is there.

    Discord's docs, "Obfuscated Channels": from 16 November 2026 on, for every bot. Interactions
    carry whole channels all the same.
    """
    found = channel_json(channel, world)
    if channel.guild is None or channel.sees(world.bot.id):
        return found
    everyone = {"id": found["guild_id"], "type": 0, "allow": "0"}
    return {
        **found,
        "name": "___hidden___",
        "flags": OBFUSCATED,
        "topic": None,
        "nsfw": False,
        "parent_id": None,
        "permission_overwrites": [{**everyone, "deny": str(int(Permission.VIEW_CHANNEL))}],
    }


def partial_channel_json(channel: Channel, world: World, user: int) -> Json:
    """A channel as interactions carry it, with what their user may do there.

    Of a direct message not even its people; without overwrites (Discord's docs, "Resolved Data").
    """
    found = channel_json(channel, world)
    found.pop("recipients", None)
    found.pop("permission_overwrites", None)
    return {**found, "permissions": str(int(channel.permissions(user)))}


def partial_member_json(channel: Channel, guild: Guild, user: User) -> Json:
    """A member as interactions resolve one: without the user, with what they may do there."""
    found = member_json(guild, user, with_user=False)
    del found["deaf"], found["mute"]
    return {**found, "permissions": str(int(channel.permissions(user.id)))}


def _text(channel: Channel) -> Json:
    return {
        "position": channel.position,
        "topic": channel.topic or None,
        "nsfw": channel.nsfw,
        "permission_overwrites": [
            {
                "id": str(overwrite.target),
                "type": overwrite.kind,
                "allow": str(int(overwrite.allow)),
                "deny": str(int(overwrite.deny)),
            }
            for overwrite in channel.overwrites
        ],
    }


def _thread(channel: Channel) -> Json:
    return {
        "owner_id": str(channel.people[0] if channel.people else channel.id),
        "message_count": 0,
        "member_count": len(channel.people),
        "total_message_sent": 0,
        "thread_metadata": {
            "archived": channel.archived,
            "auto_archive_duration": 1440,
            "archive_timestamp": timestamp(moment_of(channel.id)),
            "locked": False,
        },
    }


def guild_json(guild: Guild) -> Json:
    """A guild object, as `GET /guilds/{id}` gives it."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "owner_id": str(guild.owner),
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 2,
        "roles": [role_json(role) for role in guild.roles.values()],
        "emojis": [],
        "stickers": [],
        "features": [],
        "mfa_level": 0,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "vanity_url_code": None,
        "description": None,
        "banner": None,
        "premium_tier": guild.tier,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": guild.locale,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "nsfw_level": 0,
        "region": "deprecated",
    }


def guild_create_json(guild: Guild, world: World) -> Json:
    """A guild as GUILD_CREATE brings it, with its channels, threads and the bot as a member."""
    found = [c for c in guild.channels.values() if c.sees(world.bot.id) or not c.thread]
    return {
        **guild_json(guild),
        "joined_at": timestamp(moment_of(guild.id)),
        "large": False,
        "unavailable": False,
        "member_count": len(guild.members),
        "members": [member_json(guild, world.bot)],
        "channels": [gateway_channel_json(c, world) for c in found if not c.thread],
        "threads": [channel_json(c, world) for c in found if c.thread],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def application_json(world: World) -> Json:
    """The app, as `GET /oauth2/applications/@me` and `GET /applications/@me` give it."""
    owner = world.users.get(world.app_owner, world.bot)
    return {
        "id": str(world.app_id),
        "name": world.app_name,
        "icon": None,
        "description": "An app of the sandbox: nothing here is real.",
        "type": None,
        "bot": user_json(world.bot),
        "summary": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": VERIFY_KEY,
        "flags": 0,
        "flags_new": "0",
        "hook": True,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user_json(owner),
        "approximate_guild_count": sum(world.bot.id in g.members for g in world.guilds.values()),
        "approximate_user_install_count": sum(user.installed for user in world.humans()),
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "integration_types_config": {"0": {}, "1": {}},
        "team": None,
        "eligible_oauth2_scopes": [],
    }
