"""The client: what it asks of Discord, and when it publishes commands."""

from __future__ import annotations

import asyncio
from pathlib import Path

import discord
import pytest
from aiohttp import web
from discord.http import Route

import cogs
from bot.client import EaselBot, TokenRefused, invitation
from bot.core.errors import DiscordError
from bot.ui.permissions import INVITED
from bot.web.server import serve
from sandbox.discord import Discord
from tests.ui.running import Stage, running


def publications(world: Discord) -> int:
    return sum(r.method == "PUT" and r.path.endswith("/commands") for r in world.requests)


def another(stage: Stage) -> EaselBot:
    """A second start of the same bot."""
    return EaselBot(
        services=stage.client.services, meta=stage.meta, modules=cogs.EXTENSIONS, gate=stage.gate
    )


async def test_it_asks_for_little(stage: Stage) -> None:
    assert stage.client.intents == discord.Intents(guilds=True)
    assert stage.client._connection.max_messages is None
    assert stage.client.allowed_mentions is not None
    assert stage.client.allowed_mentions.to_dict() == {"parse": []}


async def test_commands_are_published_when_they_changed(stage: Stage) -> None:
    assert publications(stage.discord) == 1
    async with another(stage) as same:
        await same.enter(stage.discord.token)
        await same.publish_news()
    assert publications(stage.discord) == 1
    await stage.meta.set("commands", "of another version")
    async with another(stage) as changed:
        await changed.enter(stage.discord.token)
        await changed.publish_news()
    assert publications(stage.discord) == 2


async def test_commands_can_be_published_at_will(stage: Stage) -> None:
    assert await stage.client.sync() == len(stage.discord.commands)
    assert publications(stage.discord) == 2


async def test_a_refused_publication_does_not_keep_it_from_starting(stage: Stage) -> None:
    await stage.meta.set("commands", "of another version")
    stage.discord.inject("50001", path="/commands", method="PUT")
    async with another(stage) as client:
        await client.enter(stage.discord.token)
        await client.publish_news()
        stage.discord.inject("50001", path="/commands", method="PUT")
        with pytest.raises(DiscordError, match="did not take the commands: 403"):
            await client.sync()
    assert await stage.meta.get("commands") == "of another version"


async def test_a_wrong_token_is_a_sentence(stage: Stage) -> None:
    async with another(stage) as client:
        with pytest.raises(TokenRefused, match="DISCORD_TOKEN"):
            await client.enter("not-the-token")


async def test_a_discord_that_is_not_there_is_a_sentence(stage: Stage) -> None:
    stage.discord.inject("reset", 2, path="/users/@me")  # aiohttp asks twice by itself
    async with another(stage) as client:
        with pytest.raises(DiscordError, match="cannot be reached"):
            await client.enter(stage.discord.token)
        await client.enter(stage.discord.token)
        assert client.user is not None


MISSING = "<h1>Nothing here</h1>"
PAGES = [MISSING, "<!doctype html>", "null", "[]", '{"status": "ok"}', '{"id": "x"}']


@pytest.mark.parametrize("body", PAGES)
async def test_an_address_that_is_not_discords_is_a_sentence(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    async def page(_: web.Request) -> web.Response:
        kind = "text/html" if body.startswith("<") else "application/json"
        status = 404 if body == MISSING else 200
        return web.Response(text=body, content_type=kind, status=status)

    async with (
        serve("127.0.0.1", 0, [web.get("/{path:.*}", page)]) as port,
        another(stage) as client,
    ):
        with monkeypatch.context() as elsewhere:
            elsewhere.setattr(Route, "BASE", f"http://127.0.0.1:{port}")
            with pytest.raises(DiscordError, match="check DISCORD_API_URL"):
                await client.enter(stage.discord.token)
        await client.enter(stage.discord.token)
        assert client.user is not None


async def test_what_breaks_of_our_own_at_the_login_is_no_fault_of_discords(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken() -> None:
        raise KeyError("of ours")

    async with another(stage) as client:
        monkeypatch.setattr(client, "prepare", broken)
        with pytest.raises(KeyError, match="of ours"):
            await client.enter(stage.discord.token)


async def test_an_interaction_that_nobody_can_read_is_no_end_of_the_connection(
    stage: Stage,
) -> None:
    stage.discord.gateway.dispatch("INTERACTION_CREATE", {"id": "1"}, stage.discord.home.id)
    use = await stage.imagine()
    assert use.reply is not None


async def test_the_language_of_whoever_acts_is_found_though_the_servers_cannot_be_read(
    stage: Stage,
) -> None:
    async with stage.store._database.transaction() as connection:
        await connection.execute("ALTER TABLE guilds RENAME TO no_guilds")
    use = await stage.ada.command(stage.gallery, "imagine", {"prompt": "a cat"}, locale="zh-TW")
    await use.acknowledged()
    assert use.reply is not None
    assert use.reply.text == stage.texts.say("zh-CN", "errors.store")


async def test_it_can_be_closed_before_it_was_opened(stage: Stage) -> None:
    await another(stage).close()


def test_an_invitation_asks_for_exactly_what_is_needed() -> None:
    assert "permissions=274878008320" in invitation(1)
    assert not INVITED.administrator
    assert "scope=bot+applications.commands" in invitation(1)


async def test_a_command_that_is_gone_is_said_to_be_outdated(stage: Stage) -> None:
    stage.client.tree.remove_command("help")
    use = await (await stage.ada.command(stage.gallery, "help")).acknowledged()
    assert use.reply is not None
    assert use.reply.text == stage.texts.say("en", "errors.outdated")


async def test_what_breaks_in_a_command_is_said(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("sk-secret")

    monkeypatch.setattr(stage.tasks, "claim", broken)
    use = await stage.imagine()
    assert use.reply is not None
    assert use.reply.ephemeral
    assert use.reply.text == stage.texts.say("en", "errors.unexpected")


async def test_what_breaks_behind_a_button_is_said(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.imagine()
    message = await stage.finished(1)

    async def broken(*_: object) -> None:
        raise RuntimeError("sk-secret")

    monkeypatch.setattr(stage.tasks, "press", broken)
    use = await (await stage.ada.press(message, "ez:press:1:0")).acknowledged()
    assert use.reply is not None
    assert use.reply.text == stage.texts.say("en", "errors.unexpected")


async def test_it_comes_back_after_the_gateway_dropped(tmp_path: Path) -> None:
    async with running(tmp_path) as stage:
        # A new session or the old one, whichever discord.py gets.
        back = [
            asyncio.create_task(stage.client.wait_for(event))
            for event in ("shard_connect", "shard_resumed")
        ]
        await asyncio.sleep(0)
        stage.discord.inject("gateway-drop")
        done, left = await asyncio.wait(back, timeout=20, return_when=asyncio.FIRST_COMPLETED)
        for waiting in left:
            waiting.cancel()
        assert done
        await stage.imagine()
        assert await stage.queued(1)
