"""The image's steps in a plain folder: what it copies is enough, and nothing is written to."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.scene import scene

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COPIED = re.findall(r"^COPY (\w+) \w+$", DOCKERFILE, re.MULTILINE)


def image(folder: Path) -> Path:
    """The folder that the image works in, as its Dockerfile fills it."""
    app = folder / "app"
    for name in COPIED:
        shutil.copytree(ROOT / name, app / name, ignore=shutil.ignore_patterns("__pycache__"))
    return app


def files(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


async def run(app: Path, settings: dict[str, str], *words: str) -> tuple[int, str]:
    """Runs Python in the image's folder with nothing else of the project in reach."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, *words,
        cwd=app,
        env={"PATH": os.environ.get("PATH", ""), "PYTHONDONTWRITEBYTECODE": "1", **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


async def test_what_is_copied_is_enough_and_is_not_written_to(tmp_path: Path) -> None:
    app = image(tmp_path)
    before = files(app)
    async with scene(tmp_path, online=False) as stage:
        code, said = await run(app, stage.house.settings, "-m", "bot", "doctor")

    assert code == 0, said
    assert files(app) == before


async def test_the_health_check_loads_nothing_of_the_bot(tmp_path: Path) -> None:
    app = image(tmp_path)
    words = re.search(r'CMD \["python", "(-m)", "([\w.]+)"\]$', DOCKERFILE, re.MULTILINE)
    assert words is not None
    script = (
        f"import sys, {words[2]}; print([n for n in ('discord', 'aiohttp') if n in sys.modules])"
    )

    assert await run(app, {}, "-c", script) == (0, "[]\n")
    assert (await run(app, {"WEB_PORT": "0"}, *words.groups()))[0] == 0
    code, said = await run(app, {"WEB_PORT": "9"}, *words.groups())
    assert code == 1
    assert said.startswith("not healthy: ")


def test_it_runs_as_nobody_in_particular() -> None:
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert users
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", users[-1])
