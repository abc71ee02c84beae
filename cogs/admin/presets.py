"""/admin preset: the server's presets, for everybody there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.ui import presets
from bot.ui.translator import Wording
from cogs.preset import COMMANDS as COMMANDS  # the same ones, of the server
from cogs.preset import fill

if TYPE_CHECKING:
    from bot.ui.services import Services


def add(group: app_commands.Group, services: Services) -> None:
    """Adds the subcommands."""
    wording = Wording(services.texts, "admin.preset")
    below = app_commands.Group(name=wording.name, description=wording.description, parent=group)
    fill(below, services, "admin.preset", presets.Servers(services))
