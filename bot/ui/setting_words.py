"""A server's settings in words, for panels, answers and the trail."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from bot.core.limits import Scope, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.guild import GuildSettings
    from bot.core.limits import Limit
    from bot.ui.texts import Texts

MOST_NAMED = 10
"""How many channels, roles or quotas are named at most; of the rest there is only the number."""


def value(
    name: str, settings: GuildSettings, texts: Texts, locale: str, *, most: int = MOST_NAMED
) -> str:
    """What one setting is, in a few words."""
    found = getattr(settings, name)
    if found in (None, (), frozenset()):
        return texts.say(locale, f"admin.unset.{name}")
    match name:
        case "channels":
            said = [f"<#{one}>" for one in sorted(found)]
        case "roles":
            said = [role(one) for one in sorted(found)]
        case "weights":
            said = [f"{role(one)} × {turns}" for one, turns in found]
        case "limits":
            said = [limit(one, texts, locale) for one in found]
        case _:
            return _single(name, found, texts, locale)
    return listed(said, texts, locale, most=most)


def _single(name: str, found: object, texts: Texts, locale: str) -> str:
    match name:
        case "moderation" | "audit":
            return f"<#{found}>"
        case "words" | "exceptions" | "presets" if isinstance(found, tuple):
            return str(len(found))
        case "locale":
            return language(str(found), texts)
        case "speed":
            return texts.say(locale, f"choices.{found}")
        case "pressers" | "veil":
            return texts.say(locale, f"admin.{name}.{found}")
        case _ if isinstance(found, bool):
            return texts.say(locale, f"admin.{'yes' if found else 'no'}")
        case _:
            return str(found)


def role(number: int) -> str:
    """A role as Discord shows it to everybody by its name."""
    return f"<@&{number}>"


def language(locale: str, texts: Texts) -> str:
    """A language by its own name; its code where it is none of ours."""
    return texts.say(locale, "languages.own") if locale in texts.locales else locale


def limit(one: Limit, texts: Texts, locale: str, *, whose: str = "") -> str:
    """A quota in words, such as "each member: 10 tasks a day".

    `whose` names a role or member where a mention would not be read, as in a menu.
    """
    said = texts.say(
        locale,
        f"limits.{one.unit}_{one.period}",
        whose=whose or _whose(one, texts, locale),
        amount=texts.money(one.amount) if one.unit is Unit.MONEY else one.amount,
    )
    if one.speed is None:
        return said
    mode = texts.say(locale, f"choices.{one.speed}")
    return texts.say(locale, "limits.mode", quota=said, mode=mode)


def listed(parts: Sequence[str], texts: Texts, locale: str, *, most: int = MOST_NAMED) -> str:
    """The first of them, and how many there are besides."""

    def joined(first: str, second: str) -> str:
        return texts.say(locale, "admin.pair", first=first, second=second)

    said = reduce(joined, parts[:most])
    if len(parts) <= most:
        return said
    return texts.say(locale, "admin.more", listed=said, count=len(parts) - most)


def _whose(one: Limit, texts: Texts, locale: str) -> str:
    match one.scope:
        case Scope.ROLE:
            return texts.say(locale, "limits.role", role=role(one.subject or 0))
        case Scope.MEMBER:
            return f"<@{one.subject}>"
        case _:
            return texts.say(locale, f"limits.{one.scope}")
