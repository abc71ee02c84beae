"""Draws a chart: the child process of `media/charts`.

It reads charts as JSON from its input and writes a PNG to its output. The first chart is drawn
whose words the machine has letters for.
"""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from bot.media import panels
from bot.media.chart import Chart
from bot.media.fonts import Fonts

if TYPE_CHECKING:
    from collections.abc import Sequence

STYLE: dict[Any, Any] = {
    "text.parse_math": False,  # a member may be called $x$
    "font.size": 15,
    "text.color": panels.INK,
    "axes.linewidth": 0,
    "figure.dpi": 100,
}


def draw(charts: Sequence[Chart]) -> bytes:
    """The PNG of the first of the charts that can be written."""
    fonts = Fonts.found()
    chart = next((one for one in charts if fonts.write(_said(one))), charts[-1])
    with matplotlib.rc_context({**STYLE, "font.family": list(fonts.families)}):
        figure = Figure(figsize=(panels.WIDTH / 100, panels.HEIGHT / 100), facecolor=panels.GROUND)
        FigureCanvasAgg(figure)
        panels.fill(figure, chart, fonts)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", facecolor=panels.GROUND)
    return buffer.getvalue()


def _said(chart: Chart) -> str:
    """The chart's own words; the names in it are members' business."""
    titles = (*(one.title for one in chart.timelines), *(one.title for one in chart.rankings))
    return "".join((chart.title, *titles, *(tile.label for tile in chart.tiles)))


def main() -> None:
    """Draws what is asked for on the standard input."""
    asked = json.load(sys.stdin)
    sys.stdout.buffer.write(draw([Chart.of(one) for one in asked]))


if __name__ == "__main__":
    main()
