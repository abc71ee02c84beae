"""What is known on the morning after: waits, money, lost things, each as a line of a table."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from benchmarks.accounts import MICRO, Used
from benchmarks.audit import DEFERRED
from benchmarks.waits import Turn, first_come, longest, longest_line, part

if TYPE_CHECKING:
    from benchmarks.accounts import Books
    from benchmarks.audit import Row, Verdict
    from benchmarks.guests import Evening
    from sandbox.discord import Interaction
    from tests.running import House

ACK_SECONDS = 3.0
"""What Discord waits for an answer."""
_LOUD = {"error", "critical"}
_VARYING = re.compile(r"<t:\d+:\w>|[\d.,$]*\d|`[^`]*`")
"""What differs between two sentences that say the same."""
_WORTH = re.compile(r"worth \*\*\$([\d.,]+)\*\*")


@dataclass(frozen=True, kw_only=True)
class Morning:
    """All figures of one evening; `took` is how many seconds it was until all had ended, `away`
    from when to when the bot was not there, in seconds since the epoch."""

    verdict: Verdict
    books: Books
    turns: Sequence[Turn]
    told: Mapping[int, Used]
    recount: Mapping[int, Used]
    evening: Evening
    tasks: Mapping[str, int]
    trail: Mapping[str, int]
    pings: int
    refusals_429: int
    errors: Sequence[str]
    pace: float
    slots: int
    took: float
    away: tuple[float, float]
    picture: bytes
    usage: str

    @property
    def wrongs(self) -> list[str]:
        """Everything that must not be."""
        wrongs = [*self.verdict.wrongs, *self.books.wrongs, *self._quotas(), *self.errors]
        if _worth(self.usage) != self.books.relay_total - self.books.owned_up:
            wrongs.append(f"/admin usage tells of another cost: {self.usage!r}")
        if self.pings:
            wrongs.append(f"{self.pings} pings")
        if longest(self.turns, greedy=False) > longest(self.turns, greedy=True):
            wrongs.append("a modest member waited longer than any greedy one")
        return wrongs

    def _quotas(self) -> list[str]:
        return [
            f"member {member} is told {said}, the relay says {there}"
            for member, said in self.told.items()
            if said != (there := self.recount.get(member, Used()))
        ]

    def table(self) -> str:
        """All of it, for a terminal."""
        rows = {**self._uses(), **self._waits(), **self._money(), **self._rest()}
        return "\n".join(f"{name:<36}{value}" for name, value in rows.items())

    def _uses(self) -> dict[str, str]:
        uses, (left, back) = self.evening.uses, self.away
        silent = [use for use in uses if use.answer is None]
        away = sum(left - ACK_SECONDS <= use.created <= back for use in silent)
        return {
            "commands and presses": str(len(uses)),
            "not answered in time": f"{away} around the kill, {len(silent) - away} at other times",
            "tasks": f"{sum(self.tasks.values())}: {_listed(self.tasks)}",
            "lines in the trail": _listed(self.trail),
            "taken back while they waited": str(self.evening.cancels),
            "refused in words": str(self._refused().total()),
            **{f"- {said:.32}": str(n) for said, n in self._refused().most_common()},
        }

    def _refused(self) -> Counter[str]:
        """What members read who were turned away, without numbers and times."""
        answers = (
            use.reply.text
            for use in self.evening.uses
            if use.answer not in {None, DEFERRED} and use.reply is not None
        )
        return Counter(_VARYING.sub("#", text).splitlines()[0] for text in answers)

    def _waits(self) -> dict[str, str]:
        fifo = first_come(self.turns)
        busy = sum(turn.work for turn in self.turns) / (self.took * self.slots)
        modest, greedy = (longest(self.turns, greedy=which) for which in (False, True))
        ratio = f", 1/{greedy / modest:.1f}" if modest else ""
        return {
            "all had ended after": f"{self._minutes(self.took)}, the relay busy {busy:.0%}",
            "waiting at once, at most": str(longest_line(self.turns)),
            "wait of modest members": self._spread(self.turns, greedy=False),
            "- for their first picture": self._spread(
                [turn for turn in self.turns if turn.first], greedy=False
            ),
            "wait of greedy members": self._spread(self.turns, greedy=True),
            "longest, modest against greedy": (
                f"{self._minutes(modest)} against {self._minutes(greedy)}{ratio}"
            ),
            "first come first served, modest": self._spread(fifo, greedy=False),
            "first come first served, greedy": self._spread(fifo, greedy=True),
        }

    def _spread(self, turns: Iterable[Turn], *, greedy: bool) -> str:
        waits = [turn.wait for turn in turns if turn.greedy is greedy]
        median, most = self._minutes(part(waits, 0.5)), self._minutes(part(waits, 0.95))
        longest_ = self._minutes(max(waits, default=0.0))
        return f"{len(waits)} tasks, median {median}, 95 % {most}, longest {longest_}"

    def _minutes(self, seconds: float) -> str:
        """Minutes of the evening."""
        return f"{seconds * self.pace / 60:.1f} min"

    def _money(self) -> dict[str, str]:
        used = sum(one.tasks for one in self.told.values())
        return {
            **self.books.lines(),
            "quotas told, relay's recount": f"{len(self.told)} members, {used} tasks; "
            f"{len(self._quotas())} differ",
        }

    def _rest(self) -> dict[str, str]:
        verdict = self.verdict
        return {
            "submitted twice": str(len(verdict.twice)),
            "tasks lost": str(len(verdict.lost)),
            "messages left unfinished": str(len(verdict.unfinished)),
            "charged, neither shown nor told": str(len(verdict.unaccounted)),
            "steps no task may make": str(len(verdict.disorder)),
            "errors in the log": str(len(self.errors)),
            "pings": str(self.pings),
            "429s earned": str(self.refusals_429),
            "/admin usage": self.usage.replace("\n", " · "),
        }


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))


def _worth(usage: str) -> int | None:
    """What all tasks have cost by /admin usage, in millionths."""
    found = _WORTH.search(usage)
    return None if found is None else int(Decimal(found[1].replace(",", "")) * MICRO)


def ends(house: House) -> Counter[str]:
    """Tasks by how they ended."""
    with house.database() as database:
        found = database.execute("SELECT status, failure FROM tasks")
        return Counter(_end(dict(row)) for row in found)


def trail(house: House) -> Counter[str]:
    """What the server's managers can read of the evening, by what happened."""
    with house.database() as database:
        return Counter(row["event"] for row in database.execute("SELECT event FROM trail"))


