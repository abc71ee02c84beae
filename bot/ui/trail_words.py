"""Lines of a server's trail in words, for whoever reads them: in channels, and page by page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.audit import Event
from bot.ui import permissions, prose, setting_words

if TYPE_CHECKING:
    from bot.core.audit import Happening
    from bot.core.guild import GuildSettings
    from bot.core.guild_ports import SettingsFile
    from bot.ui.texts import Texts

VALUE_LIMIT = 200
"""Most characters of one value."""
MOST = 4
"""How many channels, roles or quotas one side of a change names."""


def sentence(line: Happening, texts: Texts, locale: str, file: SettingsFile) -> str:
    """What happened, who did it and where, as one sentence with mentions that ping nobody.

    Its values are made harmless here; times among them are seconds since the epoch.
    """
    values: dict[str, str | int] = {
        "actor": f"<@{line.actor}>" if line.actor else texts.say(locale, "audit.easel"),
        "task": line.task or 0,
        "channel": f"<#{line.channel_id}>" if line.channel_id else "",
        **{name: _value(name, told, texts, locale) for name, told in line.values.items()},
    }
    match line.event:
        case Event.SETTING:
            values |= _setting(line, texts, locale, file)
        case Event.BLOCKED if not line.values.get("until"):
            return texts.say(locale, "audit.blocked_for_good", **values)
        case Event.PERMISSIONS if not line.values.get("lacking"):
            return texts.say(locale, "audit.channel_gone", **values)
    return texts.say(locale, f"audit.{line.event}", **values)


def _value(name: str, told: str, texts: Texts, locale: str) -> str:
    match name:
        case "member" | "owner":
            return f"<@{told}>"
        case "until" if told:
            return f"<t:{int(float(told))}:f>"
        case "used" | "amount" if told.isdecimal():
            return texts.money(int(told))
        case "lacking" if told:
            return permissions.words(told.split(","), texts, locale)
        case _:
            return prose.inert(told, VALUE_LIMIT)


def _setting(line: Happening, texts: Texts, locale: str, file: SettingsFile) -> dict[str, str]:
    name = line.values["name"]
    noted = (line.values["before"], line.values["after"])
    known = f"admin.names.{name}"
    before, after = (file.recalled(name, one) for one in noted)
    if before is None or after is None or not texts.has(known):  # another version wrote it
        sides = tuple(prose.inert(one, VALUE_LIMIT) for one in noted)
        return {"name": name, "before": sides[0], "after": sides[1]}
    if name == "limits":
        before, after = _differing(before, after)
    said = [setting_words.value(name, one, texts, locale, most=MOST) for one in (before, after)]
    return {"name": texts.say(locale, known), "before": said[0], "after": said[1]}


def _differing(before: GuildSettings, after: GuildSettings) -> tuple[GuildSettings, GuildSettings]:
    """Both without the quotas that are the same."""
    kept = set(before.limits) & set(after.limits)
    one, other = (
        replace(each, limits=tuple(limit for limit in each.limits if limit not in kept))
        for each in (before, after)
    )
    return one, other
