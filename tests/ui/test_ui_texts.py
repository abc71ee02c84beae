"""The catalogue: whole in every language, used to the last key, and the only place with words."""

from __future__ import annotations

import ast
import importlib
import re
from dataclasses import fields
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

import cogs
from bot.core.audit import Event
from bot.core.blocklist import REASONS as WORD_REASONS
from bot.core.failure import FailureKind
from bot.core.guild import NOBODYS, GuildSettings, Pressers, Veil
from bot.core.guild import REASONS as PLACES
from bot.core.limits import Scope, Unit
from bot.core.money import REASONS as AMOUNTS
from bot.core.parameters import NOTES, REASONS
from bot.core.passes import REASONS as PAINTER_REASONS
from bot.core.periods import Period
from bot.core.picture import PictureTrouble
from bot.core.reference import Role
from bot.core.region import Quick
from bot.core.request import Dimensions, FollowUp, Motion, Request, Speed
from bot.core.settling import REASONS as SETTLING
from bot.core.status import Waiting
from bot.media.incoming import REASONS as INCOMING
from bot.media.mask import REASONS as MASK
from bot.service.cancel import Outcome
from bot.store.guild_file import REASONS as FILES
from bot.ui.admin_file import REASONS as FILES_HERE
from bot.ui.card import Verb
from bot.ui.errors import KEYS
from bot.ui.history_filter import BUTTONS
from bot.ui.history_filter import KINDS as HISTORY_KINDS
from bot.ui.permissions import NAMES as PERMISSIONS
from bot.ui.texts import DEFAULT, Texts
from bot.ui.texts.catalogue import FOLDER
from cogs import admin, preset
from cogs.help import CHAPTERS
from cogs.menus import MENUS
from tests.ui.moderation_keys import KEYS as MODERATION
from tests.ui.prompt_help_keys import KEYS as PROMPT_HELP
from tests.ui.setup_keys import SETUP
from tests.ui.usage_keys import KEYS as USAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parent.parent.parent
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.toml"))
SOURCES = sorted([*(ROOT / "bot/ui").rglob("*.py"), *(ROOT / "cogs").rglob("*.py")])
CLIENT = ROOT / "bot/client.py"  # has sentences for the operator too
NAME = re.compile(r"[-_\w]{1,32}")


def above(path: str, name: str) -> str:
    """A command's path, below another's."""
    return f"{path}.{name}"


def unset(setting: str) -> bool:
    """Whether a setting may have nothing chosen."""
    return getattr(NOBODYS, setting) in (None, (), frozenset())


PICTURE_REASONS = {**INCOMING, **MASK, "picture_slow": frozenset()}

MODULES = {name.removeprefix("cogs."): importlib.import_module(name) for name in cogs.EXTENSIONS}
COMMANDS: dict[str, tuple[str, ...]] = {
    **{name: getattr(module, "OPTIONS", ()) for name, module in MODULES.items() if name != "menus"},
    **{group: () for name in admin.COMMANDS for group in accumulate(name.split("."), above)},
    **admin.COMMANDS,
    **preset.COMMANDS,
}
"""The options of each command, which its module is named after; those of /admin by their path."""
PARTS = ("name", "description")
NAMED_ELSEWHERE = {
    *(Verb.PRESS, Verb.SUGGESTION, Verb.EDIT_SUGGESTION),  # by the relay, or by a number
    *(
        Verb.REGION,
        Verb.HISTORY,
        Verb.REMIX,
        Verb.TRANSLATE,
        Verb.SETUP,
        Verb.TRAIL,
    ),  # by what the button would do just now
    *(Verb.SETUP, Verb.TRAIL),
}
"""Verbs whose buttons have no one name."""

LOOKED_UP = {
    *(f"failures.{kind}" for kind in FailureKind),
    *(f"picture.{trouble}" for trouble in PictureTrouble),
    *(f"errors.{reason}" for reason in REASONS),
    *(f"errors.{reason}" for reason in WORD_REASONS),
    *(f"notes.{note}" for note in NOTES),
    *(f"state.{waiting}" for waiting in Waiting),
    *(f"choices.{speed}" for speed in Speed),
    *(f"buttons.{verb}" for verb in Verb if verb not in NAMED_ELSEWHERE),
    *(f"help.{chapter}" for chapter in CHAPTERS),
    *(f"commands.{name}.{part}" for name in COMMANDS for part in PARTS),
    *(
        f"commands.{name}.options.{option}.{part}"
        for name, options in COMMANDS.items()
        for option in options
        for part in PARTS
    ),
    *(f"menus.{menu}" for menu in MENUS),
    *(f"kinds.{kind.kind}" for kind in get_args(Request) if kind not in get_args(FollowUp)),
    *(f"choices.{shape.lower()}" for shape in Dimensions),
    *(f"choices.motion_{motion}" for motion in Motion),
    *(f"state.running_{kind}" for kind in ("describe", "shorten", "video")),
    *(f"state.failed_{kind}" for kind in ("describe", "shorten", "video")),
    "state.finishing_video",
    *(f"cancel.{outcome}" for outcome in Outcome),
    *(f"settings.remix_{chosen}" for chosen in ("on", "off")),
    *(f"kinds.{kind}" for kind in HISTORY_KINDS if kind != BUTTONS),
    *KEYS.values(),
    *(f"errors.{reason}" for reason in PICTURE_REASONS),
    *(f"errors.{reason}" for reason in PAINTER_REASONS),
    *(f"errors.{reason}" for reason in (*AMOUNTS, *PLACES, *FILES, *SETTLING, *FILES_HERE)),
    *(f"permissions.{name}" for name in PERMISSIONS),
    *(f"choices.{one}" for one in (*Unit, *Period)),
    *SETUP,
    *(f"admin.gone_all_{name}" for name in ("channels", "roles")),
    *(f"audit.{event}" for event in Event),
    *(f"admin.names.{setting.name}" for setting in fields(GuildSettings)),
    *(f"admin.unset.{one.name}" for one in fields(GuildSettings) if unset(one.name)),
    *(f"admin.pressers.{pressers}" for pressers in Pressers),
    *(f"admin.veil.{veil}" for veil in Veil),
    *(f"admin.{word}" for word in ("yes", "no")),
    *(f"limits.{scope}" for scope in Scope if scope is not Scope.MEMBER),
    *(f"limits.{unit}_{period}" for unit in Unit for period in Period),
    *MODERATION,
    *USAGE,
    *PROMPT_HELP,
    *(f"region.{quick}" for quick in Quick),
    *(f"forms.role_{role}{part}" for role in Role for part in ("", "_hint")),
    *(f"settings.remix_is_{word}" for word in ("on", "off")),
    *(key for key in sorted(Texts.load().keys()) if key.startswith("painter.")),  # its own test
}
"""Keys that are put together from values rather than written out."""


