"""A real discord.py bot for the server's owner: a panel of menus, and a command of many parts."""

from __future__ import annotations

import asyncio
import io

import discord as dpy
from discord import app_commands, ui
from probe_api import png
from probe_bot import Probe

ZH = {"admin": "管理", "quota": "额度", "set": "设置", "member": "成员", "Sets it": "设置它"}


class Chinese(app_commands.Translator):
    """Names for zh-CN."""

    async def translate(self, string, locale, context):
        return ZH.get(string.message) if locale is dpy.Locale.chinese else None


class Panel(ui.LayoutView):
    """A settings panel with every kind of menu; `defaults` fill in the roles."""

    def __init__(self, heard: list, defaults: tuple = ()) -> None:
        super().__init__(timeout=None)
        self.heard = heard
        roles = ui.RoleSelect(
            custom_id="roles", min_values=0, max_values=3, default_values=list(defaults)
        )
        channels = ui.ChannelSelect(
            custom_id="channels", max_values=25, channel_types=[dpy.ChannelType.text]
        )
        people = ui.UserSelect(custom_id="people", min_values=2, max_values=2)
        anybody = ui.MentionableSelect(custom_id="anybody", max_values=2)
        for menu in (roles, channels, people, anybody):
            menu.callback = self.chose(menu)
        rows = [ui.ActionRow(menu) for menu in (roles, channels, people, anybody)]
        self.add_item(ui.Container(ui.TextDisplay("## Settings"), *rows))

    def chose(self, menu):
        async def callback(interaction):
            self.heard.append(list(menu.values))
            names = ", ".join(sorted(value.name for value in menu.values)) or "nothing"
            await interaction.response.send_message(f"You chose {names}", ephemeral=True)

        return callback


class Admin(Probe):
    """Notes what it hears of menus, options and the world."""

    def __init__(self, **options) -> None:
        super().__init__(**options)
        self.heard: list = []
        self.given: dict = {}
        self.told: list = []
        self.told_more = asyncio.Event()

    def note(self, told: tuple) -> None:
        self.told.append(told)
        self.told_more.set()

    async def setup_hook(self) -> None:
        await self.tree.set_translator(Chinese())
        self.tree.add_command(_admin(self))
        await self.tree.sync()

    async def on_guild_role_create(self, role) -> None:
        self.note(("role made", role.name))

    async def on_guild_role_update(self, before, after) -> None:
        self.note(("role changed", before.name, after.name))

    async def on_guild_role_delete(self, role) -> None:
        self.note(("role gone", role.name))

    async def on_guild_channel_delete(self, channel) -> None:
        self.note(("channel gone", channel.name))

    async def on_guild_channel_update(self, before, after) -> None:
        self.note(("channel changed", after.name, after.nsfw))

    async def on_guild_update(self, before, after) -> None:
        self.note(("guild changed", str(after.preferred_locale)))

    async def on_member_update(self, before, after) -> None:
        self.note(("member changed", after.name, [role.name for role in after.roles]))

    async def on_raw_member_remove(self, event) -> None:
        self.note(("member gone", event.user.name))


def _admin(bot: Admin) -> app_commands.Group:
    admin = app_commands.Group(
        name="admin",
        description="For those who look after the server",
        default_permissions=dpy.Permissions(manage_guild=True),
        guild_only=True,
    )
    quota = app_commands.Group(name="quota", description="How much", parent=admin)

    @admin.command(description="Opens the panel")
    async def panel(interaction: dpy.Interaction, role: dpy.Role | None = None) -> None:
        view = Panel(bot.heard, (role,) if role else ())
        await interaction.response.send_message(view=view, ephemeral=True)

    @admin.command(description="Shows what not everybody wants to see")
    async def spoilers(interaction: dpy.Interaction, whom: dpy.Role) -> None:
        file = dpy.File(io.BytesIO(png(320, 200)), "grid.png")
        thumbnail = ui.Thumbnail(file.uri, spoiler=True)
        view = ui.LayoutView(timeout=None)
        gallery = ui.MediaGallery(dpy.MediaGalleryItem(file, spoiler=True, description="a grid"))
        view.add_item(ui.Section(ui.TextDisplay(f"For {whom.mention}"), accessory=thumbnail))
        view.add_item(gallery)
        await interaction.response.send_message(view=view, file=file)

    @quota.command(name="set", description="Sets it")
    async def set_it(
        interaction: dpy.Interaction,
        member: dpy.Member,
        role: dpy.Role,
        place: dpy.TextChannel,
        whom: dpy.Member | dpy.Role,
        money: app_commands.Range[float, 0, 100],
        tasks: app_commands.Range[int, 0, 1000],
        file: dpy.Attachment | None = None,
    ) -> None:
        bot.given = {
            "member": (member.name, [found.name for found in member.roles[1:]]),
            "role": role.name,
            "place": (place.name, place.is_nsfw(), place.permissions_for(member).view_channel),
            "whom": whom.name,
            "money": money,
            "tasks": tasks,
            "file": file and file.filename,
            "mine": interaction.permissions.manage_guild,
            "locale": str(interaction.guild_locale),
            "nsfw": interaction.channel.is_nsfw(),
        }
        await interaction.response.send_message("Done", ephemeral=True)

    return admin
