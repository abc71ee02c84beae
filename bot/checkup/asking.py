"""Plain questions over HTTP, to Discord and to our own web side."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.relay import retry_after

if TYPE_CHECKING:
    from collections.abc import Mapping

PATIENCE = 10.0
"""Seconds for one answer."""
_MOST = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer: its status (None: none came, `trouble` says why), its JSON, the server's time."""

    status: int | None
    content: Any = None
    date: float | None = None
    trouble: str = ""

    @property
    def ok(self) -> bool:
        """Whether it is what was asked for."""
        return self.status == 200 and self.content is not None

    @property
    def words(self) -> str:
        """Why it is not, for an operator."""
        if self.status is None:
            return self.trouble
        return f"status {self.status}" + ("" if self.content is not None else ", no JSON")


async def ask(url: str, headers: Mapping[str, str] | None = None) -> Heard:
    """One GET, whose redirects are not followed. Never raises."""
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, headers=headers) as session,
            session.get(url, allow_redirects=False) as response,
        ):
            body = await response.content.read(_MOST)
            date = retry_after.moment(response.headers.get("Date"))
            return Heard(response.status, _json(body), date)
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        return Heard(None, trouble=str(error) or type(error).__name__)


def _json(body: bytes) -> Any:  # noqa: ANN401  (whatever was sent)
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
