"""A small, real discord.py bot for the tests of the sandbox Discord."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord as dpy
import yarl
from discord import app_commands, ui
from discord.ext import commands
from probe_api import TOKEN, png

from sandbox.discord import Discord, Interaction, Person
from tests import heartbeats


class Press(ui.DynamicItem[ui.Button], template=r"probe:(?P<op>[a-z]+):(?P<n>[0-9]+)$"):
    """The one kind of button: opens a form, updates, or answers."""

    def __init__(self, op: str, n: int) -> None:
        super().__init__(ui.Button(label=f"{op} {n}", custom_id=f"probe:{op}:{n}"))
        self.op = op

    @classmethod
    async def from_custom_id(cls, interaction, item, match):
        return cls(match["op"], int(match["n"]))

    async def callback(self, interaction) -> None:
        if self.op == "form":
            await interaction.response.send_modal(Remix())
        elif self.op == "update":
            await interaction.response.edit_message(view=card("updated"), attachments=[])
        else:
            await interaction.response.defer()
            await interaction.edit_original_response(view=card("pressed"))


class Remix(ui.Modal, title="Remix"):
    """A form of every kind of field."""

    def __init__(self) -> None:
        super().__init__(custom_id="probe-remix", timeout=60)
        self.prompt = ui.TextInput(custom_id="prompt", default="as before")
        self.mask = ui.FileUpload(custom_id="mask", required=False)
        self.mode = ui.RadioGroup(custom_id="mode")
        self.mode.add_option(label="Strong", value="strong", default=True)
        self.mode.add_option(label="Subtle", value="subtle")
        self.size = ui.Select(
            custom_id="size", options=[dpy.SelectOption(label="S"), dpy.SelectOption(label="L")]
        )
        self.add_item(ui.TextDisplay("Change it"))
        for label, part in (
            ("Prompt", self.prompt),
            ("Mask", self.mask),
            ("Mode", self.mode),
            ("Size", self.size),
        ):
            self.add_item(ui.Label(text=label, component=part))

    async def on_submit(self, interaction) -> None:
        await interaction.response.defer(thinking=True)
        files = [attachment.filename for attachment in self.mask.values]
        said = [self.prompt.value, files, self.mode.value, self.size.values]
        await interaction.edit_original_response(content=json.dumps(said))


def card(words: str, picture: dpy.File | None = None) -> ui.LayoutView:
    """A message of components V2 with 25 buttons."""
    view = ui.LayoutView(timeout=None)
    container = ui.Container(ui.TextDisplay(words), accent_colour=0x112233)
    if picture is not None:
        container.add_item(ui.MediaGallery(dpy.MediaGalleryItem(picture, description="a grid")))
    ops = ["form", "update", "press", "press", "press"]
    for line in range(5):
        buttons = [Press(op, line * 5 + n) for n, op in enumerate(ops)]
        container.add_item(ui.ActionRow(*buttons))
    view.add_item(container)
    return view


class Probe(commands.AutoShardedBot):
    """Commands that walk through everything a bot does with interactions."""

    def __init__(self, **options) -> None:
        options = {"intents": dpy.Intents(guilds=True), "guild_ready_timeout": 0, **options}
        super().__init__("!", **options)
        self.resumed = asyncio.Event()

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Press)
        self.tree.add_command(imagine)
        self.tree.add_command(details)
        await self.tree.sync()

    async def before_identify_hook(self, shard_id, *, initial: bool = False) -> None:
        """No pause of five seconds between identifications."""

    async def running(self, task: asyncio.Task) -> None:
        """Returns when ready; raises what ended `task`, if that comes first."""
        ready = asyncio.create_task(self.wait_until_ready())
        await asyncio.wait({ready, task}, return_when=asyncio.FIRST_COMPLETED)
        if not ready.done():
            ready.cancel()
            await task

    async def on_shard_resumed(self, shard_id: int) -> None:
        self.resumed.set()


@app_commands.command()
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.describe(prompt="What to draw", image="A picture to start from")
async def imagine(
    interaction: dpy.Interaction, prompt: str, image: dpy.Attachment | None = None
) -> None:
    """Make a picture."""
    await interaction.response.defer(thinking=True)
    words = f"{prompt} after {image.filename}" if image else prompt
    picture = dpy.File(io.BytesIO(png()), "grid.png")
    await interaction.edit_original_response(view=card(words, picture), attachments=[picture])


@imagine.autocomplete("prompt")
async def suggest(interaction: dpy.Interaction, typed: str):
    return [app_commands.Choice(name=f"{typed}ghthouse", value=f"{typed}ghthouse")]


@app_commands.context_menu(name="Details")
async def details(interaction: dpy.Interaction, message: dpy.Message) -> None:
    await interaction.response.send_message(f"about {message.id}", ephemeral=True)
    await interaction.followup.send("and more", ephemeral=True)


@asynccontextmanager
async def running(monkeypatch, **settings) -> AsyncIterator[tuple[Discord, Probe]]:
    """A sandbox with a real bot logged in, commands registered and its session open."""
    options = settings.pop("bot", {})
    discord = settings.pop("discord", None) or Discord(token=TOKEN, **{"limits": False, **settings})
    async with discord.serve():
        monkeypatch.setattr(dpy.http.Route, "BASE", discord.api_url)
        # Where a shard goes that has to identify anew, whatever GET /gateway/bot said.
        gateway = yarl.URL(discord.gateway.url)
        monkeypatch.setattr(dpy.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
        async with connected(discord, **options) as bot:
            yield discord, bot


@asynccontextmanager
async def connected(discord: Discord, **options) -> AsyncIterator[Probe]:
    """A real bot in a sandbox that is already serving; `Route.BASE` points at it."""
    bot = options.pop("kind", Probe)(**options)
    async with bot:
        await bot.login(TOKEN)
        task = asyncio.create_task(bot.connect())
        await asyncio.wait_for(bot.running(task), 10)
        try:
            yield bot
        finally:
            await bot.close()
            await task
            await heartbeats.ended(bot)


async def done(use: Interaction) -> Interaction:
    """The interaction once it is acknowledged."""
    await use.acknowledged()
    assert use.state == "acknowledged"
    return use


def ada(discord: Discord) -> Person:
    return discord.person("Ada")
