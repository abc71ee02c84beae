"""One relay, whole: how it is reached, and what it is to be used for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core.operations import NAMES
from bot.core.prices import PriceList
from bot.core.request import Speed

if TYPE_CHECKING:
    from bot.core.errand import Errand
    from bot.relay.settings import RelaySettings


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayEntry:
    """`max_running` is how many tasks it runs at once, `weight` its part of the work beside equals,
    `speeds` the modes (none where its path holds no mode) and `operations`
    (`core.operations.NAMES`) the commands it takes.
    """

    settings: RelaySettings
    max_running: int = 3
    weight: float = 1.0
    prices: PriceList = field(default_factory=PriceList)
    speeds: frozenset[Speed] = frozenset(Speed)
    operations: frozenset[str] = NAMES

    @property
    def name(self) -> str:
        """What tasks remember it by."""
        return self.settings.name

    def serves(self, errand: Errand) -> bool:
        """Whether a new task of this kind and mode may go there.

        A mode that nobody named is the relay's own; a press goes wherever its picture was made.
        """
        if errand.relay is not None:
            return errand.relay == self.name
        in_mode = errand.speed is None or errand.speed in self.speeds
        return errand.name in self.operations and in_mode