def is_unseen(node: ast.AST) -> bool:
    """Whether a node is a log line or a docstring."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return isinstance(node.func.value, ast.Name) and node.func.value.id == "log"
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def texts_below(node: ast.AST) -> Iterator[str]:
    if is_unseen(node):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from texts_below(child)


def literals(sources: Sequence[Path]) -> set[str]:
    """Every text in the sources, but for docstrings and log lines."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in sources)
    return {text for tree in trees for text in texts_below(tree)}


def test_there_are_english_and_chinese() -> None:
    assert {"en", "zh-CN"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("note", "values"), sorted(NOTES.items()))
def test_a_note_takes_the_values_it_is_given(
    texts: Texts, language: str, note: str, values: frozenset[str]
) -> None:
    said = texts.say(language, f"notes.{note}", **{name: f"<{name}>" for name in values})
    assert all(f"<{name}>" in said for name in values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_have_the_same_keys(texts: Texts, language: str) -> None:
    assert texts.keys(language) == texts.keys(DEFAULT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_take_the_same_values(texts: Texts, language: str) -> None:
    for key in texts.keys(language):
        assert texts.placeholders(language, key) == texts.placeholders(DEFAULT, key), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_or_untidy(texts: Texts, language: str) -> None:
    for key in texts.keys(language):
        template = texts.say(language, key, **dict.fromkeys(texts.placeholders(language, key), "x"))
        assert template.strip() == template != ""


def test_other_languages_are_translated(texts: Texts) -> None:
    marked = re.compile(r"[\u4e00-\u9fff]")
    same_everywhere = {
        "choices.midjourney",
        "commands.settings.options.remix.name",
        "line.prompt",
        "line.imagine",
        "line.made",
        "line.english",
        "admin.pair",
        "admin.now",
    }
    for key in texts.keys("zh-CN") - same_everywhere:
        template = texts.say("zh-CN", key, **dict.fromkeys(texts.placeholders("zh-CN", key), "x"))
        assert marked.search(template), key


def test_every_looked_up_key_is_there(texts: Texts) -> None:
    assert texts.keys() >= LOOKED_UP


def test_no_key_is_left_over(texts: Texts) -> None:
    # Reasons are named where they are found out, below the user interface too.
    written = literals([*(ROOT / "bot").rglob("*.py"), *(ROOT / "cogs").rglob("*.py")])
    for key in texts.keys() - LOOKED_UP:
        last = key.rpartition(".")[2]
        stem = last.removesuffix("_ahead").removesuffix("_detail")
        assert key in written or last in written or stem in written | set(FailureKind), key


@pytest.mark.parametrize(
    ("reason", "values"), sorted((REASONS | PICTURE_REASONS | WORD_REASONS).items())
)
def test_refusals_have_what_they_say(texts: Texts, reason: str, values: frozenset[str]) -> None:
    assert texts.placeholders(DEFAULT, f"errors.{reason}") <= values


def test_words_are_nowhere_else() -> None:
    sentence = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
    developers = {" carries a button's custom_id"}
    found = {text for text in literals(SOURCES) if sentence.search(text)}
    assert not found - developers


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_keep_discords_limits(texts: Texts, language: str) -> None:
    for key in texts.keys(language):
        if key.startswith("commands."):
            text = texts.say(language, key)
            if key.endswith(".name"):
                assert NAME.fullmatch(text), key
                assert text == text.lower()
            else:
                assert len(text) <= 100, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_option_names_differ(texts: Texts, language: str) -> None:
    for command, options in COMMANDS.items():
        keys = [f"commands.{command}.options.{option}.name" for option in options]
        assert len({texts.say(language, key) for key in keys}) == len(keys)


@pytest.mark.parametrize("language", LANGUAGES)
def test_command_names_differ(texts: Texts, language: str) -> None:
    names = [
        (command.rpartition(".")[0], texts.say(language, f"commands.{command}.name"))
        for command in COMMANDS
    ]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_menu_names_keep_discords_limit(texts: Texts, language: str) -> None:
    names = [texts.say(language, f"menus.{menu}") for menu in MENUS]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 32 for name in names)


def test_english_names_are_the_options_own(texts: Texts) -> None:
    for command, options in COMMANDS.items():
        assert texts.say(DEFAULT, f"commands.{command}.name") == command.rpartition(".")[2]
        for option in options:
            assert texts.say(DEFAULT, f"commands.{command}.options.{option}.name") == option


def test_sentences_of_failures_end(texts: Texts) -> None:
    for kind in FailureKind:
        for language in LANGUAGES:
            assert texts.say(language, f"failures.{kind}", detail="x")[-1] in ".。"
