"""The gateway: accepts the bot's connections, identifies, resumes and tells it what happens."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable

from aiohttp import WSCloseCode, WSMsgType, web

from sandbox.discord.errors import Json
from sandbox.discord.payloads import guild_create_json, self_json
from sandbox.discord.sessions import Close, Closing, Connection, Op, Session, frame_of
from sandbox.discord.world import World

HEARTBEAT_MS = 41_250
# Seconds until a heartbeat is answered, as over a network. discord.py 2.7.1 notes when it sent one
# only after another thread has woken up; an answer that is there before seems an interval late.
ACK_SECONDS = 0.05
GOODBYE_SECONDS = 1.0  # how long a client is given to answer a close
ALL_INTENTS = (1 << 26) - 1
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15  # members, presences, message content


class Gateway:
    """Accepts the bot's connections and sends it what happens.

    Knobs: `shards` is how many are recommended; `allowed_intents` are those the app may ask for;
    `silent` leaves heartbeats unanswered; `offline` refuses every session; `mute` greets nobody,
    and `ungreeted` counts whom. `watchers` are told when the bot comes online or goes offline.
    """

    def __init__(self, world: World, token: str) -> None:
        self.shards = 1
        self.allowed_intents = ALL_INTENTS & ~PRIVILEGED
        self.silent = False
        self.offline = False
        self.mute = False
        self.ungreeted = 0
        self.url = ""
        self.watchers: list[Callable[[bool], None]] = []
        self.identifies = 0
        self.resumes = 0
        self._world = world
        self._token = token
        self._sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()

    @property
    def online(self) -> bool:
        """Whether any shard of the bot is connected and has identified."""
        return any(session.connection is not None for session in self._sessions.values())

    def wanted(self, event: str, guild: int | None) -> bool:
        """Whether any session would get an event."""
        return any(session.wants(event, guild) for session in self._sessions.values())

    def dispatch(self, event: str, data: Json, guild: int | None) -> None:
        """Sends an event to the sessions of its shard; those away get it when they resume."""
        for session in self._sessions.values():
            if session.wants(event, guild):
                session.send(event, data)

    def dispatch_own(self, event: str, data: Json, guild: int) -> None:
        """Sends an event about the bot as a member, which needs no intent (Discord's docs)."""
        for session in self._sessions.values():
            if session.holds(guild):
                session.send(event, data)

    def drop(self, code: int = Close.UNKNOWN_ERROR) -> None:
        """Closes every connection; sessions can be resumed."""
        for connection in self._connections:
            connection.close(code)

    def reconnect(self) -> None:
        """Asks every client to reconnect and resume (op 7)."""
        self._send_all({"op": int(Op.RECONNECT), "d": None, "s": None, "t": None})

    def invalidate(self, *, resumable: bool = False) -> None:
        """Tells every client its session is no good (op 9)."""
        self._send_all({"op": int(Op.INVALID_SESSION), "d": resumable, "s": None, "t": None})
        if not resumable:
            self._end_sessions()

    def go_offline(self) -> None:
        """Throws the bot out and lets no session in until `offline` is set to False."""
        self.offline = True
        self._end_sessions()
        self.drop()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The WebSocket endpoint."""
        socket = web.WebSocketResponse(
            compress=False, max_msg_size=1 << 16, timeout=GOODBYE_SECONDS
        )
        await socket.prepare(request)
        connection = Connection(socket, compress=request.query.get("compress") == "zlib-stream")
        self._connections.add(connection)
        if self.mute:
            self.ungreeted += 1
        else:
            connection.send(frame_of(Op.HELLO, {"heartbeat_interval": HEARTBEAT_MS}))
        writer = asyncio.create_task(connection.write())
        try:
            await self._read(connection)
        except Closing as closing:
            connection.close(closing.code, closing.reason)
        finally:
            if not connection.closing:
                writer.cancel()
            await asyncio.wait({writer})
            self._connections.discard(connection)
            self._left(connection)
        return socket

    async def close(self) -> None:
        """Ends every connection."""
        for connection in list(self._connections):
            await connection.socket.close(code=WSCloseCode.GOING_AWAY)

    async def _read(self, connection: Connection) -> None:
        async for message in connection.socket:
            if message.type is not WSMsgType.TEXT:
                raise Closing(Close.DECODE_ERROR, "Error while decoding payload.")
            try:
                frame = json.loads(message.data)
                op, data = int(frame["op"]), frame.get("d")
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise Closing(Close.DECODE_ERROR, "Error while decoding payload.") from error
            self._received(connection, op, data)

    def _received(self, connection: Connection, op: int, data: object) -> None:
        if op == Op.HEARTBEAT:
            if not self.silent:
                ack = frame_of(Op.HEARTBEAT_ACK, None)
                asyncio.get_running_loop().call_later(ACK_SECONDS, connection.send, ack)
        elif op == Op.IDENTIFY and isinstance(data, dict):
            self._identify(connection, data)
        elif op == Op.RESUME and isinstance(data, dict):
            self._resume(connection, data)
        elif connection.session is None:
            raise Closing(Close.NOT_AUTHENTICATED, "Not authenticated.")
        elif op != Op.PRESENCE:
            raise Closing(Close.UNKNOWN_OPCODE, "Unknown opcode.")

    def _admit(self, connection: Connection, token: object) -> None:
        if connection.session is not None:
            raise Closing(Close.ALREADY_AUTHENTICATED, "Already authenticated.")
        if token not in (self._token, f"Bot {self._token}"):
            raise Closing(Close.AUTHENTICATION_FAILED, "Authentication failed.")
        if self.offline:
            raise Closing(Close.UNKNOWN_ERROR)

    def _identify(self, connection: Connection, data: Json) -> None:
        self._admit(connection, data.get("token"))
        shard, shards = data.get("shard") or (0, 1)
        if not 0 <= shard < shards:
            raise Closing(Close.INVALID_SHARD, "Invalid shard.")
        intents = data.get("intents")
        if not isinstance(intents, int) or not 0 <= intents <= ALL_INTENTS:
            raise Closing(Close.INVALID_INTENTS, "Invalid intent(s).")
        if intents & ~self.allowed_intents:
            raise Closing(Close.DISALLOWED_INTENTS, "Disallowed intent(s).")
        self.identifies += 1
        number = hashlib.sha256(f"{self.identifies}".encode()).hexdigest()[:32]
        session = Session(number, shard, shards, intents)
        for old in [s for s in self._sessions.values() if (s.shard, s.shards) == (shard, shards)]:
            del self._sessions[old.id]
        self._sessions[number] = session
        self._join(connection, session)
        self._greet(session)

    def _greet(self, session: Session) -> None:
        ours = [
            guild
            for guild in self._world.guilds.values()
            if self._world.bot.id in guild.members
            and (guild.id >> 22) % session.shards == session.shard
        ]
        ready: Json = {
            "v": 10,
            "user": self_json(self._world.bot),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in ours],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "shard": [session.shard, session.shards],
            "application": {"id": str(self._world.app_id), "flags": 0},
            "private_channels": [],
            "relationships": [],
        }
        session.send("READY", ready)
        for guild in ours:
            if session.wants("GUILD_CREATE", guild.id):
                session.send("GUILD_CREATE", guild_create_json(guild, self._world))

    def _resume(self, connection: Connection, data: Json) -> None:
        self._admit(connection, data.get("token"))
        session, seq = self._sessions.get(str(data.get("session_id"))), data.get("seq")
        if session is None or not isinstance(seq, int):
            connection.send(frame_of(Op.INVALID_SESSION, False))
            return
        if seq > session.seq:
            raise Closing(Close.INVALID_SEQ, "Invalid seq.")
        self.resumes += 1
        missed = [event for event in session.events if event["s"] > seq]
        for event in missed:
            connection.send(event)
        self._join(connection, session)
        session.send("RESUMED", {})

    def _join(self, connection: Connection, session: Session) -> None:
        was = self.online
        if session.connection is not None:
            session.connection.close(Close.UNKNOWN_ERROR)
        session.connection, connection.session = connection, session
        self._tell(was)

    def _left(self, connection: Connection) -> None:
        was, session = self.online, connection.session
        if session is not None and session.connection is connection:
            session.connection = None
            # A client that closes with 1000 or 1001 gives its session up (Discord's docs).
            if not connection.closing and connection.socket.close_code in (1000, 1001):
                self._sessions.pop(session.id, None)
        self._tell(was)

    def _end_sessions(self) -> None:
        was = self.online
        self._sessions.clear()
        self._tell(was)

    def _tell(self, was: bool) -> None:
        if self.online != was:
            for watcher in self.watchers:
                watcher(self.online)

    def _send_all(self, frame: Json) -> None:
        for connection in self._connections:
            connection.send(frame)
