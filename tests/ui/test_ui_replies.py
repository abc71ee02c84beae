"""Where a reply will be, read from what Discord says of an interaction; and private words."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.core.errors import Gone, NotAllowed
from bot.core.reply import TOKEN_LIFE
from bot.ui import replies
from bot.ui.replies import Interaction
from tests.ui.running import Stage

MEBIBYTE = 1024 * 1024
USER = {"id": "7", "username": "ada", "discriminator": "0", "avatar": None}
MEMBER = {
    "user": USER,
    "roles": [],
    "joined_at": None,
    "deaf": False,
    "mute": False,
    "flags": 0,
    "permissions": "0",
}


def interaction(stage: Stage, **payload: Any) -> Interaction:
    """A slash command as it would come over the gateway."""
    where: dict[str, Any] = {"user": USER} if "guild_id" not in payload else {"member": MEMBER}
    data: Any = {
        "id": "1191173192417280000",
        "application_id": "5",
        "type": 2,
        "token": "t" * 200,
        "version": 1,
        "attachment_size_limit": 25 * MEBIBYTE,
        "locale": "zh-CN",
        "data": {"id": "9", "name": "imagine", "type": 1},
        "channel": {"id": "3", "type": 1},
        **where,
        **payload,
    }
    return discord.Interaction(data=data, state=stage.client._connection)


def text_channel() -> dict[str, Any]:
    return {"id": "3", "type": 0, "position": 0, "name": "general"}


def guild(number: str) -> dict[str, Any]:
    place = {"id": number, "features": [], "locale": "en-US"}
    return {"guild_id": number, "guild": place, "channel": text_channel(), "context": 0}


@pytest.mark.parametrize(
    ("payload", "there"),
    [
        # Only the app's commands were added to that server, and no bot.
        ({**guild("4"), "authorizing_integration_owners": {"0": "4"}}, False),
        ({**guild("4"), "authorizing_integration_owners": {"0": "4", "1": "7"}}, False),
        ({**guild("4"), "authorizing_integration_owners": {"1": "7"}}, False),
        # Somebody clicks on what somebody else has brought along.
        ({**guild("4"), "authorizing_integration_owners": {"1": "8"}}, False),
        ({"context": 1, "authorizing_integration_owners": {"0": "0"}}, True),
        ({"context": 1, "authorizing_integration_owners": {"1": "7"}}, True),
        (
            {
                "context": 2,
                "channel": {"id": "3", "type": 3},
                "authorizing_integration_owners": {"1": "7"},
            },
            False,
        ),
    ],
)
async def test_whether_the_bot_itself_gets_there(
    stage: Stage, payload: dict[str, Any], *, there: bool
) -> None:
    reply = replies.promise(interaction(stage, **payload), ephemeral=False)
    assert reply.bot_can_edit is there


@pytest.mark.parametrize(("owners", "there"), [(("0",), True), (("0", "1"), True), (("1",), False)])
async def test_whether_it_gets_there_where_it_is_a_member(
    stage: Stage, owners: tuple[str, ...], *, there: bool
) -> None:
    home = str(stage.discord.home.id)
    brought = {kind: home if kind == "0" else "7" for kind in owners}
    payload = {**guild(home), "authorizing_integration_owners": brought}
    reply = replies.promise(interaction(stage, **payload), ephemeral=False)
    assert reply.bot_can_edit is there


async def test_a_reply_knows_its_place_and_its_end(stage: Stage) -> None:
    asked = interaction(stage, context=1)
    reply = replies.promise(asked, ephemeral=True)
    assert (reply.channel_id, reply.guild_id, reply.user_id) == (3, None, 7)
    assert (reply.application_id, reply.token, reply.locale) == (5, "t" * 200, "zh-CN")
    assert reply.token_until == asked.created_at.timestamp() + TOKEN_LIFE
    assert reply.upload_limit == 10 * MEBIBYTE
    assert reply.ephemeral


async def test_a_boosted_server_takes_more(stage: Stage) -> None:
    home = stage.discord.home
    payload = {**guild(str(home.id)), "authorizing_integration_owners": {"0": str(home.id)}}
    known = stage.client.get_guild(home.id)
    assert known is not None
    known.premium_tier = 3
    assert replies.promise(interaction(stage, **payload), ephemeral=False).upload_limit == (
        25 * MEBIBYTE
    )


async def test_a_place_nobody_knows_is_refused(stage: Stage) -> None:
    with pytest.raises(NotAllowed) as refused:
        replies.promise(interaction(stage, channel={"id": "3", "type": 99}), ephemeral=False)
    assert refused.value.reason == "place_unknown"


async def test_words_for_an_interaction_that_is_over_are_dropped(stage: Stage) -> None:
    await replies.explain(interaction(stage), Gone(), stage.texts)


async def test_words_follow_what_was_said(stage: Stage) -> None:
    use = await stage.imagine(prompt="--ar 16:9")
    assert use.reply is not None
    live = interaction(
        stage, id=str(use.id), token=use.token, application_id=str(stage.client.application_id)
    )
    await replies.say(live, "later")
    assert [message.text for message in use.followups] == ["later"]
    assert all(message.ephemeral for message in use.followups)


async def test_a_promised_reply_is_left_to_delivery(stage: Stage) -> None:
    use = await stage.imagine()
    assert use.reply is not None
    live = interaction(stage, id=str(use.id), token=use.token)
    live.response._response_type = discord.InteractionResponseType.deferred_channel_message
    await replies.say(live, "never")
    assert use.reply.thinking
    assert not use.followups


async def test_an_acknowledgement_that_had_arrived_before_counts(stage: Stage) -> None:
    use = await stage.imagine()
    task = await stage.queued(1)
    live = interaction(stage, id=str(use.id), token=use.token)
    again = await replies.claim(
        live, stage.tasks, task.request, prompt=task.prompt, ephemeral=False
    )
    assert again is not None
    assert await stage.queued(again.number)
