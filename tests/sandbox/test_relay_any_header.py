"""A relay that takes its key in any kind of header, and still only its own key."""

from __future__ import annotations

import aiohttp
import pytest

from sandbox.relay import Relay


@pytest.mark.parametrize("preset", ["new-api", "plus", "trueai", "classic"])
@pytest.mark.parametrize(
    ("header", "value", "passes"),
    [
        ("Authorization", "Bearer sk-sandbox", True),
        ("Authorization", "sk-sandbox", True),
        ("mj-api-secret", "sk-sandbox", True),
        ("mj-api-secret", "sk-other", False),
        ("X-Key", "sk-sandbox", False),
    ],
)
async def test_any_header_is_taken_but_not_any_key(
    preset: str, header: str, value: str, passes: bool
) -> None:
    relay = Relay(preset=preset, auto=False, any_header=True)
    async with relay.serve() as url, aiohttp.ClientSession(headers={header: value}) as session:
        body = {"prompt": "a fox"}
        async with session.post(f"{url}/mj/submit/imagine", json=body) as answer:
            assert (answer.status == 200) == passes
        assert bool(relay.tasks) == passes
