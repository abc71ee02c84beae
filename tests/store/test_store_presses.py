from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import AlreadyPressed, Gone
from bot.core.failure import Failure, FailureKind
from bot.core.request import Imagine
from tests.builders import NOW, USER, a_reply, a_task, an_action
from tests.store.stages import a_finished

if TYPE_CHECKING:
    from bot.store.tasks import SqliteTasks


# -- presses ---------------------------------------------------------------------------------------
async def test_a_second_press_while_the_first_is_on_its_way_is_refused(store: SqliteTasks) -> None:
    await a_finished(store)
    press = a_task(request=an_action())
    first = await store.add(press, a_reply(), [], pressed_since=NOW - 10)

    with pytest.raises(AlreadyPressed) as refused:
        await store.add(
            replace(press, state="x", user_id=USER + 1), a_reply(), [], pressed_since=NOW + 999
        )

    assert refused.value.task == first.number
    assert await store.get(first.number + 1) is None


async def test_of_presses_at_one_moment_one_passes(store: SqliteTasks) -> None:
    await a_finished(store)
    presses = [
        store.add(a_task(request=an_action()), a_reply(), [], pressed_since=NOW) for _ in range(8)
    ]

    outcomes = await asyncio.gather(*presses, return_exceptions=True)

    assert sum(isinstance(outcome, AlreadyPressed) for outcome in outcomes) == 7


@pytest.mark.parametrize(
    ("user", "since", "passes"),
    [(USER, NOW, False), (USER, NOW + 0.1, True), (USER + 1, NOW, True)],
)
async def test_after_the_end_only_the_same_member_at_once_is_refused(
    store: SqliteTasks, user: int, since: float, passes: bool
) -> None:
    await a_finished(store)
    first = await store.add(a_task(request=an_action()), a_reply(), [])
    await store.save(first.failed(Failure(FailureKind.OTHER), NOW))
    again = a_task(request=an_action(), user_id=user)

    if passes:
        assert await store.add(again, a_reply(), [], pressed_since=since)
    else:
        with pytest.raises(AlreadyPressed):
            await store.add(again, a_reply(), [], pressed_since=since)


async def test_a_press_that_was_taken_back_is_in_nobodys_way(store: SqliteTasks) -> None:
    await a_finished(store)
    first = await store.add(a_task(request=an_action()), a_reply(), [])
    await store.save(first.cancelled(NOW))

    assert await store.add(a_task(request=an_action()), a_reply(), [], pressed_since=NOW)


async def test_what_is_asked_for_again_is_asked_for_once(store: SqliteTasks) -> None:
    await a_finished(store)
    request = Imagine("a fox", again_of=1)
    first = await store.add(a_task(request=request), a_reply(), [], pressed_since=NOW)

    with pytest.raises(AlreadyPressed):
        await store.add(a_task(request=request), a_reply(), [], pressed_since=NOW)

    stored = await store.get(first.number)
    assert stored is not None
    assert stored.request == request
    assert stored.parent is None


async def test_other_buttons_and_other_parents_are_not_the_same(store: SqliteTasks) -> None:
    await a_finished(store)
    await a_finished(store)
    for request in (an_action(), an_action(position=1), an_action(parent=2)):
        await store.add(a_task(request=request), a_reply(), [], pressed_since=NOW)

    assert len(await store.claimed()) == 3


async def test_the_same_words_may_be_asked_for_twice(store: SqliteTasks) -> None:
    for _ in range(2):
        await store.add(a_task(), a_reply(), [], pressed_since=NOW)

    assert len(await store.claimed()) == 2


async def test_a_press_on_a_task_that_is_gone_is_refused(store: SqliteTasks) -> None:
    with pytest.raises(Gone):
        await store.add(a_task(request=an_action(parent=404)), a_reply(), [])
