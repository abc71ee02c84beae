"""What Easel's figures are meant to reach, each as a rule over both bots' figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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


Rule = Callable[[Figures, Figures, float], Reach | None]
"""Takes Easel's figures, the other bot's, and the seconds between two looks of Easel's; gives None
where nothing can be said."""


def nothing(_ours: Figures, _theirs: Figures, _poll: float) -> None:
    """There is no goal."""


def exactly(value: Value, wanted: float) -> Rule:
    """Neither more nor less."""

    def rule(ours: Figures, _theirs: Figures, _poll: float) -> Reach:
        return Reach(f"= {wanted:g}", value(ours) == wanted)

    return rule


def every(value: Value) -> Rule:
    """As many as there were tasks."""
    return lambda ours, _theirs, _poll: Reach(f"= {ours.tasks}", value(ours) == ours.tasks)


def under(value: Value, most: float, form: Form) -> Rule:
    """At most so much."""

    def rule(ours: Figures, _theirs: Figures, _poll: float) -> Reach | None:
        found = value(ours)
        return None if found is None else Reach(f"<= {form(most)}", found <= most)

    return rule


def part(value: Value, most: float, words: str) -> Rule:
    """At most such a part of the other bot's."""

    def rule(ours: Figures, theirs: Figures, _poll: float) -> Reach | None:
        mine, other = value(ours), value(theirs)
        if mine is None or other is None:
            return None
        return Reach(f"<= {words}", mine <= other * most)

    return rule


def looks(value: Value, pauses: float, form: Form) -> Rule:
    """At most so many pauses between two looks, and the way of one picture on top."""

    def rule(ours: Figures, _theirs: Figures, poll: float) -> Reach | None:
        found = value(ours)
        if found is None or ours.transfer is None:
            return None
        most = pauses * poll + ours.transfer.p50
        return Reach(f"<= {form(most)}", found <= most)

    return rule
