"""What `/metrics` told during a soak, as one picture."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MultipleLocator

from benchmarks.gauges import EVERY, families, grown, quantile
from benchmarks.report import MIB
from bot.media.panels import COLOURS, GROUND, INK, LINE, PANEL, SOFT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes

    from benchmarks.diary import Diary, Plan
    from benchmarks.gauges import Look

BLUE, AMBER, TEAL, RED = (COLOURS[name] for name in ("blue", "amber", "teal", "red"))
VIOLET, GREY = "#b58cf0", "#8fa1b8"
CURVES = (BLUE, AMBER, TEAL, RED, VIOLET, GREY)
TROUBLES = {"down": RED, "slow": BLUE, "dry": AMBER, "html": VIOLET, "cut": TEAL}
AWAY = (PANEL, AMBER, RED)
"""Closed, being tried, left alone."""
WINDOW = 5
"""Looks that a quantile is taken over."""
WIDTH, HEIGHT = 12.0, 9.6
STYLE: dict[Any, Any] = {
    "font.size": 9,
    "text.color": INK,
    "axes.labelcolor": SOFT,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "axes.facecolor": PANEL,
    "axes.edgecolor": LINE,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "grid.color": LINE,
    "legend.frameon": False,
    "legend.fontsize": 7.5,
    "legend.handlelength": 1.0,
    "legend.handletextpad": 0.4,
    "legend.columnspacing": 0.9,
}


def drawn(plan: Plan, diary: Diary, looks: Sequence[Look]) -> bytes:
    """The PNG."""
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, HEIGHT), dpi=100, facecolor=GROUND, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots(5, 2, sharex=True)
        _troubles(axes[0, 0], diary)
        for place, panel in zip(axes.flat[1:], PANELS, strict=True):
            panel(place, looks)
        for each in axes.flat:
            _dress(each, plan, diary, looks)
        figure.suptitle(
            f"What /metrics tells in {plan.hours:g} hours of bad days, "
            f"{plan.scale:g} times as fast as in life (dotted: the bot is killed)"
        )
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", facecolor=GROUND)
    return buffer.getvalue()


def _dress(axes: Axes, plan: Plan, diary: Diary, looks: Sequence[Look]) -> None:
    """What all panels have: the kills, the end of the chaos, the time of the day it would be."""
    for kill in diary.kills:
        axes.axvline(kill, color=SOFT, linewidth=0.7, linestyle=":")
    axes.axvline(diary.calm, color=INK, linewidth=0.8)
    axes.set_xlim(0, looks[-1].at)
    axes.grid(axis="y", linewidth=0.5)
    axes.xaxis.set_major_locator(MultipleLocator(30 * plan.minute))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x / plan.minute / 60:.1f} h"))


# -- strips ----------------------------------------------------------------------------------------
def _troubles(axes: Axes, diary: Diary) -> None:
    names = sorted({spell.relay for spell in diary.spells})
    for spell in diary.spells:
        bar = (spell.begins, spell.ends - spell.begins)
        colour = TROUBLES[spell.trouble]
        axes.broken_barh([bar], (names.index(spell.relay) - 0.4, 0.8), facecolors=colour, zorder=2)
    for name, colour in TROUBLES.items():
        axes.plot([], [], color=colour, linewidth=4, label=name)
    axes.set_yticks(range(len(names)), names)
    _legend(axes, "Relays in trouble")


def _circuits(axes: Axes, looks: Sequence[Look]) -> None:
    names = families(looks, "easel_tasks", "relay")
    for row, name in enumerate(names):
        for look in looks:
            worst = int(_worst(look, name))
            if worst:
                axes.broken_barh(
                    [(look.at, EVERY)], (row - 0.4, 0.8), facecolors=AWAY[worst], zorder=2
                )
    for state, said in ((1, "being tried"), (2, "left alone")):
        axes.plot([], [], color=AWAY[state], linewidth=4, label=said)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(-0.5, max(len(names), 1) - 0.5)
    _legend(axes, "Circuits: the worst of each relay")


def _worst(look: Look, relay: str) -> float:
    found = [
        value
        for (name, labels), value in look.told.items()
        if name == "easel_circuit" and ("relay", relay) in labels
    ]
    return max(found, default=0.0)


# -- curves ----------------------------------------------------------------------------------------
def _queue(axes: Axes, looks: Sequence[Look]) -> None:
    _curve(axes, looks, [look.value("easel_queue_length") for look in looks], 0, "waiting")
    _legend(axes, "Queue: tasks")


def _age(axes: Axes, looks: Sequence[Look]) -> None:
    _curve(axes, looks, [look.value("easel_queue_age_seconds") for look in looks], 1, "s")
    _legend(axes, "Queue: age of the oldest (s)")


def _tasks(axes: Axes, looks: Sequence[Look]) -> None:
    for place, relay in enumerate(families(looks, "easel_tasks", "relay")):
        if not relay:
            continue
        there = [_at_relay(look, relay) for look in looks]
        _curve(axes, looks, there, place, relay)
    _legend(axes, "Tasks at each relay")


def _at_relay(look: Look, relay: str) -> float | None:
    found = [
        look.value("easel_tasks", relay=relay, status=status) for status in ("submitted", "running")
    ]
    return None if None in found else sum(value or 0.0 for value in found)


def _lag(axes: Axes, looks: Sequence[Look]) -> None:
    _quantiles(axes, looks, "easel_shown_lag_seconds")
    axes.set_yscale("log")
    _legend(axes, "From a relay's end to its message (s)")


def _edits(axes: Axes, looks: Sequence[Look]) -> None:
    for place, outcome in enumerate(families(looks, "easel_edits_total", "outcome")):
        values = grown(looks, "easel_edits_total", outcome=outcome)
        _curve(axes, looks[1:], values, place, outcome)
    _legend(axes, "Edits / s")


def _submits(axes: Axes, looks: Sequence[Look]) -> None:
    name = "easel_submit_seconds_count"
    for place, outcome in enumerate(families(looks, name, "outcome")):
        _curve(axes, looks[1:], grown(looks, name, outcome=outcome), place, outcome)
    _legend(axes, "Submits / s")


def _loop(axes: Axes, looks: Sequence[Look]) -> None:
    _quantiles(axes, looks, "easel_loop_late_seconds")
    axes.set_yscale("log")
    _legend(axes, "Event loop late (s)")


def _memory(axes: Axes, looks: Sequence[Look]) -> None:
    held = [None if look.memory is None else look.memory / MIB for look in looks]
    _curve(axes, looks, held, 4, "RSS")
    axes.set_ylim(0, 1.2 * max((one for one in held if one), default=1.0))
    _legend(axes, "Memory (MiB)")


PANELS: Sequence[Callable[[Axes, Sequence[Look]], None]] = (
    _circuits, _queue, _age, _tasks, _submits, _lag, _edits, _loop, _memory,
)  # fmt: skip


def _quantiles(axes: Axes, looks: Sequence[Look], name: str) -> None:
    for place, part in enumerate((0.5, 0.99)):
        values = [
            quantile(looks[max(0, end - WINDOW) : end], name, part)
            for end in range(1, len(looks) + 1)
        ]
        finite = [None if value is None or math.isinf(value) else value for value in values]
        _curve(axes, looks, finite, place, f"p{part * 100:g}")


def _curve(
    axes: Axes, looks: Sequence[Look], values: Sequence[float | None], place: int, label: str
) -> None:
    """A line with gaps where nothing is known."""
    known = [math.nan if value is None else value for value in values]
    colour = CURVES[place % len(CURVES)]
    axes.plot([look.at for look in looks], known, color=colour, linewidth=1.1, label=label)


def _legend(axes: Axes, title: str) -> None:
    axes.set_title(title)
    _, labels = axes.get_legend_handles_labels()
    if len(labels) > 1:
        axes.legend(loc="lower right", ncols=len(labels), bbox_to_anchor=(1.01, 0.95))
