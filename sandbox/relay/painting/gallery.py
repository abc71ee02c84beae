"""Finished pictures and previews as files: drawn once, off the event loop, the newest kept."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from io import BytesIO
from typing import Final

from PIL import Image

from sandbox.relay.painting.motion import animated, video
from sandbox.relay.painting.picture import Motion, Picture
from sandbox.relay.painting.sheet import draw, draw_preview

_KEPT_BYTES: Final = 96 * 1024 * 1024
_PAINTERS: Final = 2
_TINY_SIDE: Final = 32
_LARGE_SIDE, _ROUGHNESS = 2048, 5
_MOVING_SIDE: Final = 320  # Discord's own previews of videos are about as large
_TYPES: Final = {"webp": "image/webp", "mp4": "video/mp4"}

_Key = tuple[Picture, int | None]


class Gallery:
    """Draws pictures on threads of its own. Whoever asks for one being drawn waits for that one."""

    def __init__(self, side: int, *, tiny: bool, large: bool = False) -> None:
        """`side`: of a single square picture, in pixels. `tiny`: one small PNG for everything;
        `large`: the same, but what is finished is one PNG as large as a grid's in life."""
        self._side = side
        self._tiny = tiny or large
        self._large = large
        self._painters: ThreadPoolExecutor | None = None
        self._kept: OrderedDict[_Key, asyncio.Future[bytes]] = OrderedDict()
        self._bytes = 0

    async def finished(self, picture: Picture) -> tuple[bytes, str]:
        """A finished picture and its content type: PNG, or what a video comes as."""
        kind = _TYPES[picture.motion.file] if picture.motion else "image/png"
        if self._large and picture.motion is None:
            return _large(), kind
        if self._tiny:
            return _tiny(picture.motion), kind
        return await self._drawn(picture, None), kind

    async def preview(self, picture: Picture, percent: int) -> tuple[bytes, str]:
        """What a picture looks like at a percentage, and its content type: grids come as WebP,
        single pictures as JPEG."""
        if self._tiny:
            return _tiny(None), "image/png"
        kind = "image/webp" if picture.is_grid else "image/jpeg"
        return await self._drawn(picture, percent), kind

    def close(self) -> None:
        """Ends the threads; what they still draw is not waited for."""
        if self._painters is not None:
            self._painters.shutdown(wait=True, cancel_futures=True)
            self._painters = None

    async def _drawn(self, picture: Picture, percent: int | None) -> bytes:
        key = (picture, percent)
        waiting = self._kept.get(key)
        if waiting is not None and not waiting.cancelled():
            self._kept.move_to_end(key)
            return await asyncio.shield(waiting)
        if self._painters is None:
            self._painters = ThreadPoolExecutor(_PAINTERS, "sandbox-painter")
        loop = asyncio.get_running_loop()
        drawing = loop.run_in_executor(self._painters, _file, picture, percent, self._side)
        self._kept[key] = drawing
        data = await asyncio.shield(drawing)
        self._bytes += len(data)
        self._forget()
        return data

    def _forget(self) -> None:
        """Lets the oldest files go while all together are too large."""
        for key in list(self._kept):
            if self._bytes <= _KEPT_BYTES:
                return
            drawing = self._kept[key]
            if drawing.done() and not drawing.cancelled():
                self._bytes -= len(drawing.result())
                del self._kept[key]


def _file(picture: Picture, percent: int | None, side: int) -> bytes:
    file = BytesIO()
    if percent is None and picture.motion is not None:
        return _moving(draw(picture.still(), min(side, _MOVING_SIDE)), picture.motion)
    if percent is None:
        # Level 1: twice as fast as the default, and hardly larger for painted textures.
        draw(picture, side).save(file, "PNG", compress_level=1)
    elif picture.is_grid:
        draw_preview(picture, percent).save(file, "WEBP", quality=70, method=0)
    else:
        draw_preview(picture, percent).save(file, "JPEG", quality=75)
    return file.getvalue()


def _moving(still: Image.Image, motion: Motion) -> bytes:
    return animated(still, motion) if motion.file == "webp" else video(still, motion)


@cache
def _large() -> bytes:
    """A grid of 2048 pixels a side and some 8 MB: noise that compresses as badly as a photo."""
    noise = [Image.effect_noise((_LARGE_SIDE, _LARGE_SIDE), _ROUGHNESS) for _ in "RGB"]
    file = BytesIO()
    Image.merge("RGB", noise).save(file, "PNG", compress_level=1)
    return file.getvalue()


@cache
def _tiny(motion: Motion | None) -> bytes:
    still = Image.radial_gradient("L").resize((_TINY_SIDE, _TINY_SIDE))
    if motion is not None:
        return _moving(still.convert("RGB"), motion)
    file = BytesIO()
    still.save(file, "PNG")
    return file.getvalue()
