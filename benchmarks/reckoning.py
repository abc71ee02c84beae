"""The accounts of a soak: what every relay did, what Easel wrote down, and what Discord shows.

They have to match to the last task and the last millionth.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.audit import (
    OWNED_UP,
    Ledger,
    Row,
    same_reply,
    same_state,
    sent_again,
)
from benchmarks.books import Books, failure
from benchmarks.shown import answers, holds, messages, over
from tests import witness

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sandbox.discord import Interaction
    from sandbox.relay import Relay
    from tests.running import House

MICRO = 1_000_000
SHOWN, WORDS = "shown", "its end told in words"
UNKNOWN = "told as unknown"
MUTED, REMOVED = "taken back by its member, goes on unseen", "deleted by its member"
BORNE = "came to nothing, and the ledger says that it was paid"


@dataclass(frozen=True, kw_only=True)
class Account:
    """One relay's side: counts of tasks, and amounts in millionths.

    `submits` and `forms` are what it has read, `made` the tasks it took, `paid` those of them that
    it has not given back.
    """

    kind: str
    submits: int
    forms: int
    made: int
    paid: int
    charged: int
    refunded: int
    ledger: int

    @property
    def kept(self) -> int:
        """What it has in the end."""
        return self.charged - self.refunded


@dataclass(frozen=True, kw_only=True)
class Reckoning:
    """Everything that was counted. `fates` is what became of all that was paid; `unknown` names the
    tasks that were paid and whose members were told that nobody knows, with what of it the ledger
    does not have, in millionths; `unheard` those that their relay gave back after it had been taken
    out of the file, with what of it the ledger has; `wrongs` has to be empty."""

    relays: Mapping[str, Account]
    statuses: Mapping[str, int]
    failures: Mapping[str, int]
    ledger: Mapping[str, int]
    uses: Mapping[str, int]
    messages: Mapping[str, int]
    fates: Mapping[str, int]
    unknown: Mapping[str, int]
    unheard: Mapping[str, int]
    wrongs: Sequence[str]


def reckon(
    house: House,
    relays: Mapping[str, Relay],
    ledgers: Mapping[str, Ledger],
    uses: Sequence[Interaction],
    was_there: Callable[[float, float], bool],
) -> Reckoning:
    """Compares the three sides, once everything has come to rest.

    `was_there` tells whether the bot was connected from a moment on, for so many seconds.
    """
    books = Books.of(house, relays)
    fates, unknown = _fates(books)
    _check_submits(books, ledgers)
    unheard = _unheard(books)
    _check_money(books, sum(unknown.values()), unheard)
    counted = answers(books, uses, was_there)
    said = messages(books)
    books.wrongs += witness.faults(house)
    return Reckoning(
        relays={name: _account(books, name, ledgers[name]) for name in relays},
        statuses=Counter(row["status"] for row in books.rows),
        failures=Counter(failure(row) for row in books.rows if row["failure"]),
        ledger=_ledger(house),
        uses=counted,
        messages=said,
        fates=fates,
        unknown=unknown,
        unheard={f"task {number}": amount for number, amount in unheard.items()},
        wrongs=books.wrongs,
    )


def _account(books: Books, name: str, ledger: Ledger) -> Account:
    relay = books.relays[name]
    account = relay.account
    return Account(
        kind=relay.preset,
        submits=len(ledger.submits),
        forms=relay.counts["submit/modal"],
        made=len(relay.tasks),
        paid=sum(account.of(task.id) > 0 for task in relay.tasks.values()),
        charged=account.charged,
        refunded=account.refunded,
        ledger=sum(books.moved.get(row["number"], 0) for row in books.rows if row["relay"] == name),
    )


def _ledger(house: House) -> dict[str, int]:
    """Every account of Easel's ledger, in millionths; together nothing."""
    balance: Counter[str] = Counter()
    with house.database() as database:
        for row in database.execute("SELECT source, target, amount FROM ledger"):
            balance[row["source"]] -= row["amount"]
            balance[row["target"]] += row["amount"]
    return dict(balance)


