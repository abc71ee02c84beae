"""Requests of the page made into what a person does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sandbox.discord.board import Board
from sandbox.discord.cdn import Upload
from sandbox.discord.components import Kind, walk
from sandbox.discord.errors import Json, Refused
from sandbox.discord.interactions import Interaction
from sandbox.discord.landlord import Landlord
from sandbox.discord.message import Message
from sandbox.discord.people import Person
from sandbox.discord.stewards import check_may_hand_out
from sandbox.discord.world import Channel, Guild, World

Asked = Mapping[str, Any]
Act = Callable[[Person, Asked], Awaitable[Json]]


class Acts:
    """Answers requests; keeps uploads and open forms until they are used."""

    def __init__(
        self,
        world: World,
        home: Guild,
        board: Board,
        land: Landlord,
        person: Callable[[int], Person],
    ) -> None:
        self._world = world
        self._home = home
        self._land = land
        self._board = board
        self._person = person
        self._uploads: dict[str, Upload] = {}
        self._uses: dict[str, Interaction] = {}
        self._acts: dict[str, Act] = {
            "command": self._command,
            "autocomplete": self._autocomplete,
            "press": self._press,
            "select": self._select,
            "form": self._form,
            "menu": self._menu,
            "delete": self._delete,
            "say": self._say,
            "role": self._role,
        }

    def upload(self, filename: str, data: bytes) -> str:
        """Keeps a file to be named in a request; gives its id."""
        number = str(self._world.snowflakes.next())
        self._uploads[number] = Upload(filename, data)
        return number

    async def act(self, person_id: int, request: Asked) -> Json:
        """Does what a request asks; raises Refused, with a sentence, for the impossible."""
        act = self._acts.get(str(request.get("do")))
        if act is None:
            raise Refused("The sandbox does not know how to do that.")
        try:
            return await act(self._person(person_id), request)
        except (KeyError, ValueError) as error:
            raise Refused("The request is incomplete, or what it names is gone.") from error

    async def _command(self, person: Person, request: Asked) -> Json:
        options = {
            name: self._given(value) for name, value in (request.get("options") or {}).items()
        }
        return self._sent(await person.command(self._channel(request), request["command"], options))

    async def _autocomplete(self, person: Person, request: Asked) -> Json:
        options = {
            name: value
            for name, value in (request.get("options") or {}).items()
            if not isinstance(value, dict)
        }
        channel, command, focused = self._channel(request), request["command"], request["focused"]
        return {"choices": await person.autocomplete(channel, command, options, focused)}

    async def _press(self, person: Person, request: Asked) -> Json:
        return self._sent(await person.press(self._message(request), request["custom_id"]))

    async def _select(self, person: Person, request: Asked) -> Json:
        message, values = self._message(request), request["values"]
        return self._sent(await person.select(message, request["custom_id"], values))

    async def _form(self, person: Person, request: Asked) -> Json:
        use = self._uses[str(request["interaction"])]
        files = {
            part["custom_id"]
            for _, part in walk((use.form or {}).get("components"))
            if part["type"] == Kind.UPLOAD
        }
        values = {
            name: [self._uploads[str(number)] for number in value or ()] if name in files else value
            for name, value in request["values"].items()
        }
        return self._sent(await person.submit(use, values))

    async def _menu(self, person: Person, request: Asked) -> Json:
        message = self._message(request)
        return self._sent(await person.menu(message.channel, request["command"], message))

    async def _delete(self, person: Person, request: Asked) -> Json:
        await person.delete(self._message(request))
        return {}

    async def _say(self, person: Person, request: Asked) -> Json:
        files = [self._uploads[str(number)] for number in request.get("files") or ()]
        message = await person.say(self._channel(request), str(request.get("text") or ""), files)
        return {"message": str(message.id)}

    async def _role(self, person: Person, request: Asked) -> Json:
        """Gives somebody a role, or takes it."""
        role, member = self._home.roles[int(request["role"])], self._person(int(request["person"]))
        check_may_hand_out(self._home, person.id, role)
        if request["has"]:
            self._land.give_role(member, role)
        else:
            self._land.take_role(member, role)
        return {}

    def _sent(self, use: Interaction) -> Json:
        number = str(use.id)
        self._uses = {n: u for n, u in self._uses.items() if u.ends > u.clock()}
        self._uses[number] = use
        return {"interaction": number, "state": use.state}

    def _given(self, value: object) -> object:
        return self._uploads[str(value["upload"])] if isinstance(value, dict) else value

    def _channel(self, request: Asked) -> Channel:
        return self._world.channels[int(request["channel"])]

    def _message(self, request: Asked) -> Message:
        message = self._board.find(int(request["message"]))
        if message is None:
            raise Refused("This message is not there any more.")
        return message
