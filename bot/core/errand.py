"""What a waiting task needs of a relay, and nothing else: all that the choice of one depends on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core import operations, prices
from bot.core.form import asks
from bot.core.request import Action, FollowUp

if TYPE_CHECKING:
    from bot.core.request import Request, Speed
    from bot.core.terms import Bar


@dataclass(frozen=True, slots=True)
class Errand:
    """`relay` is the one it has to go to (None: any that serves it), `name` what an operator calls
    it (None: a press), `priced` what it is called in price lists, `has_form` whether it may end in
    one, `needed` the operations that it takes, `barred` the relays where it cost too much.
    """

    relay: str | None
    name: str | None
    priced: str
    has_form: bool
    needed: frozenset[str]
    speed: Speed | None
    barred: tuple[Bar, ...] = ()

    def avoids(self, relay: str, now: float) -> bool:
        """Whether it does not go to a relay for what that costs, for now."""
        return any(bar.relay == relay and now < bar.until for bar in self.barred)


ANYWHERE = Errand(None, "imagine", "imagine", False, frozenset({operations.IMAGINE}), None)
"""What a plain /imagine needs."""


def errand(request: Request, relay: str, barred: tuple[Bar, ...] = ()) -> Errand:
    """What a request needs; a follow-up stays with `relay`, which made its parent."""
    return Errand(
        relay=relay if isinstance(request, FollowUp) else None,
        name=operations.name(request),
        priced=prices.operation(request),
        has_form=isinstance(request, Action) and asks(request.custom_id) is not None,
        needed=operations.needed(request),
        speed=request.speed,
        barred=barred,
    )
