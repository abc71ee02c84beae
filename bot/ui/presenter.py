"""Tasks as cards: pure, and the only place that decides what a task message says and offers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.form import expires_at, form_in_doubt, prompt_of, unasked, unheard, waits_for_member
from bot.core.hearing import UNFINISHED
from bot.core.picture import PictureTrouble
from bot.core.prices import operation
from bot.core.reference import LINKED
from bot.core.report import Style
from bot.core.request import Change, Imagine
from bot.core.status import Status, Waiting
from bot.ui import keypad, own_row, prose, suggestion_card
from bot.ui.card import MOST_ALT, MOST_COMPONENTS, UPLOADED, Address, Card, Key, Row, Verb
from bot.ui.errors import failure_words
from bot.ui.line import LABEL_LIMIT, line
from bot.ui.links import public
from bot.ui.verdicts import can_redraw, worth_another_try, worth_other_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.picture import Upload
    from bot.core.reply import Reply
    from bot.core.task import Task
    from bot.ui.texts import Texts

MOST_NOTES = 4

WAITING_COLOUR = 0xF0B232
WORKING_COLOUR = 0x5865F2
FAILED_COLOUR = 0xDA373C
OVER_COLOUR = 0x80848E

_TROUBLED_FOR_GOOD = frozenset({PictureTrouble.TOO_LARGE, PictureTrouble.TOO_MANY_PIXELS})
"""Troubles that fetching the same picture again cannot mend."""


def card(
    task: Task,
    reply: Reply,
    texts: Texts,
    *,
    upload: Upload | None = None,
    missing: frozenset[str] = frozenset(),
) -> Card:
    """The message of a task, as `reply` is to show it.

    With `upload` its picture is the one that travels along, else the one that the message carries.
    `missing` is what the relay is known to lack: buttons that take it are off.
    Nothing in it depends on the time: what passes is written as Discord's own relative times.
    """
    blank = Card(
        picture=picture(task, reply, upload),
        spoiler=task.terms.spoiler,
        alt=prose.label(prompt_of(task), MOST_ALT),
        line=line(task, reply, texts),
    )
    if task.muted:
        return _muted(blank, task, reply.locale, texts)
    match task.status:
        case Status.DONE:
            done = _done(blank, task, reply, texts, upload)
            return replace(done, rows=keypad.dimmed(done.rows, task, missing))
        case Status.FAILED | Status.CANCELLED:
            return _over(blank, task, reply.locale, texts)
        case _:
            return _going(blank, task, reply, texts)


def rest(
    task: Task,
    start: int,
    locale: str,
    texts: Texts,
    *,
    missing: frozenset[str] = frozenset(),
) -> Card:
    """The buttons from `start` on, which did not fit under the task's message."""
    blank = Card(line=texts.say(locale, "line.more", number=task.number))
    more = _with_keys(blank, task, start, (), locale, texts)
    return replace(more, rows=keypad.dimmed(more.rows, task, missing))


def carries_picture(task: Task) -> bool:
    """Whether the message keeps the picture it carries.

    It goes when nothing came of the task, or when its member took the task back.
    """
    return not task.muted and task.status not in {Status.FAILED, Status.CANCELLED}


# -- the three kinds of card --------------------------------------------------------------------
def _going(blank: Card, task: Task, reply: Reply, texts: Texts) -> Card:
    locale = reply.locale
    since = texts.say(locale, "state.since", when=f"<t:{int(task.created_at)}:R>")
    draws = task.status is Status.RUNNING and task.makes_picture
    stalled = (texts.say(locale, "state.stalled"),) if task.stalled else ()
    return replace(
        blank,
        headline=f"**{_headline(task, locale, texts)}**",
        bar=prose.bar(task.progress) if draws else "",
        since=f"-# {since}",
        notes=(
            *_form_notes(task, locale, texts),
            *_mended(task, locale, texts),
            *_untranslated(task, locale, texts),
            *stalled,
            *_offer(reply, texts),
        ),
        rows=_going_rows(task, reply, texts),
        accent=WORKING_COLOUR if task.status is Status.RUNNING else WAITING_COLOUR,
    )


