"""What the members asked for, against what the relay made and what their messages say."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests import witness

if TYPE_CHECKING:
    from sandbox.discord import Interaction, Message
    from sandbox.relay import Received, Relay, RelayTask
    from tests.running import House

DEFERRED = 5
GOING = "<t:"
"""What only the message of a task that has not ended holds: since when it runs."""
SUBMITS = frozenset({"submit/imagine", "submit/action"})
ENDED = frozenset({"done", "failed", "cancelled"})
OWNED_UP = frozenset({"outcome_unknown", "forgotten", "form_needed", "gave_up"})
"""Failures whose words say that the relay may have charged the task."""
SAYS_NO = frozenset(
    {
        *("queue_full", "group_saturated", "too_many", "minus_one", "parent_404"),
        *("quota_exhausted", "html_200"),
    }
)
"""Faults after which the relay is known not to have taken a submit, so that it may come again.

A web page with status 200 is what new-api answers where there is no such address: nothing was asked
of the relay."""
Row = Mapping[str, Any]


@dataclass
class Ledger:
    """Every submit the relay has read, however long ago: its own log is bounded."""

    submits: list[Received] = field(default_factory=list)
    _seen: int = 0

    def read(self, relay: Relay) -> None:
        """Takes over what is new in the relay's log."""
        news = [entry for entry in relay.log if entry.number > self._seen]
        self.submits += [entry for entry in news if entry.operation in SUBMITS]
        self._seen = max((entry.number for entry in news), default=self._seen)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Counts first; each list after them has to be empty, and says in words what is wrong."""

    kills: int
    acknowledged: int
    tasks: Mapping[str, int]
    submits: int
    accepted: int
    charged: int
    twice: list[str]
    lost: list[str]
    unfinished: list[str]
    unaccounted: list[str]
    disorder: list[str]

    @property
    def wrongs(self) -> list[str]:
        """Everything that must not be."""
        return [
            *self.twice, *self.lost, *self.unfinished, *self.unaccounted, *self.disorder,
        ]  # fmt: skip

    def table(self) -> str:
        """All of it, for a terminal."""
        ends = ", ".join(f"{count} {status}" for status, count in sorted(self.tasks.items()))
        rows = {
            "kills": self.kills,
            "interactions acknowledged": self.acknowledged,
            "tasks": f"{sum(self.tasks.values())} ({ends})",
            "relay submits": self.submits,
            "taken by the relay": self.accepted,
            "charged": self.charged,
            "submitted twice": len(self.twice),
            "tasks lost": len(self.lost),
            "messages left unfinished": len(self.unfinished),
            "charged, neither shown nor told": len(self.unaccounted),
            "steps no task may make": len(self.disorder),
        }
        return "\n".join(f"{name:<34}{value}" for name, value in rows.items())


def judge(house: House, uses: Iterable[Interaction], ledger: Ledger, kills: int) -> Verdict:
    """Compares the three sides, once everything has come to rest."""
    rows = _rows(house)
    taken = [use for use in uses if use.answer == DEFERRED]
    left_open = _open(house, rows)
    account = house.relay.account
    tasks = house.relay.tasks.values()
    return Verdict(
        kills=kills,
        acknowledged=len(taken),
        tasks=Counter(row["status"] for row in rows),
        submits=len(ledger.submits),
        accepted=len(tasks),
        charged=sum(account.of(task.id) > 0 for task in tasks),
        twice=[*same_state(house.relay.tasks.values()), *same_reply(rows), *sent_again(ledger)],
        lost=_lost(taken, rows),
        unfinished=[f"message {m.id}: {m.text!r}" for m in left_open],
        unaccounted=_unaccounted(house, rows),
        disorder=witness.faults(house),
    )


def told(house: House) -> bool:
    """Whether every task has ended, and its message says so as far as the bot knows."""
    return _told(_rows(house))


def at_rest(house: House) -> bool:
    """Whether nothing more is to be expected of any task or message, but for the second looks."""
    rows = _rows(house)
    return _told(rows) and not _open(house, rows)


def _rows(house: House) -> list[Row]:
    with house.database() as database:
        found = database.execute(
            "SELECT * FROM tasks JOIN replies ON replies.task = tasks.number ORDER BY number"
        )
        return [dict(row) for row in found]


def _told(rows: Iterable[Row]) -> bool:
    return all(
        row["status"] in ENDED and (row["shown"] == row["revision"] or not row["reachable"])
        for row in rows
    )


def _open(house: House, rows: Iterable[Row]) -> list[Message]:
    """Messages that nobody has finished yet; a time is told in other answers than tasks', too."""
    bot, places = house.discord.world.bot, {row["message_id"] for row in rows}
    return [
        message
        for message in house.discord.messages()
        if message.author is bot
        and (message.thinking or (GOING in message.text and message.id in places))
    ]


def same_state(tasks: Iterable[RelayTask]) -> list[str]:
    """Relay tasks that were made from one task of ours."""
    states = Counter(task.state for task in tasks)
    return [f"{count} relay tasks for {state}" for state, count in states.items() if count > 1]


def same_reply(rows: Iterable[Row]) -> list[str]:
    """Tasks that share the message of one interaction."""
    places = Counter(row["message_id"] for row in rows if row["message_id"] is not None)
    return [f"{count} tasks in message {place}" for place, count in places.items() if count > 1]


def sent_again(ledger: Ledger) -> list[str]:
    """Submits that came again although the one before may have been taken."""
    by_state: dict[str, list[Received]] = defaultdict(list)
    for entry in ledger.submits:
        if isinstance(entry.body, dict):
            by_state[str(entry.body.get("state"))].append(entry)
    return [
        f"{state} sent again after {before.code} {before.fault}"
        for state, entries in by_state.items()
        for before in entries[:-1]
        if not refused(before)
    ]


def refused(entry: Received) -> bool:
    """Whether an answer arrived that says that nothing was started."""
    if entry.status is None:
        return False
    whole = entry.fault in {"", "late_answer"}
    return entry.fault in SAYS_NO or (whole and entry.code not in {1, 21, 22})


def _lost(taken: Iterable[Interaction], rows: Iterable[Row]) -> list[str]:
    """Acknowledged interactions that no ended task answers."""
    ended = {row["message_id"] for row in rows if row["status"] in ENDED}
    return [
        f"interaction {use.id} of {use.user.name}"
        for use in taken
        if use.reply is None or use.reply.id not in ended
    ]


def _unaccounted(house: House, rows: Iterable[Row]) -> list[str]:
    """Relay tasks that were paid for and that nobody was shown or told of."""
    by_state = {row["state"]: row for row in rows}
    account = house.relay.account
    return [
        f"relay task {task.id}: {trouble}"
        for task in house.relay.tasks.values()
        if account.of(task.id) and (trouble := _trouble(house, by_state.get(task.state or "")))
    ]


def _trouble(house: House, row: Row | None) -> str:
    """What is wrong with the message of a task that was paid for; empty when nothing is."""
    if row is None:
        return "no task of ours"
    message = house.discord.message(row["message_id"] or 0)
    if message is None:
        return "no message"
    if row["muted"]:
        return ""  # taken back, where the relay cannot stop
    if row["status"] == "done":
        pictures = len(message.pictures())
        told = row["trouble"] is not None
        return "" if pictures == 1 or (told and not pictures) else f"{pictures} pictures"
    kind = json.loads(row["failure"])["kind"] if row["failure"] else row["status"]
    return "" if kind in OWNED_UP else f"ended as {kind}"
