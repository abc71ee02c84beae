"""Core's requests as the relay wants them: which operation, and its JSON."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bot.core.request import Action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.picture import Image
    from bot.core.request import Request


@dataclass(frozen=True, slots=True)
class Call:
    """One operation: its path behind `/mj/`, and its JSON body (None: a GET)."""

    operation: str
    body: dict[str, Any] | None = field(default=None, repr=False)


def submit(request: Request, images: Sequence[Image], state: str) -> Call:
    """A submit. Every id is a string, since new-api and trueai refuse numbers.

    No `accountFilter` and no `notifyHook`: new-api deletes both unless its operator switched them
    on, and the speed is in the path.
    """
    if isinstance(request, Action):
        action = {
            "taskId": request.parent_relay_id,
            "customId": request.custom_id,
            "state": state,
        }
        return Call("submit/action", action)
    imagine = {
        "prompt": request.prompt,
        "base64Array": [_data_url(image) for image in images],
        "botType": request.model.value,
        "state": state,
    }
    return Call("submit/imagine", imagine)


def confirm(relay_id: str, prompt: str) -> Call:
    """The answer to the form that a task waits for."""
    return Call("submit/modal", {"taskId": relay_id, "prompt": prompt})


def fetch(relay_id: str) -> Call:
    """A look at one task."""
    return Call(f"task/{quote(relay_id, safe='')}/fetch")


def fetch_many(relay_ids: Sequence[str]) -> Call:
    """A look at many tasks. Ids as strings: new-api and trueai refuse numbers here too."""
    return Call("task/list-by-condition", {"ids": list(relay_ids)})


def recent() -> Call:
    """The relay's newest tasks (novicezk: all, trueai: 100; new-api does not have it)."""
    return Call("task/list")


def _data_url(image: Image) -> str:
    # With the media type in front: novicezk refuses bare base64.
    return f"data:{image.media_type};base64,{b64encode(image.data).decode('ascii')}"
