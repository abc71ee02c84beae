"""Midjourney's parameters: names, aliases, values, and the versions that know them."""

from __future__ import annotations

STYLIZE = (0, 1000)
CHAOS = (0, 100)
WEIRD = (0, 3000)
SEED = (0, 4_294_967_295)
QUALITIES = ("0.25", "0.5", "1", "2", "4")


def versions() -> tuple[tuple[str, str], ...]:
    """Values for the `version` option, newest first, each with a short word-free remark."""
    return ()


def aspects() -> tuple[tuple[str, str], ...]:
    """Values for the `aspect` option, the usual ones first, each with a short word-free remark."""
    return ()
