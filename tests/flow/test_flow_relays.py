"""Several relays and their calls, through the whole program."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.discord import Discord
from sandbox.relay import Relay
from tests.running import PATIENCE, TOKEN, Bot, House
from tests.scene import Scene, names

KEYS = {"ada": "sk-first-4f2a9c", "spare": "sk-second-77b1d0"}


@dataclass
class Town:
    """Two relays in a file, and the bot; `scenes` are of each relay."""

    house: House
    servers: dict[str, Relay]
    ports: dict[str, int]
    open: dict[str, contextlib.AsyncExitStack]
    file: Path

    def scene(self, name: str) -> Scene:
        self.house.relay = self.servers[name]
        return Scene(self.house)

    def write(self, **extra: str) -> None:
        """The file: each relay with what is said of it beside the usual."""
        self.file.write_text(
            "\n".join(
                f'[[relay]]\nname = "{name}"\nurl = "http://127.0.0.1:{self.ports[name]}"\n'
                f'key = "{KEYS[name]}"\nauth = "mj-api-secret"\nmax_running = 20\n{lines}'
                for name, lines in extra.items()
            )
        )

    async def shut(self, name: str) -> None:
        await self.open.pop(name).aclose()


@pytest.fixture
async def town(tmp_path: Path, unused_tcp_port_factory) -> AsyncIterator[Town]:
    world = Discord(token=TOKEN, limits=False)
    servers = {
        name: Relay(preset="plus", key=key, auto=False, picture="tiny", slots=None)
        for name, key in KEYS.items()
    }
    ports = {name: unused_tcp_port_factory() for name in servers}
    opened = {name: contextlib.AsyncExitStack() for name in servers}
    async with world.serve():
        for name, server in servers.items():
            await opened[name].enter_async_context(server.serve(port=ports[name]))
        house = House(world, servers["ada"], tmp_path)
        for name in ("RELAY_URL", "RELAY_KEY", "RELAY_AUTH", "RELAY_MAX_RUNNING"):
            del house.settings[name]
        built = Town(house, servers, ports, opened, tmp_path / "relays.toml")
        house.settings["RELAYS_FILE"] = str(built.file)
        built.write(ada="", spare='prices = "imagine=9"\n')
        try:
            yield built
        finally:
            await house.close()
            for stack in opened.values():
                await stack.aclose()


async def test_members_notice_nothing_of_a_relay_that_goes_down(town: Town) -> None:
    await town.house.start()
    first = town.scene("ada")
    before = await first.imagine("before the fall")
    drawn = await first.taken("before the fall")
    first.relay.finish(drawn.id)
    grid = await first.ended(before)
    await town.shut("ada")

    spare = town.scene("spare")
    after = await spare.imagine("after the fall")
    spare.relay.finish((await spare.taken("after the fall")).id)
    await spare.ended(after)
    assert [row["relay"] for row in spare.stored()] == ["ada", "spare"]

    pressed = await spare.press(grid, "U1")  # only the relay that drew it can
    await pressed.acknowledged(20)
    await spare.sees(pressed, "cannot be reached")
    assert len(town.servers["spare"].tasks) == 1
    spare.check()


async def test_the_file_is_read_again_while_it_runs(town: Town) -> None:
    town.write(ada="")
    bot = await town.house.start()
    town.write(ada='operations = ["blend"]\n', spare="")
    bot._process.send_signal(signal.SIGHUP)
    await town.house.until(lambda: "relays read again" in town.house.log())

    spare = town.scene("spare")
    use = await spare.imagine("at the new one")
    spare.relay.finish((await spare.taken("at the new one")).id)
    await spare.ended(use)
    assert not town.servers["ada"].tasks
    assert KEYS["spare"] not in town.house.log()
    spare.check()


async def test_sighup_in_the_middle_of_a_start_is_heard_once_it_has_started(town: Town) -> None:
    town.file.unlink()
    os.mkfifo(town.file)  # whoever starts reads it, and waits
    folder = town.house.folder
    bot = await Bot.started(town.house.settings | {"RELAY_URL": "http://old"}, folder, "run")
    try:
        first = await asyncio.to_thread(town.file.open, "w")
        bot.signal(signal.SIGHUP)
        town.file.unlink()
        town.write(ada="", spare="")
        first.write(town.file.read_text())
        first.close()
        await town.house.until(lambda: "relays read again" in town.house.log() or bot.ended)
        assert await bot.stop() == 0
        assert "RELAY_URL is not used" in town.house.log()
    finally:
        await bot.kill()


async def test_sighup_has_what_a_relay_lacks_found_out_anew(town: Town) -> None:
    town.write(ada="")
    bot = await town.house.start()
    first = town.scene("ada")
    first.relay.change(preset="classic")
    asked = {"prompt": "a very long prompt"}
    use = await first.ada.command(first.gallery, "shorten", asked)
    await first.ended(use, "does not offer that")
    first.relay.change(preset="plus")
    await first.sees(await first.ada.command(first.gallery, "shorten", asked), "Use another")
    bot.signal(signal.SIGHUP)
    await town.house.until(lambda: "relays read again" in town.house.log())
    use = await first.ada.command(first.gallery, "shorten", asked)
    await first.relay.wait_for(lambda r: r.operation == "submit/shorten", PATIENCE)
    assert use.state == "acknowledged"
    first.check()


async def test_sighup_is_heard_while_the_database_takes_nothing(town: Town) -> None:
    town.write(ada="")
    bot = await town.house.start()
    with town.house.database() as shell:
        shell.execute("ALTER TABLE operations RENAME TO gone")
    town.write(spare="")
    bot.signal(signal.SIGHUP)
    await town.house.until(lambda: "relays read again" in town.house.log())
    await town.house.until(lambda: "store in trouble" in town.house.log())
    assert "never retrieved" not in town.house.log()

    spare = town.scene("spare")
    use = await spare.imagine("whatever the disk")
    spare.relay.finish((await spare.taken("whatever the disk")).id)
    await spare.ended(use)


async def test_buttons_of_a_relay_that_is_in_the_file_no_more(town: Town) -> None:
    town.write(ada="")
    await town.house.start()
    first = town.scene("ada")
    grid = await first.finished("a copper moth")
    running = await first.imagine("half a moth")
    await first.taken("half a moth")
    pressed = await first.press(grid, "V2")
    variation = await first.made_by("variation")
    first.relay.move(variation.id, "IN_PROGRESS", "31%")
    await first.sees(pressed, "31%")  # the relay's answers are stored

    town.write(spare="")
    await town.house.restart()
    spare = town.scene("spare")
    half = await spare.ended(running, "no longer used by this bot", "Press the button below")
    lost = await spare.ended(pressed, "no longer used by this bot")
    assert names(lost) == ["Draw it anew"]
    for button in ("U1", "V1"):
        await spare.sees(await spare.press(grid, button), "“Run again with changes” under it")
    await spare.sees(await spare.press(lost, "Draw it anew"), "Nobody could tell the seed")
    spare.relay.finish((await spare.taken("a copper moth")).id)
    again = await spare.press(half, "Try again")
    spare.relay.finish((await spare.taken("half a moth")).id)
    assert (await spare.ended(again)).pictures()
    spare.check()


async def test_a_file_with_a_mistake_changes_nothing(town: Town) -> None:
    bot = await town.house.start()
    town.file.write_text("[[relay]]\nname = 1\n")
    bot._process.send_signal(signal.SIGHUP)
    await town.house.until(lambda: "relays not read again" in town.house.log())

    first = town.scene("ada")
    use = await first.imagine("as before")
    first.relay.finish((await first.taken("as before")).id)
    await first.ended(use)
    assert not bot.ended


async def test_a_file_that_cannot_be_used_stops_the_start_with_sentences(town: Town) -> None:
    town.file.write_text("[[relay]]\nname = 1\n")
    with contextlib.suppress(Exception):
        await town.house.start()

    assert await town.house.bot.end() == 78
    assert "relay number 1: name must be up to 32 small letters" in town.house.log()


async def test_calls_bring_results_between_two_looks(town: Town, unused_tcp_port: int) -> None:
    town.write(ada="")
    await town.house.start(
        WEB_PORT=str(unused_tcp_port),
        PUBLIC_URL=f"http://127.0.0.1:{unused_tcp_port}",
        POLL_SECONDS="3600",
    )
    first = town.scene("ada")
    use = await first.imagine("by telephone")
    drawn = await first.taken("by telephone")
    await asyncio.sleep(0)
    first.relay.move(drawn.id, "IN_PROGRESS", "46%")
    await first.sees(use, "46%")
    first.relay.finish(drawn.id)
    message = await first.ended(use)

    assert message.pictures()
    assert sum("task/" in request.operation for request in first.relay.log) <= 1
    first.check()
