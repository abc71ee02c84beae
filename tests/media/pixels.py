"""Pictures for tests, drawn once each."""

from __future__ import annotations

import functools
import io
import random
import struct
import zlib

from PIL import Image


@functools.cache
def noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture that does not compress, always the same."""
    bands = len(Image.new(mode, (1, 1)).getbands())
    data = random.Random(7).randbytes(width * height * bands)
    return Image.frombytes(mode, (width, height), data)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """The picture's file."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def picture(kind: str, width: int = 32, height: int = 24) -> bytes:
    """A small picture's file."""
    return encoded(noise(width, height), kind)


def animation(kind: str) -> bytes:
    """A file of three frames."""
    frames = [Image.new("RGB", (16, 16), colour) for colour in ("red", "green", "blue")]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:])


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has so many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def opened(data: bytes) -> Image.Image:
    """The file as Pillow decodes it."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image
