"""From what the two servers saw to figures: pure, and blind to which bot it was.

All times are epoch seconds of the one clock that both servers share.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.program import Usage
    from sandbox.discord.recorder import Request

END_BUTTON = "U1"
"""The first button under every finished grid: whatever carries it shows the end of a task."""
HURRIED = 3.0
"""Seconds that two progress edits of one message should lie apart."""
_CALLBACK = re.compile(r".*/interactions/\d+/(?P<token>[^/]+)/callback(\?.*)?")
_WRITE = re.compile(r".*/webhooks/\d+/(?P<token>[^/?]+)(/messages/[^/?]+)?(\?.*)?")


class Kind(StrEnum):
    """What a call to Discord was for."""

    ACKNOWLEDGEMENT = "acknowledgement"
    PROGRESS = "progress"
    FINAL = "final"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Call:
    """One call to Discord; `token` is its interaction's, empty for a call of another sort.

    `body` is what a message was to become, None when a file went along: then it surely changed.
    """

    at: float
    kind: Kind
    token: str
    status: int
    body: object

    @property
    def taken(self) -> bool:
        """Whether Discord did it."""
        return 200 <= self.status < 300

    @classmethod
    def of(cls, request: Request) -> Call:
        """The call that a recorded request was."""
        kind, token = _sorted(request)
        body = None if request.files else request.json
        return cls(request.at, kind, token, request.status, body)


def _sorted(request: Request) -> tuple[Kind, str]:
    if request.method == "POST" and (place := _CALLBACK.fullmatch(request.path)):
        return Kind.ACKNOWLEDGEMENT, place["token"]
    if request.method in {"PATCH", "POST"} and (place := _WRITE.fullmatch(request.path)):
        return (Kind.FINAL if shows_end(request.json) else Kind.PROGRESS), place["token"]
    return Kind.OTHER, ""


def shows_end(body: object) -> bool:
    """Whether a message with this JSON carries the buttons of a finished grid."""
    if isinstance(body, dict):
        return body.get("label") == END_BUTTON or any(map(shows_end, body.values()))
    return isinstance(body, list) and any(map(shows_end, body))


@dataclass(frozen=True, slots=True)
class Course:
    """One command: when it was sent, and its task's way through the relay.

    `done` is when the relay would first say so to whoever asked. `picture` is a piece of the
    address of the task's picture and of no other. None: it never came so far.
    """

    token: str
    sent: float
    submitted: float | None
    done: float | None
    picture: str


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything that is known of one run. `reads` and `pictures` count requests to the relay;
    `fetched` is when which picture was asked for, as far as the relay remembers."""

    courses: Sequence[Course]
    calls: Sequence[Call]
    reads: int
    pictures: int
    fetched: Sequence[tuple[float, str]]
    before: Usage | None
    after: Usage | None


@dataclass(frozen=True, slots=True)
class Spread:
    """How some seconds are spread."""

    p50: float
    p90: float
    p99: float
    most: float

    @classmethod
    def of(cls, seconds: Iterable[float]) -> Spread | None:
        """None of nothing."""
        found = sorted(seconds)
        if not found:
            return None
        return cls(percentile(found, 50), percentile(found, 90), percentile(found, 99), found[-1])


