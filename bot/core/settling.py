"""Changes of a server's settings, one at a time: pure, and refused where they cannot be."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core import money
from bot.core.errors import BadInput
from bot.core.guild import MOST_CHOSEN, GuildSettings
from bot.core.limits import MOST_LIMITS, MOST_TASKS, Scope, Unit

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.core.limits import Limit
    from bot.core.periods import Period

REASONS = {
    "tasks_broken": frozenset({"amount"}),
    "tasks_many": frozenset({"amount", "most"}),
    "chosen_many": frozenset({"most"}),
    "limits_many": frozenset({"most"}),
    "limit_unknown": frozenset[str](),
    "limit_of_both": frozenset[str](),
}
"""Every reason a change is refused for, and the values its sentence takes."""
_WHOLE = re.compile(r"[0-9]{1,12}")


def amount(text: str, unit: Unit) -> int:
    """A quota as a person writes it, in tasks or in millionths. Raises `BadInput`."""
    if unit is Unit.MONEY:
        return money.parse(text)
    typed = text.strip()
    if typed.startswith(("-", "−", "–")):
        raise BadInput("amount_negative", amount=text)
    if not _WHOLE.fullmatch(typed):
        raise BadInput("tasks_broken", amount=text)
    if int(typed) > MOST_TASKS:
        raise BadInput("tasks_many", amount=text, most=MOST_TASKS)
    return int(typed)


def chosen(
    before: frozenset[int], *, add: int | None, remove: int | None, every: bool = False
) -> frozenset[int]:
    """Channels or roles with one more, one less, or none chosen at all (`every`).

    Raises `BadInput` when there would be more of them than a menu can show.
    """
    kept = {one for one in before if not every and one != remove}
    after = frozenset(kept if add is None else {*kept, add})
    if len(after) > MOST_CHOSEN:
        raise BadInput("chosen_many", most=MOST_CHOSEN)
    return after


def with_limit(settings: GuildSettings, limit: Limit) -> GuildSettings:
    """The settings with this quota, in the place of the one that it replaces.

    Raises `BadInput` when there would be too many.
    """
    places = {one.key: one for one in settings.limits} | {limit.key: limit}
    if len(places) > MOST_LIMITS:
        raise BadInput("limits_many", most=MOST_LIMITS)
    return replace(settings, limits=tuple(places.values()))


def without_limit(settings: GuildSettings, word: str) -> GuildSettings:
    """The settings without the quota of this word. Raises `BadInput` when there is none."""
    kept = tuple(one for one in settings.limits if one.word != word)
    if len(kept) == len(settings.limits):
        raise BadInput("limit_unknown")
    return replace(settings, limits=kept)


def scope(role: int | None, member: int | None, *, together: bool) -> tuple[Scope, int | None]:
    """Whose tasks a quota counts, by what was named. Raises `BadInput` when that is two things."""
    if (role is not None) + (member is not None) + together > 1:
        raise BadInput("limit_of_both")
    if role is not None:
        return Scope.ROLE, role
    if member is not None:
        return Scope.MEMBER, member
    return (Scope.SERVER if together else Scope.EVERYONE), None


def with_weight(settings: GuildSettings, role: int, turns: int) -> GuildSettings:
    """The settings with so many turns for a role; 1 is what everybody has. Raises `BadInput`."""
    weights = {**dict(settings.weights), role: turns}
    if turns == 1:
        del weights[role]
    if len(weights) > MOST_CHOSEN:
        raise BadInput("chosen_many", most=MOST_CHOSEN)
    return replace(settings, weights=tuple(sorted(weights.items())))


def budget(settings: GuildSettings, period: Period) -> Limit | None:
    """What the whole server may spend in a period; None where nothing is settled."""
    return next((one for one in settings.limits if is_budget(one) and one.period is period), None)


def is_budget(limit: Limit) -> bool:
    """Whether a quota is the server's budget."""
    return limit.scope is Scope.SERVER and limit.unit is Unit.MONEY and limit.speed is None


def without_places(settings: GuildSettings, gone: Collection[int]) -> GuildSettings:
    """The settings without channels and roles that are gone, wherever they are named."""
    return replace(
        settings,
        channels=settings.channels - frozenset(gone),
        roles=settings.roles - frozenset(gone),
        moderation=None if settings.moderation in gone else settings.moderation,
        audit=None if settings.audit in gone else settings.audit,
        limits=tuple(one for one in settings.limits if one.subject not in gone),
        weights=tuple(one for one in settings.weights if one[0] not in gone),
    )
