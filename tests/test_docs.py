"""What the documents say is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.__main__ import command_line
from bot.config import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
ROW = re.compile(r"^\| ((?:`[A-Z_]+`(?:, )?)+) \| (.+?) \|", re.MULTILINE)


def rows() -> dict[str, str]:
    """The README's table of settings: name to default, as written."""
    return {name.strip("`"): default for name, default in ROW.findall(README)}


def test_the_table_names_every_setting_and_no_other() -> None:
    assert set(rows()) == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize(("name", "written"), sorted(rows().items()))
def test_the_table_has_the_real_defaults(name: str, written: str) -> None:
    field = Settings.model_fields[name.lower()]
    if field.is_required():
        assert written == "required"
    elif name in {"RELAY_URL", "RELAY_KEY"}:
        assert written == "required without `RELAYS_FILE`"
    elif field.default is None:
        assert written == "empty"
    else:
        assert written == f"`{field.default}`"


def test_a_newcomer_can_read_it_in_one_go() -> None:
    assert len(README.splitlines()) < 150


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if not target.startswith("http"):
            assert (document.parent / target).exists(), target


def test_every_make_target_that_is_named_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for document in DOCUMENTS:
        for target in re.findall(r"`?make ([a-z]+)", document.read_text(encoding="utf-8")):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_command_of_the_operator_is_in_the_readme() -> None:
    for verb in command_line():
        assert f"python -m bot {verb}" in README


def test_the_map_names_every_folder() -> None:
    architecture = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    for folder in (ROOT / "bot").iterdir():
        if folder.is_dir() and (folder / "__init__.py").exists():
            assert f"{folder.name}/" in architecture


def test_the_lock_names_no_address() -> None:
    for lock in ROOT.glob("requirements*.txt"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text
