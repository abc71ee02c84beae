"""Where a relay calls about one task, and how such a call is known to come from it."""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass, field
from hashlib import blake2b

PATH = "told"
"""The first part of every such address, behind the public one."""
_LENGTH = 24
"""Bytes of the secret; nobody guesses half as many."""


@dataclass(frozen=True, slots=True)
class Hooks:
    """The addresses that tasks are called about at.

    Kept here: an address is good for one task, and only whoever was given it knows its secret.
    `public_url` ends without a slash; a task is named by its `state`.
    """

    public_url: str
    key: bytes = field(repr=False)

    def address(self, state: str) -> str:
        """What the relay is given along with the submit."""
        return f"{self.public_url}/{PATH}/{state}/{self._secret(state)}"

    def good(self, state: str, secret: str) -> bool:
        """Whether an address that was called is one that was given."""
        return hmac.compare_digest(secret.encode(), self._secret(state).encode())

    def _secret(self, state: str) -> str:
        # Not `hmac.digest`, which lets other threads go first however little it has to do.
        sealed = blake2b(b"told:" + state.encode(), key=self.key, digest_size=_LENGTH).digest()
        return base64.urlsafe_b64encode(sealed).decode("ascii")
