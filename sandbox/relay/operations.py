"""Which function answers which operation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sandbox.relay import actions, billing, chat, extras, front, reads, submits
from sandbox.relay.answers import Answer
from sandbox.relay.call import Call
from sandbox.relay.studio import Studio

Operation = Callable[[Studio, Call], Answer]

_OPERATIONS: Final[dict[str, Operation]] = {
    "submit/imagine": submits.imagine,
    "submit/describe": submits.describe_picture,
    "submit/shorten": submits.shorten_prompt,
    "submit/blend": submits.blend,
    "submit/upload-discord-images": submits.upload,
    "submit/video": extras.video,
    "submit/edit": extras.edit,
    "submit/edits": extras.edit,
    "submit/retexture": extras.retexture,
    "insight-face/swap": submits.swap_face,
    "submit/action": actions.act,
    "submit/modal": actions.confirm,
    "submit/change": actions.change,
    "submit/simple-change": actions.simple_change,
    "task/fetch": reads.fetch,
    "task/list-by-condition": reads.listed,
    "task/list-by-ids": reads.listed,
    "task/list": reads.everything,
    "task/queue": reads.queue,
    "task/image-seed": reads.seed,
    "task/cancel": reads.cancel,
    "account/list": reads.accounts,
    "account/fetch": reads.account,
    "billing/subscription": billing.subscription,
    "billing/usage": billing.usage,
    "chat/completions": chat.complete,
    "models": chat.models,
}


def answer(studio: Studio, call: Call) -> Answer:
    """Answers a call that has passed the gate."""
    studio.settle()
    operation = _OPERATIONS[call.place.operation]
    if studio.preset.front:
        return front.passed(studio, call, operation)
    return operation(studio, call)
