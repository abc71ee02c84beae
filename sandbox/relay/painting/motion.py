"""Pictures that move: the camera drifts over a still one. Animated WebP, or MP4."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from PIL import Image

from sandbox.relay.painting.mp4 import mp4
from sandbox.relay.painting.picture import Motion

_FRAMES: Final = 16
_RATE: Final = 12  # frames a second
_ROOM: Final = {"low": 0.06, "high": 0.18}  # share of a side that the camera goes over


def animated(still: Image.Image, motion: Motion) -> bytes:
    """A WebP that plays for ever, as Discord shows Midjourney's videos."""
    first, *rest = _frames(still, motion)
    file = BytesIO()
    options = {"duration": 1000 // _RATE, "loop": 0, "quality": 60, "method": 0}
    first.save(file, "WEBP", save_all=True, append_images=rest, **options)
    return file.getvalue()


def video(still: Image.Image, motion: Motion) -> bytes:
    """An MP4."""
    frames = _frames(still, motion)
    return mp4([_jpeg(frame) for frame in frames], frames[0].size, _RATE)


def _frames(still: Image.Image, motion: Motion) -> list[Image.Image]:
    """The stills of one drift; with `motion.loop` it goes back to where it began."""
    ways = [n / (_FRAMES - 1) for n in range(_FRAMES)]
    if motion.loop:
        ways = [1 - abs(2 * way - 1) for way in ways]
    return [_frame(still, _ROOM[motion.strength], way) for way in ways]


def _frame(still: Image.Image, room: float, way: float) -> Image.Image:
    width, height = still.size
    # Moves to the right and comes a little nearer.
    near = room * (0.5 + way / 2)
    left, top = width * room * way / 2, height * near / 4
    box = (left, top, left + width * (1 - near), top + height * (1 - near))
    return still.resize(still.size, Image.Resampling.BILINEAR, box)


def _jpeg(frame: Image.Image) -> bytes:
    file = BytesIO()
    frame.save(file, "JPEG", quality=70)
    return file.getvalue()
