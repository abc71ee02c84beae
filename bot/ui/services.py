"""What the user interface needs of the rest, handed in once and by keyword."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from discord import app_commands

    from bot.core.picture import Image
    from bot.core.reply import Reply
    from bot.service.tasks import Tasks
    from bot.ui.texts import Texts


class Reads(Protocol):
    """What is read without going through a service."""

    async def reply(self, number: int) -> Reply | None:
        """Where a task's message is."""
        ...

    async def recent_prompts(self, user_id: int, start: str, limit: int) -> list[str]:
        """A member's own newest different prompts that contain `start`, newest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The collaborators of commands and buttons.

    `receive` makes a usable picture of the bytes a member attached, or raises `BadPicture`.
    """

    tasks: Tasks
    reads: Reads
    receive: Callable[[bytes], Awaitable[Image]]
    texts: Texts


class Host(Protocol):
    """What an extension is set up on; the client."""

    @property
    def services(self) -> Services:
        """The collaborators of whatever is added."""
        ...

    @property
    def tree(self) -> app_commands.CommandTree[Any]:
        """Where commands are added."""
        ...
