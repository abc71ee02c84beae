"""One HTTP answer as the transport brought it, before anybody has read it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

_TITLE = re.compile(rb"<title\b[^>]*>([^<]*)", re.IGNORECASE)
_HEAD = 4096
"""Bytes of a page in which its title is looked for."""


class Ending(StrEnum):
    """How the body of an answer ended."""

    WHOLE = "whole"
    CUT = "cut"  # the connection broke or timed out in the middle of it
    TOO_LONG = "too_long"  # longer than we read; the rest was never fetched


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, bytes, and the pause the server asked for (seconds, from `Retry-After`).

    `date` is the server's own time (seconds since the epoch), where it tells.

    The Content-Type is left out on purpose: new-api sends its JSON as text/plain, so it means
    nothing here.
    """

    status: int
    body: bytes = b""
    retry_after: float | None = None
    ending: Ending = Ending.WHOLE
    date: float | None = field(default=None, compare=False)

    @property
    def ok(self) -> bool:
        """Whether the status is any 2xx (resellers document 201 beside 200)."""
        return 200 <= self.status < 300

    @property
    def is_empty(self) -> bool:
        """Whether nothing but white space came."""
        return not self.body.strip()

    @property
    def is_page(self) -> bool:
        """Whether it is a web page, with whatever status."""
        return self.body.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")

    @property
    def is_astray(self) -> bool:
        """Whether it is a page where JSON was due, or leads elsewhere.

        So new-api answers addresses that it does not have: with its own start page, or, where that
        lies on another host, with a redirect to there.
        """
        return 300 <= self.status < 400 or (self.ok and self.is_page)

    @property
    def face(self) -> tuple[int, bytes]:
        """What a page has in common with itself wherever it is shown: its status and its title.

        The rest may differ: Cloudflare, for one, puts a script with a new number into each.
        """
        title = _TITLE.search(self.body, 0, _HEAD)
        return self.status, title[1].strip() if title else b""
