"""What a picture's or video's bytes say: its format, its size, whether its end is there.

Neither the file's name nor the server's Content-Type is asked: relays get both wrong.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

PIXELS = 89_000_000
"""Most pixels that are decoded or shown: just under where Pillow itself begins to warn."""
_TAIL = 4096
"""Bytes at the end in which the end mark must be: some servers add a little after it."""


class Format(Enum):
    """A picture's format: its media type and the ending of its file's name."""

    PNG = ("image/png", "png")
    JPEG = ("image/jpeg", "jpg")
    WEBP = ("image/webp", "webp")
    GIF = ("image/gif", "gif")
    AVIF = ("image/avif", "avif")
    MP4 = ("video/mp4", "mp4")

    @property
    def media_type(self) -> str:
        """As a data URL names it."""
        return self.value[0]

    @property
    def ending(self) -> str:
        """Without the dot."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Header:
    """What a picture says of itself; `complete` is False when it was cut off."""

    format: Format
    width: int
    height: int
    complete: bool

    @property
    def pixels(self) -> int:
        """How many pixels decoding it would take."""
        return self.width * self.height


def read(data: bytes) -> Header | None:
    """The header of a picture; None when the bytes are none, or too few to tell its size."""
    for recognise in (_png, _jpeg, _webp, _gif, _avif, _mp4):
        try:
            found = recognise(data)
        except (struct.error, IndexError):
            return None  # it ends before its size
        if found is not None:
            return found if found.width and found.height else None
    return None


def _png(data: bytes) -> Header | None:
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or data[12:16] != b"IHDR":
        return None
    width, height = struct.unpack_from(">II", data, 16)
    return Header(Format.PNG, width, height, b"IEND\xaeB`\x82" in data[-_TAIL:])


def _jpeg(data: bytes) -> Header | None:
    if not data.startswith(b"\xff\xd8\xff"):
        return None
    place = 2
    while True:
        if data[place] != 0xFF:
            return None
        marker = data[place + 1]
        if marker in {0xFF, 0x01, *range(0xD0, 0xD8)}:
            place += 1 if marker == 0xFF else 2  # padding, or a marker without a length
            continue
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack_from(">HH", data, place + 5)
            return Header(Format.JPEG, width, height, b"\xff\xd9" in data[-_TAIL:])
        place += 2 + max(2, struct.unpack_from(">H", data, place + 2)[0])


def _webp(data: bytes) -> Header | None:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return None
    complete = len(data) >= struct.unpack_from("<I", data, 4)[0] + 8
    size = _WEBP_SIZES.get(data[12:16])
    if size is None:
        return None
    width, height = size(data)
    return Header(Format.WEBP, width, height, complete)


def _webp_lossy(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


def _webp_lossless(data: bytes) -> tuple[int, int]:
    bits = struct.unpack_from("<I", data, 21)[0]
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _webp_extended(data: bytes) -> tuple[int, int]:
    if len(data) < 30:
        raise IndexError
    return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1


_WEBP_SIZES: dict[bytes, Callable[[bytes], tuple[int, int]]] = {
    b"VP8 ": _webp_lossy,
    b"VP8L": _webp_lossless,
    b"VP8X": _webp_extended,
}


def _gif(data: bytes) -> Header | None:
    if data[:6] not in {b"GIF87a", b"GIF89a"}:
        return None
    width, height = struct.unpack_from("<HH", data, 6)
    return Header(Format.GIF, width, height, data[-_TAIL:].rstrip(b"\0").endswith(b"\x3b"))


def _avif(data: bytes) -> Header | None:
    """AVIF: its parts' sizes (`ispe`) all stand in the first box after `ftyp`."""
    if data[4:8] != b"ftyp" or data[8:12] not in {b"avif", b"avis"}:
        return None
    sizes: list[tuple[int, int]] = []
    place = data.find(b"ispe", 0, 65_536)
    while place >= 0:
        sizes.append(struct.unpack_from(">II", data, place + 8))
        place = data.find(b"ispe", place + 4, 65_536)
    if not sizes:
        return None
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return Header(Format.AVIF, width, height, _boxes_end(data))


def _mp4(data: bytes) -> Header | None:
    """MP4: its size stands with its tracks (`moov` > `trak` > `tkhd`), before or after its data."""
    if data[4:8] != b"ftyp" or data[8:12] not in _VIDEO_BRANDS:
        return None
    top = list(_boxes(data, 0, len(data)))
    sizes = [_track_size(data, end) for end in _track_headers(data, top)]
    complete = _boxes_end(data) and bool(sizes)
    # A cut-off video may have lost its size with its end. Nobody asks for it then.
    width, height = max(sizes, key=lambda size: size[0] * size[1], default=(1, 1))
    return Header(Format.MP4, width, height, complete)


_VIDEO_BRANDS = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash"}
)


def _track_headers(data: bytes, top: list[_Box]) -> Iterator[int]:
    """Where the header of each track ends."""
    for movie in (box for box in top if box.kind == b"moov"):
        for track in _boxes(data, movie.start, movie.end):
            if track.kind == b"trak":
                inner = _boxes(data, track.start, track.end)
                whole = (box for box in inner if box.end <= len(data))
                yield from (box.end for box in whole if box.kind == b"tkhd")


def _track_size(data: bytes, end: int) -> tuple[int, int]:
    """Width and height: the last two numbers of a track's header, in 65,536ths of a pixel."""
    width, height = struct.unpack_from(">II", data, end - 8)
    return width >> 16, height >> 16


@dataclass(frozen=True, slots=True)
class _Box:
    """A part of a file of the MP4 family: its name, and where its content begins and ends."""

    kind: bytes
    start: int
    end: int


def _boxes(data: bytes, place: int, end: int) -> Iterator[_Box]:
    """The boxes side by side from `place` on, the last one perhaps beyond `end`."""
    while place + 8 <= min(end, len(data)):
        size, kind = struct.unpack_from(">I4s", data, place)
        start = place + 8
        if size == 0:
            size = end - place  # it reaches to the end, wherever that is
        elif size == 1:
            size = struct.unpack_from(">Q", data, start)[0]
            start += 8
        yield _Box(kind, start, place + size)
        place += max(size, 8)


def _boxes_end(data: bytes) -> bool:
    """Whether the last of the file's boxes ends where the file does, or before."""
    return all(box.end <= len(data) for box in _boxes(data, 0, len(data)))
