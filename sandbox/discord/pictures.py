"""What kind of picture some bytes are and how large it is, read from its header alone."""

from __future__ import annotations

import struct
from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    """A picture's media type and its size in pixels."""

    content_type: str
    width: int
    height: int


def sniff(data: bytes) -> Picture | None:
    """The picture some bytes hold (PNG, GIF, WebP, JPEG), or None when they hold no such thing."""
    for read in (_png, _gif, _webp, _jpeg):
        try:
            found = read(data)
        except (struct.error, IndexError):  # cut off within its header
            found = None
        if found is not None:
            return found
    return None


def _png(data: bytes) -> Picture | None:
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return None
    width, height = struct.unpack_from(">II", data, 16)
    return Picture("image/png", width, height)


def _gif(data: bytes) -> Picture | None:
    if not data.startswith((b"GIF87a", b"GIF89a")):
        return None
    width, height = struct.unpack_from("<HH", data, 6)
    return Picture("image/gif", width, height)


def _webp(data: bytes) -> Picture | None:
    if not (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return None
    match data[12:16]:
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", data, 26)
            return Picture("image/webp", width & 0x3FFF, height & 0x3FFF)
        case b"VP8L":
            (bits,) = struct.unpack_from("<I", data, 21)
            return Picture("image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        case b"VP8X":
            width = int.from_bytes(data[24:27], "little") + 1
            return Picture("image/webp", width, int.from_bytes(data[27:30], "little") + 1)
    return None


def _jpeg(data: bytes) -> Picture | None:
    if not data.startswith(b"\xff\xd8"):
        return None
    at = 2
    while data[at] == 0xFF:
        marker, length = struct.unpack_from(">xBH", data, at)
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return Picture("image/jpeg", width, height)
        at += 2 + length
    return None
