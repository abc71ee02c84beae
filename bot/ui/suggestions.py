"""What the options of a command offer while a member types."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, TypeVar

import discord
import structlog
from discord import app_commands

from bot.core.form import prompt_of
from bot.core.parameter_table import aspects, versions
from bot.ui import language, line, prose

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterable

    from bot.core.history import History
    from bot.core.task import Task
    from bot.ui.services import Reads
    from bot.ui.texts import Texts

log = structlog.get_logger(__name__)

Interaction = discord.Interaction[Any]
Choice = app_commands.Choice[str]

MOST = 25
"""Discord's limit for suggestions."""
LONGEST = 100
"""Discord's limit for a suggestion's name and value, in characters."""
LOOKED_AT = 100
"""How many recent prompts are read, since those over `LONGEST` cannot be offered."""

Desk = TypeVar("Desk")


def quietly(
    offer: Callable[[Desk, Interaction, str], Awaitable[list[Choice]]],
) -> Callable[[Desk, Interaction, str], Coroutine[Any, Any, list[Choice]]]:
    """An offer that is empty when anything goes wrong: a member who types is not to be disturbed,
    and a line in the log at each keystroke is enough."""

    @functools.wraps(offer)
    async def offered(desk: Desk, interaction: Interaction, current: str) -> list[Choice]:
        try:
            return await offer(desk, interaction, current)
        except Exception as error:  # noqa: BLE001  (no suggestion is worth a trace in the log)
            log.info("no suggestions", of=offer.__qualname__, error=repr(error))
            return []

    return offered


class Suggestions:
    """Suggestions for /imagine."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads

    @quietly
    async def prompts(self, interaction: Interaction, current: str) -> list[Choice]:
        """The member's own recent prompts that contain what is typed.

        A suggestion replaces what was typed as a whole, so only prompts that fit in full are there.
        """
        recent = await self._reads.recent_prompts(interaction.user.id, current, LOOKED_AT)
        return choices((prompt, prompt) for prompt in recent)

    async def aspects(self, interaction: Interaction, current: str) -> list[Choice]:
        """The usual aspects that contain what is typed."""
        return _matching(aspects(), current)

    async def versions(self, interaction: Interaction, current: str) -> list[Choice]:
        """The versions that contain what is typed."""
        return _matching(versions(), current)


class Underway:
    """A member's own tasks that can still be taken back."""

    def __init__(self, history: History, texts: Texts) -> None:
        self._history = history
        self._texts = texts

    @quietly
    async def tasks(self, interaction: Interaction, current: str) -> list[Choice]:
        """Those whose number, kind or prompt contains what is typed, newest first."""
        locale, sought = language.of(interaction), current.strip().casefold()
        found = await self._history.underway(interaction.user.id)
        named = (
            (self._named(task, locale), str(task.number))
            for task in reversed(found)
            if not task.muted
        )
        return choices((name, number) for name, number in named if sought in name.casefold())

    def _named(self, task: Task, locale: str) -> str:
        made = line.made_with(task.request, locale, self._texts)
        return " · ".join(part for part in (f"#{task.number}", made, prompt_of(task)) if part)


def _matching(table: Iterable[tuple[str, str]], current: str) -> list[Choice]:
    sought = current.strip().casefold()
    found = ((value, remark) for value, remark in table if sought in value.casefold())
    return choices((f"{value}  {remark}", value) for value, remark in found)


def choices(named: Iterable[tuple[str, str]]) -> list[Choice]:
    """At most as many as Discord takes, without those that have no visible name, or a value that is
    too long."""
    choices = [
        (prose.label(name, LONGEST), value) for name, value in named if len(value) <= LONGEST
    ]
    return [Choice(name=name, value=value) for name, value in choices if name][:MOST]
