"""What holds for a task whatever happens to it, in whatever order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.core.failure import Failure, FailureKind
from bot.core.picture import PictureTrouble
from bot.core.report import Acceptance, Button, RelayStatus, Report, Style
from bot.core.request import DESCRIBES_AGAIN, Describe, Imagine, Request, Shorten, Video
from bot.core.status import Status, Waiting
from bot.core.task import Task
from tests.builders import NOW, a_change, a_task, an_action

if TYPE_CHECKING:
    from collections.abc import Callable

    Step = Callable[[Task], Task]
    Life = list[tuple[Task, Task]]

FIXED = ("number", "request", "state", "relay", "user_id", "guild_id", "channel_id", "prompt")
AFTER_THE_END = ("revision", "picture", "video", "trouble", "buttons", "pressed", "removed")
ORDER = list(Status)
LONGEST = 30
"""The most that happens to a task here."""

moments = st.floats(NOW, NOW + 2_000)
few_words = st.sampled_from(["", "a cat", "a cat --v 6"])
links = st.none() | st.sampled_from(["https://cdn.example/1", "https://cdn.example/2"])
failures = st.builds(Failure, st.sampled_from(FailureKind), few_words)
buttons = st.builds(Button, st.just("MJ::JOB::1"), st.just("U1"), few_words, st.sampled_from(Style))
full_reports = st.builds(
    Report,
    relay_id=st.sampled_from(["1", "2"]),
    status=st.sampled_from(RelayStatus),
    progress=st.none() | st.integers(-10, 200),
    picture=links,
    buttons=st.none() | st.lists(buttons, max_size=2).map(tuple),
    failure=st.none() | failures,
    suggestions=st.lists(few_words, max_size=2).map(tuple),
    video=links,
    final_prompt=few_words,
    job_id=few_words,
    state=few_words,
    finished_at=st.none() | moments,
)
bare_reports = st.builds(Report, st.sampled_from(["1", "2"]), st.sampled_from(RelayStatus))
reports = bare_reports | full_reports
acceptances = st.builds(
    Acceptance, st.sampled_from(["1", "2"]), st.none() | st.integers(0, 9), st.none() | few_words
)
requests: st.SearchStrategy[Request] = st.sampled_from(
    [
        Imagine("a cat"),
        Describe(),
        Shorten("a cat"),
        Video("a cat"),
        an_action(),
        an_action(custom_id=DESCRIBES_AGAIN),
        a_change(),
    ]
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
    st.builds(lambda words: lambda t: t.answered(words), few_words),
    st.builds(lambda now: lambda t: t.confirming(now), moments),
    st.just(Task.reopened),
    st.builds(lambda now: lambda t: t.missed(now, 600), moments),
    st.just(Task.stall),
    st.builds(lambda f, now: lambda t: t.failed(f, now), failures, moments),
    st.builds(lambda now: lambda t: t.cancelled(now), moments),
    st.just(Task.mute),
    st.just(Task.remove),
    st.builds(lambda p: lambda t: t.troubled(p), st.sampled_from(PictureTrouble)),
    st.builds(lambda r: lambda t: t.retried(r), st.none() | reports),
    st.builds(lambda p: lambda t: t.press(p), st.integers(0, 5)),
)


SENT: list[Step] = [Task.queued, lambda t: t.sending(NOW)]
ASKED: list[Step] = [*SENT, lambda t: t.accepted(Acceptance("1", form="a cat"), NOW)]
CONFIRMED: list[Step] = [*ASKED, lambda t: t.confirming(NOW)]
beginnings: st.SearchStrategy[list[Step]] = st.sampled_from([[], SENT, ASKED, CONFIRMED])


def walk(request: Request, beginning: list[Step], ways: list[Step]) -> list[tuple[Task, Task]]:
    """Each step as the task before it and the task after it."""
    pairs: list[tuple[Task, Task]] = []
    task = a_task(request=request)
    for way in [*beginning, *ways]:
        after = way(task)
        pairs.append((task, after))
        task = after
    return pairs


lives_told = st.builds(walk, requests, beginnings, st.lists(tellings, max_size=LONGEST))
lives = lives_told | st.builds(walk, requests, beginnings, st.lists(steps, max_size=LONGEST))


@given(lives)
def test_each_real_change_is_one_revision_and_no_change_is_the_same_task(life: Life) -> None:
    for before, after in life:
        if after is not before:
            assert after.revision == before.revision + 1
            assert replace(after, revision=before.revision) != before


@given(lives)
def test_a_task_only_goes_forward(life: Life) -> None:
    for before, after in life:
        assert ORDER.index(after.status) >= ORDER.index(before.status)
        assert after.progress >= before.progress
        assert 0 <= after.progress <= 100


@given(lives)
def test_after_its_end_only_what_it_brought_and_its_message_change(life: Life) -> None:
    for before, after in life:
        if before.ended:
            news = {name: getattr(after, name) for name in AFTER_THE_END}
            assert after == replace(before, **news)
            if before.status is not Status.DONE:
                assert (after.picture, after.video, after.trouble) == (None, None, None)


@given(lives)
def test_what_was_asked_for_never_changes(life: Life) -> None:
    for before, after in life:
        assert [getattr(before, name) for name in FIXED] == [getattr(after, name) for name in FIXED]
        assert before.relay_id in {None, after.relay_id}


@given(lives)
def test_a_task_that_the_relay_has_named_is_with_the_relay(life: Life) -> None:
    for _, after in life:
        if after.relay_id is not None:
            assert after.status.at_relay or after.ended
            assert not after.in_doubt


@given(lives)
def test_an_ended_task_is_whole(life: Life) -> None:
    for _, after in life:
        assert (after.ended_at is not None) == after.ended
        assert (after.failure is not None) == (after.status is Status.FAILED)
        assert (after.progress == 100) == (after.status is Status.DONE)
        if after.ended:
            assert after.preview is None
            assert not after.awaits_form


@given(lives)
def test_only_a_task_that_is_done_has_brought_something(life: Life) -> None:
    for _, after in life:
        if after.status is not Status.DONE:
            assert (after.picture, after.video, after.suggestions) == (None, None, ())
            assert (after.buttons, after.trouble) == ((), None)


@given(lives)
def test_a_picture_is_missed_only_where_one_was_to_come_and_nothing_did(life: Life) -> None:
    for before, after in life:
        if after.status is Status.DONE and not before.ended:
            brought = after.picture or after.video or after.suggestions
            missed = after.makes_picture and not brought
            assert after.trouble is (PictureTrouble.MISSING if missed else None)


@given(lives)
def test_a_form_is_open_since_it_was_first_asked_for(life: Life) -> None:
    for before, after in life:
        assert (after.form is None) == (after.form_since is None)
        if before.form is not None:
            assert (after.form, after.form_since) == (before.form, before.form_since)


@given(lives)
def test_an_answer_that_has_left_stays_what_it_was(life: Life) -> None:
    for before, after in life:
        assert before.answer is None or after.answer is not None
        if before.ended or before.confirmed_at is not None:
            assert after.answer == before.answer


@given(lives)
def test_what_a_member_took_back_or_away_stays_so(life: Life) -> None:
    for before, after in life:
        assert after.muted >= before.muted
        assert after.removed >= before.removed
        if before.ended:
            assert after.muted == before.muted


@given(lives, reports, moments)
def test_the_same_report_twice_is_news_once(life: Life, report: Report, now: float) -> None:
    task = life[-1][1] if life else a_task()
    told = task.told(report, now)

    assert told.told(report, now) is told


@given(lives_told)
def test_a_final_word_of_the_relay_is_the_last(life: Life) -> None:
    ended = [after for _, after in life if after.ended]

    assert all(task is ended[0] for task in ended)
