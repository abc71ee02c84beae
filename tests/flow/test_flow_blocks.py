"""Members who are blocked: at once, everywhere they could ask, over restarts, until the end."""

from __future__ import annotations

import pytest

from tests.flow.moderating import admin, nadia, refused, trail
from tests.running import PATIENCE
from tests.scene import Scene


async def block(stage: Scene, person: str = "Ada", **options: object) -> str:
    """What whoever blocks a member is told."""
    chosen = {"member": stage.discord.person(person), "reason": "Spam", "duration": "1h", **options}
    return await admin(stage, "block", chosen)


async def test_a_blocked_member_asks_for_nothing_here_nor_in_direct_messages(stage: Scene) -> None:
    result = await stage.finished("a pier")
    said = await block(stage, reason="Spam <@1> **all** day")
    assert f"<@{stage.ada.id}> may ask for nothing here until <t:" in said
    for where in (stage.gallery, stage.discord.dm(stage.ada)):
        told = await refused(stage, "a cat", where=where)
        assert "has blocked you from using Easel until <t:" in told
        assert "all" in told
    click = await stage.press(result, "V1")
    await click.acknowledged(PATIENCE)
    assert "has blocked you" in click.reply.text
    await stage.house.restart()
    assert "has blocked you" in await refused(stage, "a cat")
    await stage.finished("a lighthouse", by=stage.bo)
    said = await admin(stage, "unblock", {"member": str(stage.ada.id)})
    assert "may ask again" in said
    await stage.finished("a cat")
    assert [event for event, _ in trail(stage)] == [
        "asked", "blocked", "asked", "unblocked", "asked",
    ]  # fmt: skip


async def test_what_waits_is_taken_back_and_what_runs_goes_on(stage: Scene) -> None:
    await stage.house.kill()
    await stage.house.start(RELAY_MAX_RUNNING="1")
    runs = await stage.imagine("a pier")
    task = await stage.taken("a pier")
    waits = [await stage.imagine(f"a cat {number}") for number in range(2)]
    other = await stage.imagine("a fox", by=stage.bo)
    said = await block(stage, duration="forever")
    assert "2 waited with Easel: taken back, and not charged" in said
    assert "already has 1 of their tasks" in said
    for use in waits:
        await stage.ended(use, "No picture", "it was taken back")
    stage.relay.finish(task.id)
    assert len((await stage.ended(runs)).pictures()) == 1
    stage.relay.finish((await stage.taken("a fox")).id)
    await stage.ended(other)
    assert stage.submits("a cat") == 0
    with stage.house.database() as database:
        [row] = database.execute(
            "SELECT count(*) AS tasks FROM tasks WHERE status = 'failed' AND reserved + charged > 0"
        )
    assert row["tasks"] == 0


async def test_a_kill_right_after_the_block_lets_nothing_through(stage: Scene) -> None:
    await stage.house.kill()
    await stage.house.start(RELAY_MAX_RUNNING="1")
    await stage.imagine("a pier", by=stage.bo)
    await stage.taken("a pier")
    use = await stage.imagine("a cat")
    await stage.house.until(lambda: stage.stored()[-1]["status"] == "queued")
    await stage.house.kill()
    with stage.house.database() as database:  # as if it had come between the two
        database.execute(
            "INSERT INTO blocks VALUES (?, ?, 'Spam', 1, 0, NULL)",
            (stage.discord.home.id, stage.ada.id),
        )
    await stage.house.start()
    await stage.ended(use, "No picture", "it was taken back")
    assert stage.submits("a cat") == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"duration": "soon"}, "is no duration"),
        ({"duration": "1 second"}, "is no duration"),
        ({"duration": "500 days"}, "too short or too long"),
        ({"reason": "\u200b"}, "nothing to read"),
        ({"left": "123456789012345678"}, "one of the two"),
        ({"member": None}, "one of the two"),
        ({"member": None, "left": "Ada"}, "is no member"),
        ({"member": None, "left": str(2**63)}, "is no member"),
    ],
)
@pytest.mark.asyncio(loop_scope="module")
async def test_what_cannot_be_is_said_and_nobody_is_blocked(
    shared: Scene, options: dict[str, object], words: str
) -> None:
    chosen = {"member": shared.ada, "reason": "Spam", "duration": "1h", **options}
    given = {name: value for name, value in chosen.items() if value is not None}
    assert words in await admin(shared, "block", given)
    assert "Nobody is blocked" in await admin(shared, "blocks")


@pytest.mark.asyncio(loop_scope="module")
async def test_a_number_that_is_nobodys_cannot_be_let_in(shared: Scene) -> None:
    assert "is no member" in await admin(shared, "unblock", {"member": str(2**63)})
    shared.check()


@pytest.mark.asyncio(loop_scope="module")
async def test_who_leads_is_not_blocked(shared: Scene) -> None:
    assert "cannot block yourself" in await block(shared, "Nadia")
    assert "manage this server cannot" in await block(shared, "Mod Mira")


async def test_somebody_who_has_left_is_blocked_by_id_and_listed_by_name(stage: Scene) -> None:
    await stage.finished("a cat", by=stage.bo)
    stage.discord.land.leave(stage.bo)
    offered = await nadia(stage).autocomplete(
        stage.gallery, "admin block", {"reason": "Spam", "duration": "1d", "left": "bo"}, "left"
    )
    assert [choice["value"] for choice in offered] == [str(stage.bo.id)]
    options = {"reason": "Spam", "duration": "永久", "left": f"<@{stage.bo.id}>"}
    assert "any more" in await admin(stage, "block", options)
    stage.discord.land.join(stage.bo)
    assert "for good" in await refused(stage, "a dog", by=stage.bo)
    listed = await admin(stage, "blocks")
    assert f"<@{stage.bo.id}> for good, by <@{nadia(stage).id}>: Spam" in listed
    offered = await nadia(stage).autocomplete(
        stage.gallery, "admin unblock", {"member": "b"}, "member"
    )
    assert [choice["name"] for choice in offered] == [f"Bo · {stage.bo.id}"]
    assert "永久" in await admin(stage, "blocks", locale="zh-CN")
    assert "not blocked here" in await admin(stage, "unblock", {"member": "123456789012345678"})


async def test_durations_are_offered_in_words_and_what_is_typed_stands(stage: Scene) -> None:
    async def offered(typed: str, locale: str | None = None) -> list[str]:
        options = {"reason": "Spam", "duration": typed}
        found = await nadia(stage).autocomplete(
            stage.gallery, "admin block", options, "duration", locale=locale
        )
        return [choice["name"] for choice in found]

    assert await offered("") == ["1 hour", "1 day", "7 days", "30 days", "for good"]
    assert await offered("天", "zh-CN") == ["1 天", "7 天", "30 天"]
    assert await offered("36h") == ["36h"]
    assert await offered("nonsense") == []


async def test_moderators_may_block_where_the_server_shows_them_the_command(stage: Scene) -> None:
    [command] = [one for one in stage.discord.commands if one["name"] == "admin"]
    command["default_member_permissions"] = None
    options = {"member": stage.bo, "reason": "Spam", "duration": "1h"}
    assert "Only moderators" in await admin(stage, "block", options, by=stage.ada)
    stage.discord.land.add_role("Keeper", permissions=("MODERATE_MEMBERS",))
    stage.discord.land.give_role(stage.ada, stage.discord.land.role("Keeper"))
    assert "may ask for nothing" in await admin(stage, "block", options, by=stage.ada)
    assert "manage this server" in await admin(stage, "words list", by=stage.ada)
