"""Tasks drawn into real messages, by every route, and what Discord's refusals mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.errors import DiscordBusy, RouteGone, StoreError, UploadTooLarge
from bot.core.failure import Failure, FailureKind
from bot.core.picture import Attached
from bot.core.reply import Reply, Route
from bot.core.status import Status
from bot.core.task import Task
from bot.ui.display import DiscordDisplay
from sandbox.discord import Message
from tests.builders import a_button
from tests.ui.running import Stage, a_picture


async def claimed(stage: Stage) -> tuple[Task, Reply, Message]:
    """A task, where it is shown, and the message."""
    use = await stage.imagine()
    task = await stage.queued(1)
    reply = await stage.store.reply(1)
    assert reply is not None
    assert use.reply is not None
    return task, reply, use.reply


def running(task: Task, progress: int) -> Task:
    return replace(task, status=Status.RUNNING, progress=progress)


async def test_the_reply_becomes_the_card(stage: Stage) -> None:
    task, reply, message = await claimed(stage)
    shown = await stage.display.show(task, reply, Route.TOKEN, None)
    assert (shown.channel_id, shown.message_id) == (message.channel.id, message.id)
    assert shown.attached is None
    assert message.v2
    assert not message.thinking
    assert "Waiting for its turn" in message.text


async def test_a_picture_is_uploaded_shown_and_kept(stage: Stage) -> None:
    task, reply, message = await claimed(stage)
    upload = a_picture(shrunk=True)
    going = replace(running(task, 50), preview="https://relay.example/1.png")
    shown = await stage.display.show(going, reply, Route.TOKEN, upload)
    assert shown.attached is not None
    assert (shown.attached.source, shown.attached.shrunk) == ("https://relay.example/1.png", True)
    (picture,) = message.pictures()
    assert picture == (shown.attached.url, upload.data)
    kept = await stage.display.show(
        running(task, 60), replace(reply, attached=shown.attached), Route.TOKEN, None
    )
    assert [data for _, data in message.pictures()] == [upload.data]
    assert kept.attached is not None
    assert kept.attached.source == shown.attached.source
    assert len(message.attachments) == 1


async def test_the_result_takes_the_place_of_the_preview(stage: Stage) -> None:
    task, reply, message = await claimed(stage)
    first = await stage.display.show(running(task, 50), reply, Route.TOKEN, a_picture("a.png"))
    final = a_picture("b.png")
    done = replace(task, status=Status.DONE, picture="https://relay.example/2.png")
    reply = replace(reply, attached=first.attached)
    shown = await stage.display.show(done, reply, Route.BOT, final)
    assert [data for _, data in message.pictures()] == [final.data]
    assert len(message.attachments) == 1
    assert shown.attached is not None
    assert shown.attached.source == "https://relay.example/2.png"


@pytest.mark.parametrize("remembered", [True, False])
async def test_a_failure_drops_the_preview(stage: Stage, *, remembered: bool) -> None:
    """Nobody remembers it where a process that was killed has brought it."""
    task, reply, message = await claimed(stage)
    first = await stage.display.show(running(task, 50), reply, Route.TOKEN, a_picture())
    failed = replace(task, status=Status.FAILED, failure=Failure(FailureKind.MODERATED))
    reply = replace(reply, attached=first.attached if remembered else None)
    shown = await stage.display.show(failed, reply, Route.TOKEN, None)
    assert shown.attached is None
    assert not message.pictures()
    assert not message.attachments


async def test_the_bots_own_token_edits_the_same_message(stage: Stage) -> None:
    task, reply, message = await claimed(stage)
    await stage.display.show(task, reply, Route.TOKEN, None)
    shown = await stage.display.show(running(task, 30), reply, Route.BOT, None)
    assert shown.message_id == message.id
    assert "30%" in message.text
    edits = [r for r in stage.discord.requests if r.method == "PATCH" and "/channels/" in r.path]
    assert edits[-1].json["allowed_mentions"] == {"parse": []}


async def test_a_fresh_message_mentions_the_member_once(stage: Stage) -> None:
    task, reply, old = await claimed(stage)
    await stage.display.show(task, reply, Route.TOKEN, None)
    task = replace(task, prompt="@everyone <@&1> <@80351110224678912>")
    shown = await stage.display.show(task, reply, Route.FRESH, a_picture())
    fresh = stage.discord.message(shown.message_id)
    assert fresh is not None
    assert fresh.id != old.id
    assert fresh.reference == old.id
    assert len(fresh.pictures()) == 1
    (ping,) = stage.discord.pings
    assert ping.message is fresh
    assert set(ping.mentions.users) == {stage.ada.id}
    assert not ping.mentions.everyone
    assert not ping.mentions.roles


async def test_a_fresh_message_is_not_posted_twice(stage: Stage) -> None:
    task, reply, _ = await claimed(stage)
    first = await stage.display.show(task, reply, Route.FRESH, None)
    # As after a crash between posting and saving: the task has moved on since.
    again = await stage.display.show(running(task, 70), reply, Route.FRESH, None)
    assert again.message_id == first.message_id
    message = stage.discord.message(first.message_id)
    assert message is not None
    assert "70%" in message.text


async def test_a_direct_message_says_where_it_was_asked(stage: Stage) -> None:
    task, reply, _ = await claimed(stage)
    shown = await stage.display.show(task, reply, Route.DIRECT, None)
    message = stage.discord.message(shown.message_id)
    assert message is not None
    assert message.channel.id == shown.channel_id != reply.channel_id
    again = reply.moved(shown.channel_id, shown.message_id, direct=True)
    await stage.display.show(running(task, 20), again, Route.BOT, None)
    assert f"From <#{stage.gallery.id}>" in message.text


async def test_discord_has_what_it_acknowledged(stage: Stage) -> None:
    _, reply, _ = await claimed(stage)
    assert await stage.display.confirmed(reply)
    assert not await stage.display.confirmed(replace(reply, application_id=1))


async def test_nobody_can_tell_once_the_token_is_over(stage: Stage) -> None:
    _, reply, _ = await claimed(stage)
    with pytest.raises(RouteGone) as gone:
        await stage.display.confirmed(replace(reply, token=reply.token[:-4]))
    assert gone.value.routes == {Route.TOKEN}


@pytest.mark.parametrize("fault", ["429-front-door", "50001", "reset", "200"])
async def test_whether_discord_has_it_may_be_unknown_for_now(stage: Stage, fault: str) -> None:
    _, reply, _ = await claimed(stage)
    # aiohttp sends a read that was cut off once more by itself.
    stage.discord.inject(fault, 2, path="@original", method="GET")
    with pytest.raises(DiscordBusy):
        await stage.display.confirmed(reply)


@pytest.mark.parametrize(
    ("fault", "route", "closed"),
    [
        ("50027", Route.TOKEN, {Route.TOKEN}),
        ("50001", Route.BOT, {Route.BOT}),
        ("50001", Route.FRESH, {Route.FRESH}),
        ("10062", Route.BOT, {Route.BOT}),
    ],
)
async def test_refusals_close_a_route(
    stage: Stage, fault: str, route: Route, closed: set[Route]
) -> None:
    task, reply, _ = await claimed(stage)
    stage.discord.inject(fault, path="/messages")
    with pytest.raises(RouteGone) as gone:
        await stage.display.show(task, reply, route, None)
    assert gone.value.routes == closed


@pytest.mark.parametrize("route", [Route.TOKEN, Route.BOT])
async def test_a_deleted_message_closes_every_route(stage: Stage, route: Route) -> None:
    task, reply, message = await claimed(stage)
    await stage.display.show(task, reply, Route.TOKEN, None)
    await stage.discord.person("Mod Mira").delete(message)
    with pytest.raises(RouteGone) as gone:
        await stage.display.show(task, reply, route, None)
    assert gone.value.routes == set(Route)


@pytest.mark.parametrize("route", [Route.BOT, Route.FRESH])
async def test_a_deleted_channel_closes_every_route(stage: Stage, route: Route) -> None:
    task, reply, _ = await claimed(stage)
    stage.discord.land.delete_channel(stage.gallery)
    with pytest.raises(RouteGone) as gone:
        await stage.display.show(task, reply, route, None)
    assert gone.value.routes == set(Route)


async def test_missing_permissions_close_the_route(stage: Stage) -> None:
    task, reply, _ = await claimed(stage)
    stage.discord.land.deny(stage.gallery, "SEND_MESSAGES")
    with pytest.raises(RouteGone) as gone:
        await stage.display.show(task, reply, Route.FRESH, None)
    assert gone.value.routes == {Route.FRESH}


@pytest.mark.parametrize("fault", ["reset", "reset-after", "429-front-door", "200"])
@pytest.mark.parametrize("route", [Route.TOKEN, Route.BOT, Route.FRESH])
async def test_what_passes_is_tried_again_later(stage: Stage, fault: str, route: Route) -> None:
    task, reply, _ = await claimed(stage)
    stage.discord.inject(fault, path="/messages")
    with pytest.raises(DiscordBusy):
        await stage.display.show(task, reply, route, None)
    assert await stage.display.show(task, reply, route, None)


async def test_a_page_in_the_place_of_a_channel_is_no_word_on_it(stage: Stage) -> None:
    task, reply, _ = await claimed(stage)
    stage.discord.inject("200", path="/users/@me/channels")
    with pytest.raises(DiscordBusy):
        await stage.display.show(task, reply, Route.DIRECT, None)
    assert await stage.display.show(task, reply, Route.DIRECT, None)


async def test_a_picture_over_the_limit_is_said_to_be(stage: Stage) -> None:
    task, reply, _ = await claimed(stage)
    huge = replace(a_picture(), data=bytes(10 * 1024 * 1024 + 1))
    with pytest.raises(UploadTooLarge):
        await stage.display.show(running(task, 10), reply, Route.TOKEN, huge)


async def test_each_attempt_uploads_the_whole_picture(stage: Stage) -> None:
    task, reply, message = await claimed(stage)
    picture = a_picture()
    stage.discord.inject("reset", path="/messages")
    with pytest.raises(DiscordBusy):
        await stage.display.show(running(task, 10), reply, Route.TOKEN, picture)
    await stage.display.show(running(task, 10), reply, Route.TOKEN, picture)
    assert [data for _, data in message.pictures()] == [picture.data]


async def test_an_emoji_discord_refuses_costs_the_emoji_only(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    task, reply, message = await claimed(stage)
    monkeypatch.setattr("bot.ui.emoji.accepted", lambda emoji: emoji)
    done = replace(task, status=Status.DONE, buttons=(a_button("", emoji="not_one"),))
    await stage.display.show(done, reply, Route.TOKEN, a_picture())
    assert all(button["label"] for button in message.buttons())
    assert not any("emoji" in button for button in message.buttons())
    assert len(message.pictures()) == 1


async def test_the_digest_follows_what_is_drawn(stage: Stage) -> None:
    task, reply, _ = await claimed(stage)
    digest = stage.display.digest(task, reply)
    attached = replace(reply, attached=Attached("s", "https://cdn.discordapp.com/a?ex=1"))
    assert stage.display.digest(replace(task, revision=9, moved_at=5.0), attached) == digest
    assert stage.display.digest(running(task, 10), reply) != digest
    assert stage.display.digest(task, replace(reply, locale="zh-CN")) != digest
    pictured = replace(task, picture="https://relay.example/1.png")
    assert stage.display.digest(pictured, reply) != digest


async def test_nothing_is_kept_per_message(stage: Stage) -> None:
    task, reply, _ = await claimed(stage)
    done = replace(task, status=Status.DONE, buttons=tuple(a_button(str(n)) for n in range(25)))
    for route in (Route.TOKEN, Route.BOT, Route.FRESH):
        await stage.display.show(done, reply, route, None)
    kept = stage.client._connection._view_store
    assert not kept._views
    assert not kept._synced_message_views
    assert len(kept._dynamic_items) == 1


async def test_who_may_not_act_changes_no_message(stage: Stage) -> None:
    async def denied() -> None:
        raise StoreError("another Easel has taken over")

    task, reply, _ = await claimed(stage)
    display = DiscordDisplay(
        client=stage.client, texts=stage.texts, abilities=stage.services.abilities, permit=denied
    )
    before = len(stage.discord.requests)

    with pytest.raises(StoreError):
        await display.show(task, reply, Route.TOKEN, None)
    with pytest.raises(StoreError):
        await display.erase(reply, Route.TOKEN)

    assert len(stage.discord.requests) == before
