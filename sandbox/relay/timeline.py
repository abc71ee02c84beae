"""How long work takes: real-life seconds, and a clock that runs them faster or slower."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sandbox.relay.task import Failure, Kind, Plan

_PERCENTS: Final = (0, 15, 31, 46, 62, 78, 93)  # what Midjourney's own progress messages say
_ACCEPTED: Final = (0.5, 2.0)  # seconds until Discord takes a command
_REFUSED: Final = (1.0, 3.0)  # seconds until Midjourney says no to a prompt
_SPEED: Final = {"relax": 2.5, "fast": 1.0, "turbo": 0.45}
STALL_SECONDS: Final = 300.0  # novicezk gives a task up after five minutes


@dataclass(frozen=True, slots=True)
class _Course:
    """The shortest and longest a kind of work takes, and the percentages it shows meanwhile."""

    shortest: float
    longest: float
    percents: tuple[int, ...] = ()


# Published samples: a grid took 29.8, 30.5 and 43.4 s, a description 10.2 s; the rest is likely.
_GRID: Final = _Course(30.0, 60.0, _PERCENTS)
_MINUTE: Final = _Course(50.0, 70.0, _PERCENTS)  # what published samples of animating took
_COURSES: Final = {
    Kind.UPSCALE: _Course(1.0, 5.0),
    Kind.UPSCALE_HD: _Course(15.0, 30.0, _PERCENTS),
    Kind.DESCRIBE: _Course(6.0, 10.0),
    Kind.SHORTEN: _Course(3.0, 10.0),
    Kind.SWAP_FACE: _Course(8.0, 16.0, (0,)),
    Kind.VIDEO: _MINUTE,
    Kind.VIDEO_EXTEND: _MINUTE,
    Kind.VIDEO_UPSCALE: _Course(2.0, 6.0),
}


def plan(
    kind: Kind, start: float, speed: str | None, failure: Failure | None, dice: random.Random
) -> Plan:
    """The course of a task that leaves the queue at `start` (studio seconds)."""
    if failure is not None:
        end = start + dice.uniform(*_REFUSED)
        return Plan(start, start + _ACCEPTED[0], end, (), failure)
    course = _COURSES.get(kind, _GRID)
    pace = _SPEED.get(speed or "fast", 1.0)
    accepted = start + dice.uniform(*_ACCEPTED) * min(pace, 1.0)
    end = accepted + dice.uniform(course.shortest, course.longest) * pace
    return Plan(start, accepted, end, course.percents, None)


def stalled(start: float) -> Plan:
    """A task of which nothing is heard again until the server gives it up."""
    return Plan(start, start + 1.0, start + STALL_SECONDS, (), Failure("", "任务超时"))


def at_once(start: float) -> Plan:
    """A task that is done before anybody can look."""
    return Plan(start, start, start, (), None)


class StudioClock:
    """Studio seconds: they pass `pace` times as fast as the seconds of the clock it is given.

    The pace may change at any time; what has passed stays passed.
    """

    def __init__(self, clock: Callable[[], float], pace: float) -> None:
        """`clock` gives epoch seconds; `pace` is positive."""
        self._clock = clock
        self._pace = pace
        self._real = self._studio = clock()

    @property
    def pace(self) -> float:
        """Studio seconds a real second."""
        return self._pace

    def wall(self) -> float:
        """Real epoch seconds now."""
        return self._clock()

    def now(self) -> float:
        """Studio seconds now."""
        return self._studio + (self._clock() - self._real) * self._pace

    def set_pace(self, pace: float) -> None:
        """Runs at another pace from now on."""
        self._studio, self._real = self.now(), self._clock()
        self._pace = pace

    def wall_at(self, studio: float) -> float:
        """The real epoch second of a studio second, at today's pace."""
        return self._real + (studio - self._studio) / self._pace

    def until(self, studio: float) -> float:
        """Real seconds from now to a studio second, 0 if it is past."""
        return max(0.0, (studio - self.now()) / self._pace)
