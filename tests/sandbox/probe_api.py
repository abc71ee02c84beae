"""A bare REST client for the tests of the sandbox Discord, and what it sends."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from PIL import Image

from sandbox.discord import Discord, Interaction

TOKEN = "probe-token"


def png(width: int = 32, height: int = 24) -> bytes:
    """A small real picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (40, 80, 120)).save(out, "PNG")
    return out.getvalue()


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: dict

    @property
    def code(self) -> int | None:
        return self.body.get("code") if isinstance(self.body, dict) else None

    def problems(self) -> dict[str, str]:
        """Form errors as {"data.content": "BASE_TYPE_MAX_LENGTH"}."""
        return dict(_flat(self.body.get("errors") or {}, ""))


def _flat(tree: dict, at: str):
    for key, value in tree.items():
        if key == "_errors":
            yield at, value[0]["code"]
        else:
            yield from _flat(value, f"{at}.{key}" if at else key)


class Api:
    """Calls the sandbox as a bot would, without a library in between."""

    def __init__(self, discord: Discord, session: aiohttp.ClientSession) -> None:
        self.discord = discord
        self.session = session

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        files: Mapping[int, tuple[str, bytes]] | None = None,
        auth: str | None = f"Bot {TOKEN}",
    ) -> Reply:
        headers = {"Authorization": auth} if auth else {}
        data: object = None
        if files:
            form = aiohttp.FormData(quote_fields=False)
            form.add_field("payload_json", json.dumps(body))
            for number, (name, content) in files.items():
                form.add_field(
                    f"files[{number}]",
                    io.BytesIO(content),
                    filename=name,
                    content_type="application/octet-stream",
                )
            data = form
        elif body is not None:
            data = json.dumps(body)
            headers["Content-Type"] = "application/json"
        url = self.discord.api_url + path
        async with self.session.request(method, url, data=data, headers=headers) as answer:
            text = await answer.text()
            if answer.headers.get("Content-Type") == "application/json":
                return Reply(answer.status, dict(answer.headers), json.loads(text))
            return Reply(answer.status, dict(answer.headers), {"text": text} if text else {})

    async def answer(self, use: Interaction, kind: int, data: object = None, **more) -> Reply:
        """Answers an interaction."""
        path = f"/interactions/{use.id}/{use.token}/callback?with_response=1"
        body = {"type": kind} if data is None else {"type": kind, "data": data}
        return await self.call("POST", path, body, auth=None, **more)

    async def webhook(
        self, method: str, use: Interaction, rest: str = "", body: object = None, **more
    ) -> Reply:
        """Uses an interaction's token."""
        path = f"/webhooks/{self.discord.world.app_id}/{use.token}{rest}"
        return await self.call(method, path, body, auth=None, **more)

    async def original(self, use: Interaction, body: object, **more) -> Reply:
        """Edits the original response."""
        return await self.webhook("PATCH", use, "/messages/@original", body, **more)


COMMANDS = [
    {
        "name": "imagine",
        "description": "Make a picture",
        "integration_types": [0, 1],
        "contexts": [0, 1, 2],
        "options": [
            {
                "type": 3,
                "name": "prompt",
                "description": "What to draw",
                "required": True,
                "max_length": 100,
                "autocomplete": True,
            },
            {
                "type": 4,
                "name": "chaos",
                "description": "How wild",
                "min_value": 0,
                "max_value": 100,
            },
            {
                "type": 3,
                "name": "aspect",
                "description": "Shape",
                "choices": [{"name": "wide", "value": "16:9"}, {"name": "tall", "value": "9:16"}],
            },
            {"type": 11, "name": "image", "description": "A picture to start from"},
            {"type": 6, "name": "friend", "description": "Somebody"},
            {"type": 5, "name": "private", "description": "For you alone"},
        ],
    },
    {
        "name": "admin",
        "description": "For moderators",
        "default_member_permissions": "32",
        "dm_permission": False,
        "options": [{"type": 1, "name": "setup", "description": "Set it up"}],
    },
    {"name": "night", "description": "For adults", "nsfw": True},
    {"name": "Details", "type": 3, "integration_types": [0, 1]},
]


@asynccontextmanager
async def bare(**settings) -> AsyncIterator[tuple[Discord, Api]]:
    """A sandbox with commands registered and no bot connected."""
    discord = Discord(token=TOKEN, **{"limits": False, **settings})
    async with discord.serve(), aiohttp.ClientSession() as session:
        api = Api(discord, session)
        path = f"/applications/{discord.world.app_id}/commands"
        reply = await api.call("PUT", path, COMMANDS)
        assert reply.status == 200, reply.body
        yield discord, api


async def slash(discord: Discord, who: str = "Ada", where: str = "gallery") -> Interaction:
    """One use of /imagine."""
    return await discord.person(who).command(discord.channel(where), "imagine", {"prompt": "a cat"})


async def deferred(discord: Discord, api: Api, **data) -> Interaction:
    """One use of /imagine, deferred."""
    use = await slash(discord)
    reply = await api.answer(use, 5, data or None)
    assert reply.status == 200, reply.body
    return use


def row(*buttons: dict) -> dict:
    return {"type": 1, "components": list(buttons)}


def button(custom_id: str = "go", **more) -> dict:
    return {"type": 2, "style": 2, "label": "Go", "custom_id": custom_id, **more}


def text(content: str = "Hello") -> dict:
    return {"type": 10, "content": content}


def gallery(*urls: str) -> dict:
    return {"type": 12, "items": [{"media": {"url": url}} for url in urls]}
