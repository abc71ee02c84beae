"""The order of edits, held against a scheduler that simply looks at everything."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.service.gate import Lane
from bot.service.schedule import Edit, Schedule

NARROW = Lane("PATCH", 1)
WIDE = Lane("PATCH", 2)


class Doors:
    """When each lane opens, for what is urgent and for what is not, as a test sets it."""

    def __init__(self) -> None:
        self.at: dict[tuple[Lane, bool], float] = {}

    def __call__(self, lane: Lane, now: float, *, urgent: bool) -> float:
        return max(now, self.at.get((lane, urgent), 0.0))

    def shut(self, lane: Lane, until: float, *, wholly: bool = True) -> None:
        self.at[lane, False] = until
        if wholly:
            self.at[lane, True] = until


def all_started(schedule: Schedule, now: float) -> list[int]:
    found = []
    while (edit := schedule.start(now)) is not None:
        found.append(edit.number)
    return found


def test_finals_first_then_whoever_waited_longest() -> None:
    schedule = Schedule(Doors())
    schedule.put(Edit(1, 1.0, final=False))
    schedule.put(Edit(2, 3.0, final=True))
    schedule.put(Edit(3, 0.5, final=False, lane=WIDE))
    schedule.put(Edit(4, 2.0, final=True, lane=WIDE))
    schedule.put(Edit(5, 9.0, final=True))
    assert all_started(schedule, 5.0) == [4, 2, 3, 1]
    assert schedule.wait(5.0) == 4.0


def test_a_shut_lane_keeps_nobody_else_waiting() -> None:
    doors = Doors()
    schedule = Schedule(doors)
    doors.shut(NARROW, 8.0)
    for number in range(3):
        schedule.put(Edit(number, 0.0, final=True, lane=NARROW))
    schedule.put(Edit(7, 1.0, final=False))
    assert all_started(schedule, 1.0) == [7]
    assert schedule.wait(1.0) == 7.0
    assert all_started(schedule, 8.0) == [0, 1, 2]


def test_a_final_passes_where_progress_has_to_wait() -> None:
    doors = Doors()
    schedule = Schedule(doors)
    doors.shut(NARROW, 8.0, wholly=False)
    schedule.put(Edit(1, 0.0, final=False, lane=NARROW))
    assert schedule.start(0.0) is None
    schedule.put(Edit(2, 0.0, final=True, lane=NARROW))
    assert all_started(schedule, 0.0) == [2]
    assert schedule.wait(0.0) == 8.0


def test_with_room_for_finals_only_progress_stays_due() -> None:
    schedule = Schedule(Doors())
    schedule.put(Edit(1, 0.0, final=False))
    assert schedule.start(0.0, finals_only=True) is None
    assert 1 in schedule
    assert all_started(schedule, 0.0) == [1]


def test_nobody_waits_for_a_lane_that_nothing_is_due_in_any_more() -> None:
    doors = Doors()
    schedule = Schedule(doors)
    doors.shut(NARROW, 8.0, wholly=False)
    schedule.put(Edit(1, 0.0, final=False, lane=NARROW))
    assert schedule.start(0.0) is None
    schedule.put(Edit(1, 0.0, final=False))
    assert all_started(schedule, 0.0) == [1]
    assert schedule.wait(0.0) is None


class Plain:
    """The same, by looking at everything each time."""

    def __init__(self, doors: Doors) -> None:
        self.doors, self.edits = doors, dict[int, tuple[int, Edit]]()

    def start(self, now: float) -> int | None:
        may = [
            (not edit.final, edit.at, count, number)
            for number, (count, edit) in self.edits.items()
            if edit.at <= now
            and (edit.lane is None or self.doors(edit.lane, now, urgent=edit.final) <= now)
        ]
        # Progress waits behind a final of its own lane, since that one is to have the room.
        blocked = {e.lane for _, e in self.edits.values() if e.lane and e.final and e.at <= now}
        may = [m for m in may if not (m[0] and self.edits[m[3]][1].lane in blocked)]
        if not may:
            return None
        number = min(may)[3]
        del self.edits[number]
        return number


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("put"),
            st.integers(0, 6),
            st.floats(0, 4),
            st.booleans(),
            st.sampled_from([None, NARROW, WIDE]),
        ),
        st.tuples(
            st.just("shut"),
            st.sampled_from([NARROW, WIDE]),
            st.floats(0, 3),
            st.booleans(),
        ),
        st.tuples(st.just("pass"), st.floats(0.01, 2)),
    ),
    max_size=60,
)


@given(STEPS)
def test_as_if_everything_were_looked_at(steps: list[tuple]) -> None:
    doors = Doors()
    schedule, plain, now = Schedule(doors), Plain(doors), 0.0
    for count, step in enumerate(steps):
        match step:
            case ("put", number, wait, final, lane):
                schedule.put(Edit(number, now + wait, final=final, lane=lane))
                plain.edits[number] = count, Edit(number, now + wait, final=final, lane=lane)
            case ("shut", lane, wait, wholly):
                # As at Discord, a bucket that has opened shuts again only by what is sent.
                if all(at <= now for at in doors.at.values()):
                    doors.shut(lane, now + wait, wholly=wholly)
            case ("pass", seconds):
                now += seconds
        while True:
            expected = plain.start(now)
            started = schedule.start(now)
            assert (started.number if started else None) == expected
            if started is None:
                break
        assert len(schedule) == len(plain.edits)
        wait = schedule.wait(now)
        assert (wait is None) == (not plain.edits)