def _done(blank: Card, task: Task, reply: Reply, texts: Texts, upload: Upload | None) -> Card:
    locale = reply.locale
    if suggestion_card.brings_words(task):
        said = suggestion_card.text(task, locale, texts)
        rows = suggestion_card.rows(task, texts, locale)
        return replace(blank, body=said, rows=(*rows, own_row.finished(task, locale, texts)))
    shrunk = upload.shrunk if upload else bool(reply.attached and reply.attached.shrunk)
    notes: tuple[str, ...] = ()
    if task.trouble:
        notes = (texts.say(locale, f"picture.{task.trouble}"),)
    elif shrunk:
        notes = (f"-# {texts.say(locale, 'picture.still' if task.video else 'picture.shrunk')}",)
    notes = (
        *_form_notes(task, locale, texts),
        *_linked(task, locale, texts),
        *_untranslated(task, locale, texts),
        *notes,
    )
    own: list[Key] = []
    if task.trouble and task.trouble not in _TROUBLED_FOR_GOOD:
        own.append(_own(Verb.PICTURE, task, locale, texts))
    original = public(task.video or task.picture)
    if original and (task.trouble or shrunk):
        own.append(Key(texts.say(locale, "buttons.original"), original))
    noted = replace(blank, notes=notes, accent=FAILED_COLOUR if task.trouble else None)
    last = (tuple(own), own_row.finished(task, locale, texts))
    return _with_keys(noted, task, 0, tuple(row for row in last if row), locale, texts)


def _over(blank: Card, task: Task, locale: str, texts: Texts) -> Card:
    failed = task.failure is not None
    redraws = can_redraw(task)
    notes = [failure_words(task.failure, texts, locale)] if task.failure else []
    if redraws:
        label = texts.say(locale, "buttons.redraw")
        notes.append(f"-# {texts.say(locale, 'state.redraw', button=label)}")
    offered = {Verb.AGAIN: worth_another_try(task), Verb.REDRAW: redraws}
    keys = tuple(_own(verb, task, locale, texts) for verb, there in offered.items() if there)
    if worth_other_words(task):
        keys = (*keys, own_row.own(Verb.RERUN, task, locale, texts))
    return replace(
        blank,
        headline=f"**{_state(task, 'failed' if failed else 'cancelled', locale, texts)}**",
        notes=tuple(notes),
        rows=(keys,) if keys else (),
        accent=FAILED_COLOUR if failed else OVER_COLOUR,
    )


def _muted(blank: Card, task: Task, locale: str, texts: Texts) -> Card:
    """What its member took back, while the relay could not: the same from then on."""
    return replace(
        blank,
        headline=f"**{texts.say(locale, 'state.muted')}**",
        notes=(texts.say(locale, "cancel.goes_on"),),
        rows=((own_row.own(Verb.SHOW, task, locale, texts),),),
        accent=OVER_COLOUR,
    )


# -- the parts of a card ------------------------------------------------------------------------
def picture(task: Task, reply: Reply, upload: Upload | None) -> str | None:
    if not carries_picture(task):
        return None
    if upload:
        return f"{UPLOADED}{upload.name}"
    return reply.attached.url if reply.attached else None


def _going_rows(task: Task, reply: Reply, texts: Texts) -> tuple[Row, ...]:
    """What can be done while the task is on its way."""
    locale = reply.locale
    keys = [own_row.own(Verb.CANCEL, task, locale, texts)]
    if waits_for_member(task):
        proceed = _own(Verb.CONTINUE, task, locale, texts)
        keys.insert(0, replace(proceed, emoji="📝", style=Style.PRIMARY))
    if reply.offered:
        fetch = own_row.own(Verb.FETCH, task, locale, texts)
        keys.insert(0, replace(fetch, style=Style.PRIMARY))
    return (tuple(keys),)


