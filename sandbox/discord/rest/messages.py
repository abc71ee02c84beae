"""Channels and their messages, as the bot's own token reaches them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from sandbox.discord.board import Board
from sandbox.discord.composing import Composer, Request
from sandbox.discord.errors import ApiError, Form, Json, known
from sandbox.discord.limits import OLD_SECONDS, Limits
from sandbox.discord.message import PLAIN, REPLY, Message
from sandbox.discord.payloads import channel_json
from sandbox.discord.permissions import Permission
from sandbox.discord.rest.call import NOTHING, Answer, Call, Limited
from sandbox.discord.rest.door import Route
from sandbox.discord.rules_message import CHANGING, MAKING
from sandbox.discord.shape import Fields, Id, Whole, whole
from sandbox.discord.world import FILE_LIMITS, Channel, World


class MessageRoutes:
    """What `/channels/...` answers. Ephemeral messages do not exist here (10008)."""

    def __init__(
        self,
        world: World,
        board: Board,
        composer: Composer,
        limits: Limits,
        clock: Callable[[], float],
    ) -> None:
        self._world = world
        self._board = board
        self._composer = composer
        self._limits = limits
        self._clock = clock

    def routes(self) -> list[Route]:
        """The addresses."""
        channel, major = "/channels/{channel_id}", ("channel_id",)
        one = f"{channel}/messages/{{message_id}}"
        return [
            Route("GET", channel, self._get_channel, "read", major),
            Route("POST", f"{channel}/typing", self._type, "other", major),
            Route("GET", f"{channel}/messages", self._list, "read", major),
            Route("POST", f"{channel}/messages", self._send, "send", major),
            Route("GET", one, self._get, "read", major),
            Route("PATCH", one, self._edit, "edit", major),
            Route("DELETE", one, self._delete, "delete", major),
            Route("POST", "/users/@me/channels", self._open_dm),
        ]

    def _channel(self, call: Call, *needed: Permission) -> Channel:
        """The channel asked for; raises 10003, 50001 or 50013."""
        channel = self._world.channels.get(call.id("channel_id"))
        if channel is None:
            raise known(10003)
        allowed = channel.permissions(self._world.bot.id)
        if Permission.VIEW_CHANNEL not in allowed:
            raise known(50001)
        if any(permission not in allowed for permission in needed):
            raise known(50013)
        return channel

    def _message(self, call: Call, channel: Channel) -> Message:
        message = self._board.find(call.id("message_id"))
        if message is None or message.channel is not channel or message.ephemeral:
            raise known(10008)
        return message

    def _get_channel(self, call: Call) -> Answer:
        return Answer(200, channel_json(self._channel(call), self._world))

    def _type(self, call: Call) -> Answer:
        channel = self._channel(call)
        self._channel(call, _speaking(channel))
        return NOTHING

    def _list(self, call: Call) -> Answer:
        channel = self._channel(call)
        form = Form()
        shape = Fields({"limit": Whole(1, 100), "before": Id(), "after": Id(), "around": Id()})
        shape.check(dict(call.query), (), form)
        form.check()
        if Permission.READ_MESSAGE_HISTORY not in channel.permissions(self._world.bot.id):
            return Answer(200, [])
        limit = int(call.query.get("limit", 50))
        newest = [m for m in self._board.messages(channel) if not m.ephemeral][::-1]
        return Answer(200, [message.json() for message in _page(newest, call, limit)])

    def _get(self, call: Call) -> Answer:
        channel = self._channel(call, Permission.READ_MESSAGE_HISTORY)
        return Answer(200, self._message(call, channel).json())

    def _send(self, call: Call) -> Answer:
        channel, body = self._channel(call), call.json()
        self._channel(call, _speaking(channel), *_carrying(call))
        self._check_dm(channel)
        if (repeated := self._repeated(channel, body)) is not None:
            return Answer(200, repeated.json())
        request = Request(body, call.uploads, MAKING, _file_limit(channel), channel.id)
        draft = self._composer.compose(request)
        reference = self._reference(channel, body)
        message = self._board.post(
            draft,
            channel,
            self._world.bot,
            kind=PLAIN if reference is None else REPLY,
            reference=reference,
            nonce=body.get("nonce"),
        )
        channel.archived = False
        return Answer(200, message.json())

    def _check_dm(self, channel: Channel) -> None:
        for number in channel.people if channel.guild is None else ():
            person = self._world.users[number]
            if not person.bot and not (person.takes_messages and self._world.meets(person)):
                raise known(50007)

    def _repeated(self, channel: Channel, body: Json) -> Message | None:
        """The message already made with an enforced nonce (Discord's docs, "Create Message")."""
        if not body.get("enforce_nonce") or body.get("nonce") is None:
            return None
        recent = islice(reversed(list(self._board.messages(channel))), 100)
        return next((m for m in recent if m.nonce == body["nonce"]), None)

    def _reference(self, channel: Channel, body: Json) -> int | None:
        """The message replied to; raises 50035 for one that is not there."""
        wanted = body.get("message_reference")
        if not wanted:
            return None
        number, form = whole(wanted.get("message_id")), Form()
        found = self._board.find(number) if number is not None else None
        if wanted.get("type"):
            words = "Forwarding is not available"
            form.say(("message_reference", "type"), "MESSAGE_REFERENCE_TYPE_INVALID", words)
        elif found is not None and found.channel is channel and not found.ephemeral:
            if Permission.READ_MESSAGE_HISTORY not in channel.permissions(self._world.bot.id):
                words = "Cannot reply without permission to read message history"
                raise ApiError(400, 160002, words)
        elif wanted.get("fail_if_not_exists", True):
            words = "Unknown message"
            form.say(("message_reference",), "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", words)
        else:
            found = None
        form.check()
        return found.id if found else None

    def _edit(self, call: Call) -> Answer:
        channel = self._channel(call, *_carrying(call))
        message = self._message(call, channel)
        if message.author.id != self._world.bot.id:
            raise known(50005)
        if channel.archived:
            raise known(50083)
        if self._clock() - message.created > OLD_SECONDS:
            verdict = self._limits.take_old_edit(str(channel.id))
            if verdict is not None:
                raise Limited(verdict)
        request = Request(call.json(), call.uploads, CHANGING, _file_limit(channel), channel.id)
        self._board.edit(message, self._composer.compose(request, message))
        return Answer(200, message.json())

    def _delete(self, call: Call) -> Answer:
        channel = self._channel(call)
        message = self._message(call, channel)
        if message.author.id != self._world.bot.id:
            if channel.guild is None:
                raise ApiError(403, 50003, "Cannot execute action on a DM channel")
            self._channel(call, Permission.MANAGE_MESSAGES)
        self._board.delete(message)
        return NOTHING

    def _open_dm(self, call: Call) -> Answer:
        body, form = call.json(), Form()
        Fields({"recipient_id": Id()}, needs=("recipient_id",)).check(body, (), form)
        form.check()
        person = self._world.users.get(int(body["recipient_id"]))
        if person is None:
            raise known(10013)
        if person.bot:
            raise known(50007)
        return Answer(200, channel_json(self._world.dm(self._world.bot, person), self._world))


def _speaking(channel: Channel) -> Permission:
    return Permission.SEND_MESSAGES_IN_THREADS if channel.thread else Permission.SEND_MESSAGES


def _carrying(call: Call) -> list[Permission]:
    """The permissions the contents of a message ask for."""
    body = call.json()
    needed = [Permission.EMBED_LINKS] if body.get("embeds") else []
    return [*needed, Permission.ATTACH_FILES] if call.uploads else needed


def _file_limit(channel: Channel) -> int:
    return channel.guild.file_limit if channel.guild else FILE_LIMITS[0]


def _page(newest: list[Message], call: Call, limit: int) -> list[Message]:
    """A page of messages, newest first (Discord's docs, "Get Channel Messages")."""
    if "around" in call.query:
        middle = int(call.query["around"])
        older = [m for m in newest if m.id <= middle][: limit - limit // 2]
        return [*[m for m in newest if m.id > middle][-(limit // 2) :], *older][:limit]
    if "after" in call.query:
        return [m for m in newest if m.id > int(call.query["after"])][-limit:]
    if "before" in call.query:
        newest = [m for m in newest if m.id < int(call.query["before"])]
    return newest[:limit]
