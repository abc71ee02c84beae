"""The set-up panel: shown, clicked on and filled in, each time from what is stored."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.core import settling
from bot.core.errors import BadInput, Gone
from bot.core.guild import Pressers, Veil
from bot.core.request import Speed
from bot.ui import (
    admin,
    admin_notes,
    admin_quotas,
    forms,
    layout,
    replies,
    setup_forms,
    setup_pages,
)
from bot.ui.forms import FormAddress, FormVerb
from bot.ui.setup_forms import Form
from bot.ui.setup_pages import NOTHING, PAGES, Scene

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.guild import GuildSettings
    from bot.ui.card import Address
    from bot.ui.forms import Submitted
    from bot.ui.replies import Interaction
    from bot.ui.services import Services


async def show(interaction: Interaction, services: Services) -> None:
    """Answers with the first page."""
    scene = await _scene(interaction, services, 0)
    await replies.present(interaction, layout.panel(setup_pages.draw(scene)))


async def act(interaction: Interaction, services: Services, address: Address) -> None:
    """Does what a click on the panel asks for, and draws the page anew.

    Raises `NotAllowed` for whoever may not manage the server at this moment.
    """
    guild_id = admin.guild_of(interaction)
    word, values = address.word, _values(interaction)
    if word.startswith("form-"):
        form = _form(word.removeprefix("form-"), values)
        if form is not None:
            await _open(interaction, services, form, address.position)
            return
    elif word != "page":
        texts = services.texts

        def how(now: GuildSettings) -> GuildSettings:
            return changed(now, word, values, locales=texts.locales, gone=_gone(interaction, now))

        await services.guilds.settle(guild_id, how, actor=interaction.user.id)
    await _redraw(interaction, services, address.position)


async def submitted(
    interaction: Interaction, services: Services, address: FormAddress, filled: Submitted
) -> None:
    """A form of the panel was filled in. Raises `BadInput`, with nothing changed."""
    guild_id, form = admin.guild_of(interaction), Form.of(address.word, address.task)

    def how(now: GuildSettings) -> GuildSettings:
        return setup_forms.filled_in(form, now, filled)

    await services.guilds.settle(guild_id, how, actor=interaction.user.id)
    await _redraw(interaction, services, address.position)


def changed(
    now: GuildSettings,
    word: str,
    values: Sequence[str],
    *,
    locales: frozenset[str],
    gone: frozenset[int],
) -> GuildSettings:
    """The settings after a click on `word`, with what was chosen there.

    Raises `Gone` for a click on a panel of another version.
    """
    try:
        return _changed(now, word, values, locales, gone)
    except (ValueError, BadInput) as error:
        raise Gone from error


def _changed(
    now: GuildSettings,
    word: str,
    values: Sequence[str],
    locales: frozenset[str],
    gone: frozenset[int],
) -> GuildSettings:
    one = values[0] if values and values[0] != NOTHING else None
    match word:
        case "channels":
            return replace(now, channels=frozenset(map(int, values)))
        case "roles":
            return replace(now, roles=frozenset(map(int, values)))
        case "moderation":
            return replace(now, moderation=int(one) if one else None)
        case "audit":
            return replace(now, audit=int(one) if one else None)
        case "pressers":
            return replace(now, pressers=Pressers(one or ""))
        case "veil":
            return replace(now, veil=Veil(one or ""))
        case "speed":
            return replace(now, speed=Speed(one) if one else None)
        case "locale" if one is None or one in locales:
            return replace(now, locale=one)
        case "remove":
            return replace(now, limits=tuple(one for one in now.limits if one.word not in values))
        case "forget":
            return settling.without_places(now, gone)
        case _:
            return _switched(now, word)


def _switched(now: GuildSettings, word: str) -> GuildSettings:
    name, _, state = word.partition("-")
    on = {"on": True, "off": False}.get(state)
    match name, on:
        case "age_restricted_only", bool():
            return replace(now, age_restricted_only=on)
        case "translate", bool():
            return replace(now, translate=on)
        case _:
            raise Gone


def _form(word: str, values: Sequence[str]) -> Form | None:
    """The form of a button or of what was picked; None where nothing is picked any more."""
    match word, values:
        case "role" | "member" | "speed", []:
            return None
        case "role" | "member", [number, *_]:
            return Form.of(word, int(number))
        case "speed", [key, *_]:
            return Form.of(key, 0)
        case _:
            return Form.of(word, 0)


async def _open(interaction: Interaction, services: Services, form: Form, page: int) -> None:
    settings = await services.guilds.settings(admin.guild_of(interaction))
    texts, locale = services.texts, replies.locale(interaction)
    address = FormAddress(FormVerb.SETUP, form.subject or 0, page, form.key)
    fields = setup_forms.fields(form, settings, texts, locale)
    await forms.open(interaction, address, form.name(texts, locale), fields)


async def _redraw(interaction: Interaction, services: Services, number: int) -> None:
    scene = await _scene(interaction, services, number)
    await replies.redraw(interaction, layout.panel(setup_pages.draw(scene)))


async def _scene(interaction: Interaction, services: Services, number: int) -> Scene:
    if number >= len(PAGES):
        raise Gone
    guild_id, locale = admin.guild_of(interaction), replies.locale(interaction)
    settings = await services.guilds.settings(guild_id)
    names = await admin_quotas.names(services, guild_id, settings.limits)
    return Scene(number, settings, interaction.guild, services.texts, locale, names)


def _gone(interaction: Interaction, settings: GuildSettings) -> frozenset[int]:
    lost = admin_notes.gone(interaction.guild, settings)
    return frozenset(one for ids in lost.values() for one in ids)


def _values(interaction: Interaction) -> list[str]:
    data: Mapping[str, Any] = interaction.data or {}
    return [str(value) for value in data.get("values", ())]
