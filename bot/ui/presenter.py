"""Tasks as cards: pure, and the only place that decides what a task message says and offers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.picture import PictureTrouble
from bot.core.request import Action, Imagine
from bot.core.task import UNFINISHED, Status, Waiting
from bot.ui import emoji, keypad, prose
from bot.ui.card import MOST_ALT, MOST_COMPONENTS, UPLOADED, Address, Card, Key, Row, Verb
from bot.ui.errors import failure_words
from bot.ui.links import public
from bot.ui.verdicts import worth_another_try

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.picture import Upload
    from bot.core.reply import Reply
    from bot.core.task import Task
    from bot.ui.texts import Texts

PROMPT_LIMIT = 1200
"""Most characters of the prompt in the line; the whole of it may be 6,000, the message 4,000."""
LABEL_LIMIT = 40
MOST_NOTES = 4
BAR_LENGTH = 12

WAITING_COLOUR = 0xF0B232
WORKING_COLOUR = 0x5865F2
FAILED_COLOUR = 0xDA373C
OVER_COLOUR = 0x80848E

_TROUBLED_FOR_GOOD = frozenset({PictureTrouble.TOO_LARGE, PictureTrouble.TOO_MANY_PIXELS})
"""Troubles that fetching the same picture again cannot mend."""


def card(task: Task, reply: Reply, texts: Texts, *, upload: Upload | None = None) -> Card:
    """The message of a task, as `reply` is to show it.

    With `upload` its picture is the one that travels along, else the one that the message carries.
    Nothing in it depends on the time: what passes is written as Discord's own relative times.
    """
    blank = Card(
        picture=_picture(task, reply, upload),
        alt=prose.label(task.prompt, MOST_ALT),
        line=_line(task, reply, texts),
    )
    match task.status:
        case Status.DONE:
            return _done(blank, task, reply, texts, upload)
        case Status.FAILED | Status.CANCELLED:
            return _over(blank, task, reply.locale, texts)
        case _:
            return _going(blank, task, reply.locale, texts)


def rest(task: Task, start: int, locale: str, texts: Texts) -> Card:
    """The buttons from `start` on, which did not fit under the task's message."""
    blank = Card(line=texts.say(locale, "line.more", number=task.number))
    return _with_keys(blank, task, start, (), locale, texts)


def carries_picture(task: Task) -> bool:
    """Whether the message keeps the picture it carries: it goes when nothing came of the task."""
    return task.status not in {Status.FAILED, Status.CANCELLED}


# -- the three kinds of card --------------------------------------------------------------------
def _going(blank: Card, task: Task, locale: str, texts: Texts) -> Card:
    since = texts.say(locale, "state.since", when=f"<t:{int(task.created_at)}:R>")
    stalled = (texts.say(locale, "state.stalled"),) if task.stalled else ()
    return replace(
        blank,
        headline=f"**{_headline(task, locale, texts)}**",
        bar=_bar(task.progress) if task.status is Status.RUNNING else "",
        since=f"-# {since}",
        notes=(*_mended(task, locale, texts), *stalled),
        accent=WORKING_COLOUR if task.status is Status.RUNNING else WAITING_COLOUR,
    )


def _done(blank: Card, task: Task, reply: Reply, texts: Texts, upload: Upload | None) -> Card:
    locale = reply.locale
    shrunk = upload.shrunk if upload else bool(reply.attached and reply.attached.shrunk)
    notes: tuple[str, ...] = ()
    if task.trouble:
        notes = (texts.say(locale, f"picture.{task.trouble}"),)
    elif shrunk:
        notes = (f"-# {texts.say(locale, 'picture.shrunk')}",)
    own: list[Key] = []
    if task.trouble and task.trouble not in _TROUBLED_FOR_GOOD:
        own.append(_own(Verb.PICTURE, task, locale, texts))
    original = public(task.picture)
    if original and (task.trouble or shrunk):
        own.append(Key(texts.say(locale, "buttons.original"), original))
    noted = replace(blank, notes=notes, accent=FAILED_COLOUR if task.trouble else None)
    return _with_keys(noted, task, 0, tuple(own), locale, texts)


