"""What those who look after a server may do with its roles."""

from __future__ import annotations

from sandbox.discord.errors import Refused
from sandbox.discord.permissions import Permission
from sandbox.discord.world import Guild, Role


def check_may_hand_out(guild: Guild, giver: int, role: Role) -> None:
    """Raises Refused unless a member may give and take a role.

    As in Discord's client: it takes the permission, and a role of one's own that stands higher;
    the owner stands above all. Nobody hands out @everyone or the role of an app.
    """
    if Permission.MANAGE_ROLES not in guild.permissions(giver):
        raise Refused("You cannot change roles in this server.")
    if role.managed or role.id == guild.id:
        raise Refused(f"The role {role.name} cannot be given or taken.")
    own = [guild.roles[number].position for number in guild.members[giver]]
    if giver != guild.owner and role.position >= max(own, default=0):
        raise Refused(f"The role {role.name} does not stand below yours.")
