"""The only answers to an interaction: a claim, a private word, a private card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import structlog
from discord import InteractionResponseType, ui

from bot.core.errors import DiscordBusy, EaselError, NotAllowed
from bot.core.reply import TOKEN_LIFE, Reply
from bot.ui import language, rights
from bot.ui.errors import words
from bot.ui.files import attachment
from bot.ui.network import ALREADY_ACKNOWLEDGED, dropped, once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.picture import Image, Upload
    from bot.core.request import Request
    from bot.core.task import Task
    from bot.service.tasks import Tasks
    from bot.ui.texts import Texts

log = structlog.get_logger(__name__)

Interaction = discord.Interaction[Any]

SERVER = 0
"""Discord's number for an app that was added to a server, not to somebody's account."""
NOBODY = discord.AllowedMentions.none()


def locale(interaction: Interaction) -> str:
    """The language of the answer, by Discord's name for it (`language.settle` has chosen it)."""
    return language.of(interaction)


def promise(interaction: Interaction, *, ephemeral: bool) -> Reply:
    """Where the reply to this interaction will be, before Discord has been told anything.

    Raises `NotAllowed` where Discord does not say which channel it is: discord.py 2.7.1 gives none
    for kinds of channels it does not know.
    """
    if interaction.channel_id is None:
        raise NotAllowed("place_unknown")
    return Reply(
        task=0,
        user_id=interaction.user.id,
        application_id=interaction.application_id,
        channel_id=interaction.channel_id,
        guild_id=interaction.guild_id,
        token=interaction.token,
        token_until=interaction.created_at.timestamp() + TOKEN_LIFE,
        locale=locale(interaction),
        ephemeral=ephemeral,
        bot_can_edit=_bot_is_there(interaction),
        upload_limit=upload_limit(interaction),
    )


async def claim(
    interaction: Interaction,
    tasks: Tasks,
    request: Request,
    *,
    prompt: str,
    ephemeral: bool,
    images: Sequence[Image] = (),
    answer: str | None = None,
) -> Task | None:
    """Stores the task and its reply, then tells Discord that an answer will come.

    The answer is a new message of the bot (`@original` of this interaction's token) even where a
    button was pressed. None when Discord did not take the acknowledgement or when nobody knows;
    the task's fate has been handed to `tasks` then. Raises what `tasks.claim` raises, with nothing
    said to Discord yet.
    """
    reply = promise(interaction, ephemeral=ephemeral)
    task = await tasks.claim(
        request,
        reply,
        images=images,
        prompt=prompt,
        answer=answer,
        asker=rights.asker(interaction),
    )
    try:
        taken = await interaction.response.defer(thinking=True, ephemeral=ephemeral)
    except discord.HTTPException as error:
        return await _refused(tasks, task, error, ephemeral=ephemeral)
    except Exception as error:  # noqa: BLE001  (whatever it was, nobody knows what Discord did)
        log.warning("acknowledgement in doubt", task=task.number, error=repr(error))
        await tasks.unsure(task.number)
        return None
    _measure(interaction)
    message_id = taken.message_id if taken else None
    hidden = taken.is_ephemeral() if taken else ephemeral
    await tasks.confirmed(task.number, message_id=message_id, ephemeral=hidden)
    return task


def _measure(interaction: Interaction) -> None:
    """Tells how long the acknowledgement took, by this machine's clock."""
    since = interaction.client.arrivals.since(interaction.id)
    if since is not None:
        interaction.client.services.meters.acknowledged(since)


async def take_over(
    interaction: Interaction,
    tasks: Tasks,
    request: Request,
    *,
    prompt: str,
    ephemeral: bool,
    message_id: int | None,
) -> None:
    """Makes a task of an answer that has been promised: its message is delivery's from here on.

    `message_id` is where Discord has put it. Raises what `tasks.claim` raises.
    """
    reply = promise(interaction, ephemeral=ephemeral)
    asker = rights.asker(interaction)
    task = await tasks.claim(request, reply, prompt=prompt, asker=asker)
    await tasks.confirmed(task.number, message_id=message_id, ephemeral=ephemeral)


async def _refused(
    tasks: Tasks, task: Task, error: discord.HTTPException, *, ephemeral: bool
) -> Task | None:
    """What a refused acknowledgement means for the task."""
    if error.code == ALREADY_ACKNOWLEDGED:  # an attempt before a retry did arrive
        await tasks.confirmed(task.number, message_id=None, ephemeral=ephemeral)
        return task
    log.warning("not acknowledged", task=task.number, status=error.status, code=error.code)
    if error.status >= 500:
        await tasks.unsure(task.number)
    else:
        await tasks.abandoned(task.number)
    return None


async def say(interaction: Interaction, sentence: str) -> None:
    """Tells whoever acted something in private, whatever has been answered so far. Never raises.

    A reply that has been promised to a task stays silent: the first follow-up would take its place,
    and only delivery writes there.
    """
    try:
        await _say(interaction, sentence)
    except Exception as error:  # noqa: BLE001  (a web page in the place of an answer, for one)
        log.info("could not say", sentence=sentence, error=repr(error))


