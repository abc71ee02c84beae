"""What a describe or shorten brought: its prompts as text, and keys to go on with each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.report import Style
from bot.core.request import DESCRIBES_AGAIN, edited, suggested
from bot.core.status import Status
from bot.ui import emoji, keypad, prose
from bot.ui.card import Address, Key, Row, Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.task import Task
    from bot.ui.texts import Texts

MOST = 10
"""Most suggestions that are offered: two rows of numbers. Midjourney makes four or five."""
ROOM = 1800
"""Characters of a message's 4,000 that all suggestions may take together: what was shortened stands
below them, and its translation."""
PENCIL = "✏️"


def brings_words(task: Task) -> bool:
    """Whether what came of the task are prompts rather than a picture."""
    return task.status is Status.DONE and (bool(task.suggestions) or not task.makes_picture)


def text(task: Task, locale: str, texts: Texts) -> str:
    """The prompts, numbered and inert; each shortened where all of them would not fit.

    The whole of each is what its keys send and what its form shows.
    """
    offered = task.suggestions[:MOST]
    if not offered:
        return texts.say(locale, "suggestions.none")
    room = ROOM // len(offered)
    lines = [f"**{n}** · {prose.inert(one, room)}" for n, one in enumerate(offered, start=1)]
    hint = texts.say(locale, "suggestions.press")
    return "\n\n".join((*lines, f"-# {hint}"))


def rows(task: Task, texts: Texts, locale: str) -> tuple[Row, ...]:
    """A number for each prompt, a pencil for each, and the relay's way to have others made."""
    offered = range(len(task.suggestions[:MOST]))
    at_once = [_at_once(task, index) for index in offered]
    first = [_in_a_form(task, index) for index in offered]
    others = _others(task, texts, locale)
    return (*keypad.packed(at_once), *keypad.packed(first), *keypad.packed(others))


def _at_once(task: Task, index: int) -> Key:
    """Draws the prompt; green once somebody did, as the relay's own buttons are."""
    pressed = suggested(index) in task.pressed
    return Key(
        str(index + 1),
        Address(Verb.SUGGESTION, task.number, index),
        style=Style.SUCCESS if pressed else Style.PRIMARY,
    )


def _in_a_form(task: Task, index: int) -> Key:
    target = Address(Verb.EDIT_SUGGESTION, task.number, index)
    style = Style.SUCCESS if edited(index) in task.pressed else Style.SECONDARY
    return Key(str(index + 1), target, emoji=emoji.accepted(PENCIL), style=style)


def _others(task: Task, texts: Texts, locale: str) -> Sequence[Key]:
    """The relay's button that describes the same picture anew, where it has one.

    Its other buttons take up a suggestion, which Easel does itself: they open a form at some relays
    and are unknown to others.
    """
    return [
        keypad.key(task, position, texts, locale)
        for position, button in enumerate(task.buttons)
        if button.custom_id.startswith(DESCRIBES_AGAIN)
    ][:1]
