"""What a look has found, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How well it is; the value is what programs read."""

    GOOD = "ok"
    REMARK = "remark"  # it works, and is worth knowing
    WRONG = "wrong"

    @property
    def sign(self) -> str:
        """The same for people."""
        return {Mark.GOOD: "✓", Mark.REMARK: "!", Mark.WRONG: "✗"}[self]


@dataclass(frozen=True, slots=True)
class Finding:
    """One look: what was looked at, what was found, and for what is wrong how to mend it."""

    name: str
    mark: Mark
    said: str
    mend: str = ""


def good(name: str, said: str) -> Finding:
    """All is well."""
    return Finding(name, Mark.GOOD, said)


def remark(name: str, said: str, mend: str = "") -> Finding:
    """It works."""
    return Finding(name, Mark.REMARK, said, mend)


def wrong(name: str, said: str, mend: str) -> Finding:
    """It does not work, or soon will not."""
    return Finding(name, Mark.WRONG, said, mend)
