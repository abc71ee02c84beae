"""A member's own settings, as a card that only they see."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.report import Style
from bot.core.translation import Wish
from bot.ui import layout, replies
from bot.ui.card import Address, Card, Key, Verb

if TYPE_CHECKING:
    from bot.core.preferences import Preferences
    from bot.ui.card import Row
    from bot.ui.replies import Interaction
    from bot.ui.services import Services
    from bot.ui.texts import Texts


WISHES = tuple(Wish)


def panel(preferences: Preferences, locale: str, texts: Texts, *, translates: bool) -> Card:
    """What is set, each with buttons that set something else.

    A button says what it sets, not that it switches: pressed on an old panel it does no harm. Of
    translation there is only something to see where the operator has it (`translates`).
    """
    remix = "on" if preferences.remix else "off"
    said = [texts.say(locale, f"settings.remix_is_{remix}")]
    rows: list[Row] = [(_remix_key(preferences, locale, texts),)]
    if translates:
        said.append(texts.say(locale, f"settings.translate_is_{preferences.translate}"))
        rows.append(_wish_keys(preferences, locale, texts))
    return Card(
        headline=texts.say(locale, "settings.title"), line="\n\n".join(said), rows=tuple(rows)
    )


def _remix_key(preferences: Preferences, locale: str, texts: Texts) -> Key:
    return Key(
        texts.say(locale, f"settings.remix_{'off' if preferences.remix else 'on'}"),
        Address(Verb.REMIX, 0, 0 if preferences.remix else 1),
        style=Style.SECONDARY if preferences.remix else Style.PRIMARY,
    )


def _wish_keys(preferences: Preferences, locale: str, texts: Texts) -> Row:
    return tuple(
        Key(texts.say(locale, f"settings.translate_{wish}"), Address(Verb.TRANSLATE, 0, place))
        for place, wish in enumerate(WISHES)
        if wish is not preferences.translate
    )


def wish_at(place: int) -> Wish:
    """The wish that a button of the panel sets; the default where there is none at that place."""
    return WISHES[place] if place < len(WISHES) else Wish.SCRIPT


async def show(
    interaction: Interaction,
    services: Services,
    *,
    remix: bool | None = None,
    translate: Wish | None = None,
) -> None:
    """Answers a command with the panel, after having set what was named."""
    card = await _settled(interaction, services, remix, translate)
    await replies.present(interaction, layout.draw(card))


async def choose(
    interaction: Interaction,
    services: Services,
    *,
    remix: bool | None = None,
    translate: Wish | None = None,
) -> None:
    """Sets what a button of the panel says, for whoever pressed it, and redraws the panel."""
    card = await _settled(interaction, services, remix, translate)
    await replies.redraw(interaction, layout.draw(card))


async def _settled(
    interaction: Interaction, services: Services, remix: bool | None, translate: Wish | None
) -> Card:
    """The panel after this change; None leaves a setting as it is."""
    before = await services.history.preferences(interaction.user.id)
    after = replace(
        before,
        remix=before.remix if remix is None else remix,
        translate=before.translate if translate is None else translate,
    )
    if after != before:
        await services.history.prefer(interaction.user.id, after)
    locale = replies.locale(interaction)
    return panel(after, locale, services.texts, translates=services.translates)
