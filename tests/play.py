"""The whole program in the process of the test, between the two sandboxes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord.http
from discord.gateway import DiscordWebSocket
from pydantic import SecretStr

from bot.app import build
from bot.config import Settings
from bot.easel import Easel
from bot.relay.settings import Auth
from sandbox.discord import Channel, Discord, Interaction, Message, Person
from sandbox.relay import Relay
from tests import heartbeats

PATIENCE = 20.0


@dataclass
class Play:
    """People and a relay that does nothing by itself, and the bot that comes and goes."""

    discord: Discord
    relay: Relay
    folder: Path

    @property
    def ada(self) -> Person:
        return self.discord.person("Ada")

    @property
    def gallery(self) -> Channel:
        return self.discord.channel("gallery")

    @contextlib.asynccontextmanager
    async def bot(self, **settings: Any) -> AsyncIterator[Easel]:
        """One run of the program, ended in order; `settings` are those that are not as always."""
        usual = {
            "discord_token": SecretStr(self.discord.token),
            "discord_api_url": self.discord.api_url,
            "relay_url": self.relay.base_url,
            "relay_key": SecretStr(self.relay.key),
            "relay_auth": Auth(self.relay.auth),
            "database_path": self.folder / "easel.db",
            "poll_seconds": 0.05,
            "web_port": 0,
        }
        async with build(Settings(**(usual | settings))) as easel:
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

    async def press(
        self, message: Message, custom_id: str, *, by: Person | None = None
    ) -> Interaction:
        """Somebody, or else Ada, presses a button and sees that the bot is at it."""
        use = await (by or self.ada).press(message, custom_id)
        return await use.acknowledged(PATIENCE)


@contextlib.asynccontextmanager
async def sandboxes(
    *, preset: str = "plus", size: int = 64, record: Path | None = None
) -> AsyncIterator[tuple[Discord, Relay]]:
    """Both at work; `size` is that of the relay's pictures, `record` is where every request to
    Discord is written. What a bot in this process has pointed at them points elsewhere again
    afterwards."""
    world = Discord(token="sandbox.cGxheQ.discord", limits=False, record=record)
    studio = Relay(preset=preset, auto=False, picture_size=size)
    before = discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    try:
        async with world.serve(), studio.serve():
            yield world, studio
    finally:
        discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
