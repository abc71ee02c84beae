"""One person's live connection: events go out, requests come in and are answered by number."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from aiohttp import WSMessage, WSMsgType, web

from sandbox.discord import Discord, Refused, Subscription


class Live:
    """Speaks with one browser tab for one person until either side hangs up.

    A request is `{"request": n, "do": ..., ...}`; its answer `{"reply": n, "ok": true, ...}`, or
    `{"reply": n, "ok": false, "error": sentence}`. Requests run side by side: an autocompletion
    the bot is slow to answer must not hold up a click.
    """

    def __init__(self, socket: web.WebSocketResponse, discord: Discord, person: str) -> None:
        self._socket = socket
        self._discord = discord
        self._person = person

    async def run(self) -> None:
        """Tells the snapshot, then every event, and answers requests.

        The subscription begins before the snapshot is taken, so that no event is missed.
        """
        with self._discord.subscribe(self._person) as events:
            await self._send(self._discord.snapshot(self._person))
            async with asyncio.TaskGroup() as group:
                running = {group.create_task(self._tell(events))}
                async for message in self._socket:
                    if message.type is WSMsgType.TEXT:
                        task = group.create_task(self._answer(message))
                        running.add(task)
                        task.add_done_callback(running.discard)
                for task in running:
                    task.cancel()

    async def _tell(self, events: Subscription) -> None:
        """A reader that was too slow has its events ended: it connects anew for a snapshot."""
        async for event in events:
            await self._send(event)
        await self._socket.close()

    async def _answer(self, message: WSMessage) -> None:
        request: dict[str, Any] = message.json()
        number = request.get("request")
        try:
            told = await self._discord.act(self._person, request)
        except Refused as refusal:
            await self._send({"reply": number, "ok": False, "error": str(refusal)})
        else:
            await self._send({"reply": number, "ok": True, **told})

    async def _send(self, told: Mapping[str, Any]) -> None:
        """What is sent into a connection just closing is lost; the reading side ends it."""
        with suppress(ConnectionResetError):
            await self._socket.send_json(told)
