"""A picture of numbers as plain values: what it shows, in words that are already chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Tile:
    """One large number, what it is, and a few words on it."""

    label: str
    value: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values over time, None where there is none; `colour` is a name of the palette."""

    label: str
    values: Sequence[float | None]
    colour: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Values over time: bars upon each other, or with `lines` a line each.

    `ticks` are the places below which something is written, and what.
    """

    title: str
    series: Sequence[Series]
    ticks: Sequence[tuple[int, str]]
    unit: str = ""
    lines: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One lying bar: a name, a length, and what is written at its end."""

    label: str
    length: float
    value: str
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    """Lying bars below each other; `nothing` is written where there are none."""

    title: str
    bars: Sequence[Bar]
    colour: str
    nothing: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole picture: a headline, tiles, then timelines above rankings, three of each."""

    title: str
    subtitle: str
    tiles: Sequence[Tile]
    timelines: Sequence[Timeline]
    rankings: Sequence[Ranking]

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        """The chart of what `dataclasses.asdict` made of it, also after a way through JSON."""
        return cls(
            title=told["title"],
            subtitle=told["subtitle"],
            tiles=[Tile(**one) for one in told["tiles"]],
            timelines=[_timeline(one) for one in told["timelines"]],
            rankings=[_ranking(one) for one in told["rankings"]],
        )


def _timeline(told: Mapping[str, Any]) -> Timeline:
    series = [Series(**one) for one in told["series"]]
    ticks = [(int(place), str(said)) for place, said in told["ticks"]]
    return Timeline(**{**told, "series": series, "ticks": ticks})


def _ranking(told: Mapping[str, Any]) -> Ranking:
    return Ranking(**{**told, "bars": [Bar(**one) for one in told["bars"]]})
