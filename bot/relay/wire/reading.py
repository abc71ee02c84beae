"""The answers to reads: one task, or many."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.errors import Busy, Confused, OperationMissing, RelayError, Unreachable
from bot.core.failure import FailureKind
from bot.core.report import RelayStatus
from bot.relay.answer import Ending
from bot.relay.wire import links, words
from bot.relay.wire.document import NotJson, parse
from bot.relay.wire.envelope import Envelope
from bot.relay.wire.tasks import Told, bare_id, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.relay.answer import Answer
    from bot.relay.wire.call import Call

_WRAPPERS = ("data", "result", "task", "tasks", "list", "rows", "items", "content")
_DEPTH = 3
_SIGNS = frozenset({"progress", "imageUrl", "image_url", "action", "task_status"})
_IDS = frozenset({"id", "taskId", "task_id", "mj_id"})
_MISSING_ROUTE = frozenset({404, 405, 501})
_BUSY = frozenset({429, 503})
_GATEWAY = frozenset({500, 502, 504, *range(520, 531)})
"""A gateway's trouble, or the relay's; all of it passes."""
_RANKS = {
    # Below a row without a status: that one is what new-api makes of the form's answer.
    RelayStatus.FORM: 0,
    RelayStatus.WAITING: 1,
    RelayStatus.SUBMITTED: 2,
    RelayStatus.RUNNING: 3,
    RelayStatus.CANCELLED: 4,
    RelayStatus.FAILURE: 4,
    RelayStatus.SUCCESS: 5,
}


def task(answer: Answer, relay_id: str) -> Told | None:
    """The task that was asked for; None when the relay does not know it.

    "Not known" is an empty 200 (novicezk, plus), 204 (trueai), `null`, 400 `task_no_found`
    (new-api), or code 3. Raises `Busy`, `Unreachable` or `Confused`.
    """
    if answer.ok and answer.is_empty and answer.ending is Ending.WHOLE:
        return None
    content = _content(answer)
    if content is None:
        if answer.ok:
            return None
    elif (row := _row(content)) is not None:
        return _asked_for(row, relay_id)
    elif _says_missing(answer):
        return None
    raise trouble(answer)


def tasks(
    answer: Answer, call: Call, read: Callable[[dict[str, object]], Told | None] = told
) -> list[Told]:
    """The tasks of a list, each once: new-api has two rows for a task that had a form.

    `read` makes of a row what `told` does.

    Raises `Busy`, `Unreachable`, `Confused`, or `OperationMissing` where there is no such list.
    """
    if answer.status in _MISSING_ROUTE or answer.is_astray:
        raise OperationMissing(call.name, f"status {answer.status}")
    rows = _rows(_content(answer), _DEPTH) if answer.ok else None
    if rows is None:
        raise trouble(answer)
    return _merged(one for row in rows if (one := read(row)))


def chosen(all_told: Iterable[Told], relay_ids: Sequence[str]) -> list[Told]:
    """Those of `relay_ids`, under exactly the ids that were asked for."""
    asked = {bare_id(relay_id): relay_id for relay_id in relay_ids}
    return [
        one.under(asked[name])
        for one in all_told
        if (name := bare_id(one.report.relay_id)) in asked
    ]


def _merged(all_told: Iterable[Told]) -> list[Told]:
    """One for each id, the most advanced."""
    found: dict[str, Told] = {}
    for one in all_told:
        name = one.report.relay_id
        found[name] = _of_two(found[name], one) if name in found else one
    return list(found.values())


def _of_two(first: Told, second: Told) -> Told:
    """The more advanced of two rows, without a picture that cannot be fetched yet.

    new-api hands pictures out by the older row, which hears of the end a sweep after the newer.
    """
    behind, best = sorted((first, second), key=_rank)
    picture = best.report.picture or ""
    if behind.report.status.final or not links.forwarded(picture):
        return best
    return replace(best, report=replace(best.report, picture=None))


def _rank(one: Told) -> tuple[int, int]:
    return _RANKS[one.report.status], one.report.progress or 0


def _asked_for(row: dict[str, object], relay_id: str) -> Told:
    found = told(row, relay_id)
    if found is None or bare_id(found.report.relay_id) != bare_id(relay_id):
        raise Confused("told of another task than was asked for")
    return found.under(relay_id)


def _content(answer: Answer) -> object:
    """The JSON; raises what the answer means instead when there is none."""
    try:
        return parse(answer)
    except NotJson as exc:
        raise trouble(answer) from exc


def _row(content: object) -> dict[str, object] | None:
    """The one task in an answer, out of its wrappers; None when it is something else."""
    for _ in range(_DEPTH):
        if isinstance(content, list) and len(content) == 1:
            content = content[0]
        if not isinstance(content, dict):
            return None
        if _is_task(content):
            return content
        content = next((content[w] for w in _WRAPPERS if w in content), None)
    return None


def _is_task(content: dict[object, object]) -> bool:
    """Whether it is a task, not an envelope or an error that has a status of its own."""
    if not _SIGNS.isdisjoint(content):
        return True
    return isinstance(content.get("status"), str) and not _IDS.isdisjoint(content)


def _rows(content: object, depth: int) -> list[dict[str, object]] | None:
    """The rows of a list, out of its wrappers; None when there is no list."""
    if isinstance(content, list):
        return [row for row in content if isinstance(row, dict)]
    if isinstance(content, dict) and depth:
        inside = (_rows(content[name], depth - 1) for name in _WRAPPERS if name in content)
        return next((rows for rows in inside if rows is not None), None)
    return None


def _says_missing(answer: Answer) -> bool:
    envelope = Envelope.read(answer)
    if envelope is None:
        return False
    return envelope.code == 3 or words.kind(envelope.words) is FailureKind.PARENT_GONE


def trouble(answer: Answer) -> RelayError:
    """What an answer to a question means that does not answer it."""
    if answer.status in _BUSY:
        return Busy(answer.retry_after)
    if answer.status in _GATEWAY or answer.ending is Ending.CUT:
        return Unreachable(f"status {answer.status}, {answer.ending}")
    return Confused(f"status {answer.status}, {answer.ending}")
