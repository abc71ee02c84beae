"""What Easel's figures are meant to reach, each as a rule over both bots' figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from benchmarks.measure import Figures

Value = Callable[[Figures], float | None]
Form = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Reach:
    """The goal in a few characters, and whether Easel is there."""

    words: str
    met: bool

    def __str__(self) -> str:
        return f"{self.words} {'yes' if self.met else 'NO'}"


class Mode(StrEnum):
    """How Easel hears what a relay has to say."""

    TIMED = "timed"
    FIXED = "fixed"
    CALLBACKS = "callbacks"


@dataclass(frozen=True, slots=True)
class Aim:
    """What goals are measured by: the seconds between two looks of Easel's, and its way to hear."""

    poll: float = 2.0
    mode: Mode = Mode.TIMED


Rule = Callable[[Figures, Figures, Aim], Reach | None]
"""Takes Easel's figures and the other bot's; gives None where nothing can be said."""


def nothing(_ours: Figures, _theirs: Figures, _aim: Aim) -> None:
    """There is no goal."""


def exactly(value: Value, wanted: float) -> Rule:
    """Neither more nor less."""

    def rule(ours: Figures, _theirs: Figures, _aim: Aim) -> Reach:
        return Reach(f"= {wanted:g}", value(ours) == wanted)

    return rule


def every(value: Value) -> Rule:
    """As many as there were tasks."""
    return lambda ours, _theirs, _aim: Reach(f"= {ours.tasks}", value(ours) == ours.tasks)


def under(value: Value, most: float, form: Form) -> Rule:
    """At most so much."""

    def rule(ours: Figures, _theirs: Figures, _aim: Aim) -> Reach | None:
        found = value(ours)
        return None if found is None else Reach(f"<= {form(most)}", found <= most)

    return rule


def part(value: Value, most: float, words: str) -> Rule:
    """At most such a part of the other bot's."""

    def rule(ours: Figures, theirs: Figures, _aim: Aim) -> Reach | None:
        mine, other = value(ours), value(theirs)
        if mine is None or other is None:
            return None
        return Reach(f"<= {words}", mine <= other * most)

    return rule


def looks(value: Value, pauses: Mapping[Mode, float], form: Form) -> Rule:
    """At most so many pauses between two looks, and the way of one picture on top.

    By callbacks nobody waits for a look: so many seconds then.
    """

    def rule(ours: Figures, _theirs: Figures, aim: Aim) -> Reach | None:
        found = value(ours)
        if found is None or ours.transfer is None:
            return None
        most = pauses[aim.mode]
        if aim.mode is not Mode.CALLBACKS:
            most = most * aim.poll + ours.transfer.p50
        return Reach(f"<= {form(most)}", found <= most)

    return rule
