"""Core's requests as the relay wants them: which operation, and its JSON.

Every id is a string, since new-api and trueai refuse numbers. There is no `accountFilter`: new-api
deletes it unless its operator switched it on, and the speed is in the path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from bot.core.button_kinds import kind
from bot.core.operations import UPLOAD
from bot.core.request import (
    Action,
    Blend,
    Change,
    Describe,
    Edit,
    FaceSwap,
    Imagine,
    Shorten,
    Video,
)
from bot.core.translation import INSTRUCTIONS
from bot.relay.settings import Vendor
from bot.relay.wire.call import Body, Call, data_url
from bot.relay.wire.vendors import new_api, others, trueai

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.picture import Image
    from bot.core.request import Request


class Adapter(Protocol):
    """How one kind of server wants what is not the same everywhere; a module of `vendors`."""

    def video(self, request: Video, image: Image | None, state: str) -> Body:
        """The body of `submit/video`."""
        ...

    def edit(self, request: Edit, image: Image, mask: Image | None, state: str) -> Body:
        """The body of `submit/edits` and `submit/retexture`. Raises `OperationMissing`."""
        ...


_ADAPTERS: Mapping[Vendor, Adapter] = {
    Vendor.TRUEAI: trueai,
    Vendor.NEW_API: new_api,
    Vendor.OTHER: others,
}


def submit(request: Request, images: Sequence[Image], state: str, vendor: Vendor) -> Call:
    """A submit, with the member's pictures in the order in which the request speaks of them.

    Raises `OperationMissing` for what this kind of server is known not to take.
    """
    match request:
        case Action():
            return _action(request, state)
        case Change():
            return _change(request, state)
        case FaceSwap():
            return Call("insight-face/swap", _swap(images) | {"state": state})
        case Video():
            image = next(iter(images), None)
            return Call("submit/video", _ADAPTERS[vendor].video(request, image, state))
        case Edit():
            image, mask = images[0], next(iter(images[1:]), None)
            operation = "submit/retexture" if request.retexture else "submit/edits"
            return Call(operation, _ADAPTERS[vendor].edit(request, image, mask, state))
        case _:
            bot = {"botType": request.model.value, "state": state}
            return Call(f"submit/{request.kind}", _drawn(request, images) | bot)


def confirm(relay_id: str, prompt: str, mask: Image | None = None) -> Call:
    """The answer to the form that a task waits for.

    An empty prompt is sent as one: plus then takes the task's own, trueai the parent's.
    """
    body: Body = {"taskId": relay_id, "prompt": prompt}
    if mask is not None:
        body["maskBase64"] = data_url(mask)
    return Call("submit/modal", body, parented=True)


def upload(image: Image) -> Call:
    """A picture that is to get an address.

    What servers take beside it only chooses an account (trueai's `accountFilter`, plus' `filter`, a
    reseller's `mode`), and new-api deletes that; so the same body does for all.
    """
    return Call(UPLOAD, {"base64Array": [data_url(image)]})


def fetch(relay_id: str) -> Call:
    """A look at one task."""
    return Call(_of_task(relay_id, "fetch"))


def fetch_many(relay_ids: Sequence[str]) -> Call:
    """A look at many tasks. Ids as strings: new-api and trueai refuse numbers here too."""
    return Call("task/list-by-condition", {"ids": list(relay_ids)})


def recent() -> Call:
    """The relay's newest tasks (novicezk: all, trueai: 100; new-api does not have it)."""
    return Call("task/list")


def chat(text: str, model: str) -> Call:
    """A prompt for a chat model. No temperature and no limit: some models refuse either."""
    messages = [
        {"role": "system", "content": INSTRUCTIONS},
        {"role": "user", "content": text},
    ]
    return Call("v1/chat/completions", {"model": model, "messages": messages}, beside=True)


def models() -> Call:
    """The question which chat models the key may use."""
    return Call("v1/models", beside=True)


def limit() -> Call:
    """What may be used in all, as OpenAI once told it."""
    return Call("v1/dashboard/billing/subscription", beside=True)


def used() -> Call:
    """What has been used of it. Relays that have it ignore the dates that OpenAI wanted."""
    return Call("v1/dashboard/billing/usage", beside=True)


def seed(relay_id: str) -> Call:
    """The question for a task's seed."""
    return Call(_of_task(relay_id, "image-seed"), parented=True)


def cancel(relay_id: str) -> Call:
    """The wish that a task be taken back."""
    return Call(_of_task(relay_id, "cancel"), {}, parented=True)


def nowhere(call: Call) -> Call:
    """A harmless question, at an address beside this one that no server has."""
    beside = call.operation.rpartition("/")[0]
    return Call(f"{beside}/nothing-of-this-name", beside=call.beside)


def _of_task(relay_id: str, operation: str) -> str:
    return f"task/{quote(relay_id, safe='')}/{operation}"


def _action(request: Action, state: str) -> Call:
    body: Body = {
        "taskId": request.parent_relay_id,
        "customId": request.custom_id,
        "state": state,
    }
    return Call("submit/action", body, parented=True, button=kind(request.custom_id))


def _change(request: Change, state: str) -> Call:
    body: Body = {
        "taskId": request.parent_relay_id,
        "action": request.verb.value,
        "index": request.index,
        "state": state,
    }
    return Call("submit/change", body, parented=True)


def _drawn(request: Imagine | Blend | Describe | Shorten, images: Sequence[Image]) -> Body:
    """What Midjourney's own commands take."""
    match request:
        case Imagine():
            attached = [] if request.reference else [data_url(one) for one in images]
            return {"prompt": request.prompt, "base64Array": attached}
        case Describe():
            return {"base64": data_url(images[0])}
        case Shorten():
            return {"prompt": request.prompt}
        case _:
            body: Body = {"base64Array": [data_url(one) for one in images]}
            # Left out when nobody chose: novicezk and trueai refuse a null.
            return body | ({"dimensions": request.dimensions.value} if request.dimensions else {})


def _swap(images: Sequence[Image]) -> Body:
    face, target = images
    return {"sourceBase64": data_url(face), "targetBase64": data_url(target)}
