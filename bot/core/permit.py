"""Leave to act on the world: asked for right before a submit leaves or a message changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

Permit = Callable[[], Awaitable[None]]
"""Returns when this process may act. Raises `StoreError` when another one has taken its place, or
when nobody can tell."""


async def granted() -> None:
    """The permit of whoever is alone by nature."""
