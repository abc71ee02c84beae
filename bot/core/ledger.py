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

from bot.core.failure import FailureKind
from bot.core.status import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.task import Task


class Account(StrEnum):
    """Where money of a task can be."""

    MEMBER = "member"  # not spent; below nothing by all that has been
    RESERVED = "reserved"  # set aside for what has been asked for
    RELAY = "relay"  # what the relay has been heard to take and has not given back
    HOUSE = "house"  # below nothing by what the relay keeps of what came to nothing


class Move(StrEnum):
    """Why an amount changes its account."""

    RESERVE = "reserve"
    CHARGE = "charge"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Due:
    """What a task holds, in millionths (`core.money`).

    `reserved` and `charged` are its member's. `lost` is what the relay keeps although the member
    has it back: whoever runs the bot bears it.
    """

    reserved: int = 0
    charged: int = 0
    lost: int = 0

    @property
    def total(self) -> int:
        """All that its member cannot spend again."""
        return self.reserved + self.charged

    @property
    def relay(self) -> int:
        """All that the relay has."""
        return self.charged + self.lost


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

    Set aside is the most that it may come to, with the form that it may end in, so that a quota
    that has had room for it is never passed. A form is paid when its answer leaves. Where the relay
    does not take money for a press that ends in a form (`Terms.press_paid`), that press is paid
    with the form. What the relay has taken and does not give back, since the end was not of its
    making, is lost; unless it was a press whose form the member let pass, which stays theirs.
    """
    if task.relay_id is None:
        return NOTHING if task.ended else Due(reserved=task.terms.most)
    taken = _taken(task)
    match task.status:
        case Status.FAILED | Status.CANCELLED if task.returned:
            return NOTHING
        case Status.FAILED | Status.CANCELLED:
            return Due(charged=taken) if _let_pass(task) else Due(lost=taken)
        case _:
            return Due(reserved=task.terms.form if task.awaits_form else 0, charged=taken)


def _taken(task: Task) -> int:
    """What the relay has taken, as far as it has been heard."""
    terms = task.terms
    if task.form is None:
        return terms.press
    pressed = terms.press if terms.press_paid else 0
    if task.confirmed_at is not None:
        return pressed + terms.form
    # A relay that went on without asking has taken the press alone.
    return terms.press if task.status is Status.DONE else pressed


def _let_pass(task: Task) -> bool:
    """Whether the member did not send the form that a press had asked for, or took it back."""
    if task.form is None or task.confirmed_at is not None:
        return False
    expired = task.failure is not None and task.failure.kind is FailureKind.FORM_EXPIRED
    return expired or task.status is Status.CANCELLED


def entries(before: Due, after: Due) -> list[Entry]:
    """The entries that lead from one to the other; none when nothing has moved."""
    charge = max(0, min(before.reserved - after.reserved, after.charged - before.charged))
    moves = (
        Entry(Move.CHARGE, Account.RESERVED, Account.RELAY, charge),
        *_changed(
            after.reserved - (before.reserved - charge),
            Account.MEMBER,
            Account.RESERVED,
            Move.RESERVE,
        ),
        *_changed(
            after.relay - (before.relay + charge), Account.MEMBER, Account.RELAY, Move.CHARGE
        ),
        *_changed(after.lost - before.lost, Account.HOUSE, Account.MEMBER, Move.REFUND),
    )
    return [entry for entry in moves if entry.amount]


def balances(found: Iterable[Entry]) -> dict[Account, int]:
    """What entries come to, by account; together always nothing."""
    sums = dict.fromkeys(Account, 0)
    for entry in found:
        sums[entry.source] -= entry.amount
        sums[entry.target] += entry.amount
    return sums


def _changed(amount: int, source: Account, target: Account, move: Move) -> tuple[Entry, ...]:
    """What `target` still lacks comes from `source`, what it has too much of goes back."""
    if amount < 0:
        return (Entry(Move.REFUND, target, source, -amount),)
    return (Entry(move, source, target, amount),)