def _over(blank: Card, task: Task, locale: str, texts: Texts) -> Card:
    failed = task.failure is not None
    again = worth_another_try(task)
    return replace(
        blank,
        headline=f"**{texts.say(locale, 'state.failed' if failed else 'state.cancelled')}**",
        notes=(failure_words(task.failure, texts, locale),) if task.failure else (),
        rows=((_own(Verb.AGAIN, task, locale, texts),),) if again else (),
        accent=FAILED_COLOUR if failed else OVER_COLOUR,
    )


# -- the parts of a card ------------------------------------------------------------------------
def _picture(task: Task, reply: Reply, upload: Upload | None) -> str | None:
    if not carries_picture(task):
        return None
    if upload:
        return f"{UPLOADED}{upload.name}"
    return reply.attached.url if reply.attached else None


def _mended(task: Task, locale: str, texts: Texts) -> tuple[str, ...]:
    """What was mended in the prompt before it was sent."""
    notes = task.request.notes if isinstance(task.request, Imagine) else ()
    return tuple(
        f"-# {texts.say(locale, f'notes.{note.key}', **_inert(note.values))}"
        for note in notes[:MOST_NOTES]
    )


def _inert(values: Mapping[str, str]) -> dict[str, str | int]:
    return {name: prose.inert(value, LABEL_LIMIT) for name, value in values.items()}


def _headline(task: Task, locale: str, texts: Texts) -> str:
    """What is happening, in a few words."""
    key = _going_key(task)
    if key in {"turn", "submitted"} and task.ahead:
        return texts.say(locale, f"state.{key}_ahead", ahead=task.ahead)
    return texts.say(locale, f"state.{key}")


def _going_key(task: Task) -> str:
    match task.status:
        case Status.RUNNING:
            return "finishing" if task.progress == UNFINISHED else "running"
        case Status.SUBMITTED:
            return "form" if task.awaits_form else "submitted"
        case _:
            return str(task.waiting if task.status is Status.QUEUED else Waiting.TURN)


def _bar(progress: int) -> str:
    """The progress as a bar and a number; full only when all is done."""
    filled = progress * BAR_LENGTH // 100
    return f"{'▰' * filled}{'▱' * (BAR_LENGTH - filled)} {progress}%"


def _line(task: Task, reply: Reply, texts: Texts) -> str:
    """Who asked, for what, and what made it; in a direct message also where it was asked."""
    values: dict[str, str | int] = {
        "prompt": prose.inert(task.prompt, PROMPT_LIMIT) or prose.ELLIPSIS,
        "who": f"<@{task.user_id}>",
        "number": task.number,
    }
    if isinstance(task.request, Action):
        made = _made_by(task.request)
        line = texts.say(
            reply.locale, "line.action", label=made, parent=task.request.parent, **values
        )
    else:
        line = texts.say(reply.locale, "line.imagine", **values)
    if reply.channel_id == task.channel_id:
        return line
    place = texts.say(reply.locale, "line.place", channel=f"<#{task.channel_id}>")
    return f"{line} · {place}"


def _made_by(action: Action) -> str:
    """The button's own label, or its emoji."""
    return emoji.accepted(action.label) or prose.inert(action.label, LABEL_LIMIT) or prose.ELLIPSIS


def _own(verb: Verb, task: Task, locale: str, texts: Texts) -> Key:
    return Key(texts.say(locale, f"buttons.{verb}"), Address(verb, task.number), emoji="🔁")


def _with_keys(blank: Card, task: Task, start: int, own: Row, locale: str, texts: Texts) -> Card:
    """The card with the relay's buttons, and below them Easel's own, within Discord's limit."""
    last = (own,) if own else ()
    room = MOST_COMPONENTS - replace(blank, rows=last).components
    return replace(blank, rows=keypad.rows(task, texts, locale, start=start, room=room) + last)