def _offer(reply: Reply, texts: Texts) -> tuple[str, ...]:
    """That the message stands still from now on, and what brings it up to date."""
    return (f"-# {texts.say(reply.locale, 'state.fetch')}",) if reply.offered else ()


def _form_notes(task: Task, locale: str, texts: Texts) -> tuple[str, ...]:
    """What is to be known of the relay's form: that it waits, or that it was never asked for."""
    if waits_for_member(task):
        when = f"<t:{int(expires_at(task))}:R>"
        return (f"-# {texts.say(locale, 'forms.wait', when=when)}",)
    if isinstance(task.request, Change) and task.request.remix:
        return (f"-# {texts.say(locale, 'forms.no_remix')}",)
    if not unheard(task) and not unasked(task):
        return ()
    what = texts.say(locale, "forms.unheard" if unheard(task) else "forms.no_remix")
    why = texts.say(locale, "forms.remix_off") if unasked(task) else ""
    return (f"-# {what} {why}".rstrip(),)


def _mended(task: Task, locale: str, texts: Texts) -> tuple[str, ...]:
    """What was mended in the prompt before it was sent."""
    notes = task.request.notes if isinstance(task.request, Imagine) else ()
    return tuple(
        f"-# {texts.say(locale, f'notes.{note.key}', **_inert(note.values))}"
        for note in notes[:MOST_NOTES]
    )


def _linked(task: Task, locale: str, texts: Texts) -> tuple[str, ...]:
    """What stays true of a prompt once it is drawn: that a link in it runs out."""
    linked = isinstance(task.request, Imagine) and LINKED in task.request.notes
    return (f"-# {texts.say(locale, f'notes.{LINKED.key}')}",) if linked else ()


def _untranslated(task: Task, locale: str, texts: Texts) -> tuple[str, ...]:
    """That the prompt was to be in English and is not."""
    lacks = task.translation == "" and task.parent is None
    return (f"-# {texts.say(locale, 'notes.untranslated')}",) if lacks else ()


def _inert(values: Mapping[str, str]) -> dict[str, str | int]:
    return {name: prose.inert(value, LABEL_LIMIT) for name, value in values.items()}


def _headline(task: Task, locale: str, texts: Texts) -> str:
    """What is happening, in a few words."""
    key = _going_key(task)
    if key == "turn" and task.ahead and task.turn_at is not None:
        when = f"<t:{int(task.turn_at)}:R>"
        return texts.say(locale, "state.turn_at", ahead=task.ahead, when=when)
    if key in {"turn", "submitted"} and task.ahead:
        return texts.say(locale, f"state.{key}_ahead", ahead=task.ahead)
    return _state(task, key, locale, texts)


def _state(task: Task, key: str, locale: str, texts: Texts) -> str:
    """A state's words: what is not a drawing has its own for some of them."""
    own = f"state.{key}_{operation(task.request)}"
    return texts.say(locale, own if texts.has(own) else f"state.{key}")


def _going_key(task: Task) -> str:
    match task.status:
        case Status.RUNNING:
            return "finishing" if task.progress == UNFINISHED else "running"
        case Status.SUBMITTED:
            if waits_for_member(task):
                return "form_waits"
            return "form" if task.awaits_form or form_in_doubt(task) else "submitted"
        case _:
            return str(task.waiting if task.status is Status.QUEUED else Waiting.TURN)


def _own(verb: Verb, task: Task, locale: str, texts: Texts) -> Key:
    return Key(texts.say(locale, f"buttons.{verb}"), Address(verb, task.number), emoji="🔁")


def _with_keys(
    blank: Card, task: Task, start: int, last: tuple[Row, ...], locale: str, texts: Texts
) -> Card:
    """The card with the relay's buttons, and below them Easel's own, within Discord's limit."""
    room = MOST_COMPONENTS - replace(blank, rows=last).components
    return replace(blank, rows=keypad.rows(task, texts, locale, start=start, room=room) + last)
