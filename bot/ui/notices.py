"""Lines of the trail as messages: in moderators' channels, and to a server's owner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from discord import Object

from bot.core.audit import Board, Event
from bot.core.errors import RouteGone
from bot.core.form import prompt_of
from bot.core.permit import granted
from bot.core.reply import Route
from bot.ui import language, links, permissions, prose, trail_words
from bot.ui.refusals import asking
from bot.ui.replies import NOBODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

    from bot.core.guild_ports import Notice, SettingsFile
    from bot.core.permit import Permit
    from bot.ui.texts import Texts

log = structlog.get_logger(__name__)

MOST_TEXT = 2000
"""Discord's limit for the text of a message, in characters."""
PROMPT_ROOM = 150
LINE_ROOM = 1000
_ABOUT_PROMPTS = frozenset({Event.ASKED, Event.REMOVED, Event.STOPPED, Event.REFUSED})


class DiscordNotices:
    """`core.guild_ports.Noticeboard` over discord.py."""

    def __init__(
        self,
        *,
        client: discord.Client,
        texts: Texts,
        file: SettingsFile,
        permit: Permit = granted,
    ) -> None:
        """`client` has to be logged in before anything is posted."""
        self._client = client
        self._texts = texts
        self._file = file
        self._permit = permit

    async def post(
        self,
        guild_id: int,
        channel_id: int,
        notices: Sequence[Notice],
        *,
        board: Board,
        locale: str | None,
    ) -> int:
        """Posts as many as one message holds; see `core.guild_ports.Noticeboard`."""
        channel = self._client.get_partial_messageable(channel_id, guild_id=guild_id)
        nonce = f"ez-trail-{board}-{notices[0].line.number}"
        silent = board is Board.AUDIT
        return await self._send(channel, guild_id, notices, locale, nonce, silent=silent)

    async def tell_owner(
        self, guild_id: int, notices: Sequence[Notice], *, locale: str | None
    ) -> int:
        """Tells the owner in a direct message; see `core.guild_ports.Noticeboard`."""
        guild = self._client.get_guild(guild_id)
        if guild is None or not guild.owner_id:
            raise RouteGone(frozenset({Route.DIRECT}))
        await self._permit()
        with asking(Route.DIRECT):
            channel = await self._client.create_dm(Object(guild.owner_id))
        nonce = f"ez-trail-o-{notices[0].line.number}"
        said = self._texts.say(self._locale(guild_id, locale), "audit.server", name=_name(guild))
        return await self._send(channel, guild_id, notices, locale, nonce, above=said)

    def lacking(self, guild_id: int, channel_id: int) -> tuple[str, ...]:
        """What the bot lacks to post there, by Discord's names; nothing where it is gone."""
        guild = self._client.get_guild(guild_id)
        return permissions.lacking_in(guild, channel_id, permissions.POSTING)

    def _locale(self, guild_id: int, locale: str | None) -> str:
        """The language that was chosen, else the one that the server has in Discord."""
        guild = self._client.get_guild(guild_id)
        return language.chosen(self._texts, locale, str(guild.preferred_locale) if guild else None)

    async def _send(
        self,
        channel: discord.abc.Messageable,
        guild_id: int,
        notices: Sequence[Notice],
        locale: str | None,
        nonce: str,
        *,
        above: str = "",
        silent: bool = False,
    ) -> int:
        """One message; gives how many of the notices it holds.

        Discord gives back the first one when the same nonce is sent again within minutes: what was
        posted before a crash and not noted is completed then, not posted twice.
        """
        await self._permit()
        spoken = self._locale(guild_id, locale)
        said = [self._said(notice, spoken) for notice in notices]
        content, shown = fitted(said, above)
        options: dict[str, Any] = {"allowed_mentions": NOBODY, "suppress_embeds": True}
        with asking(Route.FRESH):
            message = await channel.send(content, nonce=nonce, silent=silent, **options)
            if message.content != content:
                await message.edit(content=content, allowed_mentions=NOBODY)
        return shown

    def _said(self, notice: Notice, locale: str) -> str:
        """A line in words; one that cannot be said must not keep all others from being posted."""
        try:
            return words(notice, self._texts, locale, self._file)
        except Exception:
            log.exception("line without words", line=notice.line.number, notice=notice.line.event)
            return f"`{notice.line.event}`"


def words(notice: Notice, texts: Texts, locale: str, file: SettingsFile) -> str:
    """A line as it is posted: when, what, which prompt, and the way to the message."""
    line = notice.line
    said = prose.cut(trail_words.sentence(line, texts, locale, file), LINE_ROOM)
    parts = (f"<t:{int(line.at)}:t>", said, _prompt(notice), _link(notice))
    return " ".join(part for part in parts if part)


def fitted(lines: Sequence[str], above: str = "") -> tuple[str, int]:
    """As many of the lines as a message holds, at least one, and how many they are."""
    content = f"{above}\n{lines[0]}" if above else lines[0]
    shown = 1
    for line in lines[1:]:
        if len(content) + 1 + len(line) > MOST_TEXT:
            break
        content, shown = f"{content}\n{line}", shown + 1
    return content, shown


def _prompt(notice: Notice) -> str:
    """The beginning of the prompt; hidden where its picture is, and where it was refused."""
    line, task = notice.line, notice.task
    if line.event not in _ABOUT_PROMPTS:
        return ""
    prompt = prompt_of(task) if task else line.values.get("prompt", "")
    said = prose.inert(prompt, PROMPT_ROOM)
    hidden = line.event is Event.REFUSED or (task is not None and task.terms.spoiler)
    return f"||{said}||" if said and hidden else said and f"“{said}”"


def _link(notice: Notice) -> str | None:
    """The way to the task's message, where it is one that moderators can go."""
    task, reply = notice.task, notice.reply
    if task is None or reply is None or task.removed or reply.channel_id != task.channel_id:
        return None
    return links.message(task, reply)


def _name(guild: discord.Guild) -> str:
    return prose.inert(guild.name, PROMPT_ROOM)
