"""Why a task came to nothing, as a kind that the words are looked up by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FailureKind(StrEnum):
    """What the member is told; each kind has its own words in every language."""

    BANNED_PROMPT = "banned_prompt"  # a word is not allowed (`detail`: the word)
    MODERATED = "moderated"  # Midjourney stopped the picture or the request
    INVALID_PROMPT = "invalid_prompt"  # Midjourney could not read the prompt or a parameter
    INVALID_PICTURE = "invalid_picture"  # the relay could not use an attached picture
    QUOTA = "quota"  # the relay's account is used up
    KEY = "key"  # the relay does not accept our key
    SATURATED = "saturated"  # the relay's group has no account free for this
    OPERATION = "operation"  # the relay does not have this operation
    SPEED = "speed"  # no relay has the speed asked for (`detail`: others)
    PARENT_GONE = "parent_gone"  # the relay has forgotten the picture the button belongs to
    PARENT_STATE = "parent_state"  # the relay says the parent is not in a state for this
    MIDJOURNEY_FULL = "midjourney_full"  # Midjourney's own queue is full
    SUBSCRIPTION = "subscription"  # the relay's account cannot work (credits, plan)
    TIMEOUT = "timeout"  # the relay gave up waiting for Midjourney
    RELAY_BROKEN = "relay_broken"  # the relay failed inside
    RELAY_REMOVED = "relay_removed"  # its relay is not among those of the settings any more
    RELAY_DOWN = "relay_down"  # not reached for too long; it never heard the task
    OUTCOME_UNKNOWN = "outcome_unknown"  # the submit may or may not have arrived
    FORGOTTEN = "forgotten"  # the relay no longer knows the task
    INTERRUPTED = "interrupted"  # Easel stopped, or erred, before anything was sent
    GAVE_UP = "gave_up"  # no end after a day of looking
    FORM_EXPIRED = "form_expired"  # the form that the relay waited for was never sent
    FORM_LOST = "form_lost"  # what was filled in never reached the relay; taken back there
    UNWANTED = "unwanted"  # the server does not want a word of its translation (`detail`: the word)
    BLOCKED = "blocked"  # a moderator blocked its member while it waited with Easel
    OTHER = "other"  # refused or failed for a reason nobody could name


DRY = frozenset(
    {
        FailureKind.QUOTA,
        FailureKind.KEY,
        FailureKind.SUBSCRIPTION,
        FailureKind.SATURATED,
        FailureKind.RELAY_BROKEN,
    }
)
"""Refusals that have nothing to do with what was asked for: another relay may well take it."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A kind, and at most a few words that are safe to show.

    `detail` is what a member may see (a banned word, Midjourney's own sentence about a parameter):
    plain text, no address, no markup, at most 200 characters. The relay's raw words never get here.
    """

    kind: FailureKind
    detail: str = ""
