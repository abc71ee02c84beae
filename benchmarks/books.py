"""The three sides of a soak as they lie there: Easel's database, the relays' accounts, Discord."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.audit import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sandbox.relay import Relay, RelayTask
    from tests.running import House


@dataclass
class Books:
    """All that is compared, and what was found to be wrong with it so far."""

    house: House
    relays: Mapping[str, Relay]
    rows: list[Row]
    moved: Mapping[int, int]
    """What the ledger says that a relay holds of each task, by its number."""
    wrongs: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, house: House, relays: Mapping[str, Relay]) -> Books:
        """As they lie there now."""
        with house.database() as database:
            found = database.execute(
                "SELECT * FROM tasks JOIN replies ON replies.task = tasks.number ORDER BY number"
            )
            rows: list[Row] = [dict(row) for row in found]
            entries = database.execute("SELECT task, source, target, amount FROM ledger").fetchall()
        moved: Counter[int] = Counter()
        for entry in entries:
            moved[entry["task"]] += entry["amount"] * (entry["target"] == "relay")
            moved[entry["task"]] -= entry["amount"] * (entry["source"] == "relay")
        return cls(house, relays, rows, moved)

    def paid(self) -> Iterable[tuple[str, RelayTask, int]]:
        """Every task that a relay has money for: the relay, the task, and how much."""
        for name, relay in self.relays.items():
            account = relay.account
            for task in relay.tasks.values():
                if amount := account.of(task.id):
                    yield name, task, amount


def failure(row: Row) -> str:
    """Why a task came to nothing; empty where it did not."""
    return str(json.loads(row["failure"])["kind"]) if row["failure"] else ""
