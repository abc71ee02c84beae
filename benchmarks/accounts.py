"""What Easel has booked and tells members, against the relay's own account of the same evening."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from benchmarks.audit import OWNED_UP, Row

if TYPE_CHECKING:
    from sandbox.discord import Channel, Person
    from tests.running import House

MICRO = 1_000_000
AT_ONCE = 20
"""How many members ask for their quota at a time."""
PATIENCE = 30.0
"""Seconds that an answer may take on a busy machine."""
OWN = "**Yours"
"""How the quotas begin that are a member's own."""
_TASKS = re.compile(r"([\d,]+) of [\d,]+ tasks? used")
_MONEY = re.compile(r"\$([\d.]+) of \$[\d.]+ used")
_SUMS = """
    SELECT account, sum(amount) AS held FROM (
        SELECT target AS account, amount FROM ledger UNION ALL SELECT source, -amount FROM ledger
    ) GROUP BY account
"""
_OF_TASKS = """
    SELECT state, status, muted, json_extract(failure, '$.kind') AS kind,
        coalesce(sum((target = 'relay') * amount - (source = 'relay') * amount), 0) AS had
    FROM tasks LEFT JOIN ledger ON task = number GROUP BY number
"""
_GROSS = """
    SELECT coalesce(sum((target = 'relay') * amount), 0) AS charged,
        coalesce(sum((source = 'relay') * amount), 0) AS refunded FROM ledger
"""


@dataclass(frozen=True, slots=True)
class Used:
    """What one member has used: tasks, and millionths."""

    tasks: int = 0
    money: int = 0


@dataclass(frozen=True, kw_only=True)
class Books:
    """Both sides in millionths. `owned_up` is what the relay has of tasks whose members were told
    that nobody knows what became of them."""

    held: Mapping[str, int]
    charged: int
    refunded: int
    relay_charged: int
    relay_refunded: int
    relay_total: int
    owned_up: int
    wrongs: Sequence[str]

    def lines(self) -> dict[str, str]:
        """For the table."""
        held = ", ".join(f"{name} {_money(sum_)}" for name, sum_ in sorted(self.held.items()))
        return {
            "ledger, sum by account": held,
            "ledger: charged, given back": _pair(self.charged, self.refunded),
            "relay: charged, given back": _pair(self.relay_charged, self.relay_refunded),
            "ledger's relay, relay's total": _pair(self.held.get("relay", 0), self.relay_total),
            "told as unknown, kept by the relay": _money(self.owned_up),
        }


def books(house: House) -> Books:
    """Compares the ledger with the relay's account, in all and task by task."""
    with house.database() as database:
        held = {row["account"]: int(row["held"]) for row in database.execute(_SUMS)}
        rows = [dict(row) for row in database.execute(_OF_TASKS)]
        [gross] = database.execute(_GROSS).fetchall()
    account = house.relay.account
    cost = Counter({task.state: account.of(task.id) for task in house.relay.tasks.values()})
    odd = [row for row in rows if row["had"] != cost[row["state"]]]
    owned_up = sum(cost[row["state"]] for row in odd if _owned_up(row))
    wrongs = [
        f"task {row['state']}: booked {_money(row['had'])}, cost {_money(cost[row['state']])}"
        for row in odd
        if not _owned_up(row)
    ]
    if held.get("relay", 0) + owned_up != account.total:
        wrongs.append("the ledger's sum is not what the relay says")
    if held.get("reserved", 0) or sum(held.values()):
        wrongs.append(f"the ledger does not come to nothing: {held}")
    return Books(
        held=held,
        charged=int(gross["charged"]),
        refunded=int(gross["refunded"]),
        relay_charged=account.charged,
        relay_refunded=account.refunded,
        relay_total=account.total,
        owned_up=owned_up,
        wrongs=wrongs,
    )


def recount(house: House, owners: Mapping[str, int]) -> dict[int, Used]:
    """What each member has used, by the relay's own tasks; `owners` tells whose a state is."""
    tasks, money = Counter[int](), Counter[int]()
    for task in house.relay.tasks.values():
        owner = owners.get(task.state or "", 0)
        cost = house.relay.account.of(task.id)
        tasks[owner] += house.relay.status(task.id).status == "SUCCESS"
        money[owner] += cost
    return {owner: Used(tasks[owner], money[owner]) for owner in {*tasks, *money}}


async def quotas(people: Iterable[Person], channel: Channel) -> dict[int, Used]:
    """What /quota tells each of them."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(person: Person) -> tuple[int, Used]:
        async with room:
            use = await person.command(channel, "quota")
            await use.acknowledged(PATIENCE)
            return person.id, told(use.reply.text if use.reply is not None else "")

    return dict(await asyncio.gather(*map(one, people)))


def told(text: str) -> Used:
    """A member's own two quotas, as the panel tells them; -1 where it does not."""
    own = "\n".join(part for part in text.split("\n\n") if part.startswith(OWN))
    tasks, money = _TASKS.search(own), _MONEY.search(own)
    return Used(
        int(tasks[1].replace(",", "")) if tasks else -1,
        int(Decimal(money[1]) * MICRO) if money else -1,
    )


def _owned_up(row: Row) -> bool:
    return not row["had"] and row["kind"] in OWNED_UP


def _pair(one: int, other: int) -> str:
    return f"{_money(one)}, {_money(other)}"


def _money(micro: int) -> str:
    return f"{Decimal(micro) / MICRO:.6f}"
