"""Bytes as files for discord.py: shared, not copied, and let go of as soon as they are sent."""

from __future__ import annotations

import io
from typing import Any

import discord


class Lent(io.BytesIO):
    """Bytes that somebody else keeps, as a file.

    aiohttp asks for a file's length by its buffer, which makes BytesIO copy all of it, since the
    bytes are somebody else's too. And discord.py puts a `close` of its own on the file and then
    the old one back: a circle of references that holds the bytes until the collector comes by, long
    after hundreds of pictures have gone by. So neither happens here; there is nothing to close.
    """

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._data = data

    def __setattr__(self, name: str, value: Any) -> None:  # noqa: ANN401  (whatever is put on it)
        if name != "close":
            super().__setattr__(name, value)

    def getbuffer(self) -> memoryview:
        """What it holds, to be read."""
        return memoryview(self._data)

    def close(self) -> None:
        """Leaves it as it is: it can be read again, and goes when nobody has it any more."""


def attachment(data: bytes, name: str) -> discord.File:
    """A file for one request: a used one would upload nothing, without any error."""
    return discord.File(Lent(data), filename=name)
