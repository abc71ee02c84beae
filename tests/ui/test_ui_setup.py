"""The set-up panel and its clicks, as values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.blocklist import ENTRIES_LIMIT, ENTRY_LIMIT, Entry
from bot.core.errors import Gone
from bot.core.guild import NOBODYS, GuildSettings
from bot.core.limits import MOST_LIMITS, Limit, Scope, Unit
from bot.core.periods import Period
from bot.core.request import Speed
from bot.store import guild_file
from bot.ui import layout, setup_pages
from bot.ui.admin_file import LARGEST
from bot.ui.card import MOST_COMPONENTS, MOST_TEXT
from bot.ui.setup import changed
from bot.ui.setup_forms import Form
from bot.ui.setup_pages import PAGES, Scene
from bot.ui.texts import Texts


def crowded() -> GuildSettings:
    """As much of everything as there can be."""
    ids = [10**18 + number for number in range(100)]
    limits = tuple(
        Limit(
            scope=Scope.MEMBER,
            subject=number,
            period=Period.MONTH,
            unit=Unit.MONEY,
            amount=10**12,
            speed=Speed.TURBO,
        )
        for number in ids
    )
    return replace(
        NOBODYS,
        channels=frozenset(ids[:25]),
        roles=frozenset(ids[:25]),
        moderation=ids[0],
        audit=ids[1],
        limits=limits[:MOST_LIMITS],
        weights=tuple((number, 10) for number in ids[:25]),
        most_running=100,
        most_waiting=100,
    )


@pytest.mark.parametrize("locale", sorted(Texts.load().locales))
@pytest.mark.parametrize("page", range(len(PAGES)))
def test_it_keeps_discords_limits_however_much_is_settled(
    texts: Texts, page: int, locale: str
) -> None:
    for settings in (NOBODYS, crowded()):
        panel = setup_pages.draw(Scene(page, settings, None, texts, locale))
        assert panel.components <= MOST_COMPONENTS - 4  # and room for what is wrong
        assert panel.length <= MOST_TEXT - 1000
        assert layout.panel(panel).total_children_count == panel.components


def test_the_fullest_file_there_can_be_is_taken_in_again() -> None:
    letters = [f"{number:04}{'𠮷' * (ENTRY_LIMIT - 4)}" for number in range(ENTRIES_LIMIT)]
    settings = replace(
        crowded(), words=tuple(Entry(one) for one in letters), exceptions=tuple(letters)
    )
    assert len(guild_file.exported(settings).encode()) <= LARGEST


@pytest.mark.parametrize(
    ("word", "values"),
    [
        ("pressers", ["everyone"]),
        ("veil", []),
        ("speed", ["warp"]),
        ("locale", ["fr"]),
        ("channels", ["gallery"]),
        ("translate-maybe", []),
        ("veil-on", []),
        ("", []),
    ],
)
def test_clicks_of_another_version_change_nothing(word: str, values: list[str]) -> None:
    with pytest.raises(Gone):
        changed(NOBODYS, word, values, locales=frozenset({"en"}), gone=frozenset())


@pytest.mark.parametrize(("word", "number"), [("role", 0), ("caps", 7), ("moon", 0)])
def test_forms_of_another_version_are_none(word: str, number: int) -> None:
    with pytest.raises(Gone):
        Form.of(word, number)
