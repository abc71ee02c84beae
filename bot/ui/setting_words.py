"""A server's settings in words, for panels, answers and the trail."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from bot.core import money
from bot.core.limits import Scope, Unit
from bot.ui import prose

if TYPE_CHECKING:
    from bot.core.guild import GuildSettings
    from bot.core.limits import Limit
    from bot.ui.texts import Texts

LONGEST = 700
"""Most characters of one setting: what is longer is shown by a command of its own."""


def value(name: str, settings: GuildSettings, texts: Texts, locale: str) -> str:
    """What one setting is, in a few words."""
    found = getattr(settings, name)
    match name, found:
        case _, None | () | frozenset() if not found:
            return texts.say(locale, f"admin.unset.{name}")
        case "channels", _:
            said = _list(texts, locale, [f"<#{one}>" for one in sorted(found)])
        case "roles", _:
            said = _list(texts, locale, [f"<@&{one}>" for one in sorted(found)])
        case "weights", _:
            said = _list(texts, locale, [f"<@&{role}> × {turns}" for role, turns in found])
        case "limits", _:
            said = "\n".join(f"- {limit(one, texts, locale)}" for one in found)
        case (("moderation" | "audit"), _):
            return f"<#{found}>"
        case "locale", _:
            return language(found, texts)
        case "speed", _:
            return texts.say(locale, f"choices.{found}")
        case (("pressers" | "veil"), _):
            return texts.say(locale, f"admin.{name}.{found}")
        case _, bool():
            return texts.say(locale, f"admin.{'yes' if found else 'no'}")
        case _:
            return str(found)
    return prose.cut(said, LONGEST)


def language(locale: str, texts: Texts) -> str:
    """A language by its own name; its code where it is none of ours."""
    return texts.say(locale, "languages.own") if locale in texts.locales else locale


def limit(one: Limit, texts: Texts, locale: str) -> str:
    """A quota in words, such as "each member: 10 tasks a day"."""
    money_ = one.unit is Unit.MONEY
    amount = money.written(one.amount) if money_ else one.amount
    said = texts.say(
        locale,
        f"limits.{one.unit}_{one.period}",
        whose=_whose(one, texts, locale),
        amount=amount,
    )
    if one.speed is None:
        return said
    mode = texts.say(locale, f"choices.{one.speed}")
    return texts.say(locale, "limits.mode", quota=said, mode=mode)


def _whose(one: Limit, texts: Texts, locale: str) -> str:
    match one.scope:
        case Scope.ROLE:
            return texts.say(locale, "limits.role", role=f"<@&{one.subject}>")
        case Scope.MEMBER:
            return f"<@{one.subject}>"
        case _:
            return texts.say(locale, f"limits.{one.scope}")


def _list(texts: Texts, locale: str, parts: list[str]) -> str:
    def joined(first: str, second: str) -> str:
        return texts.say(locale, "admin.pair", first=first, second=second)

    return reduce(joined, parts)
