"""`python -m bot doctor` before set-ups that are broken, and before one that is well."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.checkup import channels_side
from bot.web.server import serve
from sandbox.discord.permissions import Overwrite, Permission, resolve
from tests.doctor.setups import SETUPS, Setup, answered, arranged
from tests.running import KEY, TOKEN, Bot
from tests.scene import Scene, scene

DOCUMENT = Path(__file__).parents[2] / "docs/doctor.md"
SECTION = re.compile(r"^### (.+?)\n\n(.+?)\n\n```\n(.+?)\n```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene(tmp_path, online=False) as ready:
        yield ready


def shown() -> dict[str, tuple[str, str]]:
    """The document's sections: title to story and answer."""
    found = SECTION.findall(DOCUMENT.read_text("utf-8"))
    return {title: (" ".join(story.split()), answer) for title, story, answer in found}


def test_the_document_shows_every_set_up_and_no_other() -> None:
    assert list(shown()) == [setup.title for setup in SETUPS]
    assert [story for story, _ in shown().values()] == [setup.story for setup in SETUPS]


@pytest.mark.parametrize("setup", SETUPS, ids=lambda setup: setup.title)
async def test_the_document_shows_what_it_says(tmp_path: Path, setup: Setup) -> None:
    answer = await answered(setup, tmp_path)

    assert answer.code == setup.code, answer.words
    assert answer.faults == shown()[setup.title][1]
    assert "→" in answer.faults
    for secret in (
        TOKEN,
        KEY,
        setup.settings.get("DISCORD_TOKEN"),
        setup.settings.get("RELAY_KEY"),
    ):
        assert secret is None or secret not in answer.words
    assert "Traceback" not in answer.words


@pytest.mark.parametrize("preset", ["new-api", "plus", "trueai", "classic"])
async def test_it_learns_what_a_relay_has_and_starts_nothing_there(
    tmp_path: Path, preset: str
) -> None:
    async with arranged(Setup("", "", preset=preset), tmp_path) as (stage, settings):
        folder = tmp_path / "doctor"
        folder.mkdir()
        code = await (await Bot.run(settings, folder, "doctor")).end()

        assert code == 0
        assert stage.relay.tasks == {}
        assert stage.relay.account.total == 0
        bodies = [r.body for r in stage.relay.log if r.body]
        assert all(_is_empty(body) for body in bodies), bodies
        asked = {r.operation for r in stage.relay.log}
        assert "submit/shorten" not in asked  # trueai takes it with nothing in it
        passed_on = {"submit/describe", "submit/blend", "submit/video", "submit/edits"}
        assert preset != "new-api" or not asked & passed_on
        operations = next(line for line in said(folder) if "operations" in line)
        assert "submit/imagine" in operations.split("; it lacks")[0]
        assert ("task/list" in operations.partition("; it lacks")[2]) == (preset == "new-api")


def _is_empty(body: object) -> bool:
    assert isinstance(body, dict)
    return all(value in ("", "0", [], ["0"]) for value in body.values())


def said(folder: Path) -> list[str]:
    return (folder / "bot.log").read_text("utf-8").splitlines()


async def test_it_looks_while_the_bot_runs_and_disturbs_nothing(tmp_path: Path) -> None:
    async with scene(tmp_path, settings={"WEB_PORT": "0"}) as stage:
        await stage.imagine("a quiet guest")
        task = await stage.taken("a quiet guest")
        folder = tmp_path / "doctor"
        folder.mkdir()

        code = await (await Bot.run(stage.house.settings, folder, "doctor")).end()

        lines = said(folder)
        assert code == 0, lines
        assert lines[-1] == "All is well."
        assert any("in use by the running Easel" in line for line in lines)
        assert any("commands: all" in line for line in lines)
        assert "✓ permissions: all that is needed, in 1 server" in lines
        published = [r for r in stage.discord.requests if r.method == "PUT"]
        assert len(published) == 1
        stage.relay.finish(task.id)
        await stage.finished("still here")
        stage.check()


