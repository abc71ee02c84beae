"""What an evening is judged by: orders of the line, waits, quotas in words, and the money."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accounts import Used, books, recount, told
from benchmarks.waits import Turn, first_come, longest, longest_line, part
from tests.scene import scene

TIMES = st.floats(0, 100)
TURNS = st.lists(
    st.builds(
        lambda greedy, asked, wait: Turn(greedy, False, asked, asked + wait),
        st.booleans(),
        TIMES,
        TIMES,
    ),
    max_size=30,
)
PANEL = """**Your quotas here**
**The server's budget today**
`████░░░░░░`
$12.30 of $40.00 used · $27.70 left · renews <t:1795737600:R>

**Yours, as <@&42> today**
`█░░░░░░░░░`
1,003 of 2,000 tasks used · 997 left · renews <t:1795737600:R>

**Yours today**
`██░░░░░░░░`
$0.85 of $4.00 used · $3.15 left · renews <t:1795737600:R>

**What your last tasks here cost**
#7 · Imagine · $0.10"""


@given(TURNS)
def test_first_come_is_another_order_of_the_same_moments(turns: list[Turn]) -> None:
    served = first_come(turns)
    assert sorted(turn.begun for turn in served) == sorted(turn.begun for turn in turns)
    assert [turn.asked for turn in served] == sorted(turn.asked for turn in turns)
    assert all(turn.begun >= turn.asked for turn in served)
    assert sum(turn.wait for turn in served) == pytest.approx(sum(turn.wait for turn in turns))
    longest_wait = max((turn.wait for turn in turns), default=0.0)
    assert max((turn.wait for turn in served), default=0.0) <= longest_wait + 1e-9


def test_waits_are_told_apart_and_counted() -> None:
    turns = [Turn(False, True, 0, 2), Turn(True, True, 1, 9), Turn(True, False, 1, 5)]
    assert longest(turns, greedy=False) == 2
    assert longest(turns, greedy=True) == 8
    assert longest([], greedy=True) == 0
    assert longest_line(turns) == 3
    assert longest_line([Turn(False, True, 0, 1), Turn(False, True, 1, 2)]) == 1


@pytest.mark.parametrize(("share", "value"), [(0.5, 2), (0.95, 4), (0.25, 1)])
def test_parts_are_values_that_were_there(share: float, value: float) -> None:
    assert part([4, 1, 3, 2], share) == value


def test_a_members_own_quotas_are_read_from_the_panel() -> None:
    assert told(PANEL) == Used(tasks=1003, money=850_000)
    assert told("This server has set no quotas: ask for as much as you like.") == Used(-1, -1)


async def test_a_cent_that_is_missing_is_found(tmp_path: Path) -> None:
    async with scene(tmp_path) as stage:
        await stage.finished("a lighthouse")
        await stage.settled()
        [task] = stage.relay.tasks.values()
        right = books(stage.house)
        assert right.wrongs == []
        assert right.held == {"member": -100_000, "reserved": 0, "relay": 100_000}
        assert recount(stage.house, {task.state or "": 7}) == {7: Used(1, 100_000)}
        with stage.house.database() as database:
            database.execute("UPDATE ledger SET amount = amount - 1 WHERE move = 'charge'")
        assert len(books(stage.house).wrongs) == 3
