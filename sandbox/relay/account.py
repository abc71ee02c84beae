"""The upstream account: what was charged for which task, and what was given back."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from sandbox.relay.task import Kind

MICRO: Final = 1_000_000

# new-api's default prices, in millionths of its money; forms to come are free and paid when sent.
_PRICES: Final = {
    Kind.UPSCALE: 50_000,
    Kind.UPSCALE_HD: 50_000,
    Kind.DESCRIBE: 50_000,
    Kind.SWAP_FACE: 50_000,
}
_USUAL_PRICE: Final = 100_000


def price(kind: Kind) -> int:
    """What a task of a kind costs, in millionths."""
    return _PRICES.get(kind, _USUAL_PRICE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the account: `amount` in millionths, always positive, at an epoch second."""

    task_id: str
    kind: str
    amount: int
    at: float


@dataclass(slots=True)
class Account:
    """Charges and refunds, in the order they happened. A task is refunded at most what it cost."""

    charges: list[Entry] = field(default_factory=list)
    refunds: list[Entry] = field(default_factory=list)
    _open: dict[str, int] = field(default_factory=dict)
    _total: int = 0

    @property
    def total(self) -> int:
        """What has been paid in all, refunds taken off, in millionths."""
        return self._total

    @property
    def paid(self) -> str:
        """The same in money, as two decimals or as many as it needs."""
        exact = Decimal(self._total) / MICRO
        cents = exact.quantize(Decimal("0.01"))
        return str(cents if cents == exact else exact)

    def of(self, task_id: str) -> int:
        """What one task has cost so far, in millionths."""
        return self._open.get(task_id, 0)

    def charge(self, task_id: str, kind: Kind, at: float) -> None:
        """Charges a task its price."""
        amount = price(kind)
        self.charges.append(Entry(task_id, kind.value, amount, at))
        self._open[task_id] = self.of(task_id) + amount
        self._total += amount

    def refund(self, task_id: str, kind: Kind, at: float) -> None:
        """Gives back all that a task has cost; nothing when it cost nothing."""
        amount = self._open.pop(task_id, 0)
        if amount:
            self.refunds.append(Entry(task_id, kind.value, amount, at))
            self._total -= amount
