"""A picture with the numbered grid over it that members choose its parts by."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from bot.core.picture import Upload

if TYPE_CHECKING:
    from bot.core.region import Canvas, Region

SIDE = 768
"""Pixels of the longer side: as large as Discord shows it."""
_QUALITY = 82
_TINT = (255, 61, 127, 130)
_LINE = (255, 255, 255, 170)
_LINE_EDGE = (0, 0, 0, 90)
_NUMBER = (255, 255, 255, 255)
_NUMBER_EDGE = (0, 0, 0, 255)
_NUMBER_SHARE = 3.2
"""How many numbers, one above the other, would fill a cell."""
_LARGEST, _SMALLEST = 40, 11


def drawn(canvas: Canvas, region: Region, name: str) -> Upload:
    """The picture, small, with every cell numbered and the chosen ones tinted. Runs in a thread."""
    with Image.open(io.BytesIO(canvas.data)) as opened:
        opened.draft("RGB", (SIDE, SIDE))
        picture = opened.convert("RGB")
    picture.thumbnail((SIDE, SIDE), Image.Resampling.BILINEAR)
    sheet = Image.new("RGBA", picture.size)
    draw = ImageDraw.Draw(sheet)
    boxes = [_scaled(box, region, picture.size) for box in region.boxes()]
    for cell in region.chosen:
        draw.rectangle(boxes[cell], fill=_TINT)
    for box in boxes:
        draw.rectangle(box, outline=_LINE_EDGE, width=3)
        draw.rectangle(box, outline=_LINE, width=1)
    _number(draw, boxes)
    picture.paste(sheet, mask=sheet.getchannel("A"))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=_QUALITY)
    return Upload(f"{name}.jpg", buffer.getvalue(), *picture.size)


def _number(draw: ImageDraw.ImageDraw, boxes: list[tuple[float, float, float, float]]) -> None:
    left, top, right, bottom = boxes[0]
    size = min(max(min(right - left, bottom - top) / _NUMBER_SHARE, _SMALLEST), _LARGEST)
    font = ImageFont.load_default(size)
    for number, box in enumerate(boxes, start=1):
        middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        draw.text(
            middle,
            str(number),
            fill=_NUMBER,
            font=font,
            anchor="mm",
            stroke_width=2,
            stroke_fill=_NUMBER_EDGE,
        )


def _scaled(
    box: tuple[int, int, int, int], region: Region, size: tuple[int, int]
) -> tuple[float, float, float, float]:
    across, down = (size[0] - 1) / region.width, (size[1] - 1) / region.height
    left, top, right, bottom = box
    return left * across, top * down, right * across, bottom * down
