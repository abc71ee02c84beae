"""`python -m benchmarks.plot`: the cost of a task by how many are in flight, drawn from `out/`."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

OUT = Path(__file__).parent / "out"
PICTURE = Path(__file__).parent.parent / "docs" / "images" / "cost.png"
INK = {"Easel": "#5865f2", "naive": "#b5651d"}


def main() -> int:
    """Draws; gives 1 when nothing has been measured yet."""
    found = whole()
    if not found:
        print("Nothing measured yet: run python -m benchmarks first.", file=sys.stderr)
        return 1
    figure = Figure(figsize=(8, 3), layout="constrained")
    canvas = FigureCanvasAgg(figure)
    left, right = figure.subplots(1, 2)
    for bot, points in found.items():
        counts, costs = zip(*sorted(points.items()), strict=True)
        left.plot(counts, costs, "o-", color=INK[bot], label=bot)
    left.set_title("processor time a task, whole bot")
    left.set_ylabel("ms")
    left.legend(frameon=False)
    sizes, costs = zip(*schedule().items(), strict=True)
    right.plot(sizes, costs, "o-", color=INK["Easel"])
    right.set_title("choosing the next edit")
    right.set_ylabel("µs")
    for axes in (left, right):
        axes.set_xscale("log")
        axes.set_xlim(80, 125_000)
        axes.set_ylim(0, axes.get_ylim()[1] * 1.15)
        axes.set_xlabel("tasks in flight")
        axes.spines[["top", "right"]].set_visible(False)
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    canvas.print_png(PICTURE)  # type: ignore[no-untyped-call]  # matplotlib has no word for it
    print(PICTURE)
    return 0


def whole() -> dict[str, dict[int, float]]:
    """Milliseconds a task by bot and by tasks in flight, of the newest run of each size."""
    found: dict[str, dict[int, float]] = {}
    for path in OUT.glob("bench-*.json"):
        if not re.fullmatch(r"bench-\d+\.json", path.name):
            continue
        for one in json.loads(path.read_text(encoding="utf-8"))["trials"]:
            figures = one["figures"]
            if one.get("mode") in {None, "timed"} and figures["processor"] is not None:
                costs = found.setdefault(one["bot"], {})
                costs[figures["in_flight_most"]] = figures["processor"] * 1000
    return found


def schedule() -> dict[int, float]:
    """Microseconds of an edit by how many are due."""
    told = json.loads((OUT / "growth.json").read_text(encoding="utf-8"))["microseconds"]
    return {int(size): cost for size, cost in told.items()}


if __name__ == "__main__":
    sys.exit(main())
