"""Video, edits and retexture through new-api, which hands on whatever it gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.relay.wire.call import Body, data_url
from bot.relay.wire.vendors import trueai

if TYPE_CHECKING:
    from bot.core.picture import Image
    from bot.core.request import Edit, Video


def video(request: Video, image: Image | None, state: str) -> Body:
    """As trueai reads it, which is the one server behind it that is known to have video."""
    return trueai.video(request, image, state)


def edit(request: Edit, image: Image, mask: Image | None, state: str) -> Body:
    """Under both of the picture's names: `image` is trueai's, `base64Array` what resellers have."""
    picture = data_url(image)
    body: Body = {
        "prompt": request.prompt,
        "image": picture,
        "base64Array": [picture],
        "state": state,
    }
    return body if mask is None else body | {"maskBase64": data_url(mask)}
