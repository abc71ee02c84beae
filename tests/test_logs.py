from __future__ import annotations

import asyncio
import io
import json
import logging
import warnings
from typing import TYPE_CHECKING

import aiohttp
import aiohttp.web
import aiosqlite
import discord
import pytest
import structlog

from bot import logs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

KEY = "sk-VerySecretKey"
TOKEN = "VerySecretInteractionToken"


class Page(io.StringIO):
    """What was written, and whether it is a terminal's."""

    terminal = False

    def isatty(self) -> bool:
        return self.terminal

    @property
    def lines(self) -> list[str]:
        return self.getvalue().splitlines()


class ClosedPipe(Page):
    def write(self, _: str) -> int:
        raise BrokenPipeError


def fail(error: Exception, cause: Exception | None = None) -> None:
    raise error from cause


@pytest.fixture
def page() -> Page:
    return Page()


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """Logging is the process's own: what a test set up must not outlive it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logs.CHATTY}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)
    logging.captureWarnings(False)
    structlog.reset_defaults()


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """A server that answers everything with an error, as a relay or a Discord on a bad day."""

    async def refuse(_: aiohttp.web.Request) -> aiohttp.web.Response:
        return aiohttp.web.json_response({"message": "no", "code": 0}, status=403)

    app = aiohttp.web.Application()
    app.router.add_route("*", "/{tail:.*}", refuse)
    runner = aiohttp.web.AppRunner(app)
    await runner.setup()
    site = aiohttp.web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}"
    await runner.cleanup()


# -- lines -----------------------------------------------------------------------------------------
def test_a_line_names_its_task_and_its_values(page: Page) -> None:
    logs.set_up(level="info", json=False, stream=page)
    with logs.bind(task=12):
        structlog.get_logger("bot.service.poller").info("accepted", relay="main", ahead=None)
    structlog.get_logger("bot.app").info("up")

    first, second = page.lines
    assert first.endswith(
        "[info     ] accepted [bot.service.poller] ahead=None relay='main' task=12"
    )
    assert second.endswith("[info     ] up [bot.app]")


def test_libraries_lines_name_the_task_too(page: Page) -> None:
    logs.set_up(level="info", json=True, stream=page)
    with logs.bind(task=12):
        logging.getLogger("discord.http").info("a %s line", "discord")

    line = json.loads(page.getvalue())
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "level": "info",
        "logger": "discord.http",
        "message": "a discord line",
        "task": 12,
    }


async def test_tasks_side_by_side_do_not_mix_their_numbers(page: Page) -> None:
    logs.set_up(level="info", json=True, stream=page)
    log, all_bound = structlog.get_logger("bot"), asyncio.Barrier(3)

    async def work(number: int) -> None:
        with logs.bind(task=number):
            await all_bound.wait()
            log.info("worked", number=number)

    await asyncio.gather(*map(work, (1, 2, 3)))

    lines = [json.loads(line) for line in page.lines]
    assert sorted((line["task"], line["number"]) for line in lines) == [(1, 1), (2, 2), (3, 3)]


def test_less_important_lines_are_left_out(page: Page) -> None:
    logs.set_up(level="warning", json=False, stream=page)
    for name in ("bot", "discord"):
        structlog.get_logger(name).info("quiet")
        logging.getLogger(name).info("quiet")
        logging.getLogger(name).warning("loud")

    assert len(page.lines) == 2


def test_set_up_again_replaces_what_was_before(page: Page) -> None:
    logs.set_up(level="debug", json=True, stream=Page())
    log = structlog.get_logger("bot")
    log.info("before")
    logs.set_up(level="info", json=False, stream=page)
    log.info("after")
    log.debug("too quiet now")

    assert [line.split("] ")[1] for line in page.lines] == ["after [bot]"]


@pytest.mark.parametrize("terminal", [True, False])
def test_only_a_terminal_gets_colours(page: Page, terminal: bool) -> None:
    page.terminal = terminal
    logs.set_up(level="info", json=False, stream=page)
    structlog.get_logger("bot").info("up")

    assert ("\x1b[" in page.getvalue()) is terminal


@pytest.mark.parametrize("as_json", [True, False])
def test_nobodys_words_make_a_line_of_their_own(page: Page, as_json: bool) -> None:
    logs.set_up(level="info", json=as_json, stream=page)
    forged = "cat\n2026-01-01T00:00:00Z [error    ] forged\r\x1b[31m\u202e\u2028"
    structlog.get_logger("bot").info(forged, prompt=forged)
    logging.getLogger("discord").info("%s", forged)

    assert page.getvalue().count("\n") == 2
    assert "\x1b" not in page.getvalue()


def test_a_traceback_is_whole_and_plain(page: Page) -> None:
    logs.set_up(level="info", json=False, stream=page)
    prompt = "a prompt that is nobody's business"
    try:
        fail(ValueError("red \x1b[31m"))
    except ValueError:
        structlog.get_logger("bot").exception("failed", length=len(prompt))

    assert page.lines[1] == "Traceback (most recent call last):"
    assert page.lines[-1] == r"ValueError: red \x1b[31m"
    assert prompt not in page.getvalue()


def test_pythons_warnings_are_lines(page: Page) -> None:
    logs.set_up(level="info", json=False, stream=page)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn("an old way", DeprecationWarning, stacklevel=1)

    assert "an old way" in page.getvalue()


def test_a_line_that_cannot_be_written_is_not_printed_in_full(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.set_up(level="info", json=False, secrets=[KEY], stream=ClosedPipe())
    logging.getLogger("bot").info("key %s", KEY)

    assert capsys.readouterr().err == "a log line of bot was lost: BrokenPipeError\n"


# -- leaks -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("as_json", [True, False])
async def test_discords_own_lines_hold_no_token(
    page: Page, address: str, monkeypatch: pytest.MonkeyPatch, as_json: bool
) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", f"{address}/api/v10")
    logs.set_up(level="debug", json=as_json, stream=page)
    logging.getLogger("discord").setLevel(logging.DEBUG)

    async with aiohttp.ClientSession() as session:
        webhook = discord.Webhook.partial(845, TOKEN, session=session)
        with pytest.raises(discord.Forbidden):
            await webhook.edit_message(1, content="x")

    assert "/webhooks/845/[hidden]/messages/1" in page.getvalue()
    assert "VerySecret" not in page.getvalue()


@pytest.mark.parametrize("as_json", [True, False])
async def test_aiohttps_errors_hold_no_key(page: Page, address: str, as_json: bool) -> None:
    logs.set_up(level="debug", json=as_json, stream=page)
    log = structlog.get_logger("bot.relay.transport")

    for headers in ({"Authorization": f"Bearer {KEY}"}, {"mj-api-secret": KEY}):
        async with aiohttp.ClientSession(headers=headers, raise_for_status=True) as session:
            try:
                await session.get(f"{address}/mj/task/list?key=1")
            except aiohttp.ClientResponseError as error:
                log.exception("failed", error=repr(error))
                logging.getLogger("aiohttp.client").warning("failed %r", error, exc_info=error)

    assert page.getvalue().count("[hidden]") >= 4
    assert "VerySecret" not in page.getvalue()


@pytest.mark.parametrize("as_json", [True, False])
def test_known_secrets_are_hidden_wherever_they_stand(page: Page, as_json: bool) -> None:
    logs.set_up(level="info", json=as_json, secrets=[KEY], stream=page)
    try:
        fail(RuntimeError(f"outer {KEY}"), ValueError(f"inner {KEY}"))
    except RuntimeError:
        structlog.get_logger("bot").exception(f"event {KEY}", deep={"list": [KEY]}, text=KEY)
        logging.getLogger("x").warning("args %s", {"key": KEY}, extra={"more": KEY}, exc_info=True)

    assert page.getvalue().count("[hidden]") >= 8
    assert "VerySecret" not in page.getvalue()


async def test_chatty_libraries_never_write_their_debug_lines(page: Page, tmp_path: Path) -> None:
    logs.set_up(level="debug", json=False, stream=page)
    structlog.get_logger("bot").debug("ours")

    async with aiosqlite.connect(tmp_path / "a.db") as connection:
        await connection.execute("SELECT ?", (TOKEN,))
    for name in ("discord.gateway", "discord.webhook.async_", "asyncio", "aiohttp.web"):
        logging.getLogger(name).debug("For Shard ID None: WebSocket Event: %s", {"token": TOKEN})

    assert len(page.lines) == 1
