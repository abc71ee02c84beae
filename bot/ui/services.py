"""What the user interface needs of the rest, handed in once and by keyword."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from bot.core.meters import UNMETERED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from discord import app_commands

    from bot.core.guild_ports import Members, Trail
    from bot.core.history import History
    from bot.core.meters import Meters
    from bot.core.picture import Image, Upload
    from bot.core.ports import Pictures
    from bot.core.reply import Reply
    from bot.core.usage import UsageReads
    from bot.media.charts import Charts
    from bot.media.region import Regions
    from bot.service.accounts import Accounts
    from bot.service.admission import Admission
    from bot.service.balances import Balances
    from bot.service.blocks import Blocks
    from bot.service.cancel import Cancels
    from bot.service.guilds import Guilds
    from bot.service.operations import Abilities
    from bot.service.presets import Presets
    from bot.service.promises import Promises
    from bot.service.recovery import Recovery
    from bot.service.renewals import Renewals
    from bot.service.seeds import Seeds
    from bot.service.tasks import Tasks
    from bot.service.wordlist import Wordlist
    from bot.ui.texts import Texts


class Receive(Protocol):
    """Makes a usable picture of the bytes that a member handed in."""

    async def __call__(self, data: bytes, *, together: int = 1) -> Image:
        """The picture, as one of so many in the same submit; raises `BadPicture`."""
        ...


class Fetch(Protocol):
    """Brings the picture behind a link that a member gave."""

    async def __call__(self, link: str, *, from_discord: bool = False) -> bytes:
        """Its bytes, from the open internet; with `from_discord` from Discord itself too, wherever
        the bot was told that this is. Raises `BadPicture`.
        """
        ...


class Quarter(Protocol):
    """Cuts a grid into its four pictures."""

    async def __call__(self, data: bytes, *, limit: int, name: str) -> list[Upload]:
        """The four, each of at most `limit` bytes; raises `PictureError`."""
        ...


class Reads(Protocol):
    """What is read without going through a service."""

    async def reply(self, number: int) -> Reply | None:
        """Where a task's message is."""
        ...

    async def recent_prompts(self, user_id: int, start: str, limit: int) -> list[str]:
        """A member's own newest different prompts that contain `start`, newest first."""
        ...


class Painter(Protocol):
    """Knows where masks are painted in a browser."""

    async def __call__(self, task: int, position: int, *, card: Reply) -> str:
        """The address for this button and the member who sees `card`, which it is offered on."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The collaborators of commands and buttons.

    `receive` makes a usable picture of the bytes a member handed in, `fetch` brings those behind a
    link, from the open internet only; `mask` makes a painted mask for a picture that is sent with
    it. All raise `BadPicture`.
    """

    tasks: Tasks
    admission: Admission
    guilds: Guilds
    accounts: Accounts
    wordlist: Wordlist
    blocks: Blocks
    trail: Trail
    members: Members
    presets: Presets
    reads: Reads
    history: History
    receive: Receive
    fetch: Fetch
    mask: Callable[[bytes, Image], Awaitable[Image]]
    pictures: Pictures
    quarter: Quarter
    cancels: Cancels
    seeds: Seeds
    abilities: Abilities
    promises: Promises
    renewals: Renewals
    usage: UsageReads
    charts: Charts
    balances: Balances
    recovery: Recovery
    texts: Texts
    regions: Regions
    painter: Painter | None = None
    meters: Meters = UNMETERED
    translates: bool = False


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
