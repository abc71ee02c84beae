"""Whose task is next: round robin between members, oldest first within each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.core.ports import Waiter


def order(
    waiters: Iterable[Waiter], running: Mapping[int, int], served: Mapping[int, float]
) -> list[Waiter]:
    """The waiting tasks in the order they will be served.

    `running` is how many tasks each member has with the relay, `served` when each was last served
    (any clock, larger is later). A member's second task comes behind everybody's first; among
    equals the one who was served longest ago comes first, then the older task.
    """
    taken = dict(running)
    keyed: list[tuple[int, float, float, int, Waiter]] = []
    for waiter in sorted(waiters, key=lambda w: (w.created_at, w.task)):
        turn = taken.get(waiter.user_id, 0)
        taken[waiter.user_id] = turn + 1
        last = served.get(waiter.user_id, float("-inf"))
        keyed.append((turn, last, waiter.created_at, waiter.task, waiter))
    return [waiter for *_, waiter in sorted(keyed, key=lambda k: k[:4])]
