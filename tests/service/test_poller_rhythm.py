"""The poller's rhythm: from one look's beginning to the next, and never without a rest."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.callback_trust import SLOWER
from bot.core.estimate import Durations
from bot.core.picture import Image
from bot.core.request import Describe, Speed
from bot.core.task import Task
from bot.core.waiter import Work
from bot.service.agenda import Agenda
from bot.service.poller import Poller
from bot.service.rhythm import LISTED
from tests.builders import a_task
from tests.clock import HandClock
from tests.service.conftest import House, a_rhythm


@dataclass(frozen=True)
class Slow:
    """Somebody who takes his time with every change, as a long list takes the poller's."""

    clock: HandClock
    seconds: float

    def changed(self, tasks: Iterable[Task]) -> None:
        self.clock.pass_(self.seconds)


class Least(random.Random):
    """Chance that always falls on the least."""

    def uniform(self, a: float, b: float) -> float:
        return min(a, b)


def a_poller(house: House, *, timed: bool = True) -> Poller:
    """A poller of this house that nobody else knows of."""
    return Poller(
        relay=house.relay,
        store=house.store,
        book=house.book,
        clock=house.clock,
        rhythm=a_rhythm(house.learnt.durations, house.clock, timed=timed),
        poll_seconds=2,
        stall_minutes=20,
        chance=Least(),
    )


@pytest.mark.parametrize(("took", "pause"), [(0.0, 2.0), (0.75, 1.25), (1.5, 1.0), (9.0, 1.0)])
async def test_what_a_look_took_comes_off_the_pause_but_for_a_rest(
    house: House, took: float, pause: float
) -> None:
    task = await house.sent()
    poller = a_poller(house, timed=False)
    await poller.load()
    house.server.move(task.relay_id or "", "IN_PROGRESS", "46%")
    house.book.watch(Slow(house.clock, took))
    assert await poller.turn() == pytest.approx(pause)
    house.clock.pass_(pause / 2)
    assert await poller.turn() == pytest.approx(pause / 2)


@dataclass(frozen=True)
class Broken:
    """Somebody who cannot take any change."""

    def changed(self, tasks: Iterable[Task]) -> None:
        if list(tasks):
            raise RuntimeError("broken")


async def test_after_a_failure_the_whole_pause_comes_after_the_look(house: House) -> None:
    await house.sent()
    poller = a_poller(house)
    await poller.load()
    house.server.inject("html_502", times=20)
    begun = house.clock.monotonic()
    assert await poller.turn() == pytest.approx(2)
    assert house.clock.monotonic() > begun, "the client tried again meanwhile"


# -- looks that are timed --------------------------------------------------------------------------
async def known(house: House, *seconds: float) -> None:
    """Such tasks have lately taken so long."""
    for took in seconds:
        house.learnt.durations.note("main", Work("imagine", Speed.FAST), took)


async def turns(house: House, many: int) -> list[float]:
    """So many turns of the poller, each in its time; gives the pauses between them."""
    pauses: list[float] = []
    for _ in range(many):
        pause = await house.poller.turn()
        assert pause is not None
        pauses.append(pause)
        house.clock.pass_(pause)
    return pauses


async def test_while_nothing_can_be_done_yet_it_looks_seldom(house: House) -> None:
    await known(house, 40, 45, 50)
    await house.sent()
    assert await turns(house, 4) == pytest.approx([4, 4, 4, 4])


async def test_when_something_may_be_done_it_spends_the_looks_it_saved(house: House) -> None:
    await known(house, 40, 45, 50)
    await house.sent()
    pauses = await turns(house, 23)

    assert pauses[:9] == pytest.approx([4] * 9)
    assert pauses[10:] == pytest.approx([0.7] * 13)
    assert len(pauses) <= sum(pauses) / 2 + 1


async def test_what_others_have_saved_is_not_spent(house: House) -> None:
    await known(house, 40, 45, 50)
    task = await house.sent()
    await turns(house, 8)
    await house.book.change(task.number, lambda one: one.cancelled(house.clock.now()))
    house.clock.pass_(3600)
    for took in (1, 2, 3) * 20:
        house.learnt.durations.note("main", Work("imagine", Speed.FAST), took)
    await house.sent()
    assert await turns(house, 5) == pytest.approx([0.95, 2, 2, 2, 2])


async def test_a_quick_task_among_slow_ones_is_looked_at_in_its_time(house: House) -> None:
    await known(house, 40, 45, 50)
    for took in (2, 3, 4):
        house.learnt.durations.note("main", Work("describe", Speed.FAST), took)
    await house.sent()
    assert await turns(house, 2) == pytest.approx([4, 4])
    task = await house.sent(request=Describe(), images=(Image("image/png", b"png"),))
    assert task.relay_id

    assert await house.poller.turn() == pytest.approx(2 * 0.95)


