"""/admin: what a server's managers settle there. Each module of this folder adds its subcommands.

A module has `COMMANDS`, its subcommands with their options, and `add`, which puts them into the one
group; it is listed in `PARTS`. Its words are `commands.admin.<subcommand>` in the catalogue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import discord
from discord import app_commands

from bot.ui import admin
from bot.ui.translator import Wording
from cogs.admin import blocks, panel, places, posts, presets, quotas, record, speech, usage, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.ui.services import Host, Services


class Part(Protocol):
    """A module with some of the subcommands."""

    @property
    def COMMANDS(self) -> Mapping[str, tuple[str, ...]]:  # noqa: N802  (of a module)
        """Each subcommand, or group and subcommand with a dot between, and its options."""
        ...

    def add(self, group: app_commands.Group, services: Services) -> None:
        """Puts the subcommands into the group."""
        ...


PARTS: tuple[Part, ...] = (
    panel,
    places,
    speech,
    posts,
    words,
    quotas,
    blocks,
    record,
    presets,
    usage,
)
COMMANDS = {f"admin.{name}": options for part in PARTS for name, options in part.COMMANDS.items()}
"""The options of each subcommand, which its words are named after."""


def build(services: Services) -> app_commands.Group:
    """The group, in every language.

    Discord hides it from whoever may not manage the server; a server may show it to others, so who
    calls it is checked each time. What is for moderators too checks that itself.
    """
    wording = Wording(services.texts, "admin")
    group = app_commands.Group(
        name=wording.name,
        description=wording.description,
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_contexts=app_commands.AppCommandContext(
            guild=True, dm_channel=False, private_channel=False
        ),
        # Not where somebody has brought the app along: nothing is settled for those servers.
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )
    for part in PARTS:
        part.add(group, services)
    for command in group.walk_commands():
        if isinstance(command, app_commands.Command):
            _guard(command)
    return group


def _guard(command: app_commands.Command[Any, ..., Any]) -> None:
    # On each command, since discord.py 2.7.1 asks only the innermost group's own check.
    if not command.extras.keys() & admin.MODERATORS.keys():
        command.add_check(admin.manages)


async def setup(host: Host) -> None:
    """Adds the group."""
    host.tree.add_command(build(host.services))
