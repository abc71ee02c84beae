"""The upstream account: what was charged for which task, what was given back, what is left."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.relay.prices import PriceList, money


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the account: `amount` in millionths, always positive, at an epoch second.

    `kind` is the kind of task (or CHAT), `operation` what it was charged as: `modal` for a form.
    """

    task_id: str
    kind: str
    amount: int
    at: float
    operation: str = ""


@dataclass(slots=True)
class Account:
    """Charges and refunds, in the order they happened. A task is refunded at most what it cost.

    `prices` is what new charges cost. `balance` may be set; None means that it never runs out.
    """

    prices: PriceList = field(default_factory=PriceList)
    charges: list[Entry] = field(default_factory=list)
    refunds: list[Entry] = field(default_factory=list)
    _open: dict[str, int] = field(default_factory=dict)
    _charged: int = 0
    _refunded: int = 0
    _granted: int | None = None

    @property
    def charged(self) -> int:
        """All that was ever charged, in millionths."""
        return self._charged

    @property
    def refunded(self) -> int:
        """All that was given back of it, in millionths."""
        return self._refunded

    @property
    def total(self) -> int:
        """What has been paid in all, refunds taken off, in millionths."""
        return self._charged - self._refunded

    @property
    def paid(self) -> str:
        """The same in money, as two decimals or as many as it needs."""
        return money(self.total)

    @property
    def balance(self) -> int | None:
        """What is left, in millionths; None when it never runs out."""
        return None if self._granted is None else self._granted - self.total

    @balance.setter
    def balance(self, micro: int | None) -> None:
        self._granted = None if micro is None else micro + self.total

    def of(self, task_id: str) -> int:
        """What one task has cost so far, in millionths."""
        return self._open.get(task_id, 0)

    def can_pay(self, operation: str, speed: str | None) -> bool:
        """Whether enough is left for an operation."""
        return self.balance is None or self.prices.of(operation, speed) <= self.balance

    def charge(
        self, task_id: str, kind: str, at: float, *, operation: str = "", speed: str | None = None
    ) -> None:
        """Charges a task its price: that of its kind, unless an `operation` is named."""
        what = operation or kind.lower()
        amount = self.prices.of(what, speed)
        if amount:
            self.charges.append(Entry(task_id, kind, amount, at, what))
            self._open[task_id] = self.of(task_id) + amount
            self._charged += amount

    def refund(self, task_id: str, kind: str, at: float) -> None:
        """Gives back all that a task has cost; nothing when it cost nothing."""
        amount = self._open.pop(task_id, 0)
        if amount:
            self.refunds.append(Entry(task_id, kind, amount, at, kind.lower()))
            self._refunded += amount

    def describe(self) -> dict[str, str | None]:
        """The sums in money: `paid`, `charged`, `refunded`, and `balance` (None: without end)."""
        left = self.balance
        return {
            "paid": self.paid,
            "charged": money(self.charged),
            "refunded": money(self.refunded),
            "balance": None if left is None else money(left),
        }
