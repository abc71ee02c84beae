"""Tasks as a table that any spreadsheet opens, within a number of bytes."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.core import money
from bot.ui import prose, usage_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.usage import Line
    from bot.ui.texts import Texts

MARK = "\ufeff"
"""What Excel knows UTF-8 by."""
COLUMNS = (
    "time", "task", "member", "name", "operation", "speed", "status", "failure", "cost", "waited",
    "took",
)  # fmt: skip
_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


@dataclass(frozen=True, slots=True)
class Table:
    """What fits: the bytes, how many tasks are in them, and how many there are."""

    data: bytes
    rows: int
    of: int

    @property
    def whole(self) -> bool:
        """Whether every task is in it."""
        return self.rows == self.of


class TableWriter:
    """Writes a line a task until there is no room left.

    Kept here: nothing in it is taken for a formula, and no name breaks a line.
    """

    def __init__(self, texts: Texts, locale: str, *, limit: int) -> None:
        self._texts = texts
        self._locale = locale
        self._limit = limit
        self._data = bytearray(MARK.encode())
        self._rows = self._of = 0
        self._headed = self._add([texts.say(locale, f"usage.columns.{name}") for name in COLUMNS])

    def add(self, lines: Sequence[Line], names: Mapping[int, str]) -> None:
        """Adds tasks, as long as there is room."""
        for line in lines:
            full = not self._headed or self._rows < self._of
            self._of += 1
            if not full and self._add(self._values(line, names)):
                self._rows += 1

    def done(self) -> Table:
        """What has been written."""
        return Table(bytes(self._data), self._rows, self._of)

    def _add(self, values: Sequence[str | int]) -> bool:
        row = io.StringIO(newline="")
        csv.writer(row).writerow([harmless(value) for value in values])
        data = row.getvalue().encode("utf-8", "replace")
        if len(self._data) + len(data) > self._limit:
            return False
        self._data += data
        return True

    def _values(self, line: Line, names: Mapping[int, str]) -> list[str | int]:
        texts, locale = self._texts, self._locale
        return [
            f"{datetime.fromtimestamp(line.at, UTC):%Y-%m-%d %H:%M:%S}",
            line.number,
            # As a mention: a spreadsheet would round a number that long, and Discord reads it.
            f"<@{line.user_id}>",
            prose.clean(names.get(line.user_id, "")),
            usage_words.operation(line.operation, texts, locale),
            texts.say(locale, f"choices.{line.speed}"),
            texts.say(locale, f"usage.status.{line.status}"),
            usage_words.failure(line.failure, texts, locale),
            money.written(line.cost),
            _seconds(line.waited),
            _seconds(line.took),
        ]


def harmless(value: str | int) -> str | int:
    """A value that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.lstrip().startswith(_STARTS):
        return f"'{value}"
    return value


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"
