"""The scene most of these tests play in: a plus relay, no trouble of any kind."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

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


@pytest.fixture
async def quiet(tmp_path: Path, pace: float | None) -> AsyncIterator[Scene]:
    """The same, where the bot may log errors of its own."""
    async with scene(tmp_path, pace=pace) as ready:
        yield ready
        ready.check(errors=True)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """One scene for all tests of a file that do not mind what the others have left there."""
    async with scene(tmp_path_factory.mktemp("shared")) as ready:
        yield ready
        ready.check()
