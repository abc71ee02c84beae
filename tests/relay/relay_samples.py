"""Tasks and answers as the four kinds of server send them."""

from __future__ import annotations

import json

from bot.relay.answer import Answer
from bot.relay.wire.call import Call

JOB = "26d56b92-4ed6-45e2-8561-563797923135"
LINK = "https://cdn.example/attachments/1/2/u_cat_26d56b92.png?ex=67cefb57&is=67cda9d7&hm=b8&"
ID = "1741531578038123"
IMAGINE = Call("submit/imagine", {})
PRESS = Call("submit/action", {}, parented=True, button="upsample")
LIST = Call("task/list")


def answer(content: object, status: int = 200, retry_after: float | None = None) -> Answer:
    """JSON as an answer."""
    return Answer(status, json.dumps(content).encode(), retry_after)


def button(number: int) -> dict[str, object]:
    """U1 to U4 of a grid."""
    custom_id = f"MJ::JOB::upsample::{number}::{JOB}"
    return {"customId": custom_id, "emoji": "", "label": f"U{number}", "style": 2, "type": 2}


def classic(**changes: object) -> dict[str, object]:
    """novicezk's: null for what is not known, no buttons at all."""
    return {
        "id": ID, "action": "IMAGINE", "status": "NOT_START", "prompt": "cat", "promptEn": "cat",
        "description": "/imagine cat", "state": None, "submitTime": 1741531578038,
        "startTime": None, "finishTime": None, "imageUrl": None, "progress": None,
        "failReason": None, "properties": {"notifyHook": None, "finalPrompt": "cat"},
    } | changes  # fmt: skip


def plus(**changes: object) -> dict[str, object]:
    """The plus lineage's: classic and buttons."""
    return classic(buttons=[], imageWidth=None, imageHeight=None) | changes


def trueai(**changes: object) -> dict[str, object]:
    """trueai's: everything it knows leaks into it."""
    return plus(parentId=None, jobId=None, imageUrls=None, seed=None, useTime="-") | changes


def new_api(**changes: object) -> dict[str, object]:
    """new-api's: 0 and "" for what is not known, status "" before its first sweep."""
    return {
        "id": ID, "action": "IMAGINE", "customId": "", "botType": "", "prompt": "cat",
        "promptEn": "", "description": "提交成功", "state": "", "submitTime": 1741531578038,
        "startTime": 0, "finishTime": 0, "imageUrl": "", "status": "", "progress": "0%",
        "failReason": "", "buttons": None, "maskBase64": "", "properties": None,
    } | changes  # fmt: skip


def envelope(
    code: object, description: str = "", result: object = "1320098173412546", **properties: object
) -> dict[str, object]:
    """The answer to a submit, as novicezk's, plus and trueai send it."""
    return {"code": code, "description": description, "result": result, "properties": properties}


def minus_one(message: str) -> dict[str, object]:
    """trueai's other envelope, for what it cannot bind and for its limits."""
    return {"success": False, "code": -1, "message": message, "timestamp": "638771"}
