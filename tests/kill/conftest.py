"""The scene most of these tests play in: a plus relay, and a bot that is about to die."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.scene import Scene, scene


@pytest.fixture
def pace() -> float | None:
    """How many times as fast the bot's own time goes by; None: as everybody's."""
    return None


@pytest.fixture
async def stage(tmp_path: Path, pace: float | None) -> AsyncIterator[Scene]:
    async with scene(tmp_path, pace=pace) as ready:
        yield ready
        ready.check()
