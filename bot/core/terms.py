"""What was agreed on when a task was asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from bot.core.request import Speed

BARRED = 300.0
"""Seconds after which a relay that cost too much is tried again: by then its prices may be others,
or what other tasks gave back is there."""
_MINUTE = 60.0


class Bar(NamedTuple):
    """A relay where a task was found to cost more than its quotas have room for; it is left out
    until then, in seconds since the epoch."""

    relay: str
    until: float

    @classmethod
    def at(cls, relay: str, now: float) -> Self:
        """One that begins now. All of a minute end together, so that these tasks still need the
        same (`core.errand`) and are looked up together."""
        return cls(relay, math.ceil(now / _MINUTE) * _MINUTE + BARRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of one task.

    Prices are in millionths (`core.money`) and those of that moment: a price list that changes
    later changes no task. `press` is what the submit costs, `form` what the answer to a form costs,
    `press_paid` whether the relay takes money for a press that ends in a form. `speed` is the mode
    that counts for quotas (None: the relay's own choice, which counts as fast). `weight` is how
    many turns the member has in each round of the queue, `most_running` how many of their tasks may
    be with the relay at once, `roles` those roles of theirs that have quotas. `mature`: it is for
    age-restricted channels, `spoiler`: its picture is hidden until somebody looks; these two may
    still change, when a form is answered or a prompt translated with words that call for it.
    `barred` are the relays that it does not go to for a while, since it costs too much there.
    `age_restricted`: it was asked for in such a channel.
    """

    press: int = 0
    form: int = 0
    press_paid: bool = False
    speed: Speed | None = None
    weight: int = 1
    most_running: int | None = None
    mature: bool = False
    spoiler: bool = False
    age_restricted: bool = False
    roles: tuple[int, ...] = ()
    barred: tuple[Bar, ...] = ()

    @property
    def most(self) -> int:
        """The most that it may cost, in millionths: with a form, whether the relay asks or not."""
        return self.press + self.form if self.press_paid else max(self.press, self.form)

    def bars(self, relay: str, now: float) -> tuple[Bar, ...]:
        """`barred` with this relay, from now on."""
        return (*(bar for bar in self.barred if bar.relay != relay), Bar.at(relay, now))


STANDARD = Terms()
"""What holds where nothing was agreed on: no price, one turn a round."""
