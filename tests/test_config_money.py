"""The settings on money and on quotas outside of servers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import BadSettings, Settings, load
from bot.core.errand import errand
from bot.core.prices import PriceList, parse
from bot.core.request import Imagine, Speed

NEEDED = "DISCORD_TOKEN=a.b.c\nRELAY_URL=https://relay.example.com\nRELAY_KEY=sk-1\n"


def loaded(folder: Path, name: str, value: str) -> Settings:
    env_file = folder / ".env"
    env_file.write_text(f"{NEEDED}{name}={value}\n", encoding="utf-8")
    return load(env_file)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("RELAY_PRICES", "imagine=0,1", 'holds "1": write each price as imagine=0.1, with a point'),
        ("RELAY_PRICES", "upscal=0.1", 'names "upscal", which nothing is called: write upscale'),
        ("RELAY_PRICES", "imagine.slow=1", "write fast, relax or turbo after the point"),
        ("RELAY_PRICES", "imagine=1, imagine=2", "has two prices for imagine: keep one"),
        ("RELAY_PRICES", "imagine=-1", 'has "-1" for imagine: write an amount such as 0.05'),
        ("RELAY_PRICES", "imagine=99999999", "write an amount up to 1000000 such as 0.05"),
        ("RELAY_PRICES", "imagine=1.5.2", 'has "1.5.2" for imagine: write an amount'),
        ("RELAY_CURRENCY", "dollars", "must be a sign such as $, ¥ or EUR, of at most 4 letters"),
        ("RELAY_CURRENCY", "**", "must be a sign such as $, ¥ or EUR"),
        ("DIRECT_DAILY_TASKS", "-1", "must be a whole number of tasks, 0 or more"),
        ("DIRECT_DAILY_TASKS", "1.5", "must be a whole number of tasks, 0 or more"),
    ],
)
def test_a_wrong_one_is_one_sentence(tmp_path: Path, name: str, value: str, said: str) -> None:
    with pytest.raises(BadSettings) as wrong:
        loaded(tmp_path, name, value)
    [sentence] = wrong.value.sentences
    assert sentence.startswith(f"{name} ")
    assert said in sentence
    assert sentence.endswith(".")


def test_prices_are_those_of_the_operator_and_else_the_defaults(tmp_path: Path) -> None:
    settings = loaded(tmp_path, "RELAY_PRICES", "imagine=0.2, imagine.relax = 0.05,")
    prices = PriceList(parse(settings.relay_prices or ""))
    costs = [
        prices.cost(errand(Imagine("a fox"), ""), speed).press for speed in (None, Speed.RELAX)
    ]
    assert costs == [200_000, 50_000]
    assert prices.of("upscale", None) == 50_000


def test_the_others_are_read(tmp_path: Path) -> None:
    assert loaded(tmp_path, "RELAY_CURRENCY", "¥").relay_currency == "¥"
    assert loaded(tmp_path, "DIRECT_DAILY_TASKS", "0").direct_daily_tasks == 0
    assert loaded(tmp_path, "DIRECT_DAILY_TASKS", "").direct_daily_tasks is None
