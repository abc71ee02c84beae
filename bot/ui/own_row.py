"""Easel's own last row under a finished result, and its key while a task runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core import classic
from bot.core.form import prompt_of
from bot.core.report import Style
from bot.ui.card import Address, Key, Verb

if TYPE_CHECKING:
    from bot.core.task import Task
    from bot.ui.card import Row
    from bot.ui.texts import Texts

EMOJI = {
    Verb.DETAILS: "ℹ️",
    Verb.SPLIT: "✂️",
    Verb.RERUN: "✏️",
    Verb.KEEP: "❤️",
    Verb.DELETE: "🗑️",
    Verb.FETCH: "📥",
    Verb.SHOW: "🖼️",
    Verb.SEED: "🌱",
}


def finished(task: Task, locale: str, texts: Texts) -> Row:
    """The last row of a result: details, split, run again with changes, keep, delete.

    Where a key makes no sense it is left out: only a grid can be split, and only a picture drawn
    again.
    """
    keys = {
        Verb.DETAILS: True,
        Verb.SPLIT: classic.is_grid(task),
        Verb.RERUN: task.makes_picture and bool(prompt_of(task)),
        Verb.KEEP: True,
        Verb.DELETE: True,
    }
    return tuple(own(verb, task, locale, texts) for verb, there in keys.items() if there)


def own(verb: Verb, task: Task, locale: str, texts: Texts) -> Key:
    """One of Easel's own keys."""
    style = Style.DANGER if verb is Verb.CANCEL else Style.SECONDARY
    label = texts.say(locale, f"buttons.{verb}")
    return Key(label, Address(verb, task.number), emoji=EMOJI.get(verb, ""), style=style)
