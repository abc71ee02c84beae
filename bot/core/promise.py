"""An answer that was promised to somebody and that is no task's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Promise:
    """Where an answer will be, stored before Discord hears that it will come.

    `details_of` is the task whose details the seed is to be put into; without one the answer is
    what the interaction was acknowledged with. `made_at` and `token_until` are seconds since the
    epoch. `number` is 0 until it is stored.
    """

    application_id: int
    token: str
    token_until: float
    locale: str
    made_at: float
    details_of: int | None = None
    number: int = 0
