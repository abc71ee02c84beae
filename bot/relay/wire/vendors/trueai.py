"""trueai's video, edits and retexture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import OperationMissing
from bot.relay.wire.call import Body, data_url

if TYPE_CHECKING:
    from bot.core.picture import Image
    from bot.core.request import Edit, Video


def video(request: Video, image: Image | None, state: str) -> Body:
    """`image` is the first frame. The kind of video and its number stay as the server has them."""
    body: Body = {
        "prompt": request.prompt,
        "motion": request.motion.value,
        "loop": request.loop,
        "state": state,
    }
    return body if image is None else body | {"image": data_url(image)}


def edit(request: Edit, image: Image, mask: Image | None, state: str) -> Body:
    """Prompt and picture are all it reads.

    Raises `OperationMissing` for a mask: it would be passed over, and everything painted anew.
    """
    if mask is not None:
        raise OperationMissing("submit/edits/mask", "trueai reads no mask")
    return {"prompt": request.prompt, "image": data_url(image), "state": state}
