"""What holds for every test."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.config import NAMES
from tests.ports import reserved

# Hypothesis fails an example that takes longer than 200 ms, which on a busy machine any may.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="module", autouse=True)
def _no_heart_goes_on() -> Iterator[None]:
    """A connection's thread that outlives its file would fail another one, and nobody knew why."""
    yield
    if "discord" in sys.modules:
        from tests.heartbeats import beating

        left = beating()
        for thread in left:
            thread.stop()
        assert left == []


@pytest.fixture
def port() -> Iterator[int]:
    """A port for a program that has to be told which; nobody else gets it."""
    with reserved() as held:
        yield held


@pytest.fixture
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment in which nobody has set anything of ours."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    return tmp_path / ".env"
