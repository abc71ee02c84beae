"""Everything about regions that needs pixels: the picture to choose from, the grid, the mask."""

from __future__ import annotations

import asyncio
import io
from collections import OrderedDict
from typing import TYPE_CHECKING, TypeVar, TypeVarTuple, Unpack

from PIL import Image as Pillow

from bot.core.errors import BadPicture, PictureError
from bot.core.picture import PictureTrouble
from bot.core.region import MOST_SIDE, Canvas
from bot.media import header, mask, overlay
from bot.media.header import Format
from bot.media.incoming import check_size
from bot.media.shrink import upright

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Executor

    from bot.core.picture import Image, Upload
    from bot.core.ports import Pictures
    from bot.core.region import Region

Made = TypeVar("Made")
Given = TypeVarTuple("Given")

SIDE = 2048
"""Most pixels of the longer side of what is painted on: more than a telephone can show."""
LONGEST = 64 * 1024 * 1024
"""Most bytes of a picture that is looked at."""
KEPT = 8
"""How many pictures are kept at hand: each choice of a cell draws one anew."""
_QUALITY = 88
_FORMATS = [known.name for known in Format if known is not Format.MP4]


class Regions:
    """Shows pictures to choose a part of, and makes the masks, in `pool`'s threads.

    What is kept of a picture is a copy at hand: whatever is not there is brought again.
    """

    def __init__(self, *, pictures: Pictures, pool: Executor) -> None:
        self._pictures = pictures
        self._pool = pool
        self._kept: OrderedDict[int, Canvas] = OrderedDict()
        self._coming: dict[int, asyncio.Task[Canvas]] = {}

    async def canvas(self, task: int, sources: Sequence[str], *, relay: str) -> Canvas:
        """The picture of a finished task: at hand, or from the first of these addresses with it.

        Whoever asks while it is on its way waits for the same. Raises the last `PictureError`.
        """
        if task in self._kept:
            self._kept.move_to_end(task)
            return self._kept[task]
        coming = self._coming.get(task)
        if coming is None:
            coming = asyncio.create_task(self._brought(task, sources, relay))
            self._coming[task] = coming
            coming.add_done_callback(lambda _: self._coming.pop(task))
        return await asyncio.shield(coming)

    async def overlay(self, canvas: Canvas, region: Region, *, name: str) -> Upload:
        """The picture, small, with its cells numbered and the chosen ones tinted."""
        return await self._in_thread(overlay.drawn, canvas, region, name)

    async def drawn(self, region: Region) -> Image:
        """The mask of chosen cells. Raises `BadPicture` for one of `mask.REASONS`."""
        return await self._in_thread(mask.drawn, region)

    async def fitted(self, data: bytes, width: int, height: int) -> Image:
        """A painted mask, made to fit a picture of this size; raises `BadPicture`."""
        check_size(len(data))
        return await self._in_thread(mask.fitted, data, width, height)

    async def unfitted(self, data: bytes) -> Image:
        """A painted mask for a picture whose size is not known; raises `BadPicture`."""
        found = header.read(data)
        if found is None:
            raise BadPicture("mask_kind")
        return await self.fitted(data, found.width, found.height)

    async def _brought(self, task: int, sources: Sequence[str], relay: str) -> Canvas:
        trouble = PictureError(PictureTrouble.MISSING)
        for source in sources:
            try:
                canvas = self._kept[task] = await self._bring(source, relay)
            except PictureError as error:
                trouble = error
                continue
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return canvas
        raise trouble

    async def _bring(self, source: str, relay: str) -> Canvas:
        upload = await self._pictures.bring(source, relay=relay, limit=LONGEST, name="region")
        if max(upload.width, upload.height) > MOST_SIDE:
            raise PictureError(PictureTrouble.TOO_MANY_PIXELS)
        return await self._in_thread(_small, upload)

    async def _in_thread(self, work: Callable[[Unpack[Given]], Made], *given: *Given) -> Made:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *given)


def _small(upload: Upload) -> Canvas:
    try:
        with Pillow.open(io.BytesIO(upload.data), formats=_FORMATS) as opened:
            opened.draft(None, (SIDE, SIDE))
            picture = upright(opened)
    except Exception as error:  # the decoders raise at least nine kinds for broken bytes
        raise PictureError(PictureTrouble.NOT_A_PICTURE) from error
    picture.thumbnail((SIDE, SIDE), Pillow.Resampling.LANCZOS)
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "JPEG", quality=_QUALITY)
    return Canvas(buffer.getvalue(), upload.width, upload.height)
