"""Passes to the painter: who may paint a mask for which picture, and until when, in an address."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import astuple, dataclass, field
from typing import Self

from bot.core.errors import NotAllowed

REASONS = frozenset(
    {
        "painter_wrong",  # no pass of ours, or sent from elsewhere
        "painter_over",  # it has run out
        "painter_used",  # it has made its task
        "painter_place",  # the bot may not write where the picture is
        "painter_unseen",  # nor can it reach the member in any other way
        "painter_slow",  # the mask did not come in time
    }
)
"""Every reason the painter refuses somebody for."""
LIFE = 3600.0
"""Seconds that a pass is good for."""
_SIGNATURE = 32


@dataclass(frozen=True, slots=True)
class Seat:
    """The private card that a pass stands on, which the result takes the place of.

    `token` and `token_until` (seconds since the epoch) are those of the click that drew the card.
    """

    application_id: int
    channel_id: int
    guild_id: int | None
    token: str
    token_until: float
    bot_can_edit: bool
    upload_limit: int


@dataclass(frozen=True, slots=True)
class Pass:
    """Lets one member paint one mask, for the button at `position` of a task.

    `until` is in seconds since the epoch; `nonce` tells it from every other, so that it can be used
    up. Kept here: only what was sealed with the key is ever opened.
    """

    task: int
    position: int
    user_id: int
    locale: str
    until: int
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(9))

    def sealed(self, key: bytes) -> str:
        """The pass as a part of an address: letters, digits, `-` and `_`."""
        told = json.dumps(astuple(self), separators=(",", ":")).encode()
        return _text(told + _signature(told, key))

    @classmethod
    def opened(cls, text: str, key: bytes, now: float) -> Self:
        """The pass in an address. Raises `NotAllowed`: `painter_wrong` or `painter_over`."""
        try:
            sealed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except ValueError as error:
            raise NotAllowed("painter_wrong") from error
        told, signature = sealed[:-_SIGNATURE], sealed[-_SIGNATURE:]
        if not hmac.compare_digest(_signature(told, key), signature):
            raise NotAllowed("painter_wrong")
        found = cls(*json.loads(told))
        if now >= found.until:
            raise NotAllowed("painter_over")
        return found


def _signature(told: bytes, key: bytes) -> bytes:
    return hmac.digest(key, told, hashlib.sha256)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
