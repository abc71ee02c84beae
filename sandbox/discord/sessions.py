"""The bot's gateway sessions and the WebSockets they are heard through."""

from __future__ import annotations

import asyncio
import contextlib
import json
import zlib
from collections import deque
from dataclasses import dataclass, field
from enum import IntEnum

from aiohttp import web

from sandbox.discord.errors import Json

MOST_REPLAYED = 2_000  # events a session keeps for a client that comes back
# The intent an event needs in a guild and elsewhere, by how its name begins, the longest first
# (Discord's docs, "List of Intents").
_INTENTS = {
    "GUILD_MEMBER": (1 << 1, 1 << 1),
    "GUILD": (1 << 0, 1 << 0),
    "CHANNEL": (1 << 0, 1 << 0),
    "THREAD": (1 << 0, 1 << 0),
    "MESSAGE": (1 << 9, 1 << 12),
    "INTERACTION": (0, 0),
}


class Op(IntEnum):
    """Gateway opcodes (Discord's docs)."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Close(IntEnum):
    """Gateway close codes (Discord's docs)."""

    UNKNOWN_ERROR = 4000
    UNKNOWN_OPCODE = 4001
    DECODE_ERROR = 4002
    NOT_AUTHENTICATED = 4003
    AUTHENTICATION_FAILED = 4004
    ALREADY_AUTHENTICATED = 4005
    INVALID_SEQ = 4007
    INVALID_SHARD = 4010
    INVALID_INTENTS = 4013
    DISALLOWED_INTENTS = 4014


class Closing(Exception):
    """Ends a connection with a close code."""

    def __init__(self, code: int, reason: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(eq=False)
class Session:
    """What a shard of the bot has heard so far; outlives its connections."""

    id: str
    shard: int
    shards: int
    intents: int
    seq: int = 0
    events: deque[Json] = field(default_factory=lambda: deque(maxlen=MOST_REPLAYED))
    connection: Connection | None = None

    def wants(self, event: str, guild: int | None) -> bool:
        """Whether an event goes to this shard and its intents ask for it."""
        if self.shard != ((guild >> 22) % self.shards if guild is not None else 0):
            return False
        by_place = next(bits for name, bits in _INTENTS.items() if event.startswith(name))
        needed = by_place[0 if guild is not None else 1]
        return not needed or bool(self.intents & needed)

    def holds(self, guild: int) -> bool:
        """Whether a guild's events come to this shard."""
        return self.shard == (guild >> 22) % self.shards

    def send(self, event: str, data: Json) -> None:
        """Numbers an event, keeps it for a resume, and sends it if somebody is connected."""
        self.seq += 1
        frame: Json = {"op": int(Op.DISPATCH), "t": event, "s": self.seq, "d": data}
        self.events.append(frame)
        if self.connection is not None:
            self.connection.send(frame)


class Connection:
    """One WebSocket. Sending is never waited for, so that events keep their order.

    `closing` says that it is our side that ends it.
    """

    def __init__(self, socket: web.WebSocketResponse, *, compress: bool) -> None:
        self.socket = socket
        self.session: Session | None = None
        self.closing = False
        self._zlib = zlib.compressobj() if compress else None
        self._frames: asyncio.Queue[Json | Closing] = asyncio.Queue()

    def send(self, frame: Json) -> None:
        """Puts a frame into the queue."""
        self._frames.put_nowait(frame)

    def close(self, code: int, reason: str = "") -> None:
        """Closes after what is in the queue."""
        self.closing = True
        self._frames.put_nowait(Closing(code, reason))

    async def write(self) -> None:
        """Sends frames as they come, until told to close or the other side is gone."""
        with contextlib.suppress(ConnectionError):
            while not isinstance(frame := await self._frames.get(), Closing):
                await self._write(json.dumps(frame, ensure_ascii=False, separators=(",", ":")))
            await self.socket.close(code=frame.code, message=frame.reason.encode())

    async def _write(self, text: str) -> None:
        if self._zlib is None:
            await self.socket.send_str(text)
            return
        packed = self._zlib.compress(text.encode()) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
        await self.socket.send_bytes(packed)


def frame_of(op: Op, data: object) -> Json:
    """A frame that is no event."""
    return {"op": int(op), "d": data, "s": None, "t": None}
