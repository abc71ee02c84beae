"""Interactions from being sent to the end of their tokens."""

from __future__ import annotations

import pytest
from probe_api import bare, button, deferred, row, slash, text

from tests.clock import HandTime

EPHEMERAL, LOADING, V2 = 64, 128, 1 << 15
COMMAND_ANSWERS, COMPONENT_ANSWERS = {4, 5, 9}, {4, 5, 6, 7, 9}
FORM = {
    "custom_id": "m",
    "title": "Remix",
    "components": [
        {"type": 18, "label": "x", "component": {"type": 4, "style": 1, "custom_id": "p"}}
    ],
}


def data_for(kind):
    return {4: {"content": "x"}, 7: {"content": "x"}, 8: {"choices": []}, 9: FORM}.get(kind)


async def clicked(discord, api, who="Ada"):
    """A press of a button on a fresh message."""
    use = await deferred(discord, api)
    await api.original(use, {"content": "card", "components": [row(button())]})
    return await discord.person(who).press(use.reply, "go")


async def submitted(discord, api):
    """A form submitted that was opened by /imagine."""
    use = await slash(discord)
    await api.answer(use, 9, FORM)
    return await discord.person("Ada").submit(use, {"p": "new"})


async def submitted_from_a_button(discord, api):
    """A form submitted that was opened by a button."""
    use = await clicked(discord, api)
    await api.answer(use, 9, FORM)
    return await discord.person("Ada").submit(use, {"p": "new"})


async def command(discord, api):
    return await slash(discord)


@pytest.mark.parametrize(
    ("start", "allowed"),
    [
        (command, COMMAND_ANSWERS),
        (clicked, COMPONENT_ANSWERS),
        (submitted, {4, 5}),
        (submitted_from_a_button, {4, 5, 6, 7}),
    ],
)
@pytest.mark.parametrize("kind", [1, 4, 5, 6, 7, 8, 9, 10, 12, None, "4"])
async def test_each_interaction_takes_its_own_kinds_of_answer(start, allowed, kind):
    async with bare() as (discord, api):
        use = await start(discord, api)
        reply = await api.answer(use, kind, data_for(kind))
        assert (reply.status == 200) == (kind in allowed)
        if kind not in allowed:
            assert set(reply.problems()) == {"type"}
            assert use.state == "sent"


async def test_a_deferred_reply_is_told_of_and_filled_in():
    async with bare() as (discord, api):
        use = await slash(discord)
        reply = await api.answer(use, 5)
        assert reply.body == {
            "interaction": {
                "id": str(use.id),
                "type": 2,
                "response_message_id": str(use.reply.id),
                "response_message_loading": True,
                "response_message_ephemeral": False,
                "channel_id": str(use.channel.id),
                "guild_id": str(discord.home.id),
            }
        }
        assert use.reply.flags == LOADING
        shown = await api.original(use, {"content": "done"})
        assert shown.body["flags"] == 0
        assert shown.body["type"] == 20
        assert shown.body["interaction"]["name"] == "imagine"
        metadata = shown.body["interaction_metadata"]
        assert metadata["authorizing_integration_owners"] == {"0": str(discord.home.id)}


async def test_an_answer_without_with_response_is_empty():
    async with bare() as (discord, api):
        use = await slash(discord)
        path = f"/interactions/{use.id}/{use.token}/callback"
        reply = await api.call("POST", path, {"type": 5}, auth=None)
        assert (reply.status, reply.body) == (204, {})


async def test_tokens_are_as_long_as_the_real_ones():
    async with bare() as (discord, _):
        assert len((await slash(discord)).token) > 200


async def test_a_second_answer_is_refused():
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        again = await api.answer(use, 4, {"content": "x"})
        assert (again.status, again.code) == (400, 40060)


async def test_a_late_answer_is_refused_and_the_use_has_failed():
    clock = HandTime()
    async with bare(clock=clock) as (discord, api):
        use = await slash(discord)
        clock.forward(3.01)
        reply = await api.answer(use, 5)
        assert (reply.status, reply.code) == (404, 10062)
        assert use.state == "failed"
        discord.settle()
        await use.acknowledged(timeout=1)


async def test_an_answer_in_the_third_second_counts():
    clock = HandTime()
    async with bare(clock=clock) as (discord, api):
        use = await slash(discord)
        clock.forward(3)
        discord.settle()
        assert (await api.answer(use, 5)).status == 200


async def test_a_use_nobody_answers_fails_by_itself():
    async with bare(ack_seconds=0.05) as (discord, _):
        use = await slash(discord)
        await use.acknowledged()
        assert use.state == "failed"


