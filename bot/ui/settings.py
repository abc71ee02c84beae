"""A member's own settings, as a card that only they see."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.report import Style
from bot.ui import layout, replies
from bot.ui.card import Address, Card, Key, Verb

if TYPE_CHECKING:
    from bot.core.preferences import Preferences
    from bot.ui.replies import Interaction
    from bot.ui.services import Services
    from bot.ui.texts import Texts


def panel(preferences: Preferences, locale: str, texts: Texts) -> Card:
    """What is set, each with a button that sets the opposite.

    The button says what it sets, not that it switches: pressed on an old panel it does no harm.
    """
    remix = "on" if preferences.remix else "off"
    key = Key(
        texts.say(locale, f"settings.remix_{'off' if preferences.remix else 'on'}"),
        Address(Verb.REMIX, 0, 0 if preferences.remix else 1),
        style=Style.SECONDARY if preferences.remix else Style.PRIMARY,
    )
    return Card(
        headline=texts.say(locale, "settings.title"),
        line=texts.say(locale, f"settings.remix_is_{remix}"),
        rows=((key,),),
    )


async def show(interaction: Interaction, services: Services, *, remix: bool | None) -> None:
    """Answers a command with the panel, after having set what was named."""
    preferences = await _chosen(interaction, services, remix=remix)
    card = panel(preferences, replies.locale(interaction), services.texts)
    await replies.present(interaction, layout.draw(card))


async def choose(interaction: Interaction, services: Services, *, remix: bool) -> None:
    """Sets what a button of the panel says, for whoever pressed it, and redraws the panel."""
    preferences = await _chosen(interaction, services, remix=remix)
    card = panel(preferences, replies.locale(interaction), services.texts)
    await replies.redraw(interaction, layout.draw(card))


async def _chosen(
    interaction: Interaction, services: Services, *, remix: bool | None
) -> Preferences:
    """The member's settings after this change; None leaves them as they are."""
    preferences = await services.history.preferences(interaction.user.id)
    if remix is None or remix == preferences.remix:
        return preferences
    changed = replace(preferences, remix=remix)
    await services.history.prefer(interaction.user.id, changed)
    return changed
