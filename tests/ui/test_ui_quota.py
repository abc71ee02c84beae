"""Quotas in words: whose, how much, until when, and what to do."""

from __future__ import annotations

import itertools

import pytest

from bot.core.errors import OverQuota
from bot.core.limits import Ceiling, Limit, Scope, Unit
from bot.core.periods import Period
from bot.core.request import Speed
from bot.ui.errors import words
from bot.ui.texts import Texts
from tests.builders import GUILD, NOW, USER


def a_ceiling(guild_id: int | None = GUILD, **limit: object) -> Ceiling:
    what = {"scope": Scope.EVERYONE, "period": Period.DAY, "unit": Unit.TASKS, "amount": 10}
    return Ceiling(
        limit=Limit(**(what | limit)),
        guild_id=guild_id,
        user_id=USER,
        since=NOW,
        renews=NOW + 3600,
    )


def said(texts: Texts, ceiling: Ceiling, used: int, wanted: int, locale: str = "en") -> str:
    return words(OverQuota(ceiling, used, wanted), texts, locale)


@pytest.mark.parametrize(
    ("limit", "used", "wanted", "told"),
    [
        ({}, 10, 1, "Your quota of 10 tasks today is used up."),
        ({"amount": 1, "period": Period.MONTH}, 1, 1, "Your quota of 1 task this month"),
        ({"speed": Speed.FAST}, 10, 1, "Your quota of 10 fast tasks today is used up."),
        ({"speed": Speed.FAST}, 10, 1, "Other speeds are not held back by it."),
        (
            {"unit": Unit.MONEY, "amount": 1_000_000},
            950_000,
            100_000,
            "This costs $0.10, and of your $1.00 today only $0.05 is left.",
        ),
        ({"scope": Scope.SERVER}, 10, 1, "This server's quota of 10 tasks today is used up"),
        (
            {"scope": Scope.SERVER, "unit": Unit.MONEY, "amount": 5_000_000},
            5_000_000,
            50_000,
            "of this server's budget of $5.00 today only $0.00 is left",
        ),
        ({"amount": 0, "speed": Speed.TURBO}, 0, 1, "The quota for this is 0 turbo tasks here."),
    ],
)
def test_a_refusal_says_whose_how_much_and_until_when(
    texts: Texts, limit: dict[str, object], used: int, wanted: int, told: str
) -> None:
    sentence = said(texts, a_ceiling(**limit), used, wanted)
    assert told in sentence
    assert f"<t:{int(NOW) + 3600}:R>" in sentence or limit.get("amount") == 0


def test_outside_of_servers_it_says_where_to_go(texts: Texts) -> None:
    assert "10 tasks a day" in said(texts, a_ceiling(None), 10, 1)
    assert "in servers only" in said(texts, a_ceiling(None, amount=0), 0, 1)


def test_every_refusal_has_words_in_every_language(texts: Texts) -> None:
    kinds = itertools.product(texts.locales, (GUILD, None), Scope, Unit, Period, [None, *Speed])
    for locale, guild_id, scope, unit, period, speed in kinds:
        ceiling = a_ceiling(guild_id, scope=scope, unit=unit, period=period, speed=speed)
        assert said(texts, ceiling, 10, 1, locale)
