"""The demo as processes: where it listens, and how it ends."""

from __future__ import annotations

import signal
import socket
from urllib.parse import urlsplit

import pytest

from tests.demo.running_demo import demo


async def test_a_taken_port_makes_room_for_another() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with demo("--port", str(port)) as running:
            assert urlsplit(running.url).port not in {port, None}


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
async def test_it_ends_when_told_and_leaves_nothing_behind(by: signal.Signals) -> None:
    async with demo("--port", "0") as running:
        assert await running.end(by) == (0, "")
