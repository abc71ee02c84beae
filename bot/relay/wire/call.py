"""One request to a relay, before it is sent."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.core.picture import Image

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """One operation: its path behind `/mj/`, and its JSON body (None: a GET).

    `parented` says that it belongs to an earlier task, `button` which kind of button is pressed,
    `beside` that it is none of the protocol's: its path stands at the relay's root, not behind
    `/mj/`.
    """

    operation: str
    body: Body | None = field(default=None, repr=False)
    parented: bool = False
    button: str = ""
    beside: bool = False

    @property
    def name(self) -> str:
        """What it is called whichever task it is about: `submit/blend`, `task/cancel`."""
        first, _, rest = self.operation.partition("/")
        return f"{first}/{rest.rpartition('/')[2]}"

    def told(self, hook: str) -> Call:
        """The same submit, about which the relay is to call this address (empty: none)."""
        if not hook or self.body is None:
            return self
        return replace(self, body=self.body | {"notifyHook": hook})


def data_url(image: Image) -> str:
    """A picture as relays take it; with the media type, since novicezk refuses bare base64."""
    return f"data:{image.media_type};base64,{b64encode(image.data).decode('ascii')}"
