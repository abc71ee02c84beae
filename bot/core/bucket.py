"""How many requests may leave when: pure, over seconds of a clock that never jumps."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Window:
    """A bucket as Discord counts: so many requests from the first one on, then anew.

    Kept here: whoever spends the last request of a window is held by discord.py until its end, with
    all that they hold; so the last one is kept until that is soon. What is not urgent takes half of
    a window, so that what is finds room in it.
    """

    limit: int
    seconds: float
    ends: float = 0.0
    used: int = 0

    def opens(self, now: float, *, urgent: bool) -> float:
        """When the next request may leave; `now` when it may at once."""
        if now >= self.ends or self.used == 0:
            return now
        if not urgent:
            return now if self.used < max(self.limit // 2, 1) else self.ends
        match self.limit - self.used:
            case 1:
                return max(now, self.ends - self.seconds / self.limit)
            case left:
                return now if left > 1 else self.ends

    def take(self, now: float) -> None:
        """A request leaves."""
        if now >= self.ends:
            self.ends, self.used = now + self.seconds, 0
        self.used += 1

    def give_back(self) -> None:
        """A request that was taken did not leave."""
        self.used = max(self.used - 1, 0)

    def told(self, now: float, *, limit: int, remaining: int, reset_after: float) -> None:
        """What an answer said of the bucket. Answers may come in another order than requests."""
        ends, used = now + reset_after, limit - remaining
        is_next = ends > self.ends + self.seconds / 2
        self.seconds = reset_after if used == 1 else max(self.seconds, reset_after)
        self.used = used if is_next else max(self.used, used)
        self.limit, self.ends = limit, ends


@dataclass(slots=True)
class Flow:
    """So many requests a second, evenly, of which a few may leave together."""

    rate: float
    together: int
    _next: float = 0.0

    def opens(self, now: float) -> float:
        """When the next request may leave; `now` when it may at once."""
        return max(now, self._next - (self.together - 1) / self.rate)

    def take(self, now: float) -> float:
        """A request leaves, as soon as it may: when that is."""
        at = self.opens(now)
        self._next = max(at, self._next) + 1 / self.rate
        return at

    def give_back(self) -> None:
        """A request that was taken did not leave."""
        self._next -= 1 / self.rate

    def shut(self, until: float) -> None:
        """Nothing leaves until then."""
        self._next = max(self._next, until + (self.together - 1) / self.rate)
