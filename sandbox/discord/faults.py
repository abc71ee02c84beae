"""Things that go wrong on purpose: answers of the API and troubles of the gateway."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from sandbox.discord.gateway import Gateway

# Faults of REST requests: name -> what it is.
FAULTS: dict[str, str] = {
    "500": "Internal Server Error",
    "502": "Bad Gateway (an HTML page of the front door)",
    "503": "Service Unavailable",
    "504": "Gateway Timeout (an HTML page of the front door)",
    "200": "A web page instead of an answer, by a proxy before Discord",
    "429": "Rate limited",
    "429-global": "Rate limited everywhere",
    "429-front-door": "Rate limited by the front door: no Via header, an HTML page",
    "reset": "The connection is cut before anything is done",
    "reset-after": "The connection is cut after it was done: the answer is lost",
    "502-after": "Bad Gateway, after it was done",
    "delay": "The answer takes `seconds` longer",
    "delay-after": "It is done at once, and the answer comes `seconds` later",
    "10062": "Unknown interaction",
    "50027": "Invalid Webhook Token",
    "50001": "Missing Access",
    "50013": "Missing Permissions",
    "40005": "Request entity too large",
}
# Troubles of the gateway, at once: name -> what it is.
TROUBLES: dict[str, str] = {
    "gateway-drop": "The connection is closed",
    "gateway-reconnect": "The client is asked to reconnect (op 7)",
    "gateway-invalid": "The session is no good and cannot be resumed (op 9)",
    "gateway-invalid-resumable": "The session is to be resumed (op 9)",
    "gateway-silent": "Heartbeats are not answered any more",
    "gateway-offline": "The bot is thrown out and not let in",
    "gateway-mute": "The connection is closed, and new ones are not greeted",
    "gateway-online": "The bot is let in again, its heartbeats answered",
}


@dataclass
class Fault:
    """A fault for the next `times` requests that match; `seconds` for delays and waits."""

    name: str
    times: int
    path: str
    method: str | None
    seconds: float

    def matches(self, method: str, path: str) -> bool:
        """Whether it is for this request."""
        return self.times > 0 and self.path in path and self.method in (None, method)


@dataclass
class Faults:
    """The faults still to come, oldest first."""

    gateway: Gateway
    coming: list[Fault] = field(default_factory=list)
    _let_go: asyncio.Event = field(default_factory=asyncio.Event)

    def inject(self, name: str, times: int, path: str, method: str | None, seconds: float) -> None:
        """Makes something go wrong; raises ValueError for an unknown name."""
        if name in TROUBLES:
            self._trouble(name)
        elif name in FAULTS:
            self.coming.append(Fault(name, times, path, method, seconds))
        else:
            names = ", ".join([*FAULTS, *TROUBLES])
            raise ValueError(f"There is no fault {name!r}; there are {names}.")

    def calm(self) -> None:
        """Forgets those still to come, and lets the bot in."""
        self.coming.clear()
        self._trouble("gateway-online")

    async def delay(self, seconds: float) -> None:
        """Takes so long, or until `let_go`."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._let_go.wait()

    def let_go(self) -> None:
        """Ends every delay that is under way."""
        self._let_go.set()
        self._let_go = asyncio.Event()

    def take(self, method: str, path: str) -> Fault | None:
        """The fault of a request, used up by it."""
        for fault in self.coming:
            if fault.matches(method, path):
                fault.times -= 1
                self.coming = [other for other in self.coming if other.times > 0]
                return fault
        return None

    def _trouble(self, name: str) -> None:
        match name:
            case "gateway-drop":
                self.gateway.drop()
            case "gateway-reconnect":
                self.gateway.reconnect()
            case "gateway-invalid":
                self.gateway.invalidate()
            case "gateway-invalid-resumable":
                self.gateway.invalidate(resumable=True)
            case "gateway-silent":
                self.gateway.silent = True
            case "gateway-offline":
                self.gateway.go_offline()
            case "gateway-mute":
                self.gateway.mute = True
                self.gateway.drop()
            case _:
                self.gateway.silent = self.gateway.offline = self.gateway.mute = False
