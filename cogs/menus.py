"""What a message's context menu offers: its picture described or used, its prompt anew, details."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.core.errors import BadInput
from bot.core.form import prompt_of
from bot.core.parameters import Options, compose
from bot.core.request import Describe, Imagine
from bot.ui import attachments, buttons, details, reference, replies
from bot.ui.translator import phrase

if TYPE_CHECKING:
    from bot.core.request import Request
    from bot.core.task import Task
    from bot.ui.services import Host, Services

Interaction = discord.Interaction[Any]

MENUS = ("describe", "reference", "rerun", "details")


class Menus:
    """What the entries do. A message comes with its pictures, whoever wrote it."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._tasks = services.tasks

    async def describe(self, interaction: Interaction, message: discord.Message) -> None:
        """Prompts that might have made the message's picture."""
        image = await attachments.from_discord(reference.of(message), self._services)
        await replies.claim(
            interaction, self._tasks, Describe(), prompt="", ephemeral=False, images=[image]
        )

    async def reference(self, interaction: Interaction, message: discord.Message) -> None:
        """A form for a prompt that goes with the message's picture."""
        await reference.ask(interaction, self._services, message)

    async def rerun(self, interaction: Interaction, message: discord.Message) -> None:
        """The prompt of a result, drawn anew for whoever asks."""
        task = await self._made(interaction, message)
        again = await self._tasks.again(task.number)
        prompt = prompt_of(task)
        if not prompt:
            raise BadInput("message_no_prompt")
        await replies.claim(
            interaction,
            self._tasks,
            _anew(task, prompt),
            prompt=prompt,
            ephemeral=False,
            images=again.images if isinstance(task.request, Imagine) else [],
        )

    async def details(self, interaction: Interaction, message: discord.Message) -> None:
        """All that is known of a result."""
        task = await self._made(interaction, message)
        await details.show(interaction, self._services, task.number)

    async def _made(self, interaction: Interaction, message: discord.Message) -> Task:
        """The task that a message of ours shows; raises `BadInput` when it shows none.

        A result that was brought back stands in another message than its task's own, so the buttons
        tell where the message does not.
        """
        client = interaction.client.user
        if client is None or message.author.id != client.id:
            raise BadInput("message_not_ours")
        found = await self._services.history.named(str(message.id))
        reply = await self._services.reads.reply(found.number) if found else None
        if found is not None and reply is not None and reply.message_id == message.id:
            return found
        number = buttons.task_of(message)
        if number is None:
            raise BadInput("message_not_ours")
        return await self._tasks.find(number)


def _anew(task: Task, prompt: str) -> Request:
    """The prompt as a new request, with what its own said beside it."""
    if isinstance(task.request, Imagine):
        return replace(task.request, again_of=None, picked=None, notes=())
    return Imagine(compose(prompt, Options()).prompt, speed=task.request.speed)


def build(services: Services) -> list[app_commands.ContextMenu]:
    """The entries, in every language."""
    menus = Menus(services)
    acts = (menus.describe, menus.reference, menus.rerun, menus.details)
    return [
        app_commands.ContextMenu(name=phrase(services.texts, f"menus.{name}"), callback=act)
        for name, act in zip(MENUS, acts, strict=True)
    ]


async def setup(host: Host) -> None:
    """Adds the entries."""
    for menu in build(host.services):
        host.tree.add_command(menu)
