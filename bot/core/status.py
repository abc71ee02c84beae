"""Where a task stands."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where a task stands, in the only order it may go."""

    CLAIMED = "claimed"  # stored; Discord has not confirmed yet that the member sees a reply
    QUEUED = "queued"  # waits with Easel; `sent_at` says whether the relay may have heard of it
    SUBMITTED = "submitted"  # the relay has it
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Whether nothing more is expected of the relay."""
        return self in ENDED

    @property
    def at_relay(self) -> bool:
        """Whether the relay is to be asked about it."""
        return self in AT_RELAY


ENDED = frozenset({Status.DONE, Status.FAILED, Status.CANCELLED})
AT_RELAY = frozenset({Status.SUBMITTED, Status.RUNNING})
ORDER = {status: number for number, status in enumerate(Status)}


class Waiting(StrEnum):
    """Why a queued task is not with the relay yet."""

    TURN = "turn"  # others are before it
    OWN = "own"  # as many of its member's are with the relay as the server lets them have
    RELAY_FULL = "relay_full"  # the relay takes nothing now
    RELAY_DOWN = "relay_down"  # the relay cannot be reached
    TRANSLATING = "translating"  # its words are being put into English; the queue leaves it alone
    ASKING = "asking"  # it may have been sent: the relay is being asked
