"""What the relay was asked: every request in a bounded log, and cheap counts."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_KEPT: Final = 5000


@dataclass(slots=True)
class Received:
    """One request. `status` and `code` are filled in when it is answered, None until then;
    `fault` names what befell it. `at` is an epoch second, `path` carries no query."""

    number: int
    at: float
    method: str
    path: str
    headers: Mapping[str, str]
    operation: str = ""
    body: Any = None
    status: int | None = None
    code: int | str | None = None
    fault: str = ""

    def json(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "number": self.number,
            "at": self.at,
            "method": self.method,
            "path": self.path,
            "headers": dict(self.headers),
            "operation": self.operation,
            "body": self.body,
            "status": self.status,
            "code": self.code,
            "fault": self.fault,
        }


Matches = Callable[[Received], bool]


@dataclass(slots=True)
class Journal:
    """The newest requests, counts of all, and those who wait for one."""

    kept: deque[Received] = field(default_factory=lambda: deque(maxlen=_KEPT))
    counts: Counter[str] = field(default_factory=Counter)
    _number: int = 0
    _waiting: list[tuple[Matches, asyncio.Future[Received]]] = field(default_factory=list)

    def begin(self, at: float, method: str, path: str, headers: Mapping[str, str]) -> Received:
        """Notes a request as it comes in."""
        self._number += 1
        received = Received(self._number, at, method, path, headers)
        self.kept.append(received)
        return received

    def read(self, received: Received, operation: str, body: object) -> None:
        """Notes what a request asks for; wakes those who wait for it."""
        received.operation, received.body = operation, body
        self.counts[operation] += 1
        self._wake(received)

    def answered(self, received: Received, status: int, code: int | str | None) -> None:
        """Notes how a request was answered; wakes those who wait for that."""
        received.status, received.code = status, code
        self._wake(received)

    async def wait_for(self, matches: Matches, timeout: float) -> Received:
        """The first request that matches, also one already there; `timeout` in seconds.

        A request is looked at twice: when it is read (`status` None) and when it is answered.
        Raises TimeoutError.
        """
        for received in self.kept:
            if matches(received):
                return received
        future: asyncio.Future[Received] = asyncio.get_running_loop().create_future()
        self._waiting.append((matches, future))
        async with asyncio.timeout(timeout):
            return await future

    def _wake(self, received: Received) -> None:
        if not self._waiting:
            return
        for matches, future in self._waiting:
            if not future.done() and matches(received):
                future.set_result(received)
        self._waiting = [entry for entry in self._waiting if not entry[1].done()]
