"""Which message is edited next: what is due, finals first, as soon as its way is open."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.service.gate import Lane

_Place = tuple[bool, float, int]
"""Where an edit stands among all: finals first, then by when it was due."""


@dataclass(slots=True)
class Edit:
    """A message that is behind: since when it may be edited, by which lane, how often that failed.

    Without a lane it goes by an interaction's token, which shares its bucket with nobody.
    """

    number: int
    at: float
    final: bool
    lane: Lane | None = None
    failures: int = 0
    dropped: bool = False


class Opens(Protocol):
    """Tells when the next request in a lane may leave."""

    def __call__(self, lane: Lane, now: float, *, urgent: bool) -> float:
        """By the clock that never jumps; `now` when it may at once."""
        ...


@dataclass(slots=True)
class _Line:
    """What is due in one lane. `offered` is its place among the open lanes, if it is there; `shut`
    is until when it is not, for finals too if `wholly`."""

    lane: Lane | None
    edits: list[tuple[_Place, Edit]] = field(default_factory=list)
    offered: _Place | None = None
    shut: float | None = None
    wholly: bool = False

    def first(self) -> _Place | None:
        while self.edits and self.edits[0][1].dropped:
            heappop(self.edits)
        return self.edits[0][0] if self.edits else None


class Schedule:
    """Everything that is due, one edit for each message.

    Kept here: a final comes before any progress, then whoever has been due for longest; an edit
    whose lane is shut keeps nobody else waiting. What one edit costs grows with the logarithm of
    how many are due: nothing here is ever walked through.
    """

    def __init__(self, opens: Opens) -> None:
        self._opens = opens
        self._known: dict[int, Edit] = {}
        self._later: list[tuple[float, int, Edit]] = []
        self._lines: dict[Lane | None, _Line] = {}
        self._open: list[tuple[_Place, _Line]] = []
        self._shut: list[tuple[float, int, _Line]] = []
        self._count = itertools.count()

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, number: int) -> bool:
        return number in self._known

    def get(self, number: int) -> Edit | None:
        """What is due for a message."""
        return self._known.get(number)

    def put(self, edit: Edit) -> None:
        """Makes this the edit that is due for its message, in the place of any other."""
        known = self._known.get(edit.number)
        if known is not None:
            known.dropped = True
        self._known[edit.number] = edit
        heappush(self._later, (edit.at, next(self._count), edit))

    def reopen(self, lane: Lane) -> None:
        """More is known of a lane now: it may open sooner than it was thought to."""
        line = self._lines.get(lane)
        if line is not None and line.shut is not None:
            line.shut = None
            self._offer(line)

    def clear(self) -> None:
        """Nothing is due any more."""
        self._known.clear()
        self._lines.clear()
        for heap in (self._later, self._open, self._shut):
            heap.clear()

    def start(self, now: float, *, finals_only: bool = False) -> Edit | None:
        """Takes out the next edit that may begin; None when none may."""
        self._come_due(now)
        while self._open:
            place, line = self._open[0]
            if line.offered != place:  # it has been offered anew
                heappop(self._open)
                continue
            if finals_only and place[0]:
                return None
            heappop(self._open)
            line.offered = None
            if line.first() != place:
                self._offer(line)
            elif not self._shuts(line, now, urgent=not place[0]):
                return self._taken(line)
        return None

    def wait(self, now: float) -> float | None:
        """Seconds until something may begin that may not now; None when only room is missing."""
        while self._later and self._later[0][2].dropped:
            heappop(self._later)
        while self._shut and self._shut[0][2].first() is None:  # whom it kept waiting has left it
            self._open_up()
        moments = [heap[0][0] for heap in (self._later, self._shut) if heap]
        return max(min(moments) - now, 0.0) if moments else None

    def _come_due(self, now: float) -> None:
        while self._later and self._later[0][0] <= now:
            at, count, edit = heappop(self._later)
            if not edit.dropped:
                line = self._lines.setdefault(edit.lane, _Line(edit.lane))
                heappush(line.edits, ((not edit.final, at, count), edit))
                self._offer(line)
        while self._shut and self._shut[0][0] <= now:
            self._open_up()

    def _open_up(self) -> None:
        """The lane that is shut for the shortest time is not any more."""
        at, _, line = heappop(self._shut)
        if line.shut == at:
            line.shut = None
            self._offer(line)

    def _offer(self, line: _Line) -> None:
        """Puts a lane among the open ones, by its first edit."""
        first = line.first()
        if first is None:
            if line.shut is None and self._lines.get(line.lane) is line:
                del self._lines[line.lane]
            return
        is_shut = line.shut is not None and (line.wholly or first[0])
        if not is_shut and (line.offered is None or first < line.offered):
            line.offered = first
            heappush(self._open, (first, line))

    def _shuts(self, line: _Line, now: float, *, urgent: bool) -> bool:
        """Whether a lane has to wait; it is offered again when it opens."""
        if line.lane is None or (at := self._opens(line.lane, now, urgent=urgent)) <= now:
            return False
        line.shut, line.wholly = at, urgent
        heappush(self._shut, (at, next(self._count), line))
        return True

    def _taken(self, line: _Line) -> Edit:
        _, edit = heappop(line.edits)
        edit.dropped = True
        del self._known[edit.number]
        self._offer(line)
        return edit
