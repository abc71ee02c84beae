"""Who may do what where: Discord's permission bits and how overwrites combine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntFlag


class Permission(IntFlag):
    """The bits this sandbox knows (Discord's docs, "Permissions")."""

    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_AUDIT_LOG = 1 << 7
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40
    USE_EXTERNAL_APPS = 1 << 50


NONE = Permission(0)
EVERYTHING = Permission(sum(Permission))
MEMBER = (
    Permission.ADD_REACTIONS
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.USE_EXTERNAL_APPS
)
MODERATOR = (
    MEMBER
    | Permission.MANAGE_GUILD
    | Permission.MANAGE_MESSAGES
    | Permission.MANAGE_THREADS
    | Permission.VIEW_AUDIT_LOG
    | Permission.MODERATE_MEMBERS
)


@dataclass(frozen=True)
class Overwrite:
    """A channel's exception for one role (`kind` 0) or one member (`kind` 1)."""

    target: int
    kind: int
    allow: Permission = NONE
    deny: Permission = NONE


def resolve(
    base: Permission, overwrites: Iterable[Overwrite], everyone: int, roles: set[int], member: int
) -> Permission:
    """What a member may do in a channel.

    Takes the union of the roles' permissions, the channel's overwrites, the id of @everyone, the
    member's role ids and the member's id. The order is Discord's: @everyone, roles, member. Without
    VIEW_CHANNEL nothing else counts.
    """
    if Permission.ADMINISTRATOR in base:
        return EVERYTHING
    found = list(overwrites)
    for ours in (
        [o for o in found if o.kind == 0 and o.target == everyone],
        [o for o in found if o.kind == 0 and o.target in roles],
        [o for o in found if o.kind == 1 and o.target == member],
    ):
        allow, deny = NONE, NONE
        for overwrite in ours:
            allow |= overwrite.allow
            deny |= overwrite.deny
        base = (base & ~deny) | allow
    return base if Permission.VIEW_CHANNEL in base else NONE


def named(names: Iterable[str]) -> Permission:
    """Permissions by Discord's names for them; raises KeyError for an unknown one."""
    found = NONE
    for name in names:
        found |= Permission[name]
    return found
