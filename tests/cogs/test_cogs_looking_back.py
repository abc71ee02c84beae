"""/show, /history and /cancel as members use them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.core.status import Status
from bot.core.task import Task
from bot.ui import prose
from sandbox.discord import Channel, Interaction, Message
from tests.ui.running import Stage, a_picture

BUTTON, SECTION, LINK = 2, 9, 5


async def use(
    stage: Stage, name: str, by: str = "Ada", where: Channel | None = None, **options: Any
) -> Interaction:
    person = stage.discord.person(by)
    return await (await person.command(where or stage.gallery, name, options)).acknowledged()


async def said(stage: Stage, made: Interaction, key: str, **values: object) -> None:
    answer = await stage.discord.replied(made)
    assert answer.ephemeral
    assert answer.text == stage.texts.say("en", key, **values)


async def result(stage: Stage, number: int = 1, **options: Any) -> Message:
    await stage.imagine(**options)
    return await stage.finished(number, picture=a_picture())


async def changed(stage: Stage, number: int, **changes: Any) -> Task:
    return await stage.book.change(
        number, lambda task: replace(task, revision=task.revision + 1, **changes)
    )


# -- /show ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["1", "#1", " # 1", "relay-1", "job-9", "link"])
async def test_a_result_is_shown_again_with_buttons_that_work(stage: Stage, name: str) -> None:
    first = await result(stage)
    await changed(stage, 1, job_id="job-9")
    if name == "link":
        name = (
            f"https://discord.com/channels/{stage.gallery.guild.id}/{stage.gallery.id}/{first.id}"
        )
    made = await use(stage, "show", id=name)
    copy = await stage.discord.replied(made)
    assert copy.id != first.id
    assert not copy.ephemeral
    assert len(copy.pictures()) == 1
    assert [b["label"] for b in copy.buttons()] == [b["label"] for b in first.buttons()]
    press = await (await stage.ada.press(copy, "ez:press:1:1")).acknowledged()
    assert press.reply is not None
    assert (await stage.queued(2)).parent == 1
    # The first message stays the task's own.
    reply = await stage.store.reply(1)
    assert reply is not None
    assert reply.message_id == first.id


async def test_a_result_can_be_shown_in_private(stage: Stage) -> None:
    await result(stage)
    copy = await stage.discord.replied(await use(stage, "show", id="1", private=True))
    assert copy.ephemeral


@pytest.mark.parametrize("name", ["99", "#", "nothing", "https://discord.com/channels/1/2/3"])
async def test_what_is_not_there_is_said(stage: Stage, name: str) -> None:
    await result(stage)
    made = await use(stage, "show", id=name)
    await said(stage, made, "errors.show_unknown", id=prose.inert(name, 200))


async def test_what_runs_is_not_shown_twice(stage: Stage) -> None:
    await stage.imagine()
    await stage.queued(1)
    await said(stage, await use(stage, "show", id="1"), "errors.show_running", number=1)


async def test_what_was_deleted_stays_so(stage: Stage) -> None:
    await result(stage)
    await stage.book.change(1, Task.remove)
    await said(stage, await use(stage, "show", id="1"), "errors.show_deleted", number=1)
    await said(stage, await use(stage, "show", "Bo", id="1"), "errors.show_unknown", id="1")


async def test_others_see_what_they_could_see_where_it_is(stage: Stage) -> None:
    await result(stage)
    for where in ("gallery", "general"):
        made = await use(stage, "show", "Bo", stage.discord.channel(where), id="1")
        assert (await stage.discord.replied(made)).pictures()


async def test_what_is_in_a_channel_one_cannot_see_is_not_shown(stage: Stage) -> None:
    staff, mira = stage.discord.channel("staff"), stage.discord.person("Mod Mira")
    await stage.imagine(mira, staff)
    await stage.finished(1, picture=a_picture())
    await said(stage, await use(stage, "show", "Bo", id="1"), "errors.show_unknown", id="1")
    assert (await stage.discord.replied(await use(stage, "show", "Mod Mira", id="1"))).pictures()
    assert (await stage.discord.replied(await use(stage, "show", "Nadia", id="1"))).pictures()


async def test_what_is_private_is_its_members_alone(stage: Stage) -> None:
    await result(stage, private=True)
    await said(stage, await use(stage, "show", "Bo", id="1"), "errors.show_unknown", id="1")
    await said(stage, await use(stage, "show", "Mod Mira", id="1"), "errors.show_unknown", id="1")
    assert (await stage.discord.replied(await use(stage, "show", id="1"))).pictures()


async def test_another_servers_are_never_shown(stage: Stage) -> None:
    await result(stage)
    person = stage.discord.person("Bo")
    elsewhere = stage.discord.land.add_guild("Elsewhere", person.user)
    channel = stage.discord.land.add_channel("pictures", elsewhere)
    await said(
        stage, await use(stage, "show", "Bo", channel, id="1"), "errors.show_unknown", id="1"
    )
    dm = stage.discord.dm(person)
    await said(stage, await use(stage, "show", "Bo", dm, id="1"), "errors.show_unknown", id="1")


async def test_whoever_had_it_shown_may_delete_the_copy_and_only_that(stage: Stage) -> None:
    first = await result(stage)
    copy = await stage.discord.replied(await use(stage, "show", "Bo", id="1"))
    chen = stage.discord.person("Chen")
    refused = await (await chen.press(copy, "ez:delete:1:0")).acknowledged()
    assert refused.reply is not None
    assert refused.reply.text == stage.texts.say("zh-CN", "errors.delete_not_yours")
    await stage.discord.person("Bo").press(copy, "ez:delete:1:0")
    text = stage.texts.say("en", "own.deleted", number=1)
    await stage.discord.wait_for(lambda m: m.text == text)
    assert copy.deleted
    assert not first.deleted
    assert not (await stage.book.find(1)).removed


async def test_what_was_taken_back_is_shown_to_its_member(stage: Stage) -> None:
    use_ = await stage.imagine()
    await stage.queued(1)
    await stage.book.change(1, Task.mute)
    await stage.show(1)
    message = use_.reply
    assert message is not None
    early = await (await stage.ada.press(message, "ez:show:1:0")).acknowledged()
    assert early.reply is not None
    assert early.reply.text == stage.texts.say("en", "errors.show_running", number=1)
    await changed(stage, 1, status=Status.DONE, picture=None, suggestions=("a fox",))
    other = await (await stage.discord.person("Bo").press(message, "ez:show:1:0")).acknowledged()
    assert other.reply is not None
    assert other.reply.text == stage.texts.say("en", "errors.show_unknown", id="\\#1")
    late = await (await stage.ada.press(message, "ez:show:1:0")).acknowledged()
    shown = await stage.discord.replied(late)
    assert shown.ephemeral
    assert "a fox" in shown.text


# -- /history ------------------------------------------------------------------------------------
async def seven(stage: Stage) -> None:
    for number in range(1, 8):
        await result(stage, number, prompt=f"cat {number}")


def numbers(message: Message) -> list[int]:
    """The tasks of a page, in order."""
    words = (text.partition("**#")[2].partition("**")[0] for text in message.texts())
    return [int(word) for word in words if word]


async def test_a_history_goes_back_and_forth(stage: Stage) -> None:
    await seven(stage)
    made = await use(stage, "history")
    page = made.reply
    assert page is not None
    assert page.ephemeral
    assert numbers(page) == [7, 6, 5, 4, 3]
    assert sum(part["type"] == SECTION for part in page.parts()) == 5
    links = [part["url"] for part in page.buttons() if part["style"] == LINK]
    assert len(links) == 5
    assert all(str(stage.gallery.id) in link for link in links)
    kept = stage.client._connection._view_store
    kept._views.clear()  # as after a restart
    await (await stage.ada.press(page, page.button("Older")["custom_id"])).acknowledged()
    await stage.discord.wait_for(lambda m: m is page and numbers(m) == [2, 1])
    assert [b["label"] for b in page.buttons() if b["style"] != LINK] == ["Newer"]
    await (await stage.ada.press(page, page.button("Newer")["custom_id"])).acknowledged()
    await stage.discord.wait_for(lambda m: m is page and numbers(m) == [7, 6, 5, 4, 3])
    assert page.edits == 2


async def test_a_history_can_be_searched(stage: Stage) -> None:
    await seven(stage)
    await stage.services.history.favour(stage.ada.id, 6, keep=True)
    for options, found in (
        ({"text": "CAT 3"}, [3]),
        ({"kind": "blend"}, []),
        ({"kind": "imagine"}, [7, 6, 5, 4, 3]),
        ({"favourites": True}, [6]),
        ({"since": "2030-01-01"}, []),
        ({"until": "2030-01-01"}, [7, 6, 5, 4, 3]),
        ({"text": "cat", "until": "2001-01-01"}, []),
    ):
        page = (await use(stage, "history", **options)).reply
        assert page is not None
        assert numbers(page) == found
    assert stage.texts.say("en", "history.nothing_found") in page.text


async def test_pages_keep_what_is_looked_for(stage: Stage) -> None:
    await seven(stage)
    page = (await use(stage, "history", text="cat", kind="imagine")).reply
    assert page is not None
    await (await stage.ada.press(page, page.button("Older")["custom_id"])).acknowledged()
    await stage.discord.wait_for(lambda m: m is page and numbers(m) == [2, 1])
    assert page.texts()[0] == "**Your history** · cat · Imagine"


async def test_what_is_gone_or_came_to_nothing_is_not_in_it(stage: Stage) -> None:
    await result(stage, 1)
    await result(stage, 2)
    await stage.book.change(1, Task.remove)
    await stage.imagine()
    await stage.queued(3)
    await stage.book.change(3, lambda task: task.cancelled(1.0))
    page = (await use(stage, "history")).reply
    assert page is not None
    assert numbers(page) == [2]
    empty = (await use(stage, "history", "Bo")).reply
    assert empty is not None
    assert stage.texts.say("en", "history.empty") in empty.text


async def test_what_has_no_message_for_others_is_shown_by_its_key(stage: Stage) -> None:
    await result(stage, 1, private=True)
    page = (await use(stage, "history")).reply
    assert page is not None
    [key] = page.buttons()
    assert key["label"] == "Show #1"
    shown = await (await stage.ada.press(page, key["custom_id"])).acknowledged()
    assert (await stage.discord.replied(shown)).pictures()


@pytest.mark.parametrize(
    ("options", "key", "values"),
    [
        ({"since": "someday"}, "errors.day_wrong", {"value": "someday"}),
        ({"text": "狐" * 20}, "errors.search_too_long", {"limit": 33}),
    ],
)
async def test_what_cannot_be_looked_for_is_said(
    stage: Stage, options: dict[str, Any], key: str, values: dict[str, Any]
) -> None:
    await said(stage, await use(stage, "history", **options), key, **values)


# -- /cancel -------------------------------------------------------------------------------------
async def test_ones_own_waiting_tasks_are_offered_and_cancelled(stage: Stage) -> None:
    for prompt in ("a cat", "a dog"):
        await stage.imagine(prompt=prompt)
    await stage.imagine(stage.discord.person("Bo"), prompt="a dog of somebody else")
    await stage.queued(3)
    offered = await stage.ada.autocomplete(stage.gallery, "cancel", {"task": ""}, "task")
    assert offered == [
        {"name": "#2 · Imagine · a dog", "value": "2"},
        {"name": "#1 · Imagine · a cat", "value": "1"},
    ]
    assert len(await stage.ada.autocomplete(stage.gallery, "cancel", {"task": "DOG"}, "task")) == 1
    await said(stage, await use(stage, "cancel", task="2"), "cancel.cancelled", number=2)
    assert (await stage.book.find(2)).status is Status.CANCELLED


@pytest.mark.parametrize("name", ["3", "77", "dog", "#"])
async def test_nobody_elses_are(stage: Stage, name: str) -> None:
    for person in ("Ada", "Bo", "Bo"):
        await stage.imagine(stage.discord.person(person))
    await stage.queued(3)
    await said(
        stage,
        await use(stage, "cancel", task=name),
        "errors.cancel_unknown",
        id=prose.inert(name, 200),
    )


async def test_a_relay_that_is_not_reached_is_said(stage: Stage) -> None:
    await stage.imagine()
    await stage.queued(1)
    await changed(stage, 1, status=Status.RUNNING, relay_id="relay-1")
    await said(stage, await use(stage, "cancel", task="#1"), "errors.unreachable")
