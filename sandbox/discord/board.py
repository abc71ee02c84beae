"""All messages: made, changed and taken away here, and told to whoever watches."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sandbox.discord.cdn import Cdn
from sandbox.discord.composing import Draft
from sandbox.discord.mentions import PARSE_ALL, Mentions, mentions
from sandbox.discord.message import PLAIN, Look, Message, Origin
from sandbox.discord.rules_message import EPHEMERAL, LOADING
from sandbox.discord.world import Channel, User, World

CREATED, UPDATED, DELETED = "message_create", "message_update", "message_delete"
Change = Callable[[str, Message], None]
Predicate = Callable[[Message], bool]


@dataclass(frozen=True)
class Ping:
    """A notification a message caused. Recorded whether or not the sender had the permission."""

    message: Message
    mentions: Mentions


@dataclass(eq=False)
class _Waiter:
    predicate: Predicate
    channel: Channel | None
    found: asyncio.Future[Message]

    def look(self, message: Message) -> None:
        """Ends the wait when this message is the one; the predicate's own error ends it too."""
        if self.found.done() or self.channel not in (None, message.channel):
            return
        try:
            right = self.predicate(message)
        except Exception as error:  # noqa: BLE001 - handed to whoever waits
            self.found.set_exception(error)
        else:
            if right:
                self.found.set_result(message)


class Board:
    """Keeps the messages of every channel, in order.

    `watchers` hear of each change, at once. `pings` lists every notification ever caused;
    ephemeral messages cause none.
    """

    def __init__(
        self, world: World, cdn: Cdn, clock: Callable[[], float], *, keep_history: bool
    ) -> None:
        self.look = Look(world, cdn, self.find)
        self.watchers: list[Change] = []
        self.pings: list[Ping] = []
        self._clock = clock
        self._keep_history = keep_history
        self._messages: dict[int, Message] = {}
        self._channels: dict[int, dict[int, Message]] = {}
        self._waiters: list[_Waiter] = []

    def find(self, number: int) -> Message | None:
        """The message with an id, if it (still) exists."""
        return self._messages.get(number)

    def messages(self, channel: Channel | None = None) -> Iterable[Message]:
        """The messages of a channel, or all of them, oldest first."""
        if channel is None:
            return self._messages.values()
        return self._channels.get(channel.id, {}).values()

    def post(
        self,
        draft: Draft,
        channel: Channel,
        author: User,
        *,
        kind: int = PLAIN,
        origin: Origin | None = None,
        reference: int | None = None,
        only_for: int | None = None,
        nonce: str | int | None = None,
        parse: tuple[str, ...] = PARSE_ALL,
    ) -> Message:
        """A new message. `parse` is what it may mention when it does not say."""
        message = Message(
            self.look.world.snowflakes.next(),
            channel,
            author,
            self.look,
            kind,
            created=self._clock(),
            origin=origin,
            reference=reference,
            only_for=only_for,
            nonce=nonce,
        )
        self._fill(message, draft, parse)
        self._add(message)
        return message

    def think(
        self,
        channel: Channel,
        author: User,
        kind: int,
        origin: Origin,
        reference: int | None,
        only_for: int | None,
    ) -> Message:
        """A deferred reply: a message that says nothing yet."""
        message = Message(
            self.look.world.snowflakes.next(),
            channel,
            author,
            self.look,
            kind,
            flags=LOADING | (EPHEMERAL if only_for is not None else 0),
            created=self._clock(),
            origin=origin,
            reference=reference,
            only_for=only_for,
        )
        self._add(message)
        return message

    def edit(self, message: Message, draft: Draft, parse: tuple[str, ...] = PARSE_ALL) -> None:
        """Makes a message what the draft says."""
        if self._keep_history:
            message.history.append(message.json())
        deferred = message.thinking
        self._fill(message, draft, parse)
        message.edits += 1
        message.edited = None if deferred else self._clock()
        self._tell(UPDATED, message)

    def delete(self, message: Message) -> None:
        """Takes a message and its files away."""
        message.deleted = True
        self._messages.pop(message.id, None)
        self._channels.get(message.channel.id, {}).pop(message.id, None)
        for attachment in message.attachments.values():
            self.look.cdn.drop(attachment)
        self._tell(DELETED, message)

    def clear(self, channel: Channel) -> None:
        """Takes all messages of a channel away, as when the channel is deleted."""
        for message in list(self.messages(channel)):
            self.delete(message)

    async def wait_for(
        self, predicate: Predicate, *, channel: Channel | None = None, timeout: float = 10
    ) -> Message:
        """The first message for which `predicate` holds, now or after a coming change.

        Raises TimeoutError after `timeout` seconds.
        """
        waiter = _Waiter(predicate, channel, asyncio.get_running_loop().create_future())
        for message in self.messages(channel):
            waiter.look(message)
        self._waiters.append(waiter)
        try:
            async with asyncio.timeout(timeout):
                return await waiter.found
        finally:
            self._waiters.remove(waiter)

    def _fill(self, message: Message, draft: Draft, parse: tuple[str, ...]) -> None:
        for number, attachment in message.attachments.items():
            if number not in draft.attachments:
                self.look.cdn.drop(attachment)
        message.content, message.embeds = draft.content, draft.embeds
        message.components, message.attachments = draft.components, draft.attachments
        message.flags = draft.flags
        if not draft.has_text:
            return
        message.mentioned = mentions(message.texts(), draft.allowed_mentions, parse)
        if message.mentioned and message.only_for is None:
            self.pings.append(Ping(message, message.mentioned))

    def _add(self, message: Message) -> None:
        self._messages[message.id] = message
        self._channels.setdefault(message.channel.id, {})[message.id] = message
        self._tell(CREATED, message)

    def look_again(self, message: Message) -> None:
        """Whoever waits looks at it once more: now it is known whose answer it is."""
        for waiter in self._waiters:
            waiter.look(message)

    def _tell(self, change: str, message: Message) -> None:
        for watcher in self.watchers:
            watcher(change, message)
        if change != DELETED:
            self.look_again(message)
