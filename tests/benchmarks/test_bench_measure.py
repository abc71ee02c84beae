"""The pure parts of the benchmark: what is counted, to whom, and how it is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import table
from benchmarks.load import Load
from benchmarks.measure import (
    Call,
    Course,
    Figures,
    Kind,
    Sight,
    Spread,
    figures,
    percentile,
    said_done,
)
from benchmarks.program import Usage
from benchmarks.reach import Aim, Mode
from sandbox.discord.recorder import Request

API = "/api/v10"
GRID = {"components": [{"type": 1, "components": [{"type": 2, "label": "U1"}]}]}


def a_request(method: str, path: str, json: object = None, **says: object) -> Request:
    told = {"at": 1.0, "route": "", "auth": "token", "files": [], "status": 200, "error": None}
    return Request(**(told | says), method=method, path=API + path, json=json)


def a_call(at: float, kind: Kind, token: str = "a", body: object = None, status: int = 200) -> Call:
    return Call(at=at, kind=kind, token=token, status=status, body=body)


def a_sight(**says: object) -> Sight:
    told = {
        "courses": [Course(token="a", sent=0.0, submitted=1.0, done=41.0, picture="pic-a")],
        "calls": [
            a_call(0.2, Kind.ACKNOWLEDGEMENT),
            a_call(2.0, Kind.PROGRESS, body={"content": "0%"}),
            a_call(5.0, Kind.PROGRESS, body={"content": "15%"}),
            a_call(42.0, Kind.FINAL),
        ],
        "reads": 20,
        "pictures": 1,
        "fetched": [(41.5, "/attachments/pic-a.png")],
        "before": Usage(seconds=1.0, peak_bytes=50),
        "after": Usage(seconds=1.5, peak_bytes=80),
    }
    return Sight(**(told | says))


# -- whose call it was -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("method", "path", "json", "kind", "token"),
    [
        ("POST", "/interactions/1/tok/callback", {"type": 5}, Kind.ACKNOWLEDGEMENT, "tok"),
        (
            "POST",
            "/interactions/1/tok/callback?with_response=true",
            {},
            Kind.ACKNOWLEDGEMENT,
            "tok",
        ),
        ("PATCH", "/webhooks/9/tok/messages/@original", {"content": "46%"}, Kind.PROGRESS, "tok"),
        ("PATCH", "/webhooks/9/tok/messages/@original?wait=true", GRID, Kind.FINAL, "tok"),
        ("PATCH", "/webhooks/9/tok/messages/77", GRID, Kind.FINAL, "tok"),
        ("POST", "/webhooks/9/tok?wait=true", {"content": "hello"}, Kind.PROGRESS, "tok"),
        ("GET", "/webhooks/9/tok/messages/@original", None, Kind.OTHER, ""),
        ("PATCH", "/channels/5/messages/6", GRID, Kind.OTHER, ""),
    ],
)
def test_a_call_is_known_by_its_address(
    method: str, path: str, json: object, kind: Kind, token: str
) -> None:
    call = Call.of(a_request(method, path, json))
    assert (call.kind, call.token) == (kind, token)


def test_an_edit_with_a_file_is_never_taken_for_one_that_changed_nothing() -> None:
    edit = a_request("PATCH", "/webhooks/9/tok/messages/@original", GRID, files=[{"size": 1}])
    calls = [replace(Call.of(edit), at=at) for at in (42.0, 43.0)]
    assert figures(a_sight(calls=calls)).unchanged == 0


# -- the figures -----------------------------------------------------------------------------------
def test_one_task_from_its_command_to_its_picture() -> None:
    found = figures(a_sight())
    assert (found.tasks, found.finished, found.acknowledged) == (1, 1, 1)
    assert (found.acknowledgements, found.progress, found.finals, found.others) == (1, 2, 1, 0)
    assert found.lag is not None
    assert found.lag.p50 == pytest.approx(1.0)
    assert found.transfer is not None
    assert found.transfer.p50 == pytest.approx(0.5)
    assert found.acknowledgement is not None
    assert found.acknowledgement.p99 == pytest.approx(0.2)
    assert found.reads_a_second == pytest.approx(20 / 40)
    assert found.processor == pytest.approx(0.5)
    assert found.memory_bytes == 80


def test_what_discord_refused_counts_as_a_call_but_shows_nothing() -> None:
    calls = [a_call(41.5, Kind.FINAL, status=429), a_call(44.0, Kind.FINAL)]
    found = figures(a_sight(calls=calls))
    assert (found.finals, found.refused_429) == (2, 1)
    assert found.lag is not None
    assert found.lag.p50 == pytest.approx(3.0)


def test_a_second_final_neither_hides_nor_moves_the_first() -> None:
    calls = [a_call(42.0, Kind.FINAL), a_call(60.0, Kind.FINAL)]
    found = figures(a_sight(calls=calls))
    assert found.finals == 2
    assert found.lag is not None
    assert found.lag.most == pytest.approx(1.0)


def test_a_task_that_never_came_is_missing_from_the_times() -> None:
    lost = Course(token="b", sent=0.0, submitted=None, done=None, picture="")
    found = figures(a_sight(courses=[*a_sight().courses, lost]))
    assert (found.tasks, found.finished, found.acknowledged) == (2, 1, 1)
    assert found.lag is not None
    assert found.lag.most == pytest.approx(1.0)


def test_edits_too_close_and_edits_for_nothing_are_counted_by_message() -> None:
    calls = [
        a_call(1.0, Kind.PROGRESS, "a", "0%"),
        a_call(2.0, Kind.PROGRESS, "b", "0%"),
        a_call(3.9, Kind.PROGRESS, "a", "0%"),
        a_call(5.0, Kind.PROGRESS, "b", "15%"),
    ]
    found = figures(a_sight(calls=calls))
    assert (found.hurried, found.unchanged) == (1, 1)


def test_how_many_were_in_flight_and_for_how_long() -> None:
    spans = [(0.0, 10.0), (5.0, 15.0), (10.0, 12.0), (20.0, 21.0)]
    courses = [
        Course(token=str(n), sent=a, submitted=a, done=b, picture="")
        for n, (a, b) in enumerate(spans)
    ]
    found = figures(a_sight(courses=courses, calls=[]))
    assert found.in_flight_most == 2
    assert found.in_flight_seconds == pytest.approx(16.0)


# -- numbers ---------------------------------------------------------------------------------------
def test_percentiles_by_the_nearest_rank() -> None:
    hundred = [float(n) for n in range(1, 101)]
    assert [percentile(hundred, p) for p in (0, 50, 90, 99, 100)] == [1, 50, 90, 99, 100]
    assert percentile([7.0], 50) == 7
    assert Spread.of([]) is None
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 50)


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 100))
def test_a_percentile_is_one_of_the_values_and_covers_its_part(
    values: list[float], percent: float
) -> None:
    found = percentile(sorted(values), percent)
    assert found in values
    assert sum(value <= found for value in values) >= len(values) * percent / 100 - 1e-6


@pytest.mark.parametrize(
    ("every", "pace", "told"),
    [(0.0, 1.0, 100.0), (15.0, 1.0, 105.0), (15.0, 5.0, 101.0)],
)
def test_a_relay_that_learns_late_says_so_late(every: float, pace: float, told: float) -> None:
    assert said_done(100.0, 40.0, every, pace) == pytest.approx(told)
    assert said_done(100.0, 45.0, every, pace) == pytest.approx(100.0)


def test_what_linux_tells_of_a_process_whose_name_looks_like_more() -> None:
    stat = "42 (a) b (c) S 1 42 42 0 -1 4194560 9 0 0 0 250 50 0 0 20 0 4 0 100 1 2\n"
    status = "Name:\ta\nVmPeak:\t  900 kB\nVmHWM:\t  300 kB\nVmRSS:\t  200 kB\n"
    assert Usage.parse(stat, status, 100) == Usage(
        seconds=3.0, peak_bytes=300 * 1024, held_bytes=200 * 1024
    )


# -- the load and the table ------------------------------------------------------------------------
@given(st.integers(1, 300), st.integers(0, 9))
def test_the_same_seed_asks_for_the_same_and_for_nothing_twice(tasks: int, seed: int) -> None:
    load = Load(tasks=tasks, rate=50.0, seed=seed)
    assert load.prompts() == load.prompts()
    assert len(set(load.prompts())) == tasks


def test_the_table_sets_ours_beside_theirs() -> None:
    ours = figures(a_sight(reads=1))
    theirs = replace(figures(a_sight(reads=80, fetched=[])), processor=0.25)
    rows = {line.split("   ")[0]: line for line in table.table(ours, theirs, Aim()).splitlines()}
    assert "1/80" in rows["relay: reads a task"]
    assert "<= 1/50 yes" in rows["relay: reads a task"]
    assert "<= 1.00 NO" in rows["processor time a task"]
    assert "2.00" in rows["processor time a task"]
    assert rows["of that, the picture's way, p50"].split()[-2:] == ["ms", "-"]
    assert table.missed(ours, theirs, Aim(mode=Mode.FIXED)) == ["processor time a task"]


def test_what_is_not_known_is_left_out_of_the_table_and_of_the_goals() -> None:
    empty: Figures = figures(a_sight(calls=[], before=None, after=None))
    assert "processor time a task" not in table.missed(empty, empty, Aim())
    assert "tasks finished" in table.missed(empty, empty, Aim())
    assert table.table(empty, empty, Aim())


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [(1, 80, "1/80"), (92, 100, "0.92"), (140, 100, "1.40"), (0, 5, "0.00"), (3, 0, "")],
)
def test_ratios_in_words(ours: float, theirs: float, words: str) -> None:
    assert table.ratio(ours, theirs) == words
