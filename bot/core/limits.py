"""Quotas: how much may be asked for in a day or a month, by whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.periods import span
from bot.core.request import Speed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.asker import Asker
    from bot.core.periods import Period

MOST_TASKS = 1_000_000
"""The largest quota in tasks; a slip of the hand is larger."""
MOST_LIMITS = 100
"""How many quotas one server may have."""


class Scope(StrEnum):
    """Whose tasks a quota counts."""

    SERVER = "server"  # everybody's together
    EVERYONE = "everyone"  # each member's own
    ROLE = "role"  # each member's own who has the role, instead of everyone's
    MEMBER = "member"  # this member's own, instead of all others


class Unit(StrEnum):
    """What a quota counts."""

    TASKS = "tasks"
    MONEY = "money"  # in millionths (`core.money`)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One quota. `subject` is the role's or member's id, None for the other scopes.

    `speed` counts tasks of that mode only (None: of every mode). An `amount` of 0 allows nothing.
    """

    scope: Scope
    period: Period
    unit: Unit
    amount: int
    subject: int | None = None
    speed: Speed | None = None

    @property
    def key(self) -> tuple[Scope, int | None, Period, Unit, Speed | None]:
        """What it is the one quota of: setting another with this key replaces it."""
        return self.scope, self.subject, self.period, self.unit, self.speed

    @property
    def word(self) -> str:
        """The key as one word, for menus."""
        return "-".join(str(part or "any") for part in self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """A quota as it holds for one member at one moment.

    `user_id` is None where everybody's tasks count together; from `since` (included) on, until it
    renews at `renews`, in seconds since the epoch.
    """

    limit: Limit
    guild_id: int | None
    user_id: int | None
    since: float
    renews: float

    def counts(self, speed: Speed | None) -> bool:
        """Whether a task of this mode (None: of the relay's choice) counts for it."""
        return self.limit.speed is None or self.limit.speed is counts_as(speed)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a new task has to fit into: quotas, and how many tasks of its member may wait."""

    ceilings: tuple[Ceiling, ...] = ()
    most_waiting: int | None = None


UNLIMITED = Allowance()


def ceilings(limits: Iterable[Limit], asker: Asker, now: float) -> list[Ceiling]:
    """Every quota that holds for a member now.

    The server's own always hold. Of the personal ones the closest counts: the member's own, else
    the most generous of their roles', else everyone's; for each period, unit and speed by itself.
    """
    personal: dict[object, Limit] = {}
    found: list[Limit] = []
    for limit in limits:
        if limit.scope is Scope.SERVER:
            found.append(limit)
        elif _holds(limit, asker):
            kind = (limit.period, limit.unit, limit.speed)
            known = personal.get(kind)
            if known is None or _closer(limit, known):
                personal[kind] = limit
    return [_ceiling(limit, asker, now) for limit in (*found, *personal.values())]


def with_quotas(limits: Iterable[Limit], asker: Asker) -> tuple[int, ...]:
    """Those of a member's roles that have quotas of their own."""
    named = {limit.subject for limit in limits if limit.scope is Scope.ROLE}
    return tuple(sorted(role for role in asker.roles if role in named))


def _holds(limit: Limit, asker: Asker) -> bool:
    match limit.scope:
        case Scope.MEMBER:
            return limit.subject == asker.user_id
        case Scope.ROLE:
            return limit.subject in asker.roles
        case _:
            return True


_CLOSENESS = {Scope.EVERYONE: 0, Scope.ROLE: 1, Scope.MEMBER: 2}


def _closer(limit: Limit, known: Limit) -> bool:
    mine, other = _CLOSENESS[limit.scope], _CLOSENESS[known.scope]
    return (mine, limit.amount) > (other, known.amount)


def _ceiling(limit: Limit, asker: Asker, now: float) -> Ceiling:
    time = span(limit.period, now)
    return Ceiling(
        limit=limit,
        guild_id=asker.guild_id,
        user_id=None if limit.scope is Scope.SERVER else asker.user_id,
        since=time.start,
        renews=time.end,
    )


def counts_as(speed: Speed | None) -> Speed:
    """The mode that a task counts as; where the relay chooses by itself, as fast."""
    return speed or Speed.FAST
