"""Answers to reads: not known, known, many, and everything that is neither."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from relay_samples import ID, LINK, LIST, answer, classic, new_api, plus

from bot.core.errors import Busy, Confused, OperationMissing, RelayError, Unreachable
from bot.core.report import RelayStatus
from bot.relay.answer import Answer, Ending
from bot.relay.wire import reading
from bot.relay.wire.tasks import Told

ERROR_401 = {"error": {"message": "无效的令牌 (request id: 1)", "type": "new_api_error"}}


@pytest.mark.parametrize(
    "said",
    [
        Answer(200),  # novicezk, plus
        Answer(204),  # trueai
        answer({"description": "task_no_found ", "type": "upstream_error", "code": 4}, 400),
        answer(None),
        answer({"code": 3, "description": "?", "result": None}),
        answer({"code": 3, "description": "关联任务不存在或已失效"}, 404),
        answer({"code": "1", "msg": "任务不存在"}),
    ],
)
def test_a_task_the_relay_does_not_know(said: Answer):
    assert reading.task(said, ID) is None


@pytest.mark.parametrize(
    "content",
    [
        classic(),
        {"data": classic()},
        {"code": 1, "description": "成功", "result": plus()},
        {"status": 200, "msg": "success", "data": {"task": plus()}},
        [plus()],
        {"id": ID, "status": "SUCCESS"},
        {"progress": "46%"},  # no id: it is what was asked for
    ],
)
def test_a_task_in_every_wrapper(content: object):
    found = reading.task(answer(content), ID)
    assert found is not None
    assert found.report.relay_id == ID


def test_a_relay_that_sends_numbers_loses_leading_zeros_and_is_forgiven():
    found = reading.task(answer(plus(id=741798445574458)), "0741798445574458")
    assert found is not None
    assert found.report.relay_id == "0741798445574458"


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (answer(plus(id="9")), Confused),
        (answer({}), Confused),
        (answer({"status": "failed", "message": "?"}), Confused),
        (answer({"data": {"data": {"data": plus()}}}), Confused),
        (answer("text"), Confused),
        (answer([]), Confused),
        (answer(None, 404), Confused),
        (answer(ERROR_401, 401), Confused),
        (Answer(401), Confused),
        (Answer(404, b"<html>"), Confused),
        (
            answer({"timestamp": 1, "status": 404, "error": "Not Found", "path": "/mj"}, 404),
            Confused,
        ),
        (Answer(200, b"<html>"), Confused),
        (Answer(302), Confused),
        (answer({"success": False, "code": -1, "message": "x"}), Confused),
        (Answer(200, b"{}", None, Ending.TOO_LONG), Confused),
        (Answer(200, b"", None, Ending.CUT), Unreachable),
        (Answer(200, b'{"id"', None, Ending.CUT), Unreachable),
        (Answer(502, b"<html>"), Unreachable),
        (Answer(524), Unreachable),
        (answer({"error": "x"}, 500), Unreachable),
        (Answer(429, b"", 7.0), Busy),
        (Answer(503, b"<html>", 7.0), Busy),
        (answer({"code": 30, "description": "x"}, 429, 7.0), Busy),
    ],
)
def test_what_is_neither_is_an_error(said: Answer, error: type[RelayError]):
    with pytest.raises(error) as caught:
        reading.task(said, ID)
    if isinstance(caught.value, Busy):
        assert caught.value.retry_after == 7.0


def ids(found: list[Told]) -> list[str]:
    return [one.report.relay_id for one in found]


@pytest.mark.parametrize(
    "wrap", [lambda r: r, lambda r: {"data": r}, lambda r: {"code": 1, "result": {"list": r}}]
)
def test_a_list_in_every_wrapper(wrap):
    rows = [plus(id="1"), plus(id=2), plus(id=""), None, "x", {}]
    assert ids(reading.tasks(answer(wrap(rows)), LIST)) == ["1", "2"]
    assert reading.tasks(answer(wrap([])), LIST) == []


@pytest.mark.parametrize(
    ("one", "other", "kept"),
    [
        ("MODAL", "IN_PROGRESS", RelayStatus.RUNNING),  # new-api's two rows after a form
        ("MODAL", "", RelayStatus.WAITING),  # the second row is there as soon as the form was taken
        ("SUBMITTED", "MODAL", RelayStatus.SUBMITTED),
        ("SUCCESS", "MODAL", RelayStatus.SUCCESS),
        ("FAILURE", "SUCCESS", RelayStatus.SUCCESS),
        ("CANCEL", "IN_PROGRESS", RelayStatus.CANCELLED),
    ],
)
def test_of_two_rows_the_most_advanced_wins(one: str, other: str, kept: RelayStatus):
    for pair in ([one, other], [other, one]):
        rows = [new_api(status=status) for status in pair]
        found = reading.tasks(answer(rows), LIST)
        assert [row.report.status for row in found] == [kept]


@pytest.mark.parametrize(
    ("other", "link", "kept"),
    [
        ("MODAL", f"https://api.example/mj/image/{ID}", None),
        ("SUCCESS", f"https://api.example/mj/image/{ID}", f"https://api.example/mj/image/{ID}"),
        ("MODAL", "https://cdn.example/a.png", "https://cdn.example/a.png"),
    ],
)
def test_a_picture_that_the_older_row_does_not_hand_out_yet_is_waited_for(
    other: str, link: str, kept: str | None
):
    rows = [new_api(status="SUCCESS", imageUrl=link), new_api(status=other, imageUrl=link)]
    for pair in (rows, rows[::-1]):
        (found,) = reading.tasks(answer(pair), LIST)
        assert found.report.status is RelayStatus.SUCCESS
        assert found.report.picture == kept


def test_of_two_rows_that_stand_alike_the_further_one_wins():
    rows = [plus(status="IN_PROGRESS", progress=p) for p in ("31%", "78%", None)]
    assert [row.report.progress for row in reading.tasks(answer(rows), LIST)] == [78]


def test_only_what_was_asked_for_is_chosen_under_the_ids_asked_for():
    found = reading.tasks(answer([plus(id=7), plus(id="8"), plus(id="x"), plus(id=9)]), LIST)
    assert sorted(ids(reading.chosen(found, ["007", "8", "x", "404"]))) == ["007", "8", "x"]


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (Answer(200, b"<!doctype html>"), OperationMissing),  # new-api's start page
        (Answer(301), OperationMissing),
        (Answer(404, b"<html>"), OperationMissing),
        (answer({"error": "Not Found"}, 404), OperationMissing),
        (Answer(405), OperationMissing),
        (Answer(200), Confused),
        (answer(None), Confused),
        (answer({"success": False, "code": -1, "message": "x"}), Confused),
        (answer({"description": "do_request_failed ", "code": 4}, 400), Confused),
        (answer([plus()], 401), Confused),
        (Answer(502, b"<html>"), Unreachable),
        (Answer(429), Busy),
    ],
)
def test_no_list(said: Answer, error: type[RelayError]):
    with pytest.raises(error):
        reading.tasks(said, LIST)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "status", "data", "result", "code", "error", "progress", "buttons"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
STATUSES = st.sampled_from([200, 201, 204, 302, 400, 401, 404, 413, 429, 500, 502, 503, 522])
BODIES = JSON.map(lambda v: json.dumps(v).encode()) | st.binary(max_size=20)


@given(BODIES, STATUSES, st.sampled_from(Ending))
def test_any_answer_is_a_value_or_one_of_our_errors(body: bytes, status: int, ending: Ending):
    said = Answer(status, body, None, ending)
    for read in (lambda a: reading.tasks(a, LIST), lambda a: reading.task(a, ID)):
        try:
            read(said)
        except RelayError:
            continue


def test_a_task_under_another_id_keeps_the_rest():
    found = reading.tasks(answer([plus(imageUrl=LINK)]), LIST)[0]
    assert found.under(ID) is found
    assert found.under("7").report.picture == LINK
