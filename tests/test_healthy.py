"""The container's health check, as a process of its own beside a web side."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp import web

from bot.core.clock import SteadyClock
from bot.web.health import Health
from bot.web.server import serve
from tests.web.test_web_health import Body

ROOT = Path(__file__).parent.parent


async def asked(folder: Path, **environment: str) -> tuple[int, str]:
    """What the check says in a folder, and its exit code."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.healthy",
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


def alive() -> list[web.AbstractRouteDef]:
    return list(Health(vitals=Body(), clock=SteadyClock()).routes())


@pytest.mark.parametrize("proxy", ["http_proxy", "HTTP_PROXY", "all_proxy"])
async def test_a_proxy_of_the_machine_is_not_asked_for_the_bot(tmp_path: Path, proxy: str) -> None:
    async with serve("127.0.0.1", 0, alive()) as port:
        found = await asked(tmp_path, WEB_PORT=str(port), **{proxy: "http://127.0.0.1:9"})
    assert found == (0, "")


@pytest.mark.parametrize(
    "written", ["WEB_PORT={}", "\ufeffweb_port = {} # mine", 'WEB_HOST=0.0.0.0\nWEB_PORT="{}"']
)
async def test_where_the_bot_listens_may_stand_in_the_file(tmp_path: Path, written: str) -> None:
    async with serve("127.0.0.1", 0, alive()) as port:
        (tmp_path / ".env").write_text(written.format(port), "utf-8")
        assert await asked(tmp_path) == (0, "")
        # As everywhere, an empty value is none, and what the environment says wins.
        assert await asked(tmp_path, WEB_PORT="", WEB_HOST="") == (0, "")
        assert (await asked(tmp_path, web_port="9"))[0] == 1


async def test_empty_values_are_none(tmp_path: Path) -> None:
    code, said = await asked(tmp_path, WEB_PORT="", WEB_HOST="", PATH="")
    assert "Traceback" not in said
    assert code in {0, 1}  # whoever has port 8080 on this machine
    assert await asked(tmp_path, WEB_PORT=" 0 ") == (0, "")
    assert "invalid" not in (await asked(tmp_path, WEB_PORT=" \r"))[1]


@pytest.mark.parametrize("port", ["eighty", "99999999", "-1"])
async def test_what_is_no_port_is_said_in_a_line(tmp_path: Path, port: str) -> None:
    code, said = await asked(tmp_path, WEB_PORT=port)
    assert code == 1
    assert said == "not healthy: WEB_PORT must be a whole number from 0 to 65535\n"


async def test_somebody_else_at_that_port_is_not_the_bot(tmp_path: Path) -> None:
    async def garbage(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH_9.9\r\n")
        writer.close()

    async with (
        serve("127.0.0.1", 0, []) as other,
        await asyncio.start_server(garbage, "127.0.0.1", 0) as server,
    ):
        for port in (other, server.sockets[0].getsockname()[1]):
            code, said = await asked(tmp_path, WEB_PORT=str(port))
            assert code == 1
            assert said.startswith("not healthy: ")
            assert said.count("\n") == 1