def _check_submits(books: Books, ledgers: Mapping[str, Ledger]) -> None:
    """No task may have been made twice, or sent again where it may have been taken."""
    every = [task for relay in books.relays.values() for task in relay.tasks.values()]
    read = sorted((one for led in ledgers.values() for one in led.submits), key=lambda one: one.at)
    books.wrongs += same_state(every) + same_reply(books.rows) + sent_again(Ledger(submits=read))


def _unheard(books: Books) -> dict[int, int]:
    """What was given back of tasks whose relay is asked no more, so that nobody can know of it."""
    gone = {row["state"]: row for row in books.rows if failure(row) == "relay_removed"}
    found: dict[int, int] = {}
    for relay in books.relays.values():
        returned = {entry.task_id for entry in relay.account.refunds}
        for task in relay.tasks.values():
            row = gone.get(task.state or "")
            if row is not None and task.id in returned and not relay.account.of(task.id):
                found[row["number"]] = books.moved.get(row["number"], 0)
    return found


def _check_money(books: Books, unknown: int, unheard: Mapping[int, int]) -> None:
    """The ledger says of each task what its relay's account says, but for what it cannot know."""
    kept, written = sum(amount for *_, amount in books.paid()), sum(books.moved.values())
    if kept != written + unknown - sum(unheard.values()):
        books.wrongs.append(
            f"the relays kept {kept}, the ledger says {written}, unknown {unknown}, "
            f"unheard of {sum(unheard.values())}"
        )
    paid: defaultdict[str, int] = defaultdict(int)
    for _, task, amount in books.paid():
        paid[task.state or ""] += amount
    for row in books.rows:
        written, there = books.moved.get(row["number"], 0), paid[row["state"]]
        if row["status"] == "done" and not there:
            books.wrongs.append(f"task {row['number']} is done, and was never paid")
        if written != there and failure(row) not in OWNED_UP and row["number"] not in unheard:
            books.wrongs.append(
                f"task {row['number']} ({row['status']} {failure(row)}): the ledger says "
                f"{written / MICRO:g}, {row['relay']} {there / MICRO:g}"
            )


# -- what became of what was paid ------------------------------------------------------------------
def _fates(books: Books) -> tuple[Counter[str], dict[str, int]]:
    by_state = {row["state"]: row for row in books.rows}
    fates: Counter[str] = Counter()
    unknown: dict[str, int] = {}
    for name, task, amount in books.paid():
        row = by_state.get(task.state or "")
        fate = _fate(books, row, amount)
        if fate is None:
            books.wrongs.append(f"{name} has been paid for {task.id}: {_told(books, row)}")
            continue
        fates[fate] += 1
        if fate == UNKNOWN and row is not None:
            unknown[f"task {row['number']}, {name} {task.id}: {failure(row)}"] = (
                amount - books.moved.get(row["number"], 0)
            )
    return fates, unknown


def _fate(books: Books, row: Row | None, amount: int) -> str | None:
    """What a task that was paid has become; None where nobody was told anything of it."""
    if row is None:
        return None
    if row["removed"]:
        return REMOVED
    message = books.house.discord.message(row["message_id"] or 0)
    if message is None or not over(message):
        return None
    if row["muted"]:
        return MUTED if holds(message, "show", row["number"]) else None
    if row["status"] == "done":
        return SHOWN if message.pictures() else WORDS if row["trouble"] else None
    if failure(row) in OWNED_UP:
        return UNKNOWN
    return BORNE if books.moved.get(row["number"]) == amount else None


def _told(books: Books, row: Row | None) -> str:
    if row is None:
        return "no task of Easel's"
    message = books.house.discord.message(row["message_id"] or 0)
    said = "no message" if message is None else repr(message.text)
    return f"task {row['number']}, {row['status']} {failure(row)}, {said}"
