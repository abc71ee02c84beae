"""A server's manager sets it up while its members ask, and the bot comes and goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.discord import Interaction, Message, Person
from tests.hurry import HURRIED
from tests.running import PATIENCE
from tests.scene import Scene, scene


@pytest.fixture
def pace() -> float:
    """Owners get one message in five seconds."""
    return HURRIED


async def admin(stage: Scene, path: str, **options: object) -> Message:
    """The owner uses one of the subcommands."""
    use = await stage.discord.person("Nadia").command(stage.gallery, f"admin {path}", options)
    await use.acknowledged(PATIENCE)
    assert use.reply.ephemeral
    return use.reply


async def refused(stage: Scene, words: str, **how: object) -> None:
    use = await stage.ask("a cat", **how)
    await use.acknowledged(PATIENCE)
    assert use.reply.ephemeral
    assert words in use.reply.text


async def clicked(use: Interaction) -> Interaction:
    await use.acknowledged(PATIENCE)
    return use


def trail(stage: Scene) -> list[tuple[str, str]]:
    """What the trail has, the oldest first: the event, and what it says."""
    with stage.house.database() as database:
        rows = database.execute("SELECT event, happened FROM trail ORDER BY number")
        return [(row["event"], row["happened"]) for row in rows]


async def test_a_panel_that_was_open_over_a_kill_goes_on_where_it_was(stage: Scene) -> None:
    nadia, sketches = stage.discord.person("Nadia"), stage.discord.channel("sketches")
    panel = await admin(stage, "setup")
    await clicked(await nadia.select(panel, "ez:setup:0:0~channels", [sketches]))
    form = await clicked(await _form(nadia, panel))
    await stage.house.restart()
    await refused(stage, f"Use <#{sketches.id}>")
    await stage.imagine("a boat", where=sketches)
    await clicked(await nadia.submit(form, {"most_running": "1", "most_waiting": "2"}))
    assert "**Waiting at once per member**: 2" in panel.text
    await clicked(await nadia.press(panel, "ez:setup:0:0~page"))
    shown = next(one for one in panel.selects() if one["custom_id"].endswith("~channels"))
    assert shown["default_values"] == [{"id": str(sketches.id), "type": "channel"}]
    await clicked(await nadia.select(panel, "ez:setup:0:0~channels", []))
    await stage.imagine("a boat at sea")


async def _form(nadia: Person, panel: Message) -> Interaction:
    await clicked(await nadia.press(panel, "ez:setup:0:3~page"))
    return await nadia.press(panel, "ez:setup:0:3~form-caps")


async def test_roles_and_pressers_hold_at_once_and_managers_are_always_let_in(
    stage: Scene,
) -> None:
    supporters = stage.discord.land.role("Supporters")
    result = await stage.finished("a windmill")
    await admin(stage, "roles", add=supporters)
    await refused(stage, f"one of these roles here: <@&{supporters.id}>")
    await stage.imagine("a mill", by=stage.bo)
    await stage.imagine("a weir", by=stage.discord.person("Nadia"))
    await admin(stage, "roles", all=True)
    await admin(stage, "pressers", who="requester")
    click = await clicked(await stage.press(result, "U1", by=stage.bo))
    assert "not yours to press" in click.reply.text
    await admin(stage, "pressers", who="anyone")
    click = await stage.press(result, "U1", by=stage.bo)
    await click.acknowledged(PATIENCE)
    await stage.made_by("upsample::1")


async def test_the_role_that_everybody_has_lets_everybody_in(stage: Scene) -> None:
    everybody = stage.discord.home.roles[stage.discord.home.id]
    await admin(stage, "roles", add=everybody)
    await stage.imagine("a cat")


async def test_a_speed_is_the_servers_where_a_member_names_none(tmp_path: Path) -> None:
    async with scene(tmp_path, preset="new-api") as stage:
        await admin(stage, "speed", speed="relax")
        await stage.imagine("a snail")
        assert (await stage.taken("a snail")).speed == "relax"
        await stage.imagine("a hare", speed="fast")
        assert (await stage.taken("a hare")).speed == "fast"
        stage.check()


@pytest.mark.parametrize(
    ("theirs", "chosen", "place", "words"),
    [
        ("fr", None, None, "Drawing"),
        ("fr", None, "zh-CN", "正在绘制"),
        ("fr", "zh-CN", "fr", "正在绘制"),
        ("fr", "en", "zh-CN", "Drawing"),
        ("en-GB", "zh-CN", "zh-CN", "Drawing"),
        ("zh-TW", "en", "en-US", "正在绘制"),
    ],
)
async def test_a_picture_is_told_of_in_a_language_its_readers_know(
    stage: Scene, theirs: str, chosen: str | None, place: str | None, words: str
) -> None:
    if place is not None:
        stage.discord.land.change_guild(stage.discord.home, locale=place)
    if chosen is not None:
        await admin(stage, "language", language=chosen)
    use = await stage.ada.command(stage.gallery, "imagine", {"prompt": "a heron"}, locale=theirs)
    await use.acknowledged(PATIENCE)
    stage.relay.move((await stage.taken("a heron")).id, "IN_PROGRESS", "31%")
    assert words in (await stage.sees(use, "31%")).text


async def test_what_the_bot_lacks_is_written_down_once_in_each_channel(stage: Scene) -> None:
    land, sketches = stage.discord.land, stage.discord.channel("sketches")
    land.deny(sketches, "ATTACH_FILES", "READ_MESSAGE_HISTORY", to=stage.discord.world.bot)
    for prompt in ("a pier", "a quay"):
        await stage.imagine(prompt, where=sketches)
    await stage.house.restart()
    await stage.imagine("a mole", where=sketches)
    await stage.imagine("a wharf")
    found = [told for event, told in trail(stage) if event == "permissions"]
    assert found == ['{"lacking": "attach_files,read_message_history"}']
    said = (await admin(stage, "log")).text
    assert f"<#{sketches.id}>: Attach Files, Read Message History" in said
    noted = (await admin(stage, "channels", add=sketches)).text
    assert "Attach Files, Read Message History" in noted
    land.deny(sketches, "SEND_MESSAGES", to=stage.discord.world.bot)
    await stage.imagine("a jetty", where=sketches)
    assert len([event for event, _ in trail(stage) if event == "permissions"]) == 2


async def test_where_moderators_have_no_channel_the_owner_is_told(stage: Scene) -> None:
    land, owner = stage.discord.land, stage.discord.owner
    land.deny(stage.gallery, "ATTACH_FILES", to=stage.discord.world.bot)
    await stage.imagine("a lock")
    told = await stage.discord.wait_for(
        lambda m: "Attach Files" in m.text, channel=stage.discord.dm(owner), timeout=PATIENCE
    )
    assert f"<#{stage.gallery.id}>" in told.text
    await admin(stage, "moderation", channel=stage.discord.channel("mod-log"))
    land.deny(stage.discord.channel("sketches"), "ATTACH_FILES", to=stage.discord.world.bot)
    await stage.imagine("a weir", where=stage.discord.channel("sketches"))
    posted = stage.discord.channel("mod-log")
    await stage.discord.wait_for(
        lambda m: "Attach Files" in m.text, channel=posted, timeout=PATIENCE
    )
    assert len(stage.discord.messages(stage.discord.dm(owner))) == 1
