"""A client of each of the sandbox's four relays."""

from __future__ import annotations

import io
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from PIL import Image as Pillow
from relay_wire import QuickClock

from bot.core.picture import Image
from bot.core.report import RelayStatus
from bot.core.request import Action, Imagine, Speed
from bot.relay.client import RelayClient
from bot.relay.settings import Auth, RelaySettings
from bot.relay.transport import Transport
from sandbox.relay import Relay

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.core.report import Acceptance, Report
    from bot.core.request import Request

CAT = Imagine("a cat --ar 3:2")
WITH_ACTIONS = ["new-api", "plus", "trueai"]


@asynccontextmanager
async def sandbox(preset: str, key: str = "") -> AsyncIterator[tuple[RelayClient, Relay]]:
    relay = Relay(preset=preset, auto=False, picture="tiny")
    async with relay.serve() as url:
        settings = RelaySettings(
            name=preset, url=f"{url}/mj/", key=key or relay.key, auth=Auth(relay.auth)
        )
        clock = QuickClock()
        async with Transport(settings=settings, clock=clock) as transport:
            yield RelayClient(name=preset, transport=transport, clock=clock), relay


async def finished(client: RelayClient, relay: Relay) -> Report:
    accepted = await client.submit(CAT, [], "s-1")
    relay.finish(accepted.relay_id)
    report = await client.fetch(accepted.relay_id, None)
    assert report is not None
    return report


async def press(
    client: RelayClient, parent: Report, part: str, speed: Speed | None = None
) -> Acceptance:
    assert parent.buttons is not None
    position, button = next((i, b) for i, b in enumerate(parent.buttons) if part in b.custom_id)
    action = Action(1, parent.relay_id, position, button.custom_id, button.label, speed)
    return await client.submit(action, [], "s-2")


def picture(colour: str) -> Image:
    file = io.BytesIO()
    Pillow.new("RGB", (32, 24), colour).save(file, "PNG")
    return Image("image/png", file.getvalue())


RED, BLUE = picture("red"), picture("blue")
MASK = picture("white")


async def made(client: RelayClient, relay: Relay, request: Request, *images: Image) -> Report:
    accepted = await client.submit(request, images, "s-1")
    assert accepted.form is None
    relay.finish(accepted.relay_id)
    (report,) = await client.fetch_many([accepted.relay_id])
    assert report.status is RelayStatus.SUCCESS
    assert report.state == "s-1"
    return report