async def _say(interaction: Interaction, sentence: str) -> None:
    match interaction.response.type:
        case None:
            try:
                await interaction.response.send_message(
                    sentence, ephemeral=True, allowed_mentions=NOBODY, suppress_embeds=True
                )
            except discord.HTTPException as error:
                if error.code != ALREADY_ACKNOWLEDGED:
                    raise
                await _follow_up(interaction, sentence)
        case InteractionResponseType.deferred_channel_message:
            log.info("left unsaid", sentence=sentence)
        case _:
            await _follow_up(interaction, sentence)


async def _follow_up(interaction: Interaction, sentence: str) -> None:
    await interaction.followup.send(
        sentence, ephemeral=True, allowed_mentions=NOBODY, suppress_embeds=True
    )


async def explain(interaction: Interaction, error: BaseException, texts: Texts) -> None:
    """Tells whoever acted what went wrong; what nobody foresaw goes to the log whole."""
    note(interaction, error)
    await say(interaction, sentence_of(error, texts, locale(interaction)))


def sentence_of(error: BaseException, texts: Texts, locale: str) -> str:
    """What a member is told of something that went wrong while they were answered."""
    return words(DiscordBusy() if dropped(error) else error, texts, locale)


def note(interaction: Interaction, error: BaseException) -> None:
    """Writes what went wrong into the log, as whole as nobody foresaw it."""
    if dropped(error):
        log.warning("answer not taken", error=repr(error), user=interaction.user.id)
    elif isinstance(error, EaselError):
        log.info("refused", error=repr(error), user=interaction.user.id)
    else:
        log.error("failed", exc_info=error, user=interaction.user.id)


@once
async def hand(interaction: Interaction, sentence: str, name: str, data: bytes) -> None:
    """Gives whoever acted a file with a sentence, and nobody else."""
    await interaction.response.send_message(
        sentence,
        file=attachment(data, name),
        ephemeral=True,
        allowed_mentions=NOBODY,
    )


@once
async def present(
    interaction: Interaction, view: ui.LayoutView, files: Sequence[discord.File] = ()
) -> None:
    """Shows a card to whoever acted, and to nobody else."""
    await interaction.response.send_message(
        view=view, files=list(files), ephemeral=True, allowed_mentions=NOBODY
    )


@once
async def redraw(
    interaction: Interaction, view: ui.LayoutView, files: Sequence[discord.File] = ()
) -> None:
    """Puts another card, with these files, in the place of the one that was clicked on."""
    await interaction.response.edit_message(
        view=view, attachments=list(files), allowed_mentions=NOBODY
    )


async def fill(
    interaction: Interaction, view: ui.LayoutView, files: Sequence[discord.File] = ()
) -> None:
    """The card that was promised; or another in the place of the one that was shown last."""
    await interaction.edit_original_response(
        view=view, attachments=list(files), allowed_mentions=NOBODY
    )


async def fill_words(interaction: Interaction, sentence: str) -> None:
    """The answer that was promised, in words."""
    await interaction.edit_original_response(content=sentence, allowed_mentions=NOBODY)


async def vanish(interaction: Interaction) -> None:
    """Deletes the message that was clicked on, once the click has been taken. Never raises.

    By the click's own token, which reaches private messages and places that the bot is not in.
    """
    try:
        await interaction.delete_original_response()
    except Exception as error:  # noqa: BLE001  (as above)
        log.info("not deleted by the click", error=repr(error))


async def rewrite(interaction: Interaction, view: ui.LayoutView, picture: Upload | None) -> None:
    """Puts another card, with this picture, in the place of one that has been answered or taken."""
    files = [attachment(picture.data, picture.name)] if picture else []
    await interaction.edit_original_response(view=view, attachments=files, allowed_mentions=NOBODY)


@once
async def accept(interaction: Interaction) -> None:
    """Takes a click whose effect will be seen in the message it was made on."""
    await interaction.response.defer()


def _bot_is_there(interaction: Interaction) -> bool:
    """Whether the bot's own token leads to the channel, now and after the interaction's has ended.

    It does in servers the bot was added to and in direct messages with it; not where somebody
    brought the app along for themselves. That is told by whose installation the interaction came
    through: who acts may be somebody else than who installed it. A server may have the app's
    commands without the bot, and the bot knows the servers that it is in.
    """
    guild = interaction.guild_id
    if guild is None:
        return interaction.context.dm_channel
    owners = interaction._integration_owners  # noqa: SLF001  (2.7.1 tells them nowhere else)
    return owners.get(SERVER) == guild and interaction.client.get_guild(guild) is not None


def upload_limit(interaction: Interaction) -> int:
    """The most bytes of a file that both ways to the message take.

    By token the member's own limit counts, by the bot's token only the server's; a picture that
    passes now has to pass after fifteen minutes too.
    """
    guild = interaction.guild
    place = guild.filesize_limit if guild else discord.utils.DEFAULT_FILE_SIZE_LIMIT_BYTES
    return min(interaction.filesize_limit, place)
