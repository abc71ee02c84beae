"""`python -m sandbox`: one line says where everything is, a signal ends it."""

from __future__ import annotations

import asyncio
import json
import signal
import sys

import aiohttp
import pytest


async def start(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox", *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_tells_its_addresses_serves_and_ends(number, tmp_path):
    process = await start(
        "--preset", "plus", "--picture-size", "64", "--record", str(tmp_path / "r")
    )
    assert process.stdout is not None
    told = json.loads(await asyncio.wait_for(process.stdout.readline(), 30))
    assert told.keys() == {
        "relay_url",
        "relay_key",
        "relay_auth",
        "discord_api_url",
        "discord_token",
        "page_url",
    }
    assert told["relay_auth"] == "mj-api-secret"
    async with aiohttp.ClientSession() as client:
        async with client.get(told["page_url"]) as answer:
            assert "Easel sandbox" in await answer.text()
        bot = {"Authorization": f"Bot {told['discord_token']}"}
        async with client.get(f"{told['discord_api_url']}/users/@me", headers=bot) as answer:
            assert (await answer.json())["bot"] is True
        async with client.ws_connect(f"{told['page_url']}/live") as socket:
            await socket.receive_json()
            process.send_signal(number)
            rest, complaints = await asyncio.wait_for(process.communicate(), 30)
    assert (process.returncode, rest, complaints) == (0, b"", b"")


async def test_an_unknown_preset_is_refused():
    process = await start("--preset", "none")
    _, complaints = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 2
    assert b"new-api" in complaints
