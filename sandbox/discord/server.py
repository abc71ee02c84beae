"""The sandbox Discord put together: its parts, its knobs, and the server it listens with."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.discord.acts import Acts
from sandbox.discord.answers import Answers
from sandbox.discord.board import Board, Ping, Predicate
from sandbox.discord.cdn import Cdn
from sandbox.discord.commands import Commands
from sandbox.discord.composing import Composer
from sandbox.discord.echo import Echo
from sandbox.discord.errors import Json, not_found
from sandbox.discord.faults import Faults
from sandbox.discord.feed import Feed, Subscription
from sandbox.discord.gateway import Gateway
from sandbox.discord.interactions import Interaction, Interactions
from sandbox.discord.invocations import Invocations
from sandbox.discord.landlord import Landlord
from sandbox.discord.limits import Limits
from sandbox.discord.message import Message
from sandbox.discord.people import Client, Person
from sandbox.discord.recorder import Recorder, Request
from sandbox.discord.rest.call import Answer, Call
from sandbox.discord.rest.commands import CommandRoutes
from sandbox.discord.rest.door import Door, Route
from sandbox.discord.rest.interactions import InteractionRoutes
from sandbox.discord.rest.lookups import LookupRoutes
from sandbox.discord.rest.messages import MessageRoutes
from sandbox.discord.studio import furnish
from sandbox.discord.world import MEBIBYTE, Channel, Guild, Role, User, World

API = "/api/v10"
LARGEST_REQUEST = 256 * MEBIBYTE  # so that Discord's own limits speak first
SHUTDOWN_SECONDS = 1.0


class Discord:
    """A Discord on loopback with one guild, some people and one app.

    `clock` gives the wall time in seconds, for ids, deadlines and tokens. An interaction has to
    be acknowledged within `ack_seconds` and its token lives `token_life` seconds. `limits` False
    refuses nobody for asking often. `record` names a file for every REST request. `history` keeps
    what messages said before each edit (`message.history`). `keep_requests` bounds `requests`.

    Parts to turn while it runs: `world`, `land` (channels, guilds, permissions), `gateway`,
    `limiter`, `cdn`, `faults`.
    """

    def __init__(
        self,
        *,
        token: str,
        name: str = "Easel",
        clock: Callable[[], float] = time.time,
        record: Path | None = None,
        token_life: float = 900.0,
        ack_seconds: float = 3.0,
        limits: bool = True,
        seed: int = 0,
        history: bool = False,
        keep_requests: int = 5_000,
    ) -> None:
        self.token = token
        self.world = World(clock, name)
        self.home: Guild = furnish(self.world)
        self.cdn = Cdn(clock, self.world.snowflakes)
        self.gateway = Gateway(self.world, token)
        self.limiter = Limits(limits, clock)
        self._recorder = Recorder(record, keep_requests)
        self.faults = Faults(self.gateway)
        self._board = Board(self.world, self.cdn, clock, keep_history=history)
        self._commands = Commands(self.world, clock)
        self._interactions = Interactions(clock, ack_seconds)
        self.land = Landlord(
            self.world, self.home, self._board, Echo(self.world, self._board, self.gateway)
        )
        composer = Composer(self.cdn, self.world.emojis, self.world.knows)
        invocations = Invocations(
            self.world,
            self._interactions,
            self.gateway,
            clock,
            seed=seed,
            ack_seconds=ack_seconds,
            token_life=token_life,
        )
        self._client = Client(
            self.world, self._board, self.cdn, self._commands, composer, invocations
        )
        self._acts = Acts(self.world, self.home, self._board, self.land, self.person_by_id)
        self._feed = Feed(
            self.world,
            self.home,
            self._board,
            self._commands,
            self.gateway,
            self._interactions,
        )
        self.land.watchers.append(self._feed.refresh)
        self._door = Door(token, self.limiter, self.faults, self._recorder, clock)
        answers = Answers(self.world, self._board, composer, self._interactions)
        self._routes = [
            *LookupRoutes(self.world, self.gateway).routes(),
            *CommandRoutes(self.world, self._commands).routes(),
            *InteractionRoutes(self.world, self._board, self._interactions, answers).routes(),
            *MessageRoutes(self.world, self._board, composer, self.limiter, clock).routes(),
            Route("*", "/{address:.*}", _unknown, None, bot=False),
        ]

    @asynccontextmanager
    async def serve(self, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
        """Listens until the block ends; gives the address, without `/api/v10`."""
        runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
        await runner.setup()
        self._recorder.open()
        try:
            await web.TCPSite(runner, host, port).start()
            shown = f"[{host}]" if ":" in host else host
            address = f"{shown}:{runner.addresses[0][1]}"
            self.cdn.base_url = f"http://{address}"
            self.gateway.url = f"ws://{address}/gateway/"
            yield self.cdn.base_url
        finally:
            self._interactions.close()
            await runner.cleanup()
            self._recorder.close()

    @property
    def api_url(self) -> str:
        """The address for DISCORD_API_URL, while serving."""
        return self.cdn.base_url + API

    def person(self, name: str) -> Person:
        """A person by name; raises KeyError."""
        return Person(self.world.find_user(name), self._client)

    def person_by_id(self, number: int) -> Person:
        """A person by id; raises KeyError."""
        return Person(self.world.users[number], self._client)

    def add_person(self, name: str, *, locale: str = "en-US") -> Person:
        """A new member of the first guild."""
        return Person(self.land.add_person(name, locale=locale), self._client)

    def crowd(
        self, count: int, *, locale: str = "en-US", roles: Iterable[Role] = ()
    ) -> list[Person]:
        """So many new members of the first guild at once, each with these roles."""
        made = self.land.add_crowd(count, locale=locale, roles=roles)
        return [Person(user, self._client) for user in made]

    @property
    def owner(self) -> Person:
        """The owner of the first guild, who runs the app too."""
        return self.person_by_id(self.home.owner)

    def channel(self, name: str, guild: Guild | None = None) -> Channel:
        """A channel of the first guild, or of another; raises KeyError."""
        return self.world.find_channel(name, guild or self.home)

    def dm(self, person: Person | User) -> Channel:
        """The direct messages between a person and the bot."""
        user = person.user if isinstance(person, Person) else person
        return self.world.dm(self.world.bot, user)

    def delete_channel(self, channel: Channel) -> None:
        """Deletes a channel and all its messages."""
        self.land.delete_channel(channel)

    def delete_message(self, message: Message) -> None:
        """Deletes a message, as somebody who may would."""
        self._board.delete(message)

    def messages(self, channel: Channel | None = None) -> list[Message]:
        """The messages of a channel, or all, oldest first."""
        return list(self._board.messages(channel))

    def message(self, number: int) -> Message | None:
        """A message by id."""
        return self._board.find(number)

    async def wait_for(
        self, predicate: Predicate, *, channel: Channel | None = None, timeout: float = 10
    ) -> Message:
        """The first message for which `predicate` holds, now or later; raises TimeoutError."""
        return await self._board.wait_for(predicate, channel=channel, timeout=timeout)

    async def replied(self, use: Interaction, timeout: float = 10) -> Message:
        """The original response of an interaction once it says something.

        Raises TimeoutError after `timeout` seconds.
        """
        return await self.wait_for(
            lambda message: message is use.reply and not message.thinking, timeout=timeout
        )

    def settle(self) -> None:
        """Declares failed what is past its time; after moving the clock by hand."""
        self._interactions.settle()

    def inject(
        self,
        fault: str,
        times: int = 1,
        *,
        path: str = "",
        method: str | None = None,
        seconds: float = 1.0,
    ) -> None:
        """Makes the next `times` matching requests go wrong, or the gateway at once.

        `path` is any piece of the path. `seconds` is how long a delay takes and how long a 429
        asks to wait. The names are in FAULTS and TROUBLES; raises ValueError for another.
        """
        self.faults.inject(fault, times, path, method, seconds)

    @property
    def requests(self) -> deque[Request]:
        """The last REST requests, oldest first."""
        return self._recorder.requests

    @property
    def counts(self) -> Counter[tuple[str, str, int]]:
        """How many requests there were, by (method, route template, status)."""
        return self._recorder.counts

    @property
    def invalid_requests(self) -> int:
        """Answers 401, 403 and 429: 10,000 in ten minutes get an address banned by Discord."""
        return sum(n for (_, _, status), n in self.counts.items() if status in (401, 403, 429))

    @property
    def pings(self) -> list[Ping]:
        """Every notification a message caused."""
        return self._board.pings

    @property
    def commands(self) -> list[Json]:
        """The commands members of the first guild may be offered."""
        return self._commands.usable(self.home.id)

    def subscribe(self, person_id: int | str) -> Subscription:
        """The events for a person from now on: an async iterator to close when done."""
        return self._feed.subscribe(int(person_id))

    def snapshot(self, person_id: int | str) -> Json:
        """What a person's client shows when it starts."""
        return self._feed.snapshot(int(person_id))

    def upload(self, filename: str, data: bytes) -> str:
        """Keeps a file a request of `act` can name; gives its id."""
        return self._acts.upload(filename, data)

    async def act(self, person_id: int | str, request: Mapping[str, Any]) -> Json:
        """Does what a request of the page asks; raises Refused for the impossible."""
        return await self._acts.act(int(person_id), request)

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST_REQUEST)
        app.on_shutdown.append(self._hang_up)
        app.router.add_get("/gateway/", self.gateway.handle)
        for kind in ("attachments", "ephemeral-attachments"):
            app.router.add_get(f"/{kind}/{{place}}/{{number}}/{{name}}", self._file)
        for route in self._routes:
            app.router.add_route(route.method, API + route.path, self._door.opened(route))
        return app

    async def _hang_up(self, app: web.Application) -> None:
        del app
        await self.gateway.close()

    async def _file(self, request: web.Request) -> web.Response:
        """A file of a message, at its signed address."""
        signed = (request.query.get(key, "") for key in ("ex", "is", "hm"))
        found = self.cdn.open(request.path, *signed)
        if found is None:
            return web.Response(status=404, text="This content is no longer available.")
        headers = {
            "Content-Type": found.content_type,
            "Access-Control-Allow-Origin": "*",
            "Cache-Control": "public, max-age=31536000",
            "X-Content-Type-Options": "nosniff",
        }
        return web.Response(body=found.data, headers=headers)


def _unknown(call: Call) -> Answer:
    """What every other address answers."""
    del call
    raise not_found()
