"""Which relays take something now, and how long one that took nothing is to be left alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.breaker import Circuit
from bot.core.errors import BadInput, OperationMissing
from bot.core.pacing import backoff
from bot.core.relay_choice import expected
from bot.core.request import Speed
from bot.core.status import Waiting

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

    from bot.core.clock import Clock
    from bot.core.errand import Errand
    from bot.core.ports import Relays
    from bot.core.relay_choice import Candidate
    from bot.service.operations import Abilities
    from bot.service.roster import Roster

GLANCE = 5.0
"""Seconds after which relays that take nothing are looked at again."""


@dataclass(slots=True)
class _Lane:
    """One relay: until when it is held (monotonic seconds) and why, after so many failures in a
    row."""

    hold_until: float = 0.0
    failures: int = 0
    why: Waiting = Waiting.RELAY_FULL


class Lanes:
    """The ways to the relays."""

    def __init__(
        self,
        *,
        relays: Relays,
        roster: Roster,
        abilities: Abilities,
        clock: Clock,
        chance: random.Random,
    ) -> None:
        self._relays = relays
        self._roster = roster
        self._abilities = abilities
        self._clock = clock
        self._chance = chance
        self._lanes: dict[str, _Lane] = {}

    # -- which take more ---------------------------------------------------------------------------
    def serving(self, errand: Errand) -> list[Candidate]:
        """The relays that this may go to, sooner or later, as they stand."""
        return self.able(errand, self._there(errand, self._roster.by_relay()))

    def candidates(self, errand: Errand, running: Mapping[str, int]) -> list[Candidate]:
        """The relays that may be given this now; one that has just failed is tried with one task.

        Were it tried with all, each would count as a failure of its own, and the pauses would grow
        many times too fast.
        """
        found = self.able(errand, self._there(errand, running))
        return [self._tried(one) for one in found if not self._held(one.name)]

    def expected(self, errand: Errand) -> str:
        """The relay that a new task would go to as they stand.

        Raises `BadInput` (`speed_missing`, or `speed_none` where there is no other) where none has
        its speed, `OperationMissing` where none takes its kind.
        """
        best = expected(self.serving(errand))
        if best is not None:
            return best.name
        speeds = self.instead(errand)
        if speeds is None:
            raise OperationMissing(next(iter(errand.needed)))
        raise BadInput("speed_missing", speeds=speeds) if speeds else BadInput("speed_none")

    def instead(self, errand: Errand) -> str | None:
        """Where it is only its speed that no relay has: the other speeds, as `other_speeds`; empty
        where a relay takes it that has no speeds. None where it is not the speed alone."""
        without = self._relays.candidates(replace(errand, speed=None), {})
        return self.other_speeds(errand) if without else None

    def other_speeds(self, errand: Errand) -> str:
        """The speeds at which a relay takes this kind, without its own, as prompts name them."""
        others = (replace(errand, speed=speed) for speed in Speed if speed is not errand.speed)
        there = [other.speed for other in others if self._relays.candidates(other, {})]
        return ", ".join(f"--{speed}" for speed in there)

    def why(self, errand: Errand) -> Waiting:
        """What this waits for: its turn, or relays of which none is there or takes anything."""
        found = self._there(errand, {})
        if not found:
            return Waiting.TURN
        if all(one.circuit is Circuit.OPEN for one in found):
            return Waiting.RELAY_DOWN
        held = [self._lanes[one.name].why for one in found if self._held(one.name)]
        return held[0] if len(held) == len(found) else Waiting.TURN

    def _there(self, errand: Errand, running: Mapping[str, int]) -> list[Candidate]:
        """The relays that it may go to and has not been found to cost too much at."""
        found = self._relays.candidates(errand, running)
        now = self._clock.now()
        return [one for one in found if not errand.avoids(one.name, now)]

    def able(self, errand: Errand, found: list[Candidate]) -> list[Candidate]:
        """Those that are not known to lack what it takes; all of them where every one does, since
        the answer of one of them says so in words."""
        able = [c for c in found if not errand.needed & self._abilities.missing(c.name)]
        return able or found

    @property
    def slots(self) -> int:
        """How many tasks run at once at all the relays that are there."""
        return self._relays.slots()

    def _tried(self, candidate: Candidate) -> Candidate:
        lane = self._lanes.get(candidate.name)
        failing = lane is not None and lane.failures > 0
        if not (failing or candidate.circuit is Circuit.TRYING):
            return candidate
        busy = self._roster.leaving(candidate.name) > 0
        most = candidate.running if busy else candidate.running + 1
        return replace(candidate, slots=min(candidate.slots, most))

    def _held(self, relay: str) -> bool:
        lane = self._lanes.get(relay)
        return lane is not None and lane.hold_until > self._clock.monotonic()

    # -- what they answered ------------------------------------------------------------------------
    def hold(self, relay: str, why: Waiting, retry_after: float | None) -> float:
        """A relay has not taken a task: it is left alone for a while; gives the seconds."""
        lane = self._lanes.setdefault(relay, _Lane())
        lane.failures += 1
        lane.why = why
        pause = backoff(lane.failures, least=2.0, most=60.0, chance=self._chance)
        pause = max(pause, retry_after or 0.0)
        lane.hold_until = self._clock.monotonic() + pause
        return pause

    def well(self, relay: str) -> None:
        """A relay has answered as it should."""
        self._lanes.pop(relay, None)

    def forget(self) -> None:
        """None is held any more: an operator says that there may be other relays."""
        self._lanes.clear()

    def free_in(self) -> float:
        """Seconds until one of the relays that take nothing now may take something."""
        now = self._clock.monotonic()
        held = [lane.hold_until - now for lane in self._lanes.values() if lane.hold_until > now]
        return min(held, default=GLANCE)
