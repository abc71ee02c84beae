"""What stands at the outermost doors of the stage: a relay nobody reaches, and a few pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

import aiohttp

from bot.core.errand import Errand
from bot.core.errors import BadPicture, Unreachable
from bot.core.picture import Image
from bot.core.ports import Relay
from bot.core.relay_choice import Candidate
from bot.core.task import Task

PNG = b"\x89PNG"
PICTURE = "https://pictures.example.com/grid.png"


class FarRelay:
    """A relay that nobody reaches: these tests end before one is asked."""

    name = "main"

    async def fetch(self, relay_id: str, speed: object) -> None:
        raise Unreachable

    async def seed(self, relay_id: str, speed: object) -> str:
        raise Unreachable

    async def balance(self) -> int | None:
        raise Unreachable

    async def cancel(self, relay_id: str, speed: object) -> None:
        raise Unreachable


class OneRelay(dict[str, Relay]):
    """The one relay there is, which takes everything."""

    def __init__(self, relay: Relay) -> None:
        super().__init__(main=relay)

    @property
    def in_use(self) -> list[str]:
        return list(self)

    def candidates(self, errand: Errand, running: Mapping[str, int]) -> list[Candidate]:
        return [Candidate(name="main")]

    def slots(self) -> int:
        return 1


class Bell:
    """Rings whenever a task has been saved."""

    def __init__(self) -> None:
        self.rung = asyncio.Event()

    def changed(self, _tasks: Iterable[Task]) -> None:
        self.rung.set()


async def receive(data: bytes, *, together: int = 1) -> Image:
    """Takes anything that starts like a PNG."""
    if not data.startswith(PNG):
        raise BadPicture("picture_kind")
    return Image("image/png", data)


async def mask(data: bytes, _picture: Image) -> Image:
    """Takes the same as `receive`."""
    if not data.startswith(PNG):
        raise BadPicture("mask_kind")
    return Image("image/png", data)


async def fetch(link: str, *, from_discord: bool = False) -> bytes:
    """Knows one link of the open internet, and whatever the sandbox's Discord keeps."""
    if from_discord:
        async with aiohttp.ClientSession() as session, session.get(link) as answer:
            if answer.status == 200:
                return await answer.read()
    await asyncio.sleep(0)  # as anything does that asks another machine
    if link != PICTURE:
        raise BadPicture("link_missing")
    return PNG
