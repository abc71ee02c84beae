"""The figures of two bots side by side, and what Easel is meant to reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from benchmarks import reach
from benchmarks.measure import Figures, Spread
from benchmarks.reach import Aim, Form, Mode, Reach, Rule, Value

ABSENT = "-"
P50 = {Mode.FIXED: 0.6, Mode.TIMED: 0.35, Mode.CALLBACKS: 0.3}
P99 = {Mode.FIXED: 2.0, Mode.TIMED: 2.0, Mode.CALLBACKS: 1.0}
"""Goals of "done -> picture shown": pauses between two looks, seconds for callbacks."""
HEAD = ("", "Easel", "naive", "ratio", "reach")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what it is, where the value is, how it is written, what is its goal.
    Where a ratio would say nothing, it is not `compared`."""

    words: str
    value: Value
    form: Form
    rule: Rule = reach.nothing
    compared: bool = True

    def cells(self, ours: Figures, theirs: Figures, aim: Aim) -> tuple[str, ...]:
        """What stands in the table."""
        mine, other = self.value(ours), self.value(theirs)
        both = self.compared and mine is not None and other is not None
        goal = self.rule(ours, theirs, aim)
        return (
            self.words,
            ABSENT if mine is None else self.form(mine),
            ABSENT if other is None else self.form(other),
            ratio(mine or 0.0, other or 0.0) if both else "",
            "" if goal is None else str(goal),
        )


# -- how figures are written -----------------------------------------------------------------------
def number(value: float) -> str:
    """As many digits as say something."""
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"


def seconds(value: float) -> str:
    """Seconds, or milliseconds of less than one."""
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms"


def mebibytes(value: float) -> str:
    """Bytes as MiB."""
    return f"{value / 2**20:.0f} MiB"


def ratio(ours: float, theirs: float) -> str:
    """How ours compares: 1/80 of theirs, or 0.92 or 1.40 times theirs."""
    if not theirs:
        return ""
    times = ours / theirs
    return f"1/{theirs / ours:.0f}" if 0 < times < 0.1 else f"{times:.2f}"


# -- the lines -------------------------------------------------------------------------------------
def _of(spread: str, rank: str) -> Value:
    def value(figures: Figures) -> float | None:
        found: Spread | None = getattr(figures, spread)
        return None if found is None else float(getattr(found, rank))

    return value


def _row(
    words: str,
    value: Value,
    form: Form,
    rule: Callable[[Value], Rule] | None = None,
    *,
    compared: bool = True,
) -> Row:
    """A row whose goal is about its own value."""
    return Row(words, value, form, rule(value) if rule else reach.nothing, compared)


ROWS: Sequence[Row] = (
    _row("tasks finished", attrgetter("finished"), number, reach.every, compared=False),
    _row(
        "interactions acknowledged in time",
        attrgetter("acknowledged"),
        number,
        reach.every,
        compared=False,
    ),
    _row(
        "relay: reads a task",
        attrgetter("reads"),
        number,
        lambda value: reach.part(value, 1 / 50, "1/50"),
    ),
    _row("relay: reads a second", attrgetter("reads_a_second"), number),
    _row("relay: pictures fetched a task", attrgetter("pictures"), number, compared=False),
    _row(
        "Discord: acknowledgements a task",
        attrgetter("acknowledgements"),
        number,
        lambda value: reach.exactly(value, 1),
    ),
    _row("Discord: progress edits a task", attrgetter("progress"), number),
    _row(
        "Discord: final edits a task",
        attrgetter("finals"),
        number,
        lambda value: reach.exactly(value, 1),
    ),
    _row("Discord: other calls a task", attrgetter("others"), number, compared=False),
    _row(
        "progress edits under 3 s apart",
        attrgetter("hurried"),
        number,
        lambda value: reach.exactly(value, 0),
        compared=False,
    ),
    _row("edits that changed nothing", attrgetter("unchanged"), number, compared=False),
    _row(
        "429s earned",
        attrgetter("refused_429"),
        number,
        lambda value: reach.exactly(value, 0),
        compared=False,
    ),
    _row(
        "done -> picture shown, p50",
        _of("lag", "p50"),
        seconds,
        lambda value: reach.looks(value, P50, seconds),
    ),
    _row("done -> picture shown, p90", _of("lag", "p90"), seconds),
    _row(
        "done -> picture shown, p99",
        _of("lag", "p99"),
        seconds,
        lambda value: reach.looks(value, P99, seconds),
    ),
    _row("of that, the picture's way, p50", _of("transfer", "p50"), seconds),
    _row("sent -> acknowledged, p50", _of("acknowledgement", "p50"), seconds),
    _row(
        "sent -> acknowledged, p99",
        _of("acknowledgement", "p99"),
        seconds,
        lambda value: reach.under(value, 0.5, seconds),
    ),
    _row(
        "sent -> acknowledged, slowest",
        _of("acknowledgement", "most"),
        seconds,
        lambda value: reach.under(value, 3.0, seconds),
    ),
    _row(
        "processor time a task",
        attrgetter("processor"),
        seconds,
        lambda value: reach.part(value, 1.0, "1.00"),
    ),
    _row("peak memory", attrgetter("memory_bytes"), mebibytes),
)


def table(ours: Figures, theirs: Figures, aim: Aim) -> str:
    """All rows, aligned. `poll_seconds` is Easel's pause between two looks."""
    cells = [HEAD, *(row.cells(ours, theirs, aim) for row in ROWS)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(HEAD))]
    lines = [_line(row, widths) for row in cells]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def missed(ours: Figures, theirs: Figures, aim: Aim) -> list[str]:
    """The goals that Easel did not reach, by the words of their rows."""
    goals: Iterable[tuple[Row, Reach | None]] = ((row, row.rule(ours, theirs, aim)) for row in ROWS)
    return [row.words for row, goal in goals if goal is not None and not goal.met]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    words, *figures = cells
    last = figures.pop().ljust(widths[-1])
    middle = [cell.rjust(width) for cell, width in zip(figures, widths[1:-1], strict=True)]
    return "   ".join([words.ljust(widths[0]), *middle, last])