async def test_https_where_nothing_speaks_it(stage: Scene) -> None:
    folder = stage.house.folder / "doctor"
    folder.mkdir()
    url = stage.relay.base_url.replace("http://", "https://")

    code = await (await Bot.run(stage.house.settings | {"RELAY_URL": url}, folder, "doctor")).end()

    lines = said(folder)
    place = next(i for i, line in enumerate(lines) if line.startswith("✗ relay main: "))
    assert code == 1
    assert "Nothing there speaks HTTPS" in lines[place + 1]
    assert "http://" in lines[place + 1]


@pytest.mark.parametrize("body", ['"hello"', "[" * 100_000, '{"status": "ok"}'])
async def test_an_address_that_is_not_discords(stage: Scene, body: str) -> None:
    async def page(_: web.Request) -> web.Response:
        return web.Response(text=body)

    folder = stage.house.folder / "doctor"
    folder.mkdir()
    async with serve("127.0.0.1", 0, [web.get("/{path:.*}", page)]) as port:
        settings = stage.house.settings | {"DISCORD_API_URL": f"http://127.0.0.1:{port}"}
        code = await (await Bot.run(settings, folder, "doctor")).end()

    assert code == 1
    assert any(line.startswith("✗ token: Discord cannot be asked at") for line in said(folder))
    assert "Traceback" not in "".join(said(folder))


async def test_programs_can_read_it(stage: Scene) -> None:
    folder = stage.house.folder / "doctor"
    folder.mkdir()
    settings = stage.house.settings | {"RELAY_KEY": "sk-deleted-key"}

    code = await (await Bot.run(settings, folder, "doctor", "--json")).end()

    told = json.loads("\n".join(said(folder)))
    assert code == 1
    assert told["well"] is False
    wrong = [check for check in told["checks"] if check["mark"] == "wrong"]
    assert [check["name"] for check in wrong] == ["relay main"]
    assert all(set(check) == {"name", "mark", "said", "mend"} for check in told["checks"])


@pytest.mark.parametrize(
    ("preset", "model", "line"),
    [
        ("new-api", "gpt-4o-mini", "✓ translation: gpt-4o-mini is there at relay main"),
        ("plus", "gpt-4o", "! translation: gpt-4o is not checked: relay main does not tell its"),
    ],
)
async def test_it_looks_for_the_chat_model_and_asks_it_nothing(
    tmp_path: Path, preset: str, model: str, line: str
) -> None:
    setup = Setup("", "", {"TRANSLATE_MODEL": model}, preset=preset)
    async with arranged(setup, tmp_path) as (stage, settings):
        folder = tmp_path / "doctor"
        folder.mkdir()
        assert await (await Bot.run(settings, folder, "doctor")).end() == 0
        assert [found for found in said(folder) if found.startswith(line)]
        assert not stage.relay.counts["chat/completions"]


_BITS = st.integers(0, 31).map(lambda bits: bits << 10)
_TARGETS = ["1", "2", "3", "7"]  # everyone, two roles, the bot
_OVERWRITES = st.lists(
    st.tuples(st.sampled_from(_TARGETS), _BITS, _BITS), unique_by=lambda one: one[0]
)


@given(base=_BITS, overwrites=_OVERWRITES)
def test_exceptions_count_as_discord_counts_them(
    base: int, overwrites: list[tuple[str, int, int]]
) -> None:
    member = channels_side.Member(base, "1", frozenset({"2"}), "7")
    told = [{"id": who, "allow": str(allow), "deny": str(deny)} for who, allow, deny in overwrites]
    has = channels_side.permitted(member, told)
    ours = [
        Overwrite(int(who), int(who == "7"), Permission(allow), Permission(deny))
        for who, allow, deny in overwrites
    ]
    expected = resolve(Permission(base), ours, 1, {2}, 7)
    view = int(Permission.VIEW_CHANNEL)
    assert (has if has & view else 0) == int(expected)
