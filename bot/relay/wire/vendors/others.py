"""Video, edits and retexture as resellers document them who name no server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.relay.wire.vendors import new_api

if TYPE_CHECKING:
    from bot.core.picture import Image
    from bot.core.request import Edit, Video
    from bot.relay.wire.call import Body


def video(request: Video, image: Image | None, state: str) -> Body:
    """As the others read it. No `action`: with one, an earlier task is to be extended."""
    return new_api.video(request, image, state)


def edit(request: Edit, image: Image, mask: Image | None, state: str) -> Body:
    """Some document an `action` that says again what the path says."""
    action = "RETEXTURE" if request.retexture else "EDITS"
    return {"action": action} | new_api.edit(request, image, mask, state)
