"""The whole program between the two sandboxes, with an upscaled picture to paint on."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord.http
from discord.gateway import DiscordWebSocket
from PIL import Image as Pillow
from pydantic import SecretStr

from bot.app import build
from bot.config import Settings
from bot.easel import Easel
from bot.relay.settings import Auth
from bot.web.server import serve
from sandbox.discord import Channel, Discord, Interaction, Message, Person
from sandbox.relay import Relay
from tests import heartbeats
from tests.ports import reserved

PATIENCE = 20.0
REGION = "Vary (Region)"


@dataclass
class Atelier:
    """People and a relay that does nothing by itself, and the bot that comes and goes."""

    discord: Discord
    relay: Relay
    folder: Path
    web: str = ""

    @property
    def ada(self) -> Person:
        return self.discord.person("Ada")

    @property
    def gallery(self) -> Channel:
        return self.discord.channel("gallery")

    @contextlib.asynccontextmanager
    async def bot(self, *, painter: bool = False) -> AsyncIterator[Easel]:
        """One run of the program, ended in order; with `painter` its pages are served."""
        async with contextlib.AsyncExitStack() as stack:
            port = stack.enter_context(reserved())
            self.web = f"http://127.0.0.1:{port}"
            settings = Settings(
                discord_token=SecretStr(self.discord.token),
                discord_api_url=self.discord.api_url,
                relay_url=self.relay.base_url,
                relay_key=SecretStr(self.relay.key),
                relay_auth=Auth(self.relay.auth),
                database_path=self.folder / "easel.db",
                poll_seconds=0.05,
                web_port=port,
                public_url=self.web if painter else None,
            )
            easel = await stack.enter_async_context(build(settings))
            if easel.painter is not None:
                await stack.enter_async_context(serve("127.0.0.1", port, easel.painter.routes()))
            online = asyncio.create_task(easel.client.wait_for("shard_connect"))
            work = asyncio.create_task(easel.run())
            try:
                await asyncio.wait({online, work}, return_when=asyncio.FIRST_COMPLETED)
                assert online.done()
                yield easel
            finally:
                work.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await work
                await easel.finish()
        await heartbeats.ended(easel.client)

    async def upscaled(self, **options: Any) -> Message:
        """Ada has a picture drawn and takes the first one out of the grid."""
        use = await self.ada.command(self.gallery, "imagine", {"prompt": "a lighthouse", **options})
        await use.acknowledged(PATIENCE)
        grid = await self.drawn(use)
        return await self.drawn(await self.press(grid, grid.button("U1")["custom_id"]))

    async def press(
        self, message: Message, custom_id: str, *, by: Person | None = None
    ) -> Interaction:
        use = await (by or self.ada).press(message, custom_id)
        return await use.acknowledged(PATIENCE)

    async def picker(self, message: Message, *, by: Person | None = None) -> Message:
        """The card to choose on, once its picture is there."""
        use = await self.press(message, message.button(REGION)["custom_id"], by=by)
        assert use.reply is not None
        assert use.reply.ephemeral
        return await self.seen(use.reply, bool_of_picture)

    async def seen(self, message: Message, holds: Any) -> Message:
        return await self.discord.wait_for(lambda m: m is message and holds(m), timeout=PATIENCE)

    async def click(self, card: Message, label: str) -> Message:
        """Presses a button of the card and waits until it is drawn anew."""
        before = card.pictures()[0][0]
        await self.press(card, card.button(label)["custom_id"])
        return await self.seen(card, lambda m: m.pictures() and m.pictures()[0][0] != before)

    async def choose(self, card: Message, *cells: int) -> Message:
        """Chooses these cells, by their numbers, in the menu of the card."""
        before = card.pictures()[0][0]
        values = [str(cell - 1) for cell in cells]
        use = await self.ada.select(card, card.selects()[0]["custom_id"], values)
        await use.acknowledged(PATIENCE)
        return await self.seen(card, lambda m: m.pictures() and m.pictures()[0][0] != before)

    async def form(self, card: Message, label: str) -> Interaction:
        use = await self.press(card, card.button(label)["custom_id"])
        assert use.form is not None
        return use

    async def submit(self, use: Interaction, **values: Any) -> Interaction:
        return await (await self.ada.submit(use, values)).acknowledged(PATIENCE)

    async def drawn(self, use: Interaction) -> Message:
        """The answer to an interaction, once the relay has finished its newest task."""
        await self.finish()
        return await self.discord.wait_for(
            lambda m: m is use.reply and bool(m.pictures()) and "<t:" not in m.text,
            timeout=PATIENCE,
        )

    async def finish(self) -> None:
        """Waits for the relay to get one more task, and has it end well."""
        await self.relay.wait_for(lambda _: self._fresh() is not None, PATIENCE)
        fresh = self._fresh()
        assert fresh is not None
        self.relay.finish(fresh)

    def _fresh(self) -> str | None:
        """The newest task, if nothing is missing for its picture to be drawn."""
        newest = next(reversed(self.relay.tasks), None)
        if newest is None or self.relay.status(newest).status in {"SUCCESS", "MODAL"}:
            return None
        return newest

    async def confirmed(self) -> dict[str, Any]:
        """What the relay got with the form of a region."""
        found = await self.relay.wait_for(
            lambda r: r.operation == "submit/modal" and r.status is not None, PATIENCE
        )
        body: dict[str, Any] = found.body
        return body

    def picture_size(self) -> tuple[int, int]:
        """The size of the picture that was painted on."""
        message = max(
            (m for m in self.discord.messages() if m.pictures() and not m.ephemeral),
            key=lambda m: m.id,
        )
        data = message.pictures()[0][1]
        assert data is not None
        with Pillow.open(io.BytesIO(data)) as opened:
            return opened.size


def bool_of_picture(message: Message) -> bool:
    """Whether a message shows a picture."""
    return bool(message.pictures())


def mask_of(body: dict[str, Any]) -> Pillow.Image:
    """The mask that a relay was sent."""
    head, _, data = body["maskBase64"].partition(",")
    assert head == "data:image/png;base64"
    opened = Pillow.open(io.BytesIO(base64.b64decode(data)))
    opened.load()
    return opened


@contextlib.asynccontextmanager
async def atelier(
    folder: Path, *, preset: str = "plus", size: int = 96, record: Path | None = None
) -> AsyncIterator[Atelier]:
    """Everybody but the bot; `record` is where every request to Discord is written."""
    world = Discord(token="sandbox.cmVnaW9u.discord", limits=False, record=record)
    studio = Relay(preset=preset, auto=False, picture_size=size)
    before = discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    try:
        async with world.serve(), studio.serve():
            yield Atelier(world, studio, folder)
    finally:
        discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
