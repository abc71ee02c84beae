"""/settings: what a member has chosen, and how they change it."""

from __future__ import annotations

import pytest

from bot.core.preferences import Preferences
from bot.core.translation import Wish
from bot.ui.settings import panel, wish_at
from bot.ui.texts import Texts
from tests.ui.running import Stage


async def chosen(stage: Stage, name: str = "Ada") -> Preferences:
    person = stage.discord.person(name)
    return await stage.client.services.history.preferences(person.id)


@pytest.mark.parametrize(("name", "locale"), [("Ada", "en"), ("Chen", "zh-CN")])
async def test_settings_are_shown_in_private(stage: Stage, name: str, locale: str) -> None:
    person = stage.discord.person(name)
    use = await (await person.command(stage.gallery, "settings")).acknowledged()
    assert use.reply is not None
    assert use.reply.ephemeral
    assert stage.texts.say(locale, "settings.remix_is_off") in use.reply.text
    [button] = use.reply.buttons()
    assert button["label"] == stage.texts.say(locale, "settings.remix_on")
    assert await chosen(stage, name) == Preferences()


async def test_the_button_sets_what_it_says(stage: Stage) -> None:
    use = await (await stage.ada.command(stage.gallery, "settings")).acknowledged()
    assert use.reply is not None
    await (await stage.ada.press(use.reply, "ez:remix:0:1")).acknowledged()
    assert await chosen(stage) == Preferences(remix=True)
    assert stage.texts.say("en", "settings.remix_is_on") in use.reply.text
    [button] = use.reply.buttons()
    assert button["custom_id"] == "ez:remix:0:0"
    await (await stage.ada.press(use.reply, "ez:remix:0:0")).acknowledged()
    assert await chosen(stage) == Preferences(remix=False)


async def test_an_option_sets_it_at_once(stage: Stage) -> None:
    use = await stage.ada.command(stage.gallery, "settings", {"remix": True})
    await use.acknowledged()
    assert use.reply is not None
    assert stage.texts.say("en", "settings.remix_is_on") in use.reply.text
    assert await chosen(stage) == Preferences(remix=True)
    assert await chosen(stage, "Bo") == Preferences()


async def test_a_panel_that_is_out_of_date_does_no_harm(stage: Stage) -> None:
    first = await (await stage.ada.command(stage.gallery, "settings")).acknowledged()
    again = await stage.ada.command(stage.gallery, "settings", {"remix": True})
    await again.acknowledged()
    assert first.reply is not None
    await (await stage.ada.press(first.reply, "ez:remix:0:1")).acknowledged()
    assert await chosen(stage) == Preferences(remix=True)


async def test_translation_is_offered_only_where_there_is_a_model(stage: Stage) -> None:
    use = await (await stage.ada.command(stage.gallery, "settings")).acknowledged()
    assert use.reply is not None
    assert [button["custom_id"] for button in use.reply.buttons()] == ["ez:remix:0:1"]


@pytest.mark.parametrize("wish", Wish)
def test_the_panel_offers_the_other_wishes(wish: Wish) -> None:
    texts = Texts.load()
    card = panel(Preferences(translate=wish), "en", texts, translates=True)
    assert texts.say("en", f"settings.translate_is_{wish}") in card.line
    _, keys = card.rows
    offered = [wish_at(key.target.position) for key in keys]
    assert offered == [one for one in Wish if one is not wish]


def test_a_button_of_another_version_sets_the_default() -> None:
    assert wish_at(99) is Wish.SCRIPT
