"""How long what is kept is kept, and when a database is worth making smaller."""

from __future__ import annotations

from dataclasses import dataclass

DAY = 86_400.0
MEBIBYTE = 1024 * 1024

PICTURES_KEPT = 7 * DAY
"""Seconds for which a task that failed can be asked for again with the pictures it came with."""
PROMISES_KEPT = DAY
"""Seconds after its token's end for which a promised answer is kept, for whoever reads the log."""
WORTH = 64 * MEBIBYTE
"""Bytes of free room below which a file is left as it is: it will be filled again."""
SHARE = 0.25
"""Part of the file that has to be free as well."""


@dataclass(frozen=True, slots=True)
class Space:
    """Bytes: free inside the database, the whole of it, and free on its disk.

    `can_shrink` is whether the file can be made smaller step by step.
    """

    free: int
    whole: int
    disk: int
    can_shrink: bool

    @property
    def worth_it(self) -> bool:
        """Whether to give the free room back: each step needs a little of the disk, too."""
        much = self.free > WORTH and self.free > SHARE * self.whole
        return self.can_shrink and much and self.disk > WORTH
