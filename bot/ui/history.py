"""What a member has made, five to a page, as a card that only they see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from discord import ui

from bot.core.form import prompt_of
from bot.ui import layout, line, links, prose, replies
from bot.ui.card import Address, Key, Verb
from bot.ui.history_filter import BUTTONS, Sought, day_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.reply import Reply
    from bot.core.task import Task
    from bot.ui.card import Row
    from bot.ui.replies import Interaction
    from bot.ui.services import Services
    from bot.ui.texts import Texts

PAGE = 5
PROMPT_ROOM = 160


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: a task, where its message is, and whether it is a favourite."""

    task: Task
    reply: Reply | None
    favourite: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page of what is looked for, and whether there are pages on either side."""

    sought: Sought
    entries: tuple[Entry, ...]
    newer: bool = False
    older: bool = False


async def show(interaction: Interaction, services: Services, sought: Sought) -> None:
    """Answers with the newest page."""
    page = await _page(services, interaction.user.id, sought)
    view = draw(page, replies.locale(interaction), services.texts)
    await replies.present(interaction, view)


async def turn(interaction: Interaction, services: Services, address: Address) -> None:
    """Puts the page beside it in the place of the one that was clicked on."""
    sought, newer = Sought.of(address)
    edges = {"after" if newer else "before": address.task}
    page = await _page(services, interaction.user.id, sought, **edges)
    if not page.entries:  # what was there has been deleted since
        page = await _page(services, interaction.user.id, sought)
    view = draw(page, replies.locale(interaction), services.texts)
    await replies.redraw(interaction, view)


async def _page(
    services: Services,
    user_id: int,
    sought: Sought,
    *,
    before: int | None = None,
    after: int | None = None,
) -> Page:
    """The page on one side of a task; always of whoever asks, whosever key it was."""
    history, wanted = services.history, sought.filter
    tasks = await history.page(user_id, wanted, before=before, after=after, limit=PAGE)
    if not tasks:
        return Page(sought, ())
    kept = await history.favourites(user_id, [task.number for task in tasks])
    newest, oldest = tasks[0].number, tasks[-1].number
    newer = await history.page(user_id, wanted, before=None, after=newest, limit=1)
    older = await history.page(user_id, wanted, before=oldest, limit=1)
    entries = [
        Entry(task, await services.reads.reply(task.number), task.number in kept) for task in tasks
    ]
    return Page(sought, tuple(entries), bool(newer), bool(older))


def draw(page: Page, locale: str, texts: Texts) -> ui.LayoutView:
    """A fresh view of the page: 27 components of Discord's 40 where it is full."""
    container: ui.Container[ui.LayoutView] = ui.Container(
        ui.TextDisplay(_title(page, texts, locale))
    )
    for entry in page.entries:
        container.add_item(_line(entry, texts, locale))
    for keys in (_ways(page.entries, texts, locale), _turns(page, texts, locale)):
        if keys:
            container.add_item(layout.row(keys))
    return layout.alone(container)


def _title(page: Page, texts: Texts, locale: str) -> str:
    sought = page.sought
    parts = [
        prose.inert(sought.text, PROMPT_ROOM),
        _kind_name(sought.kind, texts, locale),
        texts.say(locale, "history.favourites") if sought.favourites else "",
        _day_words("since", sought.since, texts, locale),
        _day_words("until", sought.until, texts, locale),
    ]
    told = " · ".join(part for part in parts if part)
    title = texts.say(locale, "history.sought", sought=told) if told else ""
    title = title or texts.say(locale, "history.title")
    if page.entries:
        return title
    nothing = texts.say(locale, "history.nothing_found" if told else "history.empty")
    return f"{title}\n{nothing}"


def _kind_name(kind: str, texts: Texts, locale: str) -> str:
    if not kind:
        return ""
    return texts.say(locale, "history.buttons" if kind == BUTTONS else f"kinds.{kind}")


def _day_words(key: str, day: int, texts: Texts, locale: str) -> str:
    return texts.say(locale, f"history.{key}", day=day_name(day)) if day else ""


def _line(entry: Entry, texts: Texts, locale: str) -> ui.Item[ui.LayoutView]:
    """A task in two lines, with a small picture beside it where there is one."""
    text: ui.TextDisplay[ui.LayoutView] = ui.TextDisplay(_words(entry, texts, locale))
    picture = _picture(entry)
    if picture is None:
        return text
    hidden = entry.task.terms.spoiler
    return ui.Section(text, accessory=ui.Thumbnail(picture, spoiler=hidden))


def _words(entry: Entry, texts: Texts, locale: str) -> str:
    task = entry.task
    said = texts.say(
        locale,
        "history.entry",
        number=task.number,
        label=line.made_with(task.request, locale, texts),
        when=f"<t:{int(task.created_at)}:R>",
    )
    if task.muted:
        said = texts.say(locale, "history.muted", entry=said)
    if entry.favourite:
        said = texts.say(locale, "history.favourite", entry=said)
    prompt = prose.inert(prompt_of(task), PROMPT_ROOM)
    return f"{said}\n{prompt}" if prompt else said


def _picture(entry: Entry) -> str | None:
    """Discord's own address of the picture, else the relay's where anybody can reach it."""
    attached = entry.reply.attached if entry.reply else None
    return (attached.url if attached else None) or links.public(entry.task.picture)


def _ways(entries: Sequence[Entry], texts: Texts, locale: str) -> Row:
    """To each task: a link to its message where that is, else a key that shows it anew."""
    return tuple(_way(entry, texts, locale) for entry in entries)


def _way(entry: Entry, texts: Texts, locale: str) -> Key:
    number, link = entry.task.number, links.message(entry.task, entry.reply)
    if link is None:
        label = texts.say(locale, "history.bring", number=number)
        return Key(label, Address(Verb.SHOW, number))
    return Key(texts.say(locale, "history.open", number=number), link)


def _turns(page: Page, texts: Texts, locale: str) -> Row:
    """The pages on either side."""
    if not page.entries:
        return ()
    newest, oldest = page.entries[0].task.number, page.entries[-1].task.number
    newer = Key(texts.say(locale, "buttons.newer"), page.sought.address(newest, newer=True))
    older = Key(texts.say(locale, "buttons.older"), page.sought.address(oldest, newer=False))
    return tuple(key for key, there in ((newer, page.newer), (older, page.older)) if there)