def percentile(ordered: Sequence[float], percent: float) -> float:
    """The nearest rank: the least value that `percent` of all do not exceed. Raises ValueError
    for no values."""
    if not ordered:
        raise ValueError("There is no percentile of nothing.")
    return ordered[max(math.ceil(len(ordered) * percent / 100), 1) - 1]


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of one run. Counts a task are means over all commands; seconds are seconds."""

    tasks: int
    finished: int
    acknowledged: int
    in_flight_most: int
    in_flight_seconds: float
    reads: float
    reads_a_second: float
    pictures: float
    acknowledgements: float
    progress: float
    finals: float
    others: float
    hurried: int
    unchanged: int
    refused_429: int
    lag: Spread | None
    transfer: Spread | None
    acknowledgement: Spread | None
    processor: float | None
    memory_bytes: int | None


def figures(sight: Sight) -> Figures:
    """The figures of a run."""
    courses, tasks = sight.courses, len(sight.courses)
    taken = [call for call in sight.calls if call.taken]
    acknowledged = firsts(taken, Kind.ACKNOWLEDGEMENT)
    finals = firsts(taken, Kind.FINAL)
    most, seconds = in_flight(courses)
    per_kind = {kind: sum(call.kind is kind for call in sight.calls) / tasks for kind in Kind}
    return Figures(
        tasks=tasks,
        finished=sum(course.token in finals for course in courses),
        acknowledged=sum(course.token in acknowledged for course in courses),
        in_flight_most=most,
        in_flight_seconds=seconds,
        reads=sight.reads / tasks,
        reads_a_second=sight.reads / seconds if seconds else 0.0,
        pictures=sight.pictures / tasks,
        acknowledgements=per_kind[Kind.ACKNOWLEDGEMENT],
        progress=per_kind[Kind.PROGRESS],
        finals=per_kind[Kind.FINAL],
        others=per_kind[Kind.OTHER],
        hurried=hurried(taken),
        unchanged=unchanged(taken),
        refused_429=sum(call.status == 429 for call in sight.calls),
        lag=Spread.of(
            finals[course.token].at - course.done
            for course in courses
            if course.done is not None and course.token in finals
        ),
        transfer=Spread.of(transfers(courses, finals, sight.fetched)),
        acknowledgement=Spread.of(
            acknowledged[course.token].at - course.sent
            for course in courses
            if course.token in acknowledged
        ),
        processor=(
            (sight.after.seconds - sight.before.seconds) / tasks
            if sight.before and sight.after
            else None
        ),
        memory_bytes=sight.after.peak_bytes if sight.after else None,
    )


def firsts(calls: Iterable[Call], kind: Kind) -> dict[str, Call]:
    """The first call of a kind, by interaction."""
    found: dict[str, Call] = {}
    for call in calls:
        if call.kind is kind:
            found.setdefault(call.token, call)
    return found


def in_flight(courses: Iterable[Course]) -> tuple[int, float]:
    """How many tasks the relay had at most at one time, and the seconds in which it had any."""
    steps: list[tuple[float, int]] = []
    for course in courses:
        if course.submitted is not None and course.done is not None:
            steps += [(course.submitted, 1), (course.done, -1)]
    steps.sort()
    now = most = 0
    seconds = since = 0.0
    for at, step in steps:
        seconds += at - since if now else 0.0
        now, since = now + step, at
        most = max(most, now)
    return most, seconds


def hurried(calls: Iterable[Call]) -> int:
    """Progress edits that came too soon after the one before."""
    last: dict[str, float] = {}
    found = 0
    for call in calls:
        if call.kind is Kind.PROGRESS:
            found += call.at - last.get(call.token, -math.inf) < HURRIED
            last[call.token] = call.at
    return found


def unchanged(calls: Iterable[Call]) -> int:
    """Edits that made a message what it was."""
    last: dict[str, object] = {}
    found = 0
    for call in calls:
        if call.kind in {Kind.PROGRESS, Kind.FINAL}:
            found += call.body is not None and last.get(call.token) == call.body
            last[call.token] = call.body
    return found


def transfers(
    courses: Iterable[Course], finals: dict[str, Call], fetched: Sequence[tuple[float, str]]
) -> list[float]:
    """Seconds from a bot's request for a finished picture to that picture at Discord."""
    found: list[float] = []
    for course in courses:
        final = finals.get(course.token)
        if final is None or not course.picture:
            continue
        asked = [at for at, path in fetched if at <= final.at and course.picture in path]
        found += [final.at - asked[-1]] if asked else []
    return found


def said_done(finished: float, end: float, every: float, pace: float) -> float:
    """When a relay first says that a task is done.

    `finished` is the epoch second at which it was, `end` the relay's own second of it. A relay that
    learns its news only every so many of its own seconds (`every`, 0: at once) says so at the next
    full turn. `pace` is how many of its seconds pass in one.
    """
    told = math.ceil(end / every) * every if every else end
    return finished + (told - end) / pace
