"""What a server has used: in words, as a picture and as a table, for its managers alone."""

from __future__ import annotations

import asyncio
import io
from contextlib import aclosing
from typing import TYPE_CHECKING

import discord

from bot.core.limits import Scope, Unit
from bot.core.usage import window
from bot.ui import layout, prose, replies, rights, usage_words
from bot.ui.card import UPLOADED, Card
from bot.ui.promising import promised
from bot.ui.texts import DEFAULT
from bot.ui.usage_chart import Sheet, chart
from bot.ui.usage_file import TableWriter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.accounts import Standing
    from bot.core.limits import Limit
    from bot.core.picture import Upload
    from bot.core.usage import Stretch, Window
    from bot.ui.replies import Interaction
    from bot.ui.services import Services
    from bot.ui.usage_file import Table

NAME = "easel-usage"
NAME_LIMIT = 60
LARGEST_FILE = 8 * 1024 * 1024
"""Bytes of the table: some 70,000 tasks; the memory is small."""
LOOK_UP_SECONDS = 4.0
"""What looking up the names of members may take, whom nobody has seen here yet."""


async def show(interaction: Interaction, services: Services, stretch: Stretch) -> None:
    """Answers in private; counting and drawing take a few seconds."""
    locale = replies.locale(interaction)
    async with promised(interaction, services, ephemeral=True):
        now = interaction.created_at.timestamp()
        guild_id, span = interaction.guild_id or 0, window(stretch, now)
        usage = await services.usage.usage(guild_id, span)
        names = await _names(interaction, services, list(usage.members))
        budgets = await _budgets(interaction, services)
        sheet = Sheet(
            server=prose.label(interaction.guild.name if interaction.guild else "", NAME_LIMIT),
            usage=usage,
            names=names,
            balances=await services.balances.all(),
            budget=max(map(_spent_share, budgets), default=None),
        )
        picture = await _picture(sheet, services, locale) if usage.total.tasks else None
        table = await _table(interaction, services, span, names)
        said = _words(sheet, budgets, table, services, locale, drawn=picture is not None)
        view = layout.draw(_card(said, picture, table))
        await replies.fill(interaction, view, _files(picture, table))


async def _picture(sheet: Sheet, services: Services, locale: str) -> Upload | None:
    """The picture in the reader's language; in English where the machine lacks its letters."""
    charts = [chart(sheet, services.texts, language) for language in (locale, DEFAULT)]
    return await services.charts.draw(charts, NAME)


# -- names -----------------------------------------------------------------------------------------
async def _names(
    interaction: Interaction, services: Services, users: Sequence[int]
) -> dict[int, str]:
    """What members are called: as they were seen last, else as Discord tells it."""
    names = dict(await services.members.names(interaction.guild_id or 0, users))
    unknown = [user for user in users if not names.get(user)]
    if unknown and interaction.guild is not None:
        looks = [asyncio.create_task(_looked_up(interaction.guild, user)) for user in unknown]
        done, late = await asyncio.wait(looks, timeout=LOOK_UP_SECONDS)
        for look in late:
            look.cancel()
        names |= dict(pair for look in done if (pair := look.result()) is not None)
    return names


async def _looked_up(guild: discord.Guild, user: int) -> tuple[int, str] | None:
    try:
        return user, (await guild.fetch_member(user)).display_name
    except Exception:  # noqa: BLE001  (Discord's answer may be anything)
        return None  # who has left is shown by number


# -- money -----------------------------------------------------------------------------------------
async def _budgets(interaction: Interaction, services: Services) -> list[Standing]:
    """The server's own quotas in money, and what has been used of each."""
    standings = await services.accounts.standings(rights.asker(interaction))
    return [one for one in standings if _is_budget(one.ceiling.limit)]


def _is_budget(limit: Limit) -> bool:
    return limit.scope is Scope.SERVER and limit.unit is Unit.MONEY


def _spent_share(standing: Standing) -> float:
    amount = standing.ceiling.limit.amount
    return standing.used / amount if amount else 1.0


# -- the answer ------------------------------------------------------------------------------------
async def _table(
    interaction: Interaction, services: Services, span: Window, names: Mapping[int, str]
) -> Table:
    """Every task of that time; the newest where not all of them fit."""
    limit = min(interaction.filesize_limit, LARGEST_FILE)
    writer = TableWriter(services.texts, replies.locale(interaction), limit=limit)
    guild_id, known = interaction.guild_id or 0, dict(names)
    async with aclosing(services.usage.lines(guild_id, span)) as pages:
        async for page in pages:
            strangers = {line.user_id for line in page} - known.keys()
            if strangers:
                found = await services.members.names(guild_id, sorted(strangers))
                known |= {user: found.get(user, "") for user in strangers}
            writer.add(page, known)
    return writer.done()


def _words(
    sheet: Sheet,
    budgets: Sequence[Standing],
    table: Table,
    services: Services,
    locale: str,
    *,
    drawn: bool,
) -> list[str]:
    texts, usage = services.texts, sheet.usage
    lines = [f"**{usage_words.stretch(usage.window, texts, locale)}**"]
    if not table.of:
        lines.append(texts.say(locale, "usage.nothing_asked"))
    else:
        lines.append(usage_words.total(usage, texts, locale))
    if usage.wait is not None:
        lines.append(usage_words.waited(usage.wait, texts, locale))
    lines += [_budget(standing, services, locale) for standing in budgets]
    lines += usage_words.balances(sheet.balances, texts, locale)
    if usage.total.tasks and not drawn:
        lines.append(texts.say(locale, "usage.not_drawn"))
    if not table.whole:
        rows, of = usage_words.number(table.rows), usage_words.number(table.of)
        lines.append(texts.say(locale, "usage.cut", rows=rows, of=of))
    return lines


def _budget(standing: Standing, services: Services, locale: str) -> str:
    texts, limit = services.texts, standing.ceiling.limit
    said = texts.say(
        locale,
        f"usage.budget_{limit.period}",
        used=texts.money(standing.used),
        amount=texts.money(limit.amount),
        when=f"<t:{int(standing.ceiling.renews)}:R>",
    )
    if limit.speed is None:
        return said
    mode = texts.say(locale, f"choices.{limit.speed}")
    return texts.say(locale, "limits.mode", quota=said, mode=mode)


def _card(said: Sequence[str], picture: Upload | None, table: Table) -> Card:
    return Card(
        picture=f"{UPLOADED}{picture.name}" if picture else None,
        alt=said[1],
        body="\n".join(said),
        file=f"{UPLOADED}{NAME}.csv" if table.of else "",
    )


def _files(picture: Upload | None, table: Table) -> list[discord.File]:
    files = [discord.File(io.BytesIO(picture.data), picture.name)] if picture else []
    if table.of:
        files.append(discord.File(io.BytesIO(table.data), f"{NAME}.csv"))
    return files
