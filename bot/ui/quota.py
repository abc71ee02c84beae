"""A member's quotas and what their last tasks have cost, as a card that only they see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.ledger import due
from bot.core.limits import Scope, Unit
from bot.ui import layout, line, replies, rights
from bot.ui.card import Card
from bot.ui.prose import bar
from bot.ui.quota_words import amount, number, period, renews

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.accounts import Standing
    from bot.core.limits import Limit
    from bot.core.task import Task
    from bot.ui.replies import Interaction
    from bot.ui.services import Services
    from bot.ui.texts import Texts

NEWEST = 5
"""How many tasks are listed with what they cost."""
MOST_SHOWN = 12
"""How many quotas are shown at most, so that all fits into a message."""


def panel(
    standings: Sequence[Standing],
    tasks: Sequence[Task],
    locale: str,
    texts: Texts,
    *,
    outside: bool,
) -> Card:
    """Each quota with what is left of it, and the last costs; `outside` of servers."""
    none = texts.say(locale, "quotas.none_outside" if outside else "quotas.none")
    shown = [_standing(one, texts, locale) for one in standings[:MOST_SHOWN]]
    costs = "\n".join(_cost(task, texts, locale) for task in tasks)
    return Card(
        headline=texts.say(locale, "quotas.title"),
        body="\n\n".join(shown or [none]),
        line=f"{texts.say(locale, 'quotas.last')}\n{costs}" if tasks else "",
    )


async def show(interaction: Interaction, services: Services) -> None:
    """Answers a command with the panel."""
    asker = rights.asker(interaction)
    standings = await services.accounts.standings(asker)
    tasks = await services.accounts.newest(asker, NEWEST)
    locale = replies.locale(interaction)
    card = panel(standings, tasks, locale, services.texts, outside=asker.guild_id is None)
    await replies.present(interaction, layout.draw(card))


def _standing(one: Standing, texts: Texts, locale: str) -> str:
    limit = one.ceiling.limit
    percent = min(100, one.used * 100 // limit.amount) if limit.amount else 100
    said = texts.say(
        locale,
        "quotas.standing",
        used=number(limit, one.used, texts),
        amount=amount(limit, limit.amount, texts, locale),
        left=number(limit, one.left, texts),
        renews=renews(one.ceiling),
    )
    return f"**{_title(limit, texts, locale)}**\n{bar(percent)}\n{said}"


def _title(limit: Limit, texts: Texts, locale: str) -> str:
    match limit.scope, limit.unit:
        case Scope.SERVER, Unit.MONEY:
            whose = texts.say(locale, "quotas.budget")
        case Scope.SERVER, _:
            whose = texts.say(locale, "quotas.server")
        case Scope.ROLE, _:
            whose = texts.say(locale, "quotas.role", role=f"<@&{limit.subject}>")
        case _:
            whose = texts.say(locale, "quotas.own")
    values = {"whose": whose, "period": period(limit, texts, locale)}
    if limit.speed is None:
        return texts.say(locale, "quotas.of_period", **values)
    speed = texts.say(locale, f"quotas.speeds.{limit.speed}")
    return texts.say(locale, "quotas.of_period_in_mode", speed=speed, **values)


def _cost(task: Task, texts: Texts, locale: str) -> str:
    held = due(task)
    cost = texts.money(held.total)
    if held.reserved:
        cost = texts.say(locale, "quotas.set_aside", amount=cost)
    elif not held.total:
        cost = texts.say(locale, "quotas.nothing")
    label = line.made_with(task.request, locale, texts)
    return texts.say(locale, "quotas.cost", number=task.number, label=label, cost=cost)
