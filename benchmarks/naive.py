"""The bot that Easel is measured against: the usual way such bots are written.

One loop a task: fetch, edit the reply, sleep five seconds. The picture is linked, not uploaded, and
nothing is kept: neither tasks nor buttons live through a restart. It reads the same settings as
Easel: DISCORD_TOKEN, DISCORD_API_URL, RELAY_URL, RELAY_KEY, RELAY_AUTH.
"""

from __future__ import annotations

import asyncio
import os
from typing import Any

import aiohttp
import discord
import yarl
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

PAUSE = 5.0
"""Seconds between two looks at one task."""
ENDED = frozenset({"SUCCESS", "FAILURE", "CANCEL"})
HEADERS = {
    "bearer": ("Authorization", "Bearer {}"),
    "authorization": ("Authorization", "{}"),
    "mj-api-secret": ("mj-api-secret", "{}"),
}
"""The header that carries the relay's key, by what RELAY_AUTH may say."""
BUTTON_ROWS, BUTTONS_A_ROW = 5, 5


class NaiveBot(commands.Bot):
    """A client with one command and one HTTP session."""

    def __init__(self, relay_url: str, key: str, auth: str) -> None:
        """`relay_url` is without `/mj`."""
        super().__init__(command_prefix="!", intents=discord.Intents.default())
        self._url = f"{relay_url}/mj"
        name, form = HEADERS[auth]
        self._headers = {name: form.format(key)}
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The session to the relay; raises RuntimeError before the login."""
        if self._session is None:
            raise RuntimeError("not logged in yet")
        return self._session

    async def setup_hook(self) -> None:
        """Publishes the command."""
        # Without it, a client without shards would go to Discord's own gateway.
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL((await self.http.get_bot_gateway())[1])
        self._session = aiohttp.ClientSession(headers=self._headers)

        @self.tree.command(description="Draws a picture")
        async def imagine(interaction: discord.Interaction[Any], prompt: str) -> None:
            await self.draw(interaction, prompt)

        await self.tree.sync()

    async def draw(self, interaction: discord.Interaction[Any], prompt: str) -> None:
        """A task from its submit to its picture."""
        await interaction.response.defer()
        async with self.session.post(
            f"{self._url}/submit/imagine", json={"prompt": prompt}
        ) as answer:
            number = (await answer.json(content_type=None))["result"]
        while True:
            async with self.session.get(f"{self._url}/task/{number}/fetch") as answer:
                task = await answer.json(content_type=None)
            if task["status"] in ENDED:
                break
            await interaction.edit_original_response(
                content=f"**{prompt}**\n{task['status']} {task['progress'] or ''}",
                embed=picture(task),
            )
            await asyncio.sleep(PAUSE)
        await interaction.edit_original_response(
            content=f"**{prompt}** - {interaction.user.mention}",
            embed=picture(task),
            view=buttons(task),
        )

    async def close(self) -> None:
        """Ends both connections."""
        if self._session is not None:
            await self._session.close()
        await super().close()


def picture(task: dict[str, Any]) -> discord.Embed | None:
    """The task's picture, or the preview of it, as a link."""
    url = task.get("imageUrl")
    return discord.Embed().set_image(url=url) if url else None


def buttons(task: dict[str, Any]) -> discord.ui.View:
    """The relay's buttons, as they come."""
    view = discord.ui.View(timeout=None)
    for place, button in enumerate(task["buttons"][: BUTTON_ROWS * BUTTONS_A_ROW]):
        key: discord.ui.Button[discord.ui.View] = discord.ui.Button(
            label=button["label"] or None,
            emoji=button["emoji"] or None,
            custom_id=button["customId"],
            row=place // BUTTONS_A_ROW,
        )
        view.add_item(key)
    return view


def main() -> None:
    """Runs the bot until it is killed."""
    Route.BASE = os.environ["DISCORD_API_URL"]
    bot = NaiveBot(os.environ["RELAY_URL"], os.environ["RELAY_KEY"], os.environ["RELAY_AUTH"])
    bot.run(os.environ["DISCORD_TOKEN"])


if __name__ == "__main__":
    main()
