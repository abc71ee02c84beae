"""A bot, a relay that ends well whatever it begins, and what a member then sees."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.easel import Easel
from bot.ui.texts import Texts
from sandbox.discord import Channel, Interaction, Message, Person, Upload
from sandbox.relay import Relay
from tests.atelier import PATIENCE, Atelier, atelier
from tests.media.pixels import picture
from tests.operations.ways import Way
from tests.scene import over

TEXTS = Texts.load()
PROMPT = "a lighthouse --ar 3:2"
CHANGED = "a tower --ar 3:2"
SUBMITS = ("submit/", "insight-face/")
PRESS = "ez:press:"


def say(key: str, **values: str | int) -> str:
    """What Easel says, in English."""
    return TEXTS.say("en", key, **values)


@dataclass(frozen=True)
class Seen:
    """What came of something: the message, what the relay was sent, and what that has cost."""

    message: Message
    submits: list[tuple[str, dict[str, Any]]]
    spent: int
    formed: bool

    @property
    def operations(self) -> list[str]:
        return [operation for operation, _ in self.submits]

    @property
    def body(self) -> dict[str, Any]:
        """What the last submit said."""
        return self.submits[-1][1]

    def drawn(self, *operations: str) -> bool:
        """Whether a picture or video is there, by way of these submits."""
        return bool(self.message.pictures()) and self.operations == [*operations]

    def written(self, operation: str) -> bool:
        """Whether suggested prompts are there, by way of this submit."""
        return "**1** · " in self.message.text and self.operations == [operation]

    def refused(self) -> bool:
        """Whether it was said that this relay does not offer it, and nothing was spent."""
        said = "This relay does not offer that" in self.message.text
        return said and not self.message.pictures() and self.spent == 0


@dataclass
class Stage:
    """One server's column. Ada has remix off, Bo has it on, Dora makes what others press on."""

    house: Atelier
    easel: Easel
    kept: dict[str, Message | Way] = field(default_factory=dict)
    pictures: int = 0

    @property
    def relay(self) -> Relay:
        return self.house.relay

    @property
    def ada(self) -> Person:
        return self.house.ada

    @property
    def bo(self) -> Person:
        return self.house.discord.person("Bo")

    @property
    def dora(self) -> Person:
        return self.house.discord.person("Dora")

    @property
    def gallery(self) -> Channel:
        return self.house.gallery

    def a_picture(self) -> Upload:
        """A picture that is like no other here."""
        self.pictures += 1
        return Upload("own.png", picture("PNG", 60, 40 + self.pictures))

    # -- what people do --------------------------------------------------------------------------
    async def use(self, name: str, *, by: Person | None = None, **options: Any) -> Seen:
        """Somebody uses a command and waits until all is over."""
        person = by or self.ada
        return await self.follow(person, lambda: person.command(self.gallery, name, options))

    async def choose(self, name: str, message: Message, **values: Any) -> Seen:
        """Ada chooses an entry of a message's menu, and fills its form in where it has one."""
        act = functools.partial(self.ada.menu, self.gallery, name, message)
        return await self.follow(self.ada, act, **values)

    async def press(
        self, message: Message, name: str, *, by: Person | None = None, **values: Any
    ) -> Seen:
        """Somebody presses a button, by its name or custom_id, and waits until all is over."""
        person, custom_id = by or self.ada, message.button(name)["custom_id"]
        return await self.follow(person, lambda: person.press(message, custom_id), **values)

    async def follow(
        self, person: Person, act: Callable[[], Awaitable[Interaction]], **values: Any
    ) -> Seen:
        """What comes of an act; a form that it opens is filled in with `values`."""
        sent, paid = len(self.submits()), self.relay.account.total
        use = await (await act()).acknowledged(PATIENCE)
        formed = use.form is not None
        if formed:
            use = await (await person.submit(use, values)).acknowledged(PATIENCE)
        message = await self.over(use)
        return Seen(message, self.submits()[sent:], self.relay.account.total - paid, formed)

    async def details(self, message: Message) -> Message:
        """All that is known of a result."""
        use = await self.house.press(message, message.button("Details")["custom_id"])
        return await self.house.discord.wait_for(lambda m: m is use.reply, timeout=PATIENCE)

    # -- what the relay does -----------------------------------------------------------------------
    def submits(self) -> list[tuple[str, dict[str, Any]]]:
        """Every submit that was answered, with its body."""
        return [
            (received.operation, received.body)
            for received in self.relay.log
            if received.operation.startswith(SUBMITS) and received.status is not None
        ]

    def begun(self) -> list[str]:
        """The tasks that the relay could end now."""
        going = {name: self.relay.status(name).status for name in self.relay.tasks}
        ended = {"SUCCESS", "FAILURE", "CANCEL", "MODAL"}
        return [name for name, status in going.items() if status not in ended]

    def finish(self) -> None:
        """All of them end well."""
        for name in self.begun():
            self.relay.finish(name)

    async def over(self, use: Interaction) -> Message:
        """The answer to an interaction once nothing more is to come of it."""
        working = asyncio.create_task(self._work())
        try:
            return await self.house.discord.wait_for(
                lambda m: m is use.reply and over(m), timeout=PATIENCE
            )
        finally:
            working.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await working

    async def _work(self) -> None:
        while True:
            await self.relay.wait_for(lambda _: bool(self.begun()), 10 * PATIENCE)
            self.finish()

    @contextlib.asynccontextmanager
    async def remixing(self) -> AsyncIterator[None]:
        """The relay's account has remix on for a while, and the operator has the bot know it."""
        self.relay.change(remix=True)
        await self.easel.reload()
        try:
            yield
        finally:
            self.relay.change(remix=False)


@contextlib.asynccontextmanager
async def stage(folder: Path, server: str) -> AsyncIterator[Stage]:
    """A column's stage, with the bot online; what Discord got is in `requests.jsonl`."""
    record = folder / "requests.jsonl"
    async with (
        atelier(folder, preset=server, size=64, record=record) as house,
        house.bot() as easel,
    ):
        ready = Stage(house, easel)
        house.discord.add_person("Dora", locale="en-US")
        settings = await ready.bo.command(ready.gallery, "settings", {"remix": True})
        await settings.acknowledged(PATIENCE)
        yield ready
        assert house.discord.pings == []
        assert [r for r in house.discord.requests if r.status == 400] == []
