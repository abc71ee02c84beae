"""Lines of a server's trail in words, for whoever reads them: in channels, and page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.audit import Event
from bot.ui import prose, setting_words

if TYPE_CHECKING:
    from bot.core.audit import Happening
    from bot.core.guild_ports import SettingsFile
    from bot.ui.texts import Texts

VALUE_LIMIT = 300
"""Most characters of one value."""


def sentence(line: Happening, texts: Texts, locale: str, file: SettingsFile) -> str:
    """What happened, who did it and where, as one sentence with mentions that ping nobody.

    Its values are made harmless here; times among them are seconds since the epoch.
    """
    values: dict[str, str | int] = {
        "actor": f"<@{line.actor}>" if line.actor else texts.say(locale, "audit.easel"),
        "task": line.task or 0,
        "channel": f"<#{line.channel_id}>" if line.channel_id else "",
        **{name: _value(name, told, texts) for name, told in line.values.items()},
    }
    match line.event:
        case Event.SETTING:
            values |= _setting(line, texts, locale, file)
        case Event.BLOCKED if not line.values.get("until"):
            return texts.say(locale, "audit.blocked_for_good", **values)
    return texts.say(locale, f"audit.{line.event}", **values)


def _value(name: str, told: str, texts: Texts) -> str:
    match name:
        case "member" | "owner":
            return f"<@{told}>"
        case "until" if told:
            return f"<t:{int(float(told))}:f>"
        case "used" | "amount" if told.isdecimal():
            return texts.money(int(told))
        case _:
            return prose.inert(told, VALUE_LIMIT)


def _setting(line: Happening, texts: Texts, locale: str, file: SettingsFile) -> dict[str, str]:
    name = line.values["name"]
    sides = {side: _side(name, line.values[side], texts, locale, file) for side in _SIDES}
    known = f"admin.names.{name}"
    return {"name": texts.say(locale, known) if texts.has(known) else name, **sides}


_SIDES = ("before", "after")


def _side(name: str, noted: str, texts: Texts, locale: str, file: SettingsFile) -> str:
    """A setting as it was noted; as it stands there, where another version wrote it."""
    settings = file.recalled(name, noted)
    if settings is None:
        return prose.inert(noted, VALUE_LIMIT)
    return setting_words.value(name, settings, texts, locale)
