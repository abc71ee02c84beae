"""The table of tasks: whole for a spreadsheet, harmless, and within its bytes."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.usage import Line
from bot.ui.texts import Texts
from bot.ui.usage_file import COLUMNS, MARK, TableWriter, harmless
from tests.builders import NOW, USER

TEXTS = Texts.load()
LINE = Line(
    number=7,
    at=NOW,
    user_id=USER,
    operation="imagine",
    speed="fast",
    status="done",
    failure="",
    cost=100_000,
    waited=1.25,
    took=60.0,
)


def rows(data: bytes) -> list[list[str]]:
    text = data.decode()
    assert text.startswith(MARK)
    return list(csv.reader(io.StringIO(text.removeprefix(MARK), newline="")))


def written(name: str, *, locale: str = "en", limit: int = 10_000) -> list[list[str]]:
    writer = TableWriter(TEXTS, locale, limit=limit)
    writer.add([LINE], {USER: name})
    return rows(writer.done().data)


def test_a_line_a_task() -> None:
    head, line = written("Ada")
    assert len(head) == len(line) == len(COLUMNS)
    assert line == [
        "2025-10-09 08:53:20", "7", f"<@{USER}>", "Ada", "Imagine", "Fast", "done", "", "0.10",
        "1.2", "60.0",
    ]  # fmt: skip


def test_in_the_readers_language() -> None:
    head, line = written("Ada", locale="zh-CN")
    assert head[2] == "成员"
    assert line[4] == "绘画"


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "=cmd|'/c'!A1"])
def test_no_name_is_a_formula(name: str) -> None:
    assert written(name)[1][3].startswith("'")


@given(st.text(max_size=60))
def test_whatever_a_member_is_called_it_is_one_cell(name: str) -> None:
    found = written(name)
    assert [len(row) for row in found] == [len(COLUMNS)] * 2
    assert not found[1][3].lstrip().startswith(("=", "+", "-", "@"))
    assert "\n" not in found[1][3]


@given(st.text(max_size=30))
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    assert harmless(text) in {text, f"'{text}"}


@given(limit=st.integers(0, 3000), count=st.integers(0, 40))
def test_it_keeps_its_size_and_says_what_it_left_out(limit: int, count: int) -> None:
    writer = TableWriter(TEXTS, "en", limit=limit)
    for _ in range(count):
        writer.add([LINE], {})
    table = writer.done()
    assert len(table.data) <= max(limit, len(MARK.encode()))
    assert table.of == count
    assert table.whole == (table.rows == count)
    if table.rows:
        assert len(rows(table.data)) == table.rows + 1
