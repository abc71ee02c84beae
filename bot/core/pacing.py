"""How long to wait, and when to stop waiting: pure rules over seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

DAY = 86_400.0
SLOW_LOOK = 60.0
"""Seconds between two looks at a task that has stalled."""
FORGOTTEN_AFTER = 600.0
"""Seconds a relay may leave out a task before it counts as forgotten.

Relays answer "not found" right after a submit, and new-api only refreshes every 15 s.
"""
DOUBT_LOOKS = 4
"""How often a relay is asked for a task that may never have arrived."""
DOUBT_PAUSE = 5.0
"""Seconds between two such questions."""
FORM_DOUBT = 60.0
"""Seconds after which a form that a relay still shows as open has not been heard there.

new-api looks at its upstream every 15 s, and waits for its answer for 60.
"""
PARENT_TRIES = 3
"""How often a press is sent while the relay says that it does not know the parent.

That answer is intermittent in the wild, and it says that nothing was started.
"""
PARENT_PAUSE = 2.0
"""Seconds between two such tries."""
PROGRESS_PAUSE = 3.0
"""Least seconds between two progress edits of one message."""
FIRST_PAUSE = 0.5
"""Seconds before the first edit: what waits for nobody has left the queue by then, and the member
reads that it was sent instead of that it waits."""
DOUBLE_PRESS = 10.0
"""Seconds in which a second press of the same button by the same member counts as the first."""


def backoff(failures: int, *, least: float, most: float, chance: random.Random) -> float:
    """Seconds to wait after so many failures in a row (1 or more): doubling, with full jitter.

    Never under `least`, so that a relay or Discord in trouble is not asked at once again.
    """
    ceiling = min(most, least * 2 ** min(failures, 16))
    return chance.uniform(least, max(least, ceiling))


def gives_up(moved_at: float, now: float) -> bool:
    """Whether a task that has not moved since `moved_at` is given up."""
    return now - moved_at > DAY


def stalls(moved_at: float, now: float, minutes: float) -> bool:
    """Whether a task has not moved for `minutes`."""
    return now - moved_at > minutes * 60
