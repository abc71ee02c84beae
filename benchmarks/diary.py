"""What a soak is to be like, and what happened in it when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.weather import Spell

REST = 300.0
"""Seconds that everything may take to come to its end. Not scaled: pauses of circuits, looks for
lost submits and Discord's own times are as in life."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How long, how many times as fast as in life, and who is there.

    `acts` is what one member does in a minute, `stumbles` what goes wrong at Discord in one.
    """

    hours: float = 2.0
    scale: float = 60.0
    seed: int = 1
    members: int = 16
    acts: float = 0.4
    stumbles: float = 1.5
    kills: bool = True
    rest: float = REST

    @property
    def minute(self) -> float:
        """Seconds that a minute takes."""
        return 60.0 / self.scale

    @property
    def seconds(self) -> float:
        """How long the chaos lasts."""
        return self.hours * 60 * self.minute


@dataclass
class Diary:
    """What happened when, in seconds since the beginning, and memory in bytes."""

    spells: list[Spell]
    kills: list[float] = field(default_factory=list)
    hangups: list[float] = field(default_factory=list)
    calm: float = 0.0
    rested: float = 0.0
    at_rest: bool = False
    memory: list[int | None] = field(default_factory=list)
    online: list[tuple[float, bool]] = field(default_factory=list)
    """Since when the bot is connected to Discord, or is not, in seconds since the epoch."""

    def was_there(self, at: float, seconds: float) -> bool:
        """Whether the bot was connected all the time from `at` on, for so long."""
        before = [there for moment, there in self.online if moment <= at]
        within = [there for moment, there in self.online if at < moment <= at + seconds]
        return bool(before) and before[-1] and all(within)
