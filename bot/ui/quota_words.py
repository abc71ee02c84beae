"""Quotas in words: how much, of what, until when, and why a task does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.limits import Scope, Unit
from bot.core.periods import Period

if TYPE_CHECKING:
    from bot.core.errors import OverQuota
    from bot.core.limits import Ceiling, Limit
    from bot.ui.texts import Texts


def refusal(error: OverQuota, texts: Texts, locale: str) -> str:
    """Whose quota a task does not fit into, how much there was, and what to do."""
    limit = error.ceiling.limit
    left = max(0, limit.amount - error.used)
    said = texts.say(
        locale,
        _key(error.ceiling),
        amount=amount(limit, limit.amount, texts, locale),
        used=amount(limit, error.used, texts, locale),
        left=amount(limit, left, texts, locale),
        price=amount(limit, error.wanted, texts, locale),
        period=period(limit, texts, locale),
        renews=renews(error.ceiling),
    )
    if limit.speed is None:
        return said
    return f"{said} {texts.say(locale, 'quotas.other_speeds')}"


def _key(ceiling: Ceiling) -> str:
    limit = ceiling.limit
    if ceiling.guild_id is None:
        return "errors.over_quota_outside" if limit.amount else "errors.over_quota_outside_none"
    if not limit.amount:
        return "errors.over_quota_none"
    match limit.scope, limit.unit:
        case Scope.SERVER, Unit.MONEY:
            return "errors.over_budget"
        case Scope.SERVER, _:
            return "errors.over_quota_server"
        case _, Unit.MONEY:
            return "errors.over_quota_money"
        case _:
            return "errors.over_quota"


def amount(limit: Limit, much: int, texts: Texts, locale: str) -> str:
    """So much of what a quota counts: `3 fast tasks`, `$0.50`."""
    if limit.unit is Unit.MONEY:
        return texts.money(much)
    if limit.speed is None:
        return texts.say(locale, "quotas.one" if much == 1 else "quotas.many", count=much)
    speed = texts.say(locale, f"quotas.speeds.{limit.speed}")
    key = "quotas.one_in_mode" if much == 1 else "quotas.many_in_mode"
    return texts.say(locale, key, count=much, speed=speed)


def number(limit: Limit, much: int, texts: Texts) -> str | int:
    """The same where what is counted stands beside it: `3`, `$0.50`."""
    return texts.money(much) if limit.unit is Unit.MONEY else much


def period(limit: Limit, texts: Texts, locale: str) -> str:
    """The day or the month that a quota is for."""
    return texts.say(locale, "quotas.day" if limit.period is Period.DAY else "quotas.month")


def renews(ceiling: Ceiling) -> str:
    """When a quota renews, as Discord shows it to each reader."""
    return f"<t:{int(ceiling.renews)}:R>"
