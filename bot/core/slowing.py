"""How long a member has to wait whose prompts were refused again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FREE = 3
"""How many refusals within `WINDOW` it takes."""
WINDOW = 600.0
"""Seconds."""
PAUSES = (60.0, 300.0, 900.0, 3600.0)
"""Seconds of a member's first pause, of their second, and so on; the last one comes again."""
MEMORY = 86_400.0
"""Seconds after which a refusal counts for nothing any more, and the pauses are short again."""


def pause_until(refusals: Sequence[float]) -> float | None:
    """When the newest pause ends that refusals have led to; None for no pause at all.

    `refusals` are when they came, oldest first. What a relay refuses late, in the middle of a
    pause, does not make the next one longer.
    """
    until: float | None = None
    pauses = 0
    for place, at in enumerate(refusals):
        paused = until is not None and at < until
        if place + 1 < FREE or paused or at - refusals[place + 1 - FREE] > WINDOW:
            continue
        until = at + PAUSES[min(pauses, len(PAUSES) - 1)]
        pauses += 1
    return until
