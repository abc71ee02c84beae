"""A small bot of discord.py for the page's tests: every kind of option and of answer."""

from __future__ import annotations

import asyncio
import io

import discord
from discord import app_commands
from PIL import Image

ASPECTS = [
    app_commands.Choice(name="Square", value="1:1"),
    app_commands.Choice(name="Wide", value="16:9"),
]
VERSIONS = ["7", "6.1", "niji 6"]
CHINESE = {"imagine": "想象", "prompt": "提示词", "Make a picture": "生成图片"}


class Chinese(app_commands.Translator):
    """Names for zh-CN."""

    async def translate(self, string, locale, context):
        return CHINESE.get(string.message) if locale is discord.Locale.chinese else None


class Form(discord.ui.Modal, title="Change the picture"):
    words = discord.ui.Label(
        text="Words",
        description="What to draw",
        component=discord.ui.TextInput(
            min_length=3, max_length=40, required=True, placeholder="words"
        ),
    )
    mask = discord.ui.Label(text="Mask", component=discord.ui.FileUpload(required=False))
    side = discord.ui.Label(
        text="Side",
        component=discord.ui.RadioGroup(
            required=False,
            options=[
                discord.RadioGroupOption(label="Left"),
                discord.RadioGroupOption(label="Right"),
            ],
        ),
    )
    private = discord.ui.Label(text="Private", component=discord.ui.Checkbox())

    async def on_submit(self, interaction):
        words, side = self.words.component.value, self.side.component.value
        files, private = len(self.mask.component.values), self.private.component.value
        said = f"{words} / {files} file / {side} / {private}"
        await interaction.response.send_message(said, ephemeral=True)


class Card(discord.ui.LayoutView):
    """A picture with a line and buttons, as the real bot's results are."""

    def __init__(self, bot: PageBot, prompt: str, picture: discord.File) -> None:
        super().__init__(timeout=None)
        gallery = discord.ui.MediaGallery(discord.MediaGalleryItem(picture, description=prompt))
        row = discord.ui.ActionRow()
        for label, answer in (
            ("Details", bot.details),
            ("Form", bot.open_form),
            ("Slow", bot.slow),
            ("Mute", bot.mute),
            ("Again", bot.again),
        ):
            button = discord.ui.Button(label=label, custom_id=label.lower())
            button.callback = answer
            row.add_item(button)
        off = discord.ui.Button(label="Off", disabled=True, custom_id="off")
        menu = discord.ui.Select(
            custom_id="menu",
            placeholder="Choose one",
            options=[discord.SelectOption(label="First"), discord.SelectOption(label="Second")],
        )
        menu.callback = bot.chosen
        self.add_item(
            discord.ui.Container(
                gallery,
                discord.ui.TextDisplay(prompt),
                discord.ui.TextDisplay("-# 7 • square"),
                row,
                discord.ui.ActionRow(
                    off, discord.ui.Button(label="Guide", url="https://example.com/guide")
                ),
                discord.ui.ActionRow(menu),
                accent_colour=0x3BA55D,
            )
        )


class PageBot(discord.AutoShardedClient):
    """Answers /imagine with a card; `go_on` lets the slow button's answer through."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0,
        )
        self.go_on = asyncio.Event()
        self.asked: list[dict] = []
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        self.tree.add_command(_imagine(self))
        self.tree.add_command(_manage())
        self.tree.add_command(app_commands.ContextMenu(name="Show text", callback=_show_text))
        await self.tree.set_translator(Chinese())
        await self.tree.sync()

    async def imagine(self, interaction, **options):
        self.asked.append({name: value for name, value in options.items() if value is not None})
        await interaction.response.defer(thinking=True)
        picture = _picture(options["prompt"])
        await interaction.edit_original_response(
            attachments=[picture], view=Card(self, options["prompt"], picture)
        )

    async def details(self, interaction):
        await interaction.response.send_message("**Seed** `1234`", ephemeral=True)

    async def open_form(self, interaction):
        await interaction.response.send_modal(Form())

    async def slow(self, interaction):
        await self.go_on.wait()
        await interaction.response.defer()

    async def mute(self, interaction):
        """Never answers: the click fails."""

    async def again(self, interaction):
        picture = _picture("another")
        await interaction.response.edit_message(
            attachments=[picture], view=Card(self, "another", picture)
        )

    async def chosen(self, interaction):
        [value] = interaction.data["values"]
        await interaction.response.send_message(f"You chose {value}", ephemeral=True)


def _imagine(bot: PageBot) -> app_commands.Command:
    @app_commands.command(description="Make a picture")
    @app_commands.describe(prompt="What to draw", stylize="How artistic", image="To start from")
    @app_commands.choices(aspect=ASPECTS)
    async def imagine(
        interaction: discord.Interaction,
        prompt: app_commands.Range[str, 1, 200],
        image: discord.Attachment | None = None,
        aspect: str | None = None,
        stylize: app_commands.Range[int, 0, 1000] | None = None,
        version: str | None = None,
        raw: bool | None = None,
    ) -> None:
        given = image and image.filename
        await bot.imagine(
            interaction,
            prompt=prompt,
            image=given,
            aspect=aspect,
            stylize=stylize,
            version=version,
            raw=raw,
        )

    @imagine.autocomplete("version")
    async def versions(interaction, typed):
        found = [version for version in VERSIONS if typed in version]
        return [app_commands.Choice(name=f"Version {version}", value=version) for version in found]

    return imagine


def _manage() -> app_commands.Command:
    @app_commands.command(description="For moderators")
    @app_commands.default_permissions(manage_guild=True)
    async def manage(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Managed", ephemeral=True)

    return manage


async def _show_text(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"It says: {message.content}", ephemeral=True)


def _picture(prompt: str) -> discord.File:
    data = io.BytesIO()
    Image.new("RGB", (320, 240), (len(prompt) * 37 % 256, 90, 160)).save(data, "PNG")
    data.seek(0)
    return discord.File(data, filename=f"picture{len(prompt)}.png")
