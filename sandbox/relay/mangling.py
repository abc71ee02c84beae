"""How faults spoil answers: pure changes of the JSON that would have been sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from sandbox.relay import answers, chat, gate
from sandbox.relay.answers import Answer
from sandbox.relay.call import Call
from sandbox.relay.faults import Armed
from sandbox.relay.presets import Preset
from sandbox.relay.task import ENDED

Row = dict[str, Any]

_MANY: Final = 30
_SATURATED: Final = "当前分组负载已饱和，请稍后再试，或升级账户以提升服务质量。"


def instead(armed: Armed, preset: Preset, request_id: str) -> Answer:
    """The answer that a fault gives instead of the real one."""
    match armed.name:
        case "html_200":
            return answers.page(text=answers.PASSING)
        case "server_error":
            return _broken(preset, request_id)
        case "html_502":
            return answers.page(502, answers.BAD_GATEWAY)
        case "too_many":
            after = armed.retry_after
            headers = {} if after is None else {"Retry-After": f"{after:g}"}
            return replace(answers.empty(429), headers=headers)
        case "key_rejected":
            return gate.rejected(preset, request_id)
        case "hang":
            return answers.page(
                504, answers.BAD_GATEWAY.replace("502 Bad Gateway", "504 Gateway Time-out")
            )
        case _:
            return answers.empty()


def _broken(preset: Preset, request_id: str) -> Answer:
    """An error inside the server itself."""
    if not preset.front:
        return answers.spring(500, "Internal Server Error", "/error")
    words = "Panic detected, error: runtime error: invalid memory address"
    return answers.openai_error(500, words, request_id, "new_api_panic")


def refusal(name: str, preset: Preset, call: Call, path: str) -> Answer:
    """The answer with which a submit is refused."""
    match name:
        case "queue_full":
            return answers.full(preset)
        case "quota_exhausted":
            return answers.no_money(preset)
        case "group_saturated":
            return answers.front_error(_SATURATED, code=answers.SATURATED)
        case "banned_word":
            prompt = call.text("prompt")
            return answers.banned(prompt, (prompt.split() or ["?"])[0])
        case "parent_404":
            return answers.envelope(answers.NOT_FOUND, "关联任务不存在或已失效", status=404)
        case "minus_one":
            return answers.minus_one("队列数已达上限")
        case _:
            return _unknown_operation(preset, call, path)


def spoiled(name: str, answer: Answer) -> Answer | None:
    """The answer to a submit with a fault in it; None where the fault finds nothing to spoil."""
    data = answer.data
    if not isinstance(data, dict):
        return None
    code, result = data.get("code"), data.get("result")
    taken = isinstance(result, str) and result.isdigit()
    changed: Row | None = None
    match name:
        case "numeric_result" if taken:
            changed = {"result": int(str(result))}
        case "queued_without_id" if taken:
            changed = {
                "code": answers.QUEUED,
                "description": "排队中，前面还有1个任务",
                "result": None,
            }
        case "form_disguised" if code == answers.FORM:
            changed = {"code": answers.ACCEPTED}
        case "code_as_text" if isinstance(code, int):
            changed = {"code": str(code)}
    return None if changed is None else replace(answer, data=data | changed)


def spoil_rows(name: str, rows: list[Row]) -> bool:
    """Spoils tasks in place; gives whether there was one to spoil."""
    found = [row for row in rows if _ROWS[name](row)]
    return bool(found)


def spoil_list(name: str, rows: list[Row]) -> list[Row] | None:
    """A list with a fault in it; None where it is too short to show it."""
    match name:
        case "list_duplicates" if rows:
            return [row for row in rows for _ in range(2)]
        case "list_reversed" if len(rows) > 1:
            return rows[::-1]
        case "list_missing" if rows:
            return rows[1::2]
        case _:
            return None


def chatted(name: str, answer: Answer) -> Answer | None:
    """The answer of the chat endpoint with a fault in it; None where it says nothing to spoil."""
    words = chat.words_of(answer)
    if words is None:
        return None
    return chat.reworded(answer, _CHATTER[name](words))


# ---------------------------------------------------------------------- rows


def _running(changes: Row) -> Callable[[Row], bool]:
    """Writes values into the row of a task that has not ended."""

    def spoil(row: Row) -> bool:
        if row["status"] in ENDED:
            return False
        row.update(changes)
        return True

    return spoil


def _backwards(row: Row) -> bool:
    if row["status"] != "IN_PROGRESS":
        return False
    row["progress"] = "0%"
    return True


def _picture_later(row: Row) -> bool:
    if row["status"] != "SUCCESS" or not row["imageUrl"]:
        return False
    row["imageUrl"] = "" if row["failReason"] == "" else None
    return True


def _properties_null(row: Row) -> bool:
    row["properties"] = None
    return True


def _id_number(row: Row) -> bool:
    row["id"] = int(row["id"])
    return True


def _buttons(change: Callable[[list[Row]], list[Any]]) -> Callable[[Row], bool]:
    """Rewrites the buttons of a row that has some."""

    def spoil(row: Row) -> bool:
        if not row.get("buttons"):
            return False
        row["buttons"] = change(row["buttons"])
        return True

    return spoil


def _nested(buttons: list[Row]) -> list[list[Row]]:
    raw = [
        {
            "type": button["type"],
            "style": button["style"],
            "label": button["label"],
            "custom_id": button["customId"],
            **({"emoji": {"name": button["emoji"]}} if button["emoji"] else {}),
        }
        for button in buttons
    ]
    return [raw[at : at + 5] for at in range(0, len(raw), 5)]


def _text_types(buttons: list[Row]) -> list[Row]:
    return [
        {**button, "style": str(button["style"]), "type": str(button["type"])} for button in buttons
    ]


def _many(buttons: list[Row]) -> list[Row]:
    more = []
    for n in range(_MANY - len(buttons)):
        model = buttons[n % len(buttons)]
        custom_id = re.sub(r"::(\d+)::", f"::{n + 5}::", model["customId"], count=1)
        more.append({**model, "customId": f"{custom_id}::{n}", "label": f"More {n + 1}"})
    return [*buttons, *more]


_CHATTER: Final[dict[str, Callable[[str], str | None]]] = {
    "chat_empty": lambda _: None,
    "chat_blank": lambda _: "",
    "chat_quoted": lambda words: f'"{words}"',
    "chat_chatter": lambda words: (
        f"Sure! Here is the translation:\n\n{words}\n\nLet me know if you need anything else."
    ),
    "chat_parameters": lambda words: f"{words} --ar 9:16 --v 7",
    "chat_refused": lambda _: "I'm sorry, but I can't help with that.",
    "chat_endless": lambda words: " ".join([words] * (10_000 // (len(words) + 1) + 1)),
}
_ROWS: Final[dict[str, Callable[[Row], bool]]] = {
    "status_empty": _running({"status": ""}),
    "status_unknown": _running({"status": "QUEUED_UPSTREAM"}),
    "progress_null": _running({"progress": None}),
    "progress_empty": _running({"progress": ""}),
    "progress_text": _running({"progress": "Waiting to start"}),
    "progress_backwards": _backwards,
    "picture_later": _picture_later,
    "properties_null": _properties_null,
    "id_number": _id_number,
    "buttons_nested": _buttons(_nested),
    "buttons_text_types": _buttons(_text_types),
    "buttons_many": _buttons(_many),
}


def _unknown_operation(preset: Preset, call: Call, path: str) -> Answer:
    if preset.front and call.place.operation == "submit/action":
        words = f"Invalid request, unknown_action:{call.text('customId')}"
        return answers.openai_error(400, words, call.request_id)
    return answers.unknown_route(preset, "POST", path)
