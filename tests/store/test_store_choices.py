"""What members keep and choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.errors import Gone
from bot.core.preferences import Preferences
from bot.core.translation import Wish
from bot.store import sql
from bot.store.database import Database
from bot.store.history import SqliteHistory
from bot.store.tasks import SqliteTasks
from tests.builders import USER, a_reply, a_task
from tests.store.stages import an_added

if TYPE_CHECKING:
    from pathlib import Path


CHOSEN = Preferences(remix=True, translate=Wish.ALWAYS)


# -- favourites ------------------------------------------------------------------------------------
async def test_favourites_are_each_members_own(store: SqliteTasks, history: SqliteHistory) -> None:
    for _ in range(3):
        await an_added(store)
    for user, task in [(USER, 1), (USER, 3), (USER, 3), (USER + 1, 2)]:
        await history.favour(user, task, keep=True)

    assert await history.favourites(USER, [1, 2, 3]) == {1, 3}
    assert await history.favourites(USER, [2, 404]) == frozenset()
    assert await history.favourites(USER, []) == frozenset()
    assert await history.favourites(USER + 1, [1, 2, 3]) == {2}


async def test_a_favourite_can_be_let_go(store: SqliteTasks, history: SqliteHistory) -> None:
    await an_added(store)
    await history.favour(USER, 1, keep=True)

    await history.favour(USER, 1, keep=False)
    await history.favour(USER, 1, keep=False)

    assert await history.favourites(USER, [1]) == frozenset()


async def test_what_is_not_there_cannot_be_kept(history: SqliteHistory) -> None:
    with pytest.raises(Gone):
        await history.favour(USER, 404, keep=True)


# -- preferences -----------------------------------------------------------------------------------
async def test_whoever_never_chose_has_the_defaults(history: SqliteHistory) -> None:
    assert await history.preferences(USER) == Preferences()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(chosen=st.lists(st.from_type(Preferences), min_size=1, max_size=3))
async def test_what_was_chosen_last_counts(
    history: SqliteHistory, chosen: list[Preferences]
) -> None:
    for preferences in chosen:
        await history.prefer(USER, preferences)

    assert await history.preferences(USER) == chosen[-1]
    assert await history.preferences(USER + 1) == Preferences()


async def test_choices_of_other_versions_are_read(
    database: Database, history: SqliteHistory
) -> None:
    async with database.transaction() as connection:
        for user, chosen in [
            (1, '{"remix": true, "of_a_newer_version": 5}'),
            (2, '{"translate": "a newer wish"}'),
        ]:
            await connection.execute(sql.CHOOSE, (user, chosen))

    assert await history.preferences(1) == Preferences(remix=True)
    assert await history.preferences(2) == Preferences()


async def test_what_a_member_keeps_and_chooses_outlives_the_process(path: Path) -> None:
    async with Database.open(path) as database:
        await SqliteTasks(database).add(a_task(), a_reply(), [])
        await SqliteHistory(database).favour(USER, 1, keep=True)
        await SqliteHistory(database).prefer(USER, CHOSEN)

    async with Database.open(path) as database:
        assert await SqliteHistory(database).favourites(USER, [1]) == {1}
        assert await SqliteHistory(database).preferences(USER) == CHOSEN
