"""Questions about tasks: fetch, lists, the queue, seeds, and asking a task to stop."""

from __future__ import annotations

from typing import Any, Final

from sandbox.relay import answers, shapes
from sandbox.relay.answers import Answer
from sandbox.relay.call import Call
from sandbox.relay.studio import Studio
from sandbox.relay.task import WAITING_FOR_FORM, Kind, RelayTask, Status
from sandbox.relay.view import seen

_TRUEAI_LIST: Final = 100  # trueai lists its newest tasks only
_SEEDED: Final = frozenset(
    {Kind.IMAGINE, Kind.VARIATION, Kind.UPSCALE, Kind.BLEND, Kind.PAN, Kind.ZOOM}
)


def fetch(studio: Studio, call: Call) -> Answer:
    """One task by its id."""
    task = studio.tasks.get(call.place.task_id)
    if task is None:
        return answers.unknown_task(studio.preset)
    return Answer(data=shapes.row(studio, task))


def listed(studio: Studio, call: Call) -> Answer:
    """Tasks by their ids, in the order of the server's own table; unknown ids are left out, and an
    id asked for twice is answered once."""
    wanted = {text.strip() for text in call.texts("ids")}
    found = [task for name in wanted if (task := studio.tasks.get(name)) is not None]
    found.sort(key=lambda task: task.ordinal)
    if studio.preset.lineage == "classic":
        # novicezk: what runs or waits comes first.
        found.sort(key=lambda task: seen(studio, task).ended)
    return Answer(data=[row for task in found for row in shapes.rows(studio, task)])


def everything(studio: Studio, _: Call) -> Answer:
    """All tasks, the newest first."""
    newest = list(reversed(studio.tasks.values()))
    if studio.preset.lineage == "trueai":
        newest = newest[:_TRUEAI_LIST]
    return Answer(data=[shapes.row(studio, task) for task in newest])


def queue(studio: Studio, _: Call) -> Answer:
    """What runs and what waits, the oldest first."""
    return Answer(data=[shapes.row(studio, task) for task in studio.queued()])


def seed(studio: Studio, call: Call) -> Answer:
    """The seed of a finished picture, as digits in a string."""
    task = studio.tasks.get(call.place.task_id)
    trueai = studio.preset.lineage == "trueai"
    if task is None and studio.preset.front:
        return answers.front_error("task_no_found")
    if task is None:
        return answers.envelope(3, "关联任务不存在或已失效", status=404 if trueai else 200)
    if seen(studio, task).status != Status.SUCCESS:
        if trueai:
            return answers.envelope(answers.INVALID, "关联任务状态错误", status=400)
        return answers.message(answers.INVALID, "该任务状态错误")
    if task.kind not in _SEEDED and not trueai:
        return answers.message(answers.INVALID, "该任务类型不支持获取图片seed")
    return answers.message(answers.ACCEPTED, "成功", str(task.seed))


def cancel(studio: Studio, call: Call) -> Answer:
    """Asks a task to stop. trueai lets only its administrators."""
    if studio.preset.lineage == "trueai":
        return Answer(400, "演示模式，禁止操作")
    task = studio.tasks.get(call.place.task_id)
    if task is None:
        return answers.message(answers.NOT_FOUND, "关联任务不存在或已失效")
    moment = seen(studio, task)
    if moment.ended:
        words = f"该任务不可取消: {shapes.action(studio.preset, task)}-{moment.status}"
        return answers.message(answers.INVALID, words)
    if not _stoppable(task, moment.status):
        return answers.message(answers.INVALID, "该任务暂不支持取消")
    studio.cancel(task)
    return answers.message(answers.ACCEPTED, "成功", task.id)


def accounts(studio: Studio, _: Call) -> Answer:
    """The Discord accounts behind the server."""
    return Answer(data=[_account(studio)])


def account(studio: Studio, call: Call) -> Answer:
    """One of them."""
    known = _account(studio)
    return Answer(data=known) if call.place.task_id == known["id"] else answers.empty()


def _stoppable(task: RelayTask, status: str) -> bool:
    """Discord shows Cancel Job while a picture is drawn; before that the server itself can stop."""
    waiting = task.fixed == WAITING_FOR_FORM or status == Status.NOT_START
    return waiting or (task.kind is not Kind.UPSCALE and task.picture is not None)


def _account(studio: Studio) -> dict[str, Any]:
    return {
        "id": answers.INSTANCE,
        "properties": {},
        "guildId": "1320066655572987906",
        "channelId": "1320066655572987907",
        "enable": True,
        "coreSize": studio.slots if studio.slots is not None else 12,
        "queueSize": studio.queue,
        "timeoutMinutes": 5,
        "display": answers.INSTANCE,
    }
