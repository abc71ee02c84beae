"""What a relay's button does, by the part of its custom id that is the same on every task."""

from __future__ import annotations

BOOKMARK = "BOOKMARK"
"""Midjourney's own favourites. No task comes of it: some relays refuse it, trueai gives back the id
of the parent. Easel keeps favourites itself."""
LONGEST = 80
"""Characters of a custom id that is built in no known way."""


def kind(custom_id: str) -> str:
    """The kind of a button: `MJ::JOB::animate_high::1::U::SOLO` is `animate_high`.

    `MJ::Job::PicReader::2` is `PicReader`, `MJ::CustomZoom::U` is `CustomZoom`. What takes all
    lines of a description at once is a kind of its own (`PicReader::all`), since plus has only the
    others.
    """
    first, *parts = custom_id.split("::")
    if first != "MJ" or not parts or not parts[0]:
        return custom_id[:LONGEST]
    if parts[0].upper() == "JOB" and len(parts) > 1:
        parts = parts[1:]
    return "::".join(parts[:2] if parts[1:2] == ["all"] else parts[:1])[:LONGEST]
