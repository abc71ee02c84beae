"""Pictures as values: what came in, what a relay offers, what went wrong with one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PictureTrouble(StrEnum):
    """Why a finished picture is not in the message; each has words and a "try again" button."""

    MISSING = "missing"  # the relay says done but names no picture, or it answers 404 at once
    EXPIRED = "expired"  # the link has run out (403, 404, 410 on a link that carries an expiry)
    NOT_A_PICTURE = "not_a_picture"
    TOO_MANY_PIXELS = "too_many_pixels"  # a decompression bomb
    TOO_LARGE = "too_large"  # longer than the download limit
    UNREACHABLE = "unreachable"  # no connection, 5xx, or cut off, after every retry
    FORBIDDEN = "forbidden"  # a private address that is not the relay's own host


@dataclass(frozen=True, slots=True)
class Image:
    """A picture a member handed in: checked bytes and their real media type (`image/png` …)."""

    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Upload:
    """A picture ready to be attached to a message.

    `name` is ASCII letters, digits, `.`, `_` and `-` only, or `attachment://name` would not match
    (discord.py's `File.uri` does not clean it). `shrunk` says that the original was larger.
    """

    name: str
    data: bytes
    width: int
    height: int
    shrunk: bool = False


@dataclass(frozen=True, slots=True)
class Attached:
    """The picture a message carries now: where it came from, and Discord's own address of it."""

    source: str
    url: str
    shrunk: bool = False
