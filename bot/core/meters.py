"""What is measured while Easel works, told to whoever draws curves of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.core.reply import Route


class Meters(Protocol):
    """Counts and times; every call returns at once. Seconds are those of a clock that never jumps,
    but for `shown`, which compares with the relay's own."""

    def submitted(self, relay: str, outcome: str, seconds: float) -> None:
        """A submit was answered, or was not: `accepted`, or what went wrong in a word."""
        ...

    def looked(self, relay: str, outcome: str, tasks: int) -> None:
        """A look at so many tasks ended: `answered`, or what went wrong."""
        ...

    def called(self, relay: str) -> None:
        """A relay told something new by itself."""
        ...

    def finished(self, relay: str, operation: str, seconds: float) -> None:
        """A task is done, so long after it was sent."""
        ...

    def shown(self, relay: str, seconds: float) -> None:
        """A task's end stands in its message, so long after the relay was done with it."""
        ...

    def edited(self, route: Route, outcome: str) -> None:
        """An edit ended: `shown`, or what went wrong."""
        ...

    def acknowledged(self, seconds: float) -> None:
        """An interaction was acknowledged, so long after it came in."""
        ...

    def waited(self, seconds: float) -> None:
        """A request waited for its turn with Discord."""
        ...

    def late(self, seconds: float) -> None:
        """The event loop came back from a pause so late."""
        ...


class Unmetered:
    """Measures nothing."""

    def submitted(self, relay: str, outcome: str, seconds: float) -> None:
        """Nothing."""

    def looked(self, relay: str, outcome: str, tasks: int) -> None:
        """Nothing."""

    def called(self, relay: str) -> None:
        """Nothing."""

    def finished(self, relay: str, operation: str, seconds: float) -> None:
        """Nothing."""

    def shown(self, relay: str, seconds: float) -> None:
        """Nothing."""

    def edited(self, route: Route, outcome: str) -> None:
        """Nothing."""

    def acknowledged(self, seconds: float) -> None:
        """Nothing."""

    def waited(self, seconds: float) -> None:
        """Nothing."""

    def late(self, seconds: float) -> None:
        """Nothing."""


UNMETERED = Unmetered()


def outcome_of(error: BaseException) -> str:
    """An error in a word, for a label: few of them, never what somebody typed."""
    return type(error).__name__.lower()