async def test_without_timing_every_pause_is_the_same(house: House) -> None:
    await known(house, 40, 45, 50)
    fixed = a_rhythm(house.learnt.durations, house.clock, timed=False)
    task = await house.sent()
    for pace in (1, SLOWER):
        assert fixed.looked(1, pace) == 2 * pace
        assert list(fixed.next_looks([task], pace)) == [2 * pace]


def moved(task: Task, now: float, whole: float) -> Task:
    """A task of so many seconds in all, with the progress that Midjourney tells by then."""
    began = task.sent_at or now
    progress = (0, 0, 15, 31, 46, 62, 78, 93)[int((now - began) / whole * 8)]
    return task if progress == task.progress else replace(task, progress=progress, moved_at=now)


def crowd(*, timed: bool) -> tuple[int, float, float]:
    """1,000 tasks of 30 to 60 s, 50 more each second: the questions asked, and how many seconds
    after its end half of the tasks, and the last of all, were seen to be done."""
    chance, clock, durations = random.Random(1), HandClock(), Durations()
    ends = [i / 50 + chance.uniform(30, 60) for i in range(1000)]
    for seconds in (30, 37, 45, 52, 60):
        durations.note("main", Work("imagine", Speed.FAST), seconds)
    rhythm, agenda = a_rhythm(durations, clock, timed=timed), Agenda()
    tasks: dict[str, Task] = {}
    questions, lags, ready = 0, list[float](), 0.0
    rhythm.begin()
    while len(lags) < len(ends):
        now = clock.monotonic()
        for number in range(len(tasks), min(int(now * 50) + 1, len(ends))):
            tasks[str(number)] = a_task(sent_at=clock.now(), moved_at=clock.now())
            agenda.put(str(number), now + next(rhythm.next_looks([tasks[str(number)]], 1)))
        first = agenda.first()
        if first is not None and max(first, ready) <= now:
            running = len(tasks) - len(lags)
            asked = agenda.take(now + rhythm.horizon(1), rhythm.most(running))
            questions += -(-len(asked) // LISTED)
            lags += [now - ends[int(i)] for i in asked if ends[int(i)] <= now]
            going = [i for i in asked if ends[int(i)] > now]
            tasks |= {i: moved(tasks[i], clock.now(), ends[int(i)] - int(i) / 50) for i in going}
            waits = rhythm.next_looks((tasks[i] for i in going), 1)
            for relay_id, wait in zip(going, waits, strict=True):
                agenda.put(relay_id, now + wait)
            ready = now + rhythm.looked(running, 1)
        clock.pass_(0.02)
    return questions, median(lags), max(lags)


def test_a_crowd_is_seen_sooner_with_no_more_questions() -> None:
    questions, half, last = crowd(timed=True)
    most, half_of_fixed, _ = crowd(timed=False)
    assert questions <= most
    assert half <= 0.35 * 2
    assert half <= half_of_fixed / 2
    assert last <= 2 * 2


# -- what is asked about in one question -----------------------------------------------------------
moments = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.none() | st.floats(0, 100)))


@given(moments, st.floats(0, 100), st.integers(0, 8))
def test_an_agenda_gives_what_comes_first(
    changes: list[tuple[str, float | None]], until: float, most: int
) -> None:
    agenda, known = Agenda(), dict[str, float]()
    for relay_id, at in changes:
        if at is None:
            agenda.drop(relay_id)
            known.pop(relay_id, None)
        else:
            agenda.put(relay_id, at)
            known[relay_id] = at
        assert agenda.first() == min(known.values(), default=None)
    taken = agenda.take(until, most)
    in_time = sorted(at for at in known.values() if at <= until)
    assert [known[i] for i in taken] == in_time[:most]
    left = [at for i, at in known.items() if i not in taken]
    assert agenda.first() == min(left, default=None)


def test_moments_that_were_replaced_are_not_kept() -> None:
    agenda = Agenda()
    for at in range(10_000):
        agenda.put("a", at)
    assert len(agenda._heap) < 200
    assert agenda.take(1e9, 5) == ["a"]


async def test_nothing_is_forgotten_when_a_look_fails_in_an_unforeseen_way(house: House) -> None:
    task = await house.sent()
    house.book.watch(Broken())
    house.server.move(task.relay_id or "", "IN_PROGRESS", "46%")
    with pytest.raises(RuntimeError):
        await house.poller.look()
    house.server.finish(task.relay_id or "")
    with pytest.raises(RuntimeError):
        await house.poller.look()
    assert (await house.fresh(task)).ended


@pytest.mark.parametrize("max_running", [40])
async def test_more_tasks_than_one_list_holds_are_all_asked_about_in_time(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("rhythm", "poller"):
        monkeypatch.setattr(f"bot.service.{module}.LISTED", 25)
    await known(house, 40, 45, 50)
    for _ in range(30):
        await house.queued()
    await house.send_all()
    house.server.log.clear()
    await turns(house, 4)
    asked = [r.body["ids"] for r in house.server.log if "/task/" in r.path]
    assert {len(ids) for ids in asked} == {25}
    assert {i for ids in asked for i in ids} == set(house.server.tasks)
