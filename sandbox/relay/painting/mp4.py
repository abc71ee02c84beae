"""MP4 files of JPEG frames: every box that players need, and nothing that needs an encoder."""

from __future__ import annotations

import struct
from typing import Final

_TIMESCALE: Final = 600
_MATRIX: Final = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_UNDETERMINED: Final = 0x55C4  # the language "und", five bits a letter
_JPEG: Final = 0x6C  # the object type that MPEG-4 has for JPEG frames
_VISUAL: Final = 0x11  # stream type 4 (visual), not upstream


def mp4(frames: list[bytes], size: tuple[int, int], rate: int) -> bytes:
    """A video of JPEG `frames` of the same `size`, `rate` of them a second."""
    step = _TIMESCALE // rate
    kind = _box(b"ftyp", b"isom", struct.pack(">I", 512), b"isomiso2mp41")
    blank = _movie(frames, size, step, 0)
    # Where the first frame begins is written into the movie before it; its length is the same.
    movie = _movie(frames, size, step, len(kind) + len(blank) + 8)
    return kind + movie + _box(b"mdat", *frames)


def _movie(frames: list[bytes], size: tuple[int, int], step: int, start: int) -> bytes:
    lasts = step * len(frames)
    head = _full(
        b"mvhd",
        0,
        struct.pack(">4IIH10x", 0, 0, _TIMESCALE, lasts, 0x10000, 0x100),
        _MATRIX,
        struct.pack(">24xI", 2),
    )
    track = _box(b"trak", _track_head(size, lasts), _media(frames, size, step, start))
    return _box(b"moov", head, track)


def _track_head(size: tuple[int, int], lasts: int) -> bytes:
    shown_in_the_movie = 3
    return _full(
        b"tkhd",
        shown_in_the_movie,
        struct.pack(">5I8xHHHH", 0, 0, 1, 0, lasts, 0, 0, 0, 0),
        _MATRIX,
        struct.pack(">II", size[0] << 16, size[1] << 16),
    )


def _media(frames: list[bytes], size: tuple[int, int], step: int, start: int) -> bytes:
    lasts = step * len(frames)
    head = _full(b"mdhd", 0, struct.pack(">4IHH", 0, 0, _TIMESCALE, lasts, _UNDETERMINED, 0))
    handler = _full(b"hdlr", 0, struct.pack(">I4s12x", 0, b"vide"), b"VideoHandler\0")
    here = _full(b"url ", 1)  # the frames are in this very file
    data = _box(b"dinf", _full(b"dref", 0, struct.pack(">I", 1), here))
    samples = _samples(frames, size, step, start)
    inside = _box(b"minf", _full(b"vmhd", 1, bytes(8)), data, samples)
    return _box(b"mdia", head, handler, inside)


def _samples(frames: list[bytes], size: tuple[int, int], step: int, start: int) -> bytes:
    count = len(frames)
    lengths = b"".join(struct.pack(">I", len(frame)) for frame in frames)
    return _box(
        b"stbl",
        _full(b"stsd", 0, struct.pack(">I", 1), _entry(size)),
        _full(b"stts", 0, struct.pack(">3I", 1, count, step)),
        _full(b"stsc", 0, struct.pack(">4I", 1, 1, count, 1)),
        _full(b"stsz", 0, struct.pack(">2I", 0, count), lengths),
        _full(b"stco", 0, struct.pack(">2I", 1, start)),
    )


def _entry(size: tuple[int, int]) -> bytes:
    """What the frames are."""
    inches = 72 << 16
    return _box(
        b"mp4v",
        struct.pack(">6xH16xHHIIIH32sHh", 1, *size, inches, inches, 0, 1, b"", 24, -1),
        _full(b"esds", 0, _descriptors()),
    )


def _descriptors() -> bytes:
    decoder = _descriptor(4, struct.pack(">BB3sII", _JPEG, _VISUAL, bytes(3), 0, 0))
    return _descriptor(3, struct.pack(">HB", 1, 0) + decoder + _descriptor(6, b"\2"))


def _descriptor(tag: int, content: bytes) -> bytes:
    return struct.pack(">BB", tag, len(content)) + content


def _full(name: bytes, flags: int, *parts: bytes) -> bytes:
    """A box with a version, always 0, and flags."""
    return _box(name, struct.pack(">I", flags), *parts)


def _box(name: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I", len(content) + 8) + name + content
