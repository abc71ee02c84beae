"""What the documents say is so."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.__main__ import command_line
from bot.config import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
EVERYTHING = [*DOCUMENTS, ROOT / "benchmarks/README.md"]
CODE = re.compile(r"^```\w*\n(.*?)^```|`([^`\n]+)`", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"(?:^|&&|;)\s*make ([\w-]+)", re.MULTILINE)
PLACE = re.compile(
    r"(?<![\w/])((?:core|relay|media|store|service|ui|web|checkup|cogs|tests)(?:/[a-z_]+)+)((?:\.\w+)*)"
)
ROW = re.compile(r"^\| ((?:`[A-Z_]+`(?:, )?)+) \| (.+?) \|", re.MULTILINE)


def _name(document: Path) -> str:
    return str(document.relative_to(ROOT))


def code(text: str) -> list[str]:
    """What a document sets as code: blocks, and spans within a line."""
    return [block or span for block, span in CODE.findall(text)]


def targets(text: str) -> list[str]:
    """The Makefile's targets that a document's code names."""
    return [target for part in code(text) for target in TARGET.findall(part)]


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


def test_targets_are_read_from_code_and_not_from_prose() -> None:
    block = "```sh\ncd it && make two\nmake three  # to make do\n```"
    text = f"To make an end of it, `make one`:\n{block}\nOthers `want to make four`, or\nmake five."
    assert targets(text) == ["one", "two", "three"]


@pytest.mark.parametrize("document", EVERYTHING, ids=_name)
def test_every_make_target_that_is_named_is_there(document: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in targets(document.read_text(encoding="utf-8")):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("document", EVERYTHING, ids=_name)
def test_every_program_that_is_named_is_there(document: Path) -> None:
    for part in code(document.read_text(encoding="utf-8")):
        for module, word in re.findall(r"python -m ([\w.]+)(?: ([a-z]+))?", part):
            assert find_spec(module) is not None, module
            assert module != "bot" or not word or word in command_line(), word


def test_every_picture_is_shown_somewhere() -> None:
    texts = "".join(document.read_text(encoding="utf-8") for document in EVERYTHING)
    shown = {Path(target).name for target in re.findall(r"!\[[^]]*\]\(([^)]+)\)", texts)}
    assert {picture.name for picture in (ROOT / "docs/images").iterdir()} <= shown


def test_every_command_of_the_operator_is_in_the_readme() -> None:
    for verb in command_line():
        assert f"python -m bot {verb}" in README


def test_the_map_names_every_folder() -> None:
    architecture = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    for entry in (ROOT / "bot").iterdir():
        if entry.is_dir() and (entry / "__init__.py").exists():
            assert f"{entry.name}/" in architecture
        elif entry.suffix == ".py" and entry.name != "__init__.py":
            assert entry.name in architecture


def test_the_map_names_only_what_is_there() -> None:
    """Such as service/book, core/task.Task or core/reply.Reply.fleeting."""
    architecture = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    for path, dotted in PLACE.findall("\n".join(code(architecture))):
        home = "" if path.startswith(("cogs", "tests")) else "bot/"
        thing = import_module(f"{home}{path}".replace("/", "."))
        for name in dotted.removeprefix(".py").split(".")[1:]:
            assert hasattr(thing, name) or name in thing.__annotations__, f"{path}{dotted}"
            thing = getattr(thing, name, None)


def test_the_lock_names_no_address() -> None:
    for lock in ROOT.glob("requirements*.txt"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text
