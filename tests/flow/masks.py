"""Masks as members paint them."""

from __future__ import annotations

import io

from PIL import Image as Pillow

from sandbox.discord import Upload


def a_mask(size: tuple[int, int], white: tuple[int, int, int, int] | None) -> Upload:
    """A mask of this size, white within the box."""
    made, data = Pillow.new("L", size), io.BytesIO()
    if white:
        made.paste(255, white)
    made.save(data, "PNG")
    return Upload("mask.png", data.getvalue())
