"""new-api before a plus server: what it checks itself, and what it makes of the answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from sandbox.relay import answers
from sandbox.relay.answers import PLAIN_TYPE, Answer
from sandbox.relay.call import Call
from sandbox.relay.studio import Studio
from sandbox.relay.task import Kind, RelayTask, Status
from sandbox.relay.view import first_row, seen

Upstream = Callable[[Studio, Call], Answer]

# Deleted from every request unless the operator wants them passed on.
_STRIPPED: Final = frozenset({"notifyHook", "accountFilter"})
_KEEP_FORM: Final = frozenset({Kind.INPAINT, Kind.CUSTOM_ZOOM})
_SUBMIT: Final = ("submit/", "insight-face/")


def passed(studio: Studio, call: Call, upstream: Upstream) -> Answer:
    """Takes a call as new-api gets it and what stands behind; gives what its caller sees."""
    operation = call.place.operation
    refused = _refusal(studio, call)
    if refused is not None:
        return refused
    body = {name: value for name, value in call.body.items() if name not in _STRIPPED}
    answer = upstream(studio, replace(call, body=body))
    if operation.startswith(_SUBMIT) and answer.status == 200:
        return replace(_softened(studio, answer), type=PLAIN_TYPE)
    return replace(answer, type=PLAIN_TYPE) if operation == "task/image-seed" else answer


def _softened(studio: Studio, answer: Answer) -> Answer:
    """Codes 22 and 21 read as 1 to new-api's callers; 21 stays for the forms it knows."""
    data = answer.data
    if not isinstance(data, dict) or data.get("code") not in {answers.FORM, answers.QUEUED}:
        return answer
    task = studio.tasks.get(str(data.get("result")))
    if data["code"] == answers.FORM and task is not None and task.kind in _KEEP_FORM:
        return answer
    return replace(answer, data={**data, "code": answers.ACCEPTED})


def _refusal(studio: Studio, call: Call) -> Answer | None:
    match call.place.operation:
        case "submit/imagine" if not call.text("prompt"):
            return answers.front_error("prompt_is_required")
        case "submit/action":
            return _action_refusal(studio, call)
        case "submit/modal":
            return _parent_refusal(studio, call)
        case "submit/change":
            return _change_refusal(studio, call)
        case "submit/simple-change":
            # It reads the path as "change", never the content, and looks for a model named mj_.
            words = "当前分组 default 下对于模型 mj_ 无可用渠道"
            return answers.openai_error(503, words, call.request_id)
        case "insight-face/swap" if not (call.text("sourceBase64") and call.text("targetBase64")):
            return answers.front_error("sour_base64_and_target_base64_is_required")
        case _:
            return None


def _action_refusal(studio: Studio, call: Call) -> Answer | None:
    """The distributor reads the customId before anything else, to know what it will cost."""
    custom_id = call.text("customId")
    if not custom_id:
        words = "Invalid request, custom_id_is_required"
        return answers.openai_error(400, words, call.request_id)
    if "::" not in custom_id:
        words = "Panic detected, error: runtime error: index out of range [1] with length 1"
        return answers.openai_error(500, words, call.request_id, "new_api_panic")
    if not _known(custom_id):
        words = f"Invalid request, unknown_action:{custom_id}"
        return answers.openai_error(400, words, call.request_id)
    return _parent_refusal(studio, call)


def _change_refusal(studio: Studio, call: Call) -> Answer | None:
    if not call.text("action"):
        return answers.front_error("action_is_required")
    if not call.body.get("index"):
        return answers.front_error("index_is_required")  # even for REROLL
    return _parent_refusal(studio, call)


def _parent_refusal(studio: Studio, call: Call) -> Answer | None:
    if not call.text("taskId"):
        return answers.front_error("task_id_is_required")
    parent = studio.tasks.get(call.text("taskId"))
    if parent is None:
        return answers.front_error("task_not_found")
    if call.place.operation != "submit/modal" and not _succeeded(studio, parent):
        return answers.front_error("task_status_not_success")
    return None


def _succeeded(studio: Studio, task: RelayTask) -> bool:
    """What new-api's own row says, which its sweep may not have reached yet."""
    return first_row(studio, task, seen(studio, task)).status == Status.SUCCESS


def _known(custom_id: str) -> bool:
    """The customIds new-api can price; `MJ::Job::…` (lower case) is not `JOB` to it."""
    parts = custom_id.split("::")
    name = parts[2] if parts[1] == "JOB" and len(parts) > 2 else parts[1]
    if "upsample" in name:
        return len(parts) > 3 and re.fullmatch(r"\d+", parts[3]) is not None
    known = any(word in name for word in ("variation", "pan", "reroll"))
    return known or name in {"Outpaint", "CustomZoom", "Inpaint"}
