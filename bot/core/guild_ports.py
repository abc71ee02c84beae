"""What is kept of servers and their members, as protocols."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.asker import Asker
    from bot.core.audit import Board, Happening
    from bot.core.guild import GuildSettings
    from bot.core.reply import Reply
    from bot.core.task import Task


class GuildStore(Protocol):
    """Servers' settings. Every write is on the disk when the call returns."""

    async def settings(self, guild_id: int) -> GuildSettings | None:
        """What a server has settled; None when it never has."""
        ...

    async def change(
        self, guild_id: int, settings: GuildSettings, trail: Sequence[Happening]
    ) -> None:
        """Replaces a server's settings and writes the trail, both in one transaction."""
        ...


class SettingsFile(Protocol):
    """A server's settings as text: the exported file, and one setting of it for the trail."""

    def exported(self, settings: GuildSettings) -> str:
        """The file of a server's settings."""
        ...

    def imported(self, text: str | bytes) -> GuildSettings:
        """The settings that a file holds; raises `BadInput`."""
        ...

    def noted(self, settings: GuildSettings, name: str) -> str:
        """One setting as it stands in the file."""
        ...

    def recalled(self, name: str, noted: str) -> GuildSettings | None:
        """The settings of a server that has chosen nothing but that one; None when the note cannot
        be read, since another version made it.
        """
        ...


class Trail(Protocol):
    """What has happened in servers, and what of it has not been posted yet."""

    async def note(self, happening: Happening) -> None:
        """Keeps a line; one whose `once` is already there is dropped."""
        ...

    async def waiting(self) -> list[int]:
        """The servers with lines that are not posted everywhere yet."""
        ...

    async def unposted(self, guild_id: int, board: Board, limit: int) -> list[Happening]:
        """A server's oldest lines that this board has not shown yet."""
        ...

    async def posted(self, guild_id: int, board: Board, last: int) -> None:
        """A server's lines up to this number are on the board, or there is nobody to see them."""
        ...

    async def forget(self, before: float) -> None:
        """Drops what is older, and what no longer counts for anything."""
        ...

    async def page(self, guild_id: int, *, before: int | None, limit: int) -> list[Happening]:
        """A server's newest lines, those with numbers under `before`."""
        ...


@dataclass(frozen=True, slots=True)
class Notice:
    """A line of the trail, with the task that it is about and the message of that, if any."""

    line: Happening
    task: Task | None = None
    reply: Reply | None = None


class Noticeboard(Protocol):
    """Shows lines of the trail to people. Nobody is pinged by them.

    What shows them must not be cancelled, as `core.ports.Display.show` must not. Each raises
    `RouteGone` where the bot may not write or there is nothing to write in, or `DiscordBusy`.
    `locale` is the language that the server has chosen, None where it has not.
    """

    async def post(
        self,
        guild_id: int,
        channel_id: int,
        notices: Sequence[Notice],
        *,
        board: Board,
        locale: str | None,
    ) -> int:
        """Posts as many as one message holds, from the first on; gives how many (at least one)."""
        ...

    async def tell_owner(
        self, guild_id: int, notices: Sequence[Notice], *, locale: str | None
    ) -> int:
        """Tells the server's owner in a direct message; gives as `post` does."""
        ...

    def lacking(self, guild_id: int, channel_id: int) -> tuple[str, ...]:
        """Which permissions the bot lacks to post in a channel; none where that is gone."""
        ...


@dataclass(frozen=True, slots=True)
class Block:
    """A member who may ask for nothing in a server: why, since when, until when (None: for good).

    `by` is the moderator. Times are seconds since the epoch.
    """

    guild_id: int
    user_id: int
    reason: str
    by: int
    at: float
    until: float | None = None


class Members(Protocol):
    """What is known of a server's members: how they were seen last, and what they may not."""

    async def seen(self, asker: Asker, now: float) -> None:
        """Keeps how a member was called and which roles they had, for pictures and pages."""
        ...

    async def names(self, guild_id: int, users: Sequence[int]) -> Mapping[int, str]:
        """What members were called when they were last seen."""
        ...

    async def called(self, guild_id: int, words: str, limit: int) -> list[tuple[int, str]]:
        """Members whose name or id holds these words, the newest first: their id and name."""
        ...

    async def last_seen(self, guild_id: int, user_id: int) -> Asker | None:
        """A member as they were seen last."""
        ...

    async def block(self, block: Block, trail: Sequence[Happening]) -> None:
        """Keeps a block in the place of an older one, and writes the trail with it."""
        ...

    async def unblock(self, guild_id: int, user_id: int, trail: Sequence[Happening]) -> bool:
        """Ends a block and writes the trail with it; gives whether there was one."""
        ...

    async def blocked(self, guild_id: int | None, user_id: int, now: float) -> Block | None:
        """The block that holds for a member; in direct messages (None) one of any server."""
        ...

    async def blocks(self, guild_id: int, now: float) -> list[Block]:
        """Every block of a server that holds, the newest first."""
        ...

    async def withheld(self, now: float) -> list[int]:
        """What blocked members have in the queue, there and in direct messages."""
        ...

    async def refused(
        self, guild_id: int | None, user_id: int, now: float, trail: Sequence[Happening]
    ) -> None:
        """Counts a refusal of a member's prompt, and writes the trail with it."""
        ...

    async def refusals(self, guild_id: int | None, user_id: int, since: float) -> list[float]:
        """When a member's prompts were refused since then, by Easel or for a word by a relay.

        Oldest first. Direct messages (None) count for themselves.
        """
        ...
