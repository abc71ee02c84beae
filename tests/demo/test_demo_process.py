"""The demo as processes: where it listens, and how it ends."""

from __future__ import annotations

import signal
import socket
from urllib.parse import urlsplit

import pytest

from bot.__main__ import main
from bot.demo import FASTEST, KINDS
from sandbox.relay import knobs
from sandbox.relay.presets import PRESETS
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


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--port", "99999"), "--port: must be a whole number from 0 to 65535"),
        (("--port", "-1"), "--port: must be a whole number from 0 to 65535"),
        (("--pace", "0"), "--pace: must be a number over 0 and up to 1000"),
        (("--pace", "nan"), "--pace: must be a number over 0 and up to 1000"),
        (("--pace", "1001"), "--pace: must be a number over 0 and up to 1000"),
        (("--pace", "quick"), "--pace: must be a number over 0 and up to 1000"),
    ],
)
def test_what_cannot_be_meant_is_a_sentence(
    words: tuple[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["demo", *words])

    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_the_sandbox_goes_as_fast_as_is_said() -> None:
    assert knobs.pace(FASTEST) == FASTEST
    with pytest.raises(ValueError, match=str(FASTEST)):
        knobs.pace(FASTEST + 1)


def test_the_sandbox_plays_every_kind_that_is_offered() -> None:
    assert set(KINDS) == set(PRESETS)
