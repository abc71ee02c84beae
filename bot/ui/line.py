"""The line under a result: the prompt, who asked for it, and what made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.form import prompt_of
from bot.core.request import Action, Change, Edit, FollowUp, Imagine
from bot.core.translation import english
from bot.ui import emoji, prose

if TYPE_CHECKING:
    from bot.core.reply import Reply
    from bot.core.request import Request
    from bot.core.task import Task
    from bot.ui.texts import Texts

PROMPT_LIMIT = 1200
"""Most characters of the prompt in the line; the whole of it may be 6,000, the message 4,000."""
ENGLISH_LIMIT = 600
"""Most characters of its translation."""
LABEL_LIMIT = 40


def line(task: Task, reply: Reply, texts: Texts) -> str:
    """Who asked, for what, and what made it; in a direct message also where it was asked."""
    locale = reply.locale
    made = _made(task, locale, texts)
    if reply.channel_id != task.channel_id:
        place = texts.say(locale, "line.place", channel=f"<#{task.channel_id}>")
        made = f"{made} · {place}"
    prompt = prose.inert(prompt_of(task), PROMPT_LIMIT)
    said = [texts.say(locale, "line.prompt", prompt=prompt)] if prompt else []
    if words := prose.inert(english(task), ENGLISH_LIMIT):
        said.append(texts.say(locale, "line.english", prompt=words))
    return "\n".join([*said, made])


def kind(request: Request, locale: str, texts: Texts) -> str:
    """What a command of Easel is called; a press is called by its button."""
    retextures = isinstance(request, Edit) and request.retexture
    return texts.say(locale, f"kinds.{'retexture' if retextures else request.kind}")


def made_with(request: Request, locale: str, texts: Texts) -> str:
    """The command or the button that made it."""
    if isinstance(request, FollowUp):
        return _shown(request.label)
    return kind(request, locale, texts)


def _made(task: Task, locale: str, texts: Texts) -> str:
    values: dict[str, str | int] = {"who": f"<@{task.user_id}>", "number": task.number}
    match task.request:
        case Action(label=label, parent=parent) | Change(label=label, parent=parent):
            return texts.say(locale, "line.action", label=_shown(label), parent=parent, **values)
        case Imagine(picked=(parent, suggestion)):
            label = f"{suggestion + 1}"
            return texts.say(locale, "line.action", label=label, parent=parent, **values)
        case Imagine():
            return texts.say(locale, "line.imagine", **values)
        case request:
            return texts.say(locale, "line.made", label=kind(request, locale, texts), **values)


def _shown(label: str) -> str:
    """The button's own label, or its emoji."""
    return emoji.accepted(label) or prose.inert(label, LABEL_LIMIT) or prose.ELLIPSIS
