"""The parts of a chart's picture: where they are, and how they look on dark and on light ground."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from matplotlib.patches import FancyBboxPatch
from matplotlib.ticker import FuncFormatter, MaxNLocator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    from bot.media.chart import Bar, Chart, Ranking, Tile, Timeline
    from bot.media.fonts import Fonts

WIDTH, HEIGHT = 1600, 1080
"""Pixels: Discord shows it at a third of that, and sharp on a screen with small pixels."""
EDGE, GAP = 36, 24
TILES_TOP, TILES_HEIGHT = 124, 148
ROWS_TOP = TILES_TOP + TILES_HEIGHT + GAP

GROUND, PANEL, LINE = "#1b1d23", "#24272f", "#3a3e49"
INK, SOFT = "#f2f3f5", "#aab0bc"
COLOURS = {"blue": "#6c9ef8", "red": "#f0716c", "amber": "#eeb44f", "teal": "#4fc3a1"}
"""The palette. Each has a contrast of 4.5 or more against the panels."""
MUTED = "#6b7280"


def fill(figure: Figure, chart: Chart, fonts: Fonts) -> None:
    """Draws the whole chart."""
    _write(figure, EDGE, 62, chart.title, size=30, weight="bold")
    _write(figure, EDGE, 98, chart.subtitle, size=16, colour=SOFT)
    _tiles(figure, chart)
    height = (HEIGHT - ROWS_TOP - GAP - EDGE) / 2
    width = (WIDTH - 2 * EDGE - 2 * GAP) / 3
    for place, timeline in enumerate(chart.timelines[:3]):
        _timeline(figure, (EDGE + place * (width + GAP), ROWS_TOP, width, height), timeline)
    top = ROWS_TOP + height + GAP
    for place, ranking in enumerate(chart.rankings[:3]):
        _ranking(figure, (EDGE + place * (width + GAP), top, width, height), ranking, fonts)


Box = tuple[float, float, float, float]
"""Left, top, width and height in pixels, from the upper left corner."""


# -- tiles -----------------------------------------------------------------------------------------
def _tiles(figure: Figure, chart: Chart) -> None:
    count = max(1, len(chart.tiles))
    width = (WIDTH - 2 * EDGE - (count - 1) * GAP) / count
    for place, tile in enumerate(chart.tiles):
        _tile(figure, (EDGE + place * (width + GAP), TILES_TOP, width, TILES_HEIGHT), tile)


def _tile(figure: Figure, box: Box, tile: Tile) -> None:
    left, top, width, _ = box
    _panel(figure, box)
    _write(figure, left + 24, top + 38, tile.label, size=15, colour=SOFT, room=width - 48)
    value = _write(figure, left + 24, top + 92, tile.value, size=34, weight="bold")
    _shrink(figure, value, width - 48)
    _write(figure, left + 24, top + 126, tile.remark, size=13.5, colour=SOFT, room=width - 48)


# -- over time -------------------------------------------------------------------------------------
def _timeline(figure: Figure, box: Box, timeline: Timeline) -> None:
    left, top, width, height = box
    _panel(figure, box)
    _write(figure, left + 24, top + 40, timeline.title, size=17, weight="bold")
    axes = _axes(figure, (left + 74, top + 92, width - 74 - 26, height - 92 - 50))
    places = range(max(1, *(len(one.values) for one in timeline.series)))
    (_lines if timeline.lines else _stack)(axes, timeline)
    highest = _highest(timeline)
    axes.set_ylim(0, highest * 1.08 or 1)
    axes.set_xlim(-0.6, len(places) - 0.4)
    axes.set_xticks([place for place, _ in timeline.ticks], [said for _, said in timeline.ticks])
    whole = not timeline.unit and all(
        value is None or float(value).is_integer()
        for one in timeline.series
        for value in one.values
    )
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=whole, min_n_ticks=1))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _number(value, timeline.unit)))
    _legend(figure, (left + 24, top + 70), timeline)


def _stack(axes: Axes, timeline: Timeline) -> None:
    """Bars upon each other; a single one is not as wide as the panel."""
    count = max(len(one.values) for one in timeline.series)
    below = [0.0] * count
    width = min(0.72, 0.06 * count + 0.12)
    for one in timeline.series:
        values = [value or 0.0 for value in one.values]
        axes.bar(range(count), values, width, bottom=below, color=COLOURS[one.colour], linewidth=0)
        below = [low + value for low, value in zip(below, values, strict=True)]


def _lines(axes: Axes, timeline: Timeline) -> None:
    """A line each, broken where nothing is known; a value that stands alone is a dot."""
    for one in timeline.series:
        values = [float("nan") if value is None else value for value in one.values]
        axes.plot(
            range(len(values)),
            values,
            color=COLOURS[one.colour],
            linewidth=3,
            marker="o",
            markersize=5.5 if len(values) > 10 else 8,
            solid_capstyle="round",
            clip_on=False,
        )


def _highest(timeline: Timeline) -> float:
    if timeline.lines:
        return max((value or 0.0 for one in timeline.series for value in one.values), default=0.0)
    rows = zip(*(one.values for one in timeline.series), strict=True)
    return max((sum(value or 0.0 for value in row) for row in rows), default=0.0)


def _legend(figure: Figure, corner: tuple[float, float], timeline: Timeline) -> None:
    """What the colours mean, where there is more than one."""
    left, top = corner
    if len(timeline.series) < 2:
        return
    for one in timeline.series:
        dot = _write(figure, left, top, "●", size=12, colour=COLOURS[one.colour])
        left += _width(figure, dot) + 6
        said = _write(figure, left, top, one.label, size=13.5, colour=SOFT)
        left += _width(figure, said) + 22


def _number(value: float, unit: str) -> str:
    """A value at the axis, as short as it can be."""
    short = f"{value / 1000:g}k" if value >= 10_000 else f"{value:g}"
    return f"{short} {unit}".rstrip()


# -- rankings --------------------------------------------------------------------------------------
NAMES_SHARE = 0.42
"""The most of a ranking's width that its names take; the bars have what the rest leaves."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the parts of all bars of one ranking are, in pixels, and how large its letters are."""

    left: float
    bars: float
    room: float
    step: float
    size: float


