"""Words that a server does not want: refused before anything is stored, wherever they come from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sandbox.discord import Interaction, Message
from tests.flow.moderating import admin, hidden, nadia, owls, refused, trail
from tests.running import PATIENCE
from tests.scene import Scene, names


async def test_a_word_is_refused_however_it_is_disguised_until_it_is_taken_out(
    stage: Scene,
) -> None:
    said = await admin(stage, "words add", {"word": "Gloom"})
    assert "||Gloom||" in said
    for prompt, person, found in (
        ("a gl00m moon", stage.ada, "gl00m"),
        ("G L O O M everywhere", stage.ada, "G L O O M"),
        ("a ｇｌｏｏｍ moon", stage.bo, "ｇｌｏｏｍ"),
    ):
        assert f"“{found}”, which is not allowed" in await refused(stage, prompt, by=person)
    assert stage.submits() == 0
    await stage.house.restart()
    assert "“gloom”, which is not allowed" in await refused(stage, "a g\u200bloom", by=stage.bo)
    await admin(stage, "words except", {"phrase": "gloom orange"})
    await stage.finished("a gloom orange --no gloom", by=stage.bo)
    await admin(stage, "words remove", {"word": "GLOOM"})
    await stage.finished("gloom alone", by=stage.bo)
    events = [event for event, _ in trail(stage)]
    assert events == [
        "word_added", *["refused"] * 4, "exception_added", "asked",
        "word_removed", "asked",
    ]  # fmt: skip


async def test_the_member_reads_it_in_their_language_with_their_own_words(stage: Scene) -> None:
    await admin(stage, "words add", {"word": "血腥"})
    said = await refused(stage, "一张 血 腥 的图", by=stage.chen)
    assert "“血 腥”" in said
    assert "不允许" in said


async def test_expressions_are_held_to_what_cannot_hang(stage: Scene) -> None:
    for word, words in (
        ("(a", "no regular expression"),
        ("(?=a)b", "look-around"),
        ("(a{1,999}){1,999}", "repeats too much"),
        ("a*", "every prompt"),
    ):
        assert words in await admin(stage, "words add", {"word": word, "kind": "regex"})
    await admin(stage, "words add", {"word": "gr[ae]y+ cat", "kind": "regex"})
    assert "grayy cat" in await refused(stage, "a grayy cat")


async def test_a_mature_word_is_for_age_restricted_channels_and_its_pictures_are_hidden(
    stage: Scene,
) -> None:
    await admin(stage, "words add", {"word": "risque", "level": "mature"})
    assert "age-restricted" in await refused(stage, "a risque statue")
    result = await stage.finished("a risque statue", where=owls(stage))
    assert hidden(result) == [True]
    click = await stage.press(result, "U1")
    await click.acknowledged(PATIENCE)
    task = await stage.made_by("upsample::1")
    stage.relay.move(task.id, "IN_PROGRESS", "62%")
    assert hidden(await stage.sees(click, "62%")) == [True]
    stage.relay.finish(task.id)
    assert hidden(await stage.ended(click)) == [True]
    again = await stage.press(await stage.ended(click), "Vary (Subtle)")
    await again.acknowledged(PATIENCE)
    stage.relay.finish((await stage.made_by("low_variation")).id)
    assert hidden(await stage.ended(again)) == [True]
    plain = await stage.finished("a statue", where=owls(stage))
    assert hidden(plain) == [False]


async def test_a_channel_that_the_bot_cannot_see_is_as_its_interactions_say(stage: Scene) -> None:
    await admin(stage, "words add", {"word": "risque", "level": "mature"})
    place, me = owls(stage), stage.discord.world.bot
    stage.discord.land.deny(place, "VIEW_CHANNEL", to=me)
    await stage.house.restart()  # it never knew what the channel is like
    result = await stage.finished("a risque statue", where=place)
    assert hidden(result) == [True]
    stage.discord.land.restrict(place, nsfw=False)
    assert "age-restricted" in await refused(stage, "a risque pond", where=place)
    stage.discord.land.restrict(place)
    stage.discord.land.allow(place, "VIEW_CHANNEL", to=me)
    await stage.finished("a risque tower", where=place)


async def test_a_thread_under_such_a_channel_is_for_everybody_until_the_channel_is_known(
    stage: Scene,
) -> None:
    await admin(stage, "words add", {"word": "risque", "level": "mature"})
    place, land = owls(stage), stage.discord.land
    thread = land.add_thread("late", place)
    land.deny(place, "VIEW_CHANNEL", to=stage.discord.world.bot)
    await stage.house.restart()
    assert "age-restricted" in await refused(stage, "a risque statue", where=thread)
    await stage.finished("a moon", where=place)
    await stage.finished("a risque statue", where=thread)


async def test_every_copy_of_a_hidden_picture_is_hidden(stage: Scene) -> None:
    await admin(stage, "words add", {"word": "risque", "level": "mature"})
    result = await stage.finished("a risque statue", where=owls(stage))
    split = await stage.press(result, "✂️" if "✂️" in names(result) else "Split")
    await split.acknowledged(PATIENCE)
    assert hidden(await stage.discord.wait_for(_shows(split, 4), timeout=PATIENCE)) == [True] * 4
    copy = await stage.ada.command(owls(stage), "show", {"id": "#1"})
    await copy.acknowledged(PATIENCE)
    assert hidden(await stage.discord.wait_for(_shows(copy, 1), timeout=PATIENCE)) == [True]
    listed = await stage.ada.command(owls(stage), "history", {})
    await listed.acknowledged(PATIENCE)
    assert hidden(listed.reply) == [True]


def _shows(use: Interaction, pictures: int) -> Callable[[Message], bool]:
    return lambda message: message is use.reply and len(message.pictures()) == pictures


async def test_a_result_for_adults_is_not_brought_to_where_others_see_it(stage: Scene) -> None:
    await admin(stage, "words add", {"word": "risque", "level": "mature"})
    await stage.finished("a risque statue", where=owls(stage))
    for options in ({"id": "#1"}, {"id": "#1", "private": True}):
        use = await stage.ada.command(stage.gallery, "show", options)
        await use.acknowledged(PATIENCE)
        assert "is for age-restricted channels" in use.reply.text
        assert use.reply.pictures() == []


async def test_what_is_filled_in_for_a_form_hides_the_picture_too(stage: Scene) -> None:
    stage.relay.change(remix=True)
    await admin(stage, "words add", {"word": "risque", "level": "mature"})
    result = await stage.finished("a statue", where=owls(stage))
    assert hidden(result) == [False]
    chosen = await stage.ada.command(owls(stage), "settings", {"remix": True})
    await chosen.acknowledged(PATIENCE)
    opened = await stage.press(result, "V1")
    await opened.acknowledged(PATIENCE)
    sent = await stage.ada.submit(opened, {"prompt": "a risque statue"})
    await sent.acknowledged(PATIENCE)
    await stage.heard("risque")
    stage.relay.finish(next(reversed(stage.relay.tasks)))
    assert hidden(await stage.ended(sent)) == [True]


async def test_an_answer_to_a_form_is_held_against_the_words_too(stage: Scene) -> None:
    await admin(stage, "words add", {"word": "gloom"})
    result = await stage.finished("a statue")
    upscale = await stage.press(result, "U1")
    await upscale.acknowledged(PATIENCE)
    stage.relay.finish((await stage.made_by("upsample::1")).id)
    upscaled = await stage.ended(upscale)
    opened = await stage.press(upscaled, "Custom Zoom")
    await opened.acknowledged(PATIENCE)
    tasks = len(stage.stored())
    sent = await stage.ada.submit(opened, {"prompt": "a gloomy statue, gloom", "zoom": "1.5"})
    await sent.acknowledged(PATIENCE)
    assert "“gloom”" in sent.reply.text
    assert len(stage.stored()) == tasks


@pytest.mark.parametrize(
    ("command", "options"),
    [("shorten", {"prompt": "a long way to say gloom"}), ("video", {"prompt": "gloom flows"})],
)
async def test_every_command_with_words_is_held_against_them(
    stage: Scene, command: str, options: dict[str, str]
) -> None:
    await admin(stage, "words add", {"word": "gloom"})
    use = await stage.ada.command(stage.gallery, command, options)
    await use.acknowledged(PATIENCE)
    assert "“gloom”" in use.reply.text
    assert stage.stored() == []


async def test_what_was_made_before_a_word_was_added_is_not_gone_on_with(stage: Scene) -> None:
    result = await stage.finished("gloom")
    await admin(stage, "words add", {"word": "gloom"})
    click = await stage.press(result, "V1")
    await click.acknowledged(PATIENCE)
    assert "“gloom”" in click.reply.text


async def test_a_server_can_be_for_age_restricted_channels_alone(stage: Scene) -> None:
    await admin(stage, "mature", {"only": True, "hide": "all"})
    assert "only in age-restricted" in await refused(stage, "a cat", by=nadia(stage))
    result = await stage.finished("a cat", where=owls(stage))
    assert hidden(result) == [True]


async def test_managers_see_and_try_them_in_private(stage: Scene) -> None:
    assert "There are none" in await admin(stage, "words list")
    await admin(stage, "words add", {"word": "gloom"})
    await admin(stage, "words add", {"word": "risque", "level": "mature"})
    await admin(stage, "words add", {"word": "g[ou]re", "kind": "regex"})
    await admin(stage, "words except", {"phrase": "gloom orange"})
    said = await admin(stage, "words list")
    assert "Refused everywhere: ||gloom · /g\\[ou\\]re/||" in said
    assert "Only in age-restricted channels: ||risque||" in said
    assert "Allowed all the same: ||gloom orange||" in said
    for prompt, words in (
        ("gloom", "would be refused"),
        ("risque", "only in an age-restricted"),
        ("gloom orange", "Nothing in it is unwanted"),
    ):
        assert words in await admin(stage, "words test", {"prompt": prompt})
    offered = await nadia(stage).autocomplete(
        stage.gallery, "admin words remove", {"word": "glo"}, "word"
    )
    assert [choice["value"] for choice in offered] == ["gloom", "gloom orange"]
    assert "was there already" in await admin(
        stage, "words add", {"word": "GLOOM", "level": "blocked"}
    )
    assert "not among them" in await admin(stage, "words remove", {"word": "cat"})


async def test_a_list_too_long_for_a_message_comes_as_a_file(stage: Scene) -> None:
    for number in range(40):
        await admin(stage, "words add", {"word": f"{'word ' * 18}{number}"})
    assert "come as a file" in await admin(stage, "words list")


async def test_repeated_refusals_slow_a_member_down_over_a_restart(stage: Scene) -> None:
    await admin(stage, "words add", {"word": "gloom"})
    for _ in range(3):
        assert "not allowed" in await refused(stage, "gloom")
    assert "you can go on <t:" in await refused(stage, "a cat")
    await stage.house.restart()
    assert "you can go on <t:" in await refused(stage, "a cat")
    await stage.finished("a cat", by=stage.bo)
    assert [event for event, _ in trail(stage)].count("slowed") == 1


async def test_what_the_relay_refuses_for_a_word_counts_too(stage: Scene) -> None:
    for number in range(3):
        use = await stage.imagine(f"a naked truth {number}")
        await stage.ended(use, "No picture")
    assert "you can go on <t:" in await refused(stage, "a cat")
    told = trail(stage)
    assert [event for event, _ in told].count("refused") == 3
    assert [event for event, _ in told][-1] == "slowed"
