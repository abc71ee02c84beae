"""`python -m benchmarks.plot`: the cost of a task by how many are in flight, drawn from `out/`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

OUT = Path(__file__).parent / "out"
PICTURE = Path(__file__).parent.parent / "docs" / "images" / "cost.png"
INK = "#5865f2"


def main() -> int:
    """Draws; gives 1 when nothing has been measured yet."""
    try:
        found = json.loads((OUT / "growth.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        print("Nothing measured yet: run python -m benchmarks.growth first.", file=sys.stderr)
        return 1
    figure = Figure(figsize=(8, 3), layout="constrained")
    canvas = FigureCanvasAgg(figure)
    left, right = figure.subplots(1, 2)
    counts = [one["in_flight"] for one in found["tasks"].values()]
    left.plot(counts, [one["processor_ms"] for one in found["tasks"].values()], "o-", color=INK)
    left.set_title("processor time a task, whole bot")
    left.set_ylabel("ms")
    sizes = [int(size) for size in found["microseconds"]]
    right.plot(sizes, list(found["microseconds"].values()), "o-", color=INK)
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


if __name__ == "__main__":
    sys.exit(main())
