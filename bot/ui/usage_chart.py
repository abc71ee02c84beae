"""Counts of tasks as the chart that is drawn of them: pure, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.money import MICRO
from bot.core.usage import HOUR
from bot.media.chart import Bar, Chart, Ranking, Series, Tile, Timeline
from bot.ui import usage_words
from bot.ui.durations import duration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.usage import Count, Usage, Wait
    from bot.service.balances import Balance
    from bot.ui.texts import Texts

MOST_TICKS = 6
MOST_BARS = 11
LONG = 300.0
"""Seconds from which waits are drawn in minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that a chart shows: the server's name, the counts, what members are called, what the
    relays have left, and how much of the budget is spent (None: there is none)."""

    server: str
    usage: Usage
    names: Mapping[int, str]
    balances: Mapping[str, Balance]
    budget: float | None = None


def chart(sheet: Sheet, texts: Texts, locale: str) -> Chart:
    """The chart, in one language."""
    return _Chart(sheet, texts, locale).whole()


class _Chart:
    """One sheet on its way into one language."""

    def __init__(self, sheet: Sheet, texts: Texts, locale: str) -> None:
        self._sheet = sheet
        self._usage = sheet.usage
        self._texts = texts
        self._locale = locale

    def whole(self) -> Chart:
        window = self._usage.window
        return Chart(
            title=self._say("title", server=self._sheet.server),
            subtitle=usage_words.stretch(window, self._texts, self._locale),
            tiles=self._tiles(),
            timelines=(self._tasks(), self._cost(), self._waits()),
            rankings=(self._members(), self._operations(), self._failures()),
        )

    def _say(self, key: str, **values: str | int) -> str:
        return self._texts.say(self._locale, f"usage.{key}", **values)

    def _counted(self, tasks: int) -> str:
        key = "quotas.one" if tasks == 1 else "quotas.many"
        return self._texts.say(self._locale, key, count=usage_words.number(tasks))

    # -- tiles -------------------------------------------------------------------------------------
    def _tiles(self) -> list[Tile]:
        total, wait = self._usage.total, self._usage.wait
        back, budget = usage_words.number(self._usage.cancelled), self._sheet.budget
        spent = "" if budget is None else self._say("of_budget", share=f"{100 * budget:.0f}%")
        failed = self._counted(total.failed)
        tasks = usage_words.number(total.tasks)
        tiles = [
            Tile(self._say("tasks"), tasks, self._say("back", count=back)),
            Tile(self._say("cost"), usage_words.amount(total.cost, self._texts), spent),
            Tile(self._say("failed"), usage_words.share(total.failed, total.tasks), failed),
            self._wait_tile(wait),
        ]
        if len(self._sheet.balances) == 1:
            [balance] = self._sheet.balances.values()
            left = usage_words.left_words(balance, self._texts, self._locale)
            tiles.append(Tile(self._say("left"), left))
        return tiles

    def _wait_tile(self, wait: Wait | None) -> Tile:
        if wait is None:
            return Tile(self._say("median"), "–")
        texts, locale = self._texts, self._locale
        most = duration(wait.most, texts, locale)
        median = duration(wait.median, texts, locale)
        return Tile(self._say("median"), median, self._say("most", most=most))

    # -- over time ---------------------------------------------------------------------------------
    def _tasks(self) -> Timeline:
        steps = self._usage.steps
        return Timeline(
            self._by_time("tasks"),
            (
                Series(self._say("fine"), [one.tasks - one.failed for one in steps], "blue"),
                Series(self._say("failed"), [one.failed for one in steps], "red"),
            ),
            self._ticks(),
        )

    def _cost(self) -> Timeline:
        costs = [one.cost / MICRO for one in self._usage.steps]
        title = self._by_time("cost")
        return Timeline(title, (Series(title, costs, "amber"),), self._ticks())

    def _waits(self) -> Timeline:
        waits, steps = self._usage.waits, range(self._usage.window.steps)
        long = any(wait.most >= LONG for wait in waits.values())
        part = 60.0 if long else 1.0
        median = [waits[step].median / part if step in waits else None for step in steps]
        most = [waits[step].most / part if step in waits else None for step in steps]
        return Timeline(
            self._say("waits"),
            (
                Series(self._say("half"), median, "teal"),
                Series(self._say("nine"), most, "amber"),
            ),
            self._ticks(),
            unit=self._say("unit_minutes" if long else "unit_seconds"),
            lines=True,
        )

    def _by_time(self, what: str) -> str:
        return self._say(f"{what}_by_{'hour' if self._usage.window.step == HOUR else 'day'}")

    def _ticks(self) -> list[tuple[int, str]]:
        window = self._usage.window
        every = -(-window.steps // MOST_TICKS)
        places = range(0, window.steps, every)
        return [
            (place, usage_words.tick(window.start + place * window.step, window.step))
            for place in places
        ]

    # -- rankings ----------------------------------------------------------------------------------
    def _members(self) -> Ranking:
        usage, names = self._usage, self._sheet.names
        bars = [
            self._bar(names.get(user, str(user)), count) for user, count in usage.members.items()
        ]
        if usage.other_members:
            others = self._say("others", count=usage.other_members)
            bars.append(self._bar(others, usage.others, muted=True))
        return Ranking(self._say("by_member"), bars, "blue", self._say("nothing"))

    def _operations(self) -> Ranking:
        counts = list(self._usage.operations.items())[:MOST_BARS]
        bars = [
            self._bar(usage_words.operation(name, self._texts, self._locale), count)
            for name, count in counts
        ]
        return Ranking(self._say("by_operation"), bars, "teal", self._say("nothing"))

    def _failures(self) -> Ranking:
        counts = list(self._usage.failures.items())[:MOST_BARS]
        bars = [
            Bar(usage_words.failure(kind, self._texts, self._locale), count, str(count))
            for kind, count in counts
        ]
        return Ranking(self._say("by_failure"), bars, "red", self._say("no_failures"))

    def _bar(self, label: str, count: Count, *, muted: bool = False) -> Bar:
        return Bar(label, count.tasks, usage_words.counted(count, self._texts), muted)
