"""Whose task is next: round robin between members, oldest first within each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.ports import Waiter


def order(waiters: Sequence[Waiter], turns: Mapping[int, int]) -> list[Waiter]:
    """The waiting tasks in the order they will be served.

    `turns` says how many tasks each member has with the relay or was served lately; a member with
    fewer comes first, and one member's second task comes behind everybody's first.
    """
    taken = dict(turns)
    keyed: list[tuple[int, float, int, Waiter]] = []
    for waiter in sorted(waiters, key=lambda w: (w.created_at, w.task)):
        turn = taken.get(waiter.user_id, 0)
        taken[waiter.user_id] = turn + 1
        keyed.append((turn, waiter.created_at, waiter.task, waiter))
    return [waiter for *_, waiter in sorted(keyed, key=lambda k: k[:3])]
