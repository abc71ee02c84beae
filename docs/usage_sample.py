"""A month of a server that never was, for the picture of `/admin usage` in the documents."""  # noqa: INP001  (a script)

from __future__ import annotations

import asyncio
import io
import random
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from bot.core.usage import Count, Stretch, Usage, Wait, window
from bot.media.charts import Charts
from bot.service.balances import Balance
from bot.ui.texts import Texts
from bot.ui.usage_chart import Sheet, chart

FOLDER = Path(__file__).parent / "images"
NOW = datetime(2026, 11, 26, 15, tzinfo=UTC).timestamp()
NAMES = ("Ada", "Bo", "陈晨", "Mira", "Yuki", "Мария", "Théo", "Nadia", "Sol", "김민수")
OPERATIONS = {"imagine": 48, "upscale": 22, "variation": 14, "reroll": 7, "describe": 5, "video": 4}
FAILURES = {"banned_prompt": 40, "relay_broken": 25, "timeout": 20, "moderated": 15}
SIDE = 1000


def sheet() -> Sheet:
    """The numbers: the same ones each time."""
    chance = random.Random(7)  # noqa: S311  (no secret)
    span = window(Stretch.DAYS, NOW)
    days = [_day(chance, weekend=place % 7 in {2, 3}) for place in range(span.steps)]
    total = _together(days)
    shares = [0.16, 0.12, 0.1, 0.08, 0.07, 0.06, 0.05, 0.05, 0.04, 0.03]
    members = {place: _share(total, part) for place, part in enumerate(shares)}
    waits = {
        place: Wait(42 + chance.random() * 16, 95 + chance.random() * 60) for place in range(30)
    }
    usage = Usage(
        window=span,
        total=total,
        cancelled=14,
        steps=days,
        members=members,
        others=_share(total, 1 - sum(shares)),
        other_members=57,
        operations={name: _share(total, part / 100) for name, part in OPERATIONS.items()},
        failures={kind: total.failed * part // 100 for kind, part in FAILURES.items()},
        waits=waits,
        wait=Wait(48, 131),
    )
    left = {"main": Balance(312_090_000, NOW)}
    names = dict(enumerate(NAMES))
    return Sheet(server="Studio", usage=usage, names=names, balances=left, budget=0.74)


def _day(chance: random.Random, *, weekend: bool) -> Count:
    tasks = chance.randint(50, 90) + (45 if weekend else 0)
    failed = int(tasks * chance.random() * 0.12)
    return Count(tasks, failed, (tasks - failed) * 82_000)


def _together(days: list[Count]) -> Count:
    return Count(*(sum(getattr(day, name) for day in days) for name in Count.__dataclass_fields__))


def _share(total: Count, part: float) -> Count:
    return Count(int(total.tasks * part), int(total.failed * part), int(total.cost * part))


async def main() -> None:
    """Draws it in both languages."""
    texts = Texts.load()
    with tempfile.TemporaryDirectory() as folder:
        for locale, name in (("en", "usage"), ("zh-CN", "usage-chinese")):
            drawn = await Charts(Path(folder)).draw([chart(sheet(), texts, locale)], name)
            if drawn is None:
                sys.exit(f"{name}.png could not be drawn")
            _keep(drawn.data, name)


def _keep(data: bytes, name: str) -> None:
    """The picture, small enough for a repository."""
    with Image.open(io.BytesIO(data)) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    picture.quantize(96).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    asyncio.run(main())