def _ranking(figure: Figure, box: Box, ranking: Ranking, fonts: Fonts) -> None:
    left, top, width, height = box
    _panel(figure, box)
    _write(figure, left + 24, top + 40, ranking.title, size=17, weight="bold")
    if not ranking.bars:
        _write(figure, left + 24, top + 80, ranking.nothing, size=15, colour=SOFT)
        return
    step = min((height - 66 - 18) / len(ranking.bars), 46.0)
    names = [fonts.known(bar.label) or "–" for bar in ranking.bars]
    columns = _columns(figure, (left + 24, step, width - 48), names, ranking)
    longest = max(bar.length for bar in ranking.bars) or 1.0
    for place, (name, bar) in enumerate(zip(names, ranking.bars, strict=True)):
        middle = top + 66 + (place + 0.5) * step
        _lying(
            figure, columns, middle, replace(bar, label=name, length=bar.length / longest), ranking
        )


def _columns(
    figure: Figure, place: tuple[float, float, float], names: Sequence[str], ranking: Ranking
) -> _Columns:
    """The names have what they need, up to their share; the values all they need."""
    left, step, width = place
    size = min(15.0, step * 0.5)
    for_names = min(_widest(figure, names, size), width * NAMES_SHARE)
    for_values = _widest(figure, [bar.value for bar in ranking.bars], size)
    bars = left + for_names + 14
    return _Columns(left, bars, max(20.0, left + width - bars - for_values - 10), step, size)


def _lying(figure: Figure, columns: _Columns, middle: float, bar: Bar, ranking: Ranking) -> None:
    """One bar; its length is a share of the longest."""
    size, shade = columns.size, SOFT if bar.muted else INK
    room = columns.bars - columns.left - 14
    _write(figure, columns.left, middle, bar.label, size=size, colour=shade, room=room, mid=True)
    colour = MUTED if bar.muted else COLOURS[ranking.colour]
    thick = min(columns.step * 0.56, 20.0)
    long = max(columns.room * bar.length, thick / 3)
    _patch(figure, (columns.bars, middle - thick / 2, long, thick), colour, 4)
    _write(figure, columns.bars + long + 10, middle, bar.value, size=size, colour=shade, mid=True)


def _widest(figure: Figure, texts: Sequence[str], size: float) -> float:
    widest = 0.0
    for text in texts:
        written = _write(figure, 0, 0, text, size=size)
        widest = max(widest, _width(figure, written))
        written.remove()
    return widest


# -- single things ---------------------------------------------------------------------------------
def _axes(figure: Figure, box: Box) -> Axes:
    left, top, width, height = box
    axes = figure.add_axes(
        (left / WIDTH, 1 - (top + height) / HEIGHT, width / WIDTH, height / HEIGHT),
        facecolor="none",
    )
    axes.grid(axis="y", color=LINE, linewidth=1)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelcolor=SOFT, labelsize=12.5, pad=7)
    return axes


def _panel(figure: Figure, box: Box) -> None:
    _patch(figure, box, PANEL, 14, layer=-2)  # axes are at 0


def _patch(figure: Figure, box: Box, colour: str, radius: float, *, layer: float = -1) -> None:
    """A rectangle with round corners; whole numbers of pixels are not needed."""
    left, top, width, height = box
    corner = min(radius, width / 2, height / 2)
    figure.add_artist(
        FancyBboxPatch(
            (left, HEIGHT - top - height),
            width,
            height,
            boxstyle=f"round,pad=0,rounding_size={corner}",
            transform=None,
            facecolor=colour,
            edgecolor="none",
            zorder=layer,
        )
    )


def _write(
    figure: Figure,
    left: float,
    base: float,
    text: str,
    *,
    size: float,
    colour: str = INK,
    weight: str = "normal",
    room: float | None = None,
    mid: bool = False,
) -> Text:
    """Writes a text that begins at `left`, on the line `base` or with its middle there; cut to
    `room` pixels."""
    written = figure.text(
        left / WIDTH,
        1 - base / HEIGHT,
        text,
        fontsize=size,
        color=colour,
        fontweight=weight,
        va="center_baseline" if mid else "baseline",
    )
    while room is not None and len(text) > 1 and _width(figure, written) > room:
        text = text[:-1].rstrip()
        written.set_text(f"{text}…")
    return written


def _shrink(figure: Figure, written: Text, room: float) -> None:
    """Makes a text as small as it has to be."""
    wide = _width(figure, written)
    if wide > room:
        written.set_fontsize(float(written.get_fontsize()) * room / wide)


def _width(figure: Figure, written: Text) -> float:
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]  # of the Agg canvas
    return float(written.get_window_extent(renderer).width)
