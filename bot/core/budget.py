"""A server's budget, which is its quota in money, and when its moderators are to be told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.audit import Event, Happening
from bot.core.limits import Scope, Unit

if TYPE_CHECKING:
    from bot.core.limits import Ceiling
    from bot.core.task import Task

NEAR = (4, 5)
"""The part of a budget, as a fraction, that moderators are warned at."""


def is_budget(ceiling: Ceiling) -> bool:
    """Whether a quota is of everybody's money together."""
    return ceiling.limit.scope is Scope.SERVER and ceiling.limit.unit is Unit.MONEY


def reached(ceiling: Ceiling, used: int, draft: Task) -> list[Happening]:
    """The lines of the trail for what has been used of a budget, this task included.

    Each is kept once in a period and for an amount: they may be made with every task, so that a
    crash that lost one leaves it to the next.
    """
    if used <= 0 or not is_budget(ceiling):
        return []
    near, whole = NEAR
    if used * whole < ceiling.limit.amount * near:
        return []
    lines = [_line(Event.BUDGET_NEAR, ceiling, used, draft)]
    return lines + [spent(ceiling, used, draft)] * (used >= ceiling.limit.amount)


def spent(ceiling: Ceiling, used: int, draft: Task) -> Happening:
    """The line for a budget that has no room left for this task."""
    return _line(Event.BUDGET_SPENT, ceiling, used, draft)


def _line(event: Event, ceiling: Ceiling, used: int, draft: Task) -> Happening:
    limit = ceiling.limit
    return Happening(
        guild_id=ceiling.guild_id or 0,
        at=draft.created_at,
        event=event,
        channel_id=draft.channel_id,
        values={
            "used": str(used),
            "amount": str(limit.amount),
            "period": limit.period,
            "renews": str(int(ceiling.renews)),
        },
        once=f"{event}:{limit.period}:{int(ceiling.since)}:{limit.speed or ''}:{limit.amount}",
    )
