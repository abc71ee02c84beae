"""/history: what a member has made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.ui import history
from bot.ui.history_filter import BUTTONS, KINDS, LONGEST, Sought
from bot.ui.translator import Wording, phrase

if TYPE_CHECKING:
    from bot.ui.services import Host, Services

Interaction = discord.Interaction[Any]

OPTIONS = ("text", "kind", "favourites", "since", "until")


def _kinds(services: Services) -> list[app_commands.Choice[str]]:
    """The ways of making something, under the names they have in cards."""
    keys = {kind: "history.buttons" if kind == BUTTONS else f"kinds.{kind}" for kind in KINDS}
    texts = services.texts
    return [app_commands.Choice[Any](name=phrase(texts, keys[kind]), value=kind) for kind in KINDS]


def build(services: Services) -> app_commands.Command[Any, ..., None]:
    """The command, in every language."""
    wording = Wording(services.texts, "history")

    @app_commands.command(name=wording.name, description=wording.description)
    @app_commands.rename(**wording.names(OPTIONS))
    @app_commands.describe(**wording.descriptions(OPTIONS))
    @app_commands.choices(kind=_kinds(services))
    async def command(
        interaction: Interaction,
        text: Range[str, 1, LONGEST] | None = None,
        kind: str | None = None,
        favourites: bool = False,
        since: Range[str, 1, 10] | None = None,
        until: Range[str, 1, 10] | None = None,
    ) -> None:
        sought = Sought.typed(
            text or "", kind or "", since or "", until or "", favourites=favourites
        )
        await history.show(interaction, services, sought)

    return command


async def setup(host: Host) -> None:
    """Adds the command."""
    host.tree.add_command(build(host.services))
