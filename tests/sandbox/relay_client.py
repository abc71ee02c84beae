"""A small client of the relay, and a clock that a test turns."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from sandbox.relay import Relay
from tests.clock import HandTime

JOB = "2597e873-3c11-49ca-9c22-e8da5d3a7384"
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)
OTHER_PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmM"
    "IQAAAABJRU5ErkJggg=="
)


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes
    type: str
    headers: Any

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self.session = session
        self.base = base

    async def get(self, path: str, **options: Any) -> Reply:
        return await self._asked("GET", path, **options)

    async def post(self, path: str, body: Any = None, **options: Any) -> Reply:
        return await self._asked("POST", path, json={} if body is None else body, **options)

    async def _asked(self, method: str, path: str, **options: Any) -> Reply:
        url = path if path.startswith("http") else self.base + path
        async with self.session.request(method, url, **options) as answer:
            body = await answer.read()
            return Reply(
                answer.status, body, answer.headers.get("Content-Type", ""), answer.headers
            )

    async def imagine(self, prompt: str = "a quiet lake", **more: Any) -> str:
        answer = await self.post("/mj/submit/imagine", {"prompt": prompt, **more})
        assert answer.json["code"] in {1, 22}, answer.text
        return answer.json["result"]

    async def fetch(self, task_id: str) -> Any:
        return (await self.get(f"/mj/task/{task_id}/fetch")).json

    async def press(self, task_id: str, custom_id: str, **more: Any) -> Reply:
        body = {"taskId": task_id, "customId": custom_id, **more}
        return await self.post("/mj/submit/action", body)


def headers(relay: Relay) -> dict[str, str]:
    return {
        "bearer": {"Authorization": f"Bearer {relay.key}"},
        "authorization": {"Authorization": relay.key},
        "mj-api-secret": {"mj-api-secret": relay.key},
    }[relay.auth]


@asynccontextmanager
async def connected(relay: Relay) -> AsyncIterator[Client]:
    async with (
        relay.serve() as base,
        aiohttp.ClientSession(headers=headers(relay)) as session,
    ):
        yield Client(session, base)


@asynccontextmanager
async def by_hand(preset: str, **options: Any) -> AsyncIterator[tuple[Relay, Client]]:
    """A relay on which nothing happens by itself, and a client of it."""
    relay = Relay(preset=preset, auto=False, picture_size=32, clock=HandTime(), **options)
    async with connected(relay) as client:
        yield relay, client


def button(row: Any, label: str) -> str:
    """The customId of a row's button with this label or emoji."""
    return next(
        found["customId"] for found in row["buttons"] if label in {found["label"], found["emoji"]}
    )


async def done(relay, client, prompt="a quiet lake", **more):
    """A finished imagine, as fetch shows it."""
    task_id = await client.imagine(prompt, **more)
    relay.finish(task_id)
    return await client.fetch(task_id)


async def upscaled(relay, client, prompt="a quiet lake"):
    """A finished upscale of a finished imagine."""
    row = await done(relay, client, prompt)
    task_id = (await client.press(row["id"], button(row, "U2"))).json["result"]
    relay.finish(task_id)
    return await client.fetch(task_id)


async def pressed(client, row, label, **form):
    """The task of a pressed button, whose form is sent in when there are values for it."""
    answer = (await client.press(row["id"], button(row, label))).json
    if form:
        body = {"taskId": answer["result"], **form}
        assert (await client.post("/mj/submit/modal", body)).json["code"] in {1, 22}
    return answer["result"]
