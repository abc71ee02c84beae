"""The table as a page: `python -m tests.operations.page` writes it."""

from __future__ import annotations

from pathlib import Path

from tests.operations.table import SERVERS, TABLE, Row
from tests.operations.ways import Way

PAGE = Path(__file__).parent.parent.parent / "docs" / "operations.md"
HEAD = """\
# What works with which relay

One row for each operation and each kind of button, one column for each kind of server: new-api,
which most resellers run (here in front of midjourney-proxy-plus), midjourney-proxy-plus, trueai's
midjourney-proxy with videos and uploads switched on, and novicezk's (classic). Every cell is tried
by `tests/operations`, with the whole program between the sandbox's Discord and its relay; this page
is written from what those tests expect, by `python -m tests.operations.page`.

With remix (a personal setting in `/settings`) the prompt is shown first and can be changed. What
stands under a video is out of reach where no video can be made: there, what is said is what is said
of Animate.
"""


def page() -> str:
    """The whole page."""
    tables = [f"## {title}\n{_table(rows)}" for title, rows in TABLE.items()]
    ways = [f"- **{way.cell}**: {way.value.words}." for way in Way]
    return (
        "\n\n".join((HEAD.rstrip(), *tables, "\n".join(("## What the cells mean", *ways)))) + "\n"
    )


def _table(rows: tuple[Row, ...]) -> str:
    lines = [("", *SERVERS), ("---",) * (len(SERVERS) + 1)]
    lines += [(row.title, *(way.cell for way in row.ways)) for row in rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
