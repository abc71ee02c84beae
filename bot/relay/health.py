"""What a relay's answers tell of how it is."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import structlog

from bot.core.breaker import WELL, Circuit
from bot.core.errors import Confused, InDoubt, Refused, Unreachable
from bot.core.failure import DRY

if TYPE_CHECKING:
    from bot.core.breaker import Breaker
    from bot.core.clock import Clock
    from bot.core.errors import RelayError

log = structlog.get_logger(__name__)

REACH = "reach"
"""The circuit of the relay itself; the others are of its operations."""


class Health:
    """The circuits of one relay: one for whether it is there, one for each operation.

    Kept here: a relay that is not there is asked something harmless until it answers again
    (`unreached`), and gets no task before; an operation that fails is tried with one task.
    """

    def __init__(self, *, relay: str, clock: Clock) -> None:
        self._relay = relay
        self._clock = clock
        self._circuits: defaultdict[str, Breaker] = defaultdict(lambda: WELL)

    def forget(self) -> None:
        """All is tried anew: whoever has the relays read again may have mended what failed."""
        self._circuits.clear()

    def note(self, operation: str, error: RelayError | None) -> None:
        """One call has ended, well (None) or not."""
        match error:
            case Unreachable():
                self._failed(REACH)
                return
            case InDoubt() | Confused():
                self._failed(operation)
            case Refused(failure=failure) if failure.kind in DRY:
                self._failed(operation)
            case None:
                self._circuits.pop(operation, None)
        self._circuits.pop(REACH, None)

    def _failed(self, name: str) -> None:
        now = self._clock.monotonic()
        before = self._circuits[name]
        after = self._circuits[name] = before.failed(now)
        if after.opened > before.opened:
            pause = round(after.tried_at - now)
            log.warning("circuit open", relay=self._relay, circuit=name, seconds=pause)

    def circuit(self, operation: str) -> Circuit:
        """How it stands for one operation, such as `submit/imagine`."""
        now = self._clock.monotonic()
        if self.away:
            return Circuit.OPEN
        return self._circuits[operation].circuit(now)

    @property
    def unreached(self) -> bool:
        """Whether the relay was not there and it is time to ask it again."""
        return self._circuits[REACH].circuit(self._clock.monotonic()) is Circuit.TRYING

    @property
    def away(self) -> bool:
        """Whether the relay was not there when it was last asked often enough to be sure."""
        return self._circuits[REACH].circuit(self._clock.monotonic()) is not Circuit.CLOSED

    def circuits(self) -> dict[str, Circuit]:
        """Every circuit that is not closed, by its name."""
        now = self._clock.monotonic()
        found = {name: breaker.circuit(now) for name, breaker in self._circuits.items()}
        return {name: circuit for name, circuit in found.items() if circuit is not Circuit.CLOSED}