def owners(house: House, uses: Iterable[Interaction]) -> dict[str, int]:
    """Whose each task is, by its state, as Discord knows who used what."""
    return {state: use.user.id for use, state in _tasks(house, uses)}


def turns(house: House, evening: Evening, pace: float) -> list[Turn]:
    """Every task that the relay was given."""
    taken = {task.state: task for task in house.relay.tasks.values()}
    found: list[Turn] = []
    seen: set[int] = set()
    for use, state in _tasks(house, evening.uses):
        task, first = taken.get(state), use.user.id not in seen
        seen.add(use.user.id)
        if task is not None:
            work = (task.plan.end - task.plan.start) / pace if task.plan else 0.0
            greedy = use.user.id in evening.greedy
            found.append(Turn(greedy, first, use.created, task.submitted_at, work))
    return found


def errors(house: House) -> list[str]:
    """What the bot has logged as an error, discord.py's words on lost connections left out."""
    return [
        str(line)
        for line in house.lines()
        if line.get("level") in _LOUD and not str(line.get("logger", "")).startswith("discord.")
    ]


def _end(row: Row) -> str:
    if row["failure"] is None:
        return str(row["status"])
    return f"{row['status']} ({json.loads(row['failure'])['kind']})"


def _tasks(house: House, uses: Iterable[Interaction]) -> Iterable[tuple[Interaction, str]]:
    """Each use that made a task, with that task's state."""
    with house.database() as database:
        rows = database.execute(
            "SELECT message_id, state FROM replies JOIN tasks ON number = task"
        ).fetchall()
    states = {row["message_id"]: row["state"] for row in rows}
    for use in uses:
        if use.answer == DEFERRED and use.reply is not None and use.reply.id in states:
            yield use, states[use.reply.id]
