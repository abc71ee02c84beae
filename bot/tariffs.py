"""What each relay takes, as its operator says it now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from bot.service.admission import Tariff

if TYPE_CHECKING:
    from bot.relay.pool import Pool


class Tariffs(Mapping[str, Tariff]):
    """The relays' tariffs by their names; those of a file that is read again are new at once."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def __getitem__(self, name: str) -> Tariff:
        entry = self._pool.entry(name)
        return Tariff(entry.prices, entry.settings.speed)

    def __iter__(self) -> Iterator[str]:
        return iter(self._pool)

    def __len__(self) -> int:
        return len(self._pool)
