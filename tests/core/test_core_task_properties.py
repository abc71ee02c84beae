"""What holds for a task whatever happens to it, in whatever order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.core.failure import Failure, FailureKind
from bot.core.picture import PictureTrouble
from bot.core.report import Acceptance, Button, RelayStatus, Report, Style
from bot.core.task import Status, Task, Waiting
from tests.builders import NOW, a_task

if TYPE_CHECKING:
    from collections.abc import Callable

    Step = Callable[[Task], Task]

FIXED = ("number", "request", "state", "relay", "user_id", "guild_id", "channel_id", "prompt")
ORDER = list(Status)

moments = st.floats(NOW, NOW + 2_000)
few_words = st.sampled_from(["", "a cat", "a cat --v 6"])
links = st.none() | st.sampled_from(["https://cdn.example/1", "https://cdn.example/2"])
failures = st.builds(Failure, st.sampled_from(FailureKind), few_words)
buttons = st.builds(Button, st.just("MJ::JOB::1"), st.just("U1"), few_words, st.sampled_from(Style))
reports = st.builds(
    Report,
    relay_id=st.sampled_from(["1", "2"]),
    status=st.sampled_from(RelayStatus),
    progress=st.none() | st.integers(-10, 200),
    picture=links,
    buttons=st.none() | st.lists(buttons, max_size=2).map(tuple),
    failure=st.none() | failures,
    final_prompt=few_words,
    job_id=few_words,
    state=few_words,
    finished_at=st.none() | moments,
)
acceptances = st.builds(
    Acceptance, st.sampled_from(["1", "2"]), st.none() | st.integers(0, 9), st.none() | few_words
)
waits = st.sampled_from(Waiting)
tellings: st.SearchStrategy[Step] = st.builds(
    lambda report, now: lambda task: task.told(report, now), reports, moments
)
steps: st.SearchStrategy[Step] = st.one_of(
    tellings,
    st.just(Task.queued),
    st.builds(lambda w, n: lambda t: t.placed(w, n), waits, st.none() | st.integers(0, 9)),
    st.builds(lambda now: lambda t: t.sending(now), moments),
    st.builds(lambda w: lambda t: t.held(w), waits),
    st.just(Task.doubted),
    st.builds(lambda a, now: lambda t: t.accepted(a, now), acceptances, moments),
    st.builds(lambda now: lambda t: t.confirming(now), moments),
    st.just(Task.reopened),
    st.builds(lambda now: lambda t: t.missed(now, 600), moments),
    st.just(Task.stall),
    st.builds(lambda f, now: lambda t: t.failed(f, now), failures, moments),
    st.builds(lambda now: lambda t: t.cancelled(now), moments),
    st.builds(lambda p: lambda t: t.troubled(p), st.sampled_from(PictureTrouble)),
    st.builds(lambda r: lambda t: t.retried(r), st.none() | reports),
    st.builds(lambda p: lambda t: t.press(p), st.integers(0, 5)),
)


def walk(ways: list[Step]) -> list[tuple[Task, Task]]:
    """Each step as the task before it and the task after it."""
    pairs: list[tuple[Task, Task]] = []
    task = a_task()
    for way in ways:
        after = way(task)
        pairs.append((task, after))
        task = after
    return pairs


@given(st.lists(steps, max_size=30))
def test_each_real_change_is_one_revision_and_no_change_is_the_same_task(ways: list[Step]) -> None:
    for before, after in walk(ways):
        if after is not before:
            assert after.revision == before.revision + 1
            assert replace(after, revision=before.revision) != before


@given(st.lists(steps, max_size=30))
def test_a_task_only_goes_forward(ways: list[Step]) -> None:
    for before, after in walk(ways):
        assert ORDER.index(after.status) >= ORDER.index(before.status)
        assert after.progress >= before.progress
        assert 0 <= after.progress <= 100
        if before.ended:
            assert after.status is before.status
            assert after.ended_at == before.ended_at


@given(st.lists(steps, max_size=30))
def test_what_was_asked_for_never_changes(ways: list[Step]) -> None:
    for before, after in walk(ways):
        assert [getattr(before, name) for name in FIXED] == [getattr(after, name) for name in FIXED]
        assert before.relay_id in {None, after.relay_id}


@given(st.lists(steps, max_size=30))
def test_an_ended_task_is_whole(ways: list[Step]) -> None:
    for _, after in walk(ways):
        assert (after.ended_at is not None) == after.ended
        assert (after.failure is not None) == (after.status is Status.FAILED)
        assert (after.progress == 100) == (after.status is Status.DONE)
        if after.ended:
            assert after.preview is None
        if after.status is Status.DONE:
            assert after.picture is not None or after.trouble is not None


@given(st.lists(steps, max_size=15), reports, moments)
def test_the_same_report_twice_is_news_once(ways: list[Step], report: Report, now: float) -> None:
    task = a_task()
    for way in ways:
        task = way(task)
    told = task.told(report, now)

    assert told.told(report, now) is told


@given(st.lists(tellings, max_size=30))
def test_a_final_word_of_the_relay_is_the_last(tells: list[Step]) -> None:
    ended = [after for _, after in walk(tells) if after.ended]

    assert all(task is ended[0] for task in ended)
