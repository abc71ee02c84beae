"""Every cell of the table, tried; and the page that tells of them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.operations import commands, errands, presses
from tests.operations.page import PAGE, page
from tests.operations.stage import Stage, stage
from tests.operations.table import ROWS, SERVERS, Row

DRIVERS = commands.DRIVERS | presses.DRIVERS | errands.DRIVERS


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=SERVERS)
async def column(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[str, Stage]]:
    """One bot for all cells of a server."""
    server = str(request.param)
    async with stage(tmp_path_factory.mktemp(server), server) as ready:
        yield server, ready


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("row", ROWS, ids=[row.key for row in ROWS])
async def test_a_cell_comes_to_what_the_table_says(column: tuple[str, Stage], row: Row) -> None:
    server, ready = column
    assert await DRIVERS[row.key](ready) is row.at(server)


def test_the_page_tells_what_was_tried() -> None:
    """After a change of the table: `python -m tests.operations.page`."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_row_is_tried_and_every_try_is_a_row() -> None:
    assert [row.key for row in ROWS] == [*dict.fromkeys(row.key for row in ROWS)]
    assert DRIVERS.keys() == {row.key for row in ROWS}
