"""The ledger's rules: what a task owes at each moment, and the entries that lead from one to the
next.

Double entry: each entry takes an amount out of one account and puts it into another, so that all
accounts together are always nothing. What a task's entries come to always equals what the task says
(`due`): the store writes both in one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.status import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.task import Task


class Account(StrEnum):
    """Where money of a task can be."""

    MEMBER = "member"  # not spent; below nothing by all that has been
    RESERVED = "reserved"  # set aside for what has been asked for
    RELAY = "relay"  # what the relay has been heard to take


class Move(StrEnum):
    """Why an amount changes its account."""

    RESERVE = "reserve"
    CHARGE = "charge"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Due:
    """What a task holds of its member's money, in millionths (`core.money`)."""

    reserved: int = 0
    charged: int = 0

    @property
    def total(self) -> int:
        """All that its member cannot spend again."""
        return self.reserved + self.charged


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: `amount` (over 0) goes from one account to the other."""

    move: Move
    source: Account
    target: Account
    amount: int


NOTHING = Due()


def due(task: Task) -> Due:
    """What a task holds: set aside when it is asked for, charged when the relay has taken it, given
    back when nothing comes of it.

    A form is paid when its answer leaves. Where the relay does not take money for a press that ends
    in a form (`Terms.press_paid`), that press is paid with the form.
    """
    terms = task.terms
    if task.status in {Status.FAILED, Status.CANCELLED}:
        return NOTHING
    if task.relay_id is None:
        return Due(reserved=terms.press or terms.form)
    if task.form is None:
        return Due(charged=terms.press)
    pressed = terms.press if terms.press_paid else 0
    if task.confirmed_at is not None:
        return Due(charged=pressed + terms.form)
    if task.ended:  # the relay went on without asking its member
        return Due(charged=terms.press)
    return Due(reserved=terms.form, charged=pressed)


def entries(before: Due, after: Due) -> list[Entry]:
    """The entries that lead from one to the other; none when nothing has moved."""
    charge = max(0, min(before.reserved - after.reserved, after.charged - before.charged))
    moves = (
        Entry(Move.CHARGE, Account.RESERVED, Account.RELAY, charge),
        *_changed(after.reserved - (before.reserved - charge), Account.RESERVED, Move.RESERVE),
        *_changed(after.charged - (before.charged + charge), Account.RELAY, Move.CHARGE),
    )
    return [entry for entry in moves if entry.amount]


def balances(found: Iterable[Entry]) -> dict[Account, int]:
    """What entries come to, by account; together always nothing."""
    sums = dict.fromkeys(Account, 0)
    for entry in found:
        sums[entry.source] -= entry.amount
        sums[entry.target] += entry.amount
    return sums


def _changed(amount: int, account: Account, move: Move) -> tuple[Entry, ...]:
    """What an account still lacks comes from the member, what it has too much of goes back."""
    if amount < 0:
        return (Entry(Move.REFUND, account, Account.MEMBER, -amount),)
    return (Entry(move, Account.MEMBER, account, amount),)
