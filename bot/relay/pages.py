"""Web pages in the place of answers: what does not exist, or trouble that passes."""

from __future__ import annotations

from bot.core.errors import Confused

PAGE_PAUSE = 2.0
"""Seconds until what was answered with a web page is asked again, where asking does no harm."""


class PageError(Confused):
    """A web page came in the place of an answer, which may be trouble that passes."""


class Pages:
    """Notes for each operation whether a page came for it.

    new-api shows its own page for what it does not have, always; a gateway shows one for a moment,
    for anything. So one page says nothing: it has to come again for what was asked afterwards, and
    not for everything.
    """

    def __init__(self) -> None:
        self._asked = 0
        self._first: dict[str, int] = {}

    def asking(self) -> int:
        """Something is asked; gives its number, by which `again` knows when that was."""
        self._asked += 1
        return self._asked

    def again(self, operation: str, number: int) -> bool:
        """A page has come for what was asked as this number; gives whether one had come before."""
        return number > self._first.setdefault(operation, self._asked)

    def none(self, operation: str) -> None:
        """Something else than a page has come."""
        self._first.pop(operation, None)