async def test_an_unknown_interaction_or_a_wrong_token_is_refused():
    async with bare() as (discord, api):
        use = await slash(discord)
        for path in (f"/interactions/1/{use.token}", f"/interactions/{use.id}/wrong"):
            reply = await api.call("POST", f"{path}/callback", {"type": 5}, auth=None)
            assert reply.code == 10062


async def test_the_token_ends_after_its_life():
    clock = HandTime()
    async with bare(clock=clock) as (discord, api):
        use = await deferred(discord, api)
        clock.forward(899)
        assert (await api.original(use, {"content": "x"})).status == 200
        clock.forward(1)
        reply = await api.original(use, {"content": "y"})
        assert (reply.status, reply.code) == (401, 50027)
        clock.forward(3600)
        await slash(discord)
        assert (await api.webhook("POST", use, "", {"content": "x"})).code == 50027
        assert (await api.answer(use, 5)).code == 10062, "forgotten, and answered alike"


async def test_the_token_is_no_webhook_before_the_answer():
    async with bare() as (discord, api):
        use = await slash(discord)
        assert (await api.original(use, {"content": "x"})).code == 10015
        other = f"/webhooks/1/{use.token}/messages/@original"
        assert (await api.call("GET", other, auth=None)).code == 10015
        unknown = f"/webhooks/{discord.world.app_id}/unknown/messages/@original"
        assert (await api.call("GET", unknown, auth=None)).code == 50027


async def test_a_form_leaves_no_original_response():
    async with bare() as (discord, api):
        use = await slash(discord)
        await api.answer(use, 9, FORM)
        assert (await api.webhook("GET", use, "/messages/@original")).code == 10015


async def test_a_deleted_reply_is_unknown():
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        assert (await api.webhook("DELETE", use, "/messages/@original")).status == 204
        assert use.reply.deleted
        assert (await api.original(use, {"content": "x"})).code == 10008


async def test_a_component_updates_the_message_it_is_on():
    async with bare() as (discord, api):
        use = await clicked(discord, api)
        message = use.message
        reply = await api.answer(use, 7, {"content": "pressed", "components": []})
        assert reply.body["resource"]["type"] == 7
        assert message.texts() == ["pressed"]
        assert use.reply is message
        edited = await api.original(use, {"content": "and again"})
        assert edited.body["id"] == str(message.id)


async def test_a_component_on_a_message_that_is_gone_cannot_update_it():
    async with bare() as (discord, api):
        use = await clicked(discord, api)
        discord.delete_message(use.message)
        assert (await api.answer(use, 6)).code == 10008


async def test_answers_and_follow_ups_refer_to_what_they_answer():
    async with bare() as (discord, api):
        use = await clicked(discord, api)
        reply = await api.answer(use, 4, {"content": "answer"})
        message = reply.body["resource"]["message"]
        assert message["message_reference"]["message_id"] == str(use.message.id)
        assert message["interaction_metadata"]["interacted_message_id"] == str(use.message.id)
        more = await api.webhook("POST", use, "", {"content": "more"})
        assert more.body["message_reference"]["message_id"] == message["id"]
        metadata = more.body["interaction_metadata"]
        assert metadata["original_response_message_id"] == message["id"]
        changed = await api.webhook("PATCH", use, f"/messages/{more.body['id']}", {"content": "z"})
        assert changed.body["content"] == "z"
        strange = await api.webhook("PATCH", use, "/messages/1", {"content": "z"})
        assert strange.code == 10008


async def test_the_first_follow_up_fills_a_deferred_reply_in():
    async with bare() as (discord, api):
        use = await deferred(discord, api)
        first = await api.webhook("POST", use, "", {"content": "first", "flags": EPHEMERAL})
        assert first.body["id"] == str(use.reply.id)
        assert not use.reply.ephemeral, "that was settled when it was deferred"
        second = await api.webhook("POST", use, "", {"content": "second"})
        assert [m.id for m in use.followups] == [int(second.body["id"])]


async def test_a_deferral_takes_no_flag_but_ephemeral_and_no_message():
    async with bare() as (discord, api):
        use = await slash(discord)
        assert list((await api.answer(use, 5, {"flags": V2})).problems()) == ["data.flags"]
        said = {"content": "x", "components": [text()]}
        problems = (await api.answer(use, 5, said)).problems()
        assert set(problems) == {"data.content", "data.components"}
        assert (await api.answer(use, 5, {"flags": EPHEMERAL})).status == 200
        assert use.reply.flags == EPHEMERAL | LOADING
