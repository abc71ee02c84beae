"""The house stands as docs/architecture.md draws it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = [
    path
    for folder in ("bot", "cogs", "sandbox", "benchmarks", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
SOURCES = [path for path in CODE if path.relative_to(ROOT).parts[0] in {"bot", "cogs", "sandbox"}]
LONGEST = 300

BELOW: dict[str, set[str]] = {
    "core": set(),
    "relay": {"core"},
    "store": {"core"},
    "media": {"core"},
    "service": {"core"},
    "web": {"core", "service"},
    # Looks at everything from outside, and the bot may be running meanwhile: no service in it.
    "checkup": {"core", "relay", "store"},
    "ui": {"core", "media", "service"},
    "cogs": {"core", "media", "service", "ui"},
}
"""What each part may import of ours. Services reach relay, store and media through ports only."""

HOLDERS = {
    "discord": re.compile(r"bot/(client\.py|ui/.*)|cogs/.*"),
    "aiohttp": re.compile(r"bot/(relay|media|web|checkup)/.*"),
    "aiosqlite": re.compile(r"bot/store/.*"),
    "PIL": re.compile(r"bot/media/.*"),
    "matplotlib": re.compile(r"bot/media/(drawing|fonts|panels)\.py"),
    "prometheus_client": re.compile(r"bot/(web/.*|reports\.py)"),
    "re2": re.compile(r"bot/core/pattern\.py"),
    "pydantic": re.compile(
        r"bot/(relay/.*|store/guild_file\.py|config\.py|setting_checks\.py|relays_file\.py)"
    ),
}
"""Who may import a package from outside, within bot/ and cogs/."""

TOP = {"app.py", "easel.py", "client.py", "demo.py", "__main__.py", "doctor.py"}
"""Files beside the parts: the roof, which may know every part."""


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(path)}: imports are written in full"
            names.add(node.module or "")
    return names


def part(path: Path) -> str | None:
    parts = path.relative_to(ROOT).parts
    if parts[0] == "cogs":
        return "cogs"
    return parts[1] if parts[0] == "bot" and len(parts) > 2 else None


@pytest.mark.parametrize("path", SOURCES, ids=place)
def test_imports_point_down_only(path: Path) -> None:
    ours, mine = imported(path), part(path)
    if path.relative_to(ROOT).parts[0] == "sandbox":
        assert not [name for name in ours if name.split(".")[0] in {"bot", "cogs"}]
        return
    assert not [name for name in ours if name.split(".")[0] == "sandbox"]
    if mine is None:
        return
    for name in ours:
        pieces = name.split(".")
        if pieces[0] == "cogs":
            assert mine == "cogs", f"{place(path)} imports {name}"
        if pieces[0] == "bot" and len(pieces) > 1 and pieces[1] in BELOW:
            assert pieces[1] in BELOW[mine] | {mine}, f"{place(path)} imports {name}"


@pytest.mark.parametrize("path", SOURCES, ids=place)
def test_outside_packages_stay_where_they_belong(path: Path) -> None:
    if place(path).startswith("sandbox/"):
        return
    for name in imported(path):
        holder = HOLDERS.get(name.split(".")[0])
        if holder is not None:
            assert holder.fullmatch(place(path)), f"{place(path)} imports {name}"


@pytest.mark.parametrize("path", CODE, ids=place)
def test_no_file_grows_past_its_subject(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST
    assert path.stem not in {"utils", "util", "helpers", "helper", "misc", "common"}


@pytest.mark.parametrize("path", SOURCES, ids=place)
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_every_cog_is_listed() -> None:
    import cogs

    files = {f"cogs.{path.stem}" for path in (ROOT / "cogs").glob("*.py")} - {"cogs.__init__"}
    folders = {f"cogs.{path.parent.name}" for path in (ROOT / "cogs").glob("*/__init__.py")}
    assert set(cogs.EXTENSIONS) == files | folders


def test_every_part_of_admin_is_listed() -> None:
    from cogs import admin

    found = {path.stem for path in (ROOT / "cogs/admin").glob("*.py")} - {"__init__"}
    assert {part.__name__.rpartition(".")[2] for part in admin.PARTS} == found
