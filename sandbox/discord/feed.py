"""What a person's client shows: a snapshot of everything, and events as things change."""

from __future__ import annotations

import asyncio
from itertools import islice
from types import TracebackType
from weakref import WeakSet

from sandbox.discord.board import DELETED, Board
from sandbox.discord.commands import Commands
from sandbox.discord.errors import Json
from sandbox.discord.gateway import Gateway
from sandbox.discord.interactions import FAILED, Answer, Interaction, Interactions, Use
from sandbox.discord.message import Message
from sandbox.discord.permissions import Permission
from sandbox.discord.world import Channel, Guild, Role, User, World

MOST_MESSAGES = 100  # of a channel in a snapshot
MOST_WAITING = 10_000  # events of a client that reads none; it is let go then
_PLAIN_COLOR = 0xB5BAC1  # of people whose roles have none


class Subscription:
    """The events for one person, in order: an async iterator; `close()` ends it."""

    def __init__(self, feed: Feed, person: int) -> None:
        self.person = person
        self._feed = feed
        self._events: asyncio.Queue[Json | None] = asyncio.Queue()

    def put(self, event: Json) -> None:
        """Adds an event; a reader that does not keep up is cut off."""
        if self._events.qsize() >= MOST_WAITING:
            self.close()
        else:
            self._events.put_nowait(event)

    def close(self) -> None:
        """Ends the iteration after what is waiting."""
        self._feed.leave(self)
        self._events.put_nowait(None)

    def __aiter__(self) -> Subscription:
        return self

    async def __anext__(self) -> Json:
        event = await self._events.get()
        if event is None:
            raise StopAsyncIteration
        return event

    def __enter__(self) -> Subscription:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Feed:
    """Tells people's clients what happens. Costs nothing while nobody listens."""

    def __init__(
        self,
        world: World,
        home: Guild,
        board: Board,
        commands: Commands,
        gateway: Gateway,
        interactions: Interactions,
    ) -> None:
        self._world = world
        self._home = home
        self._board = board
        self._commands = commands
        self._gateway = gateway
        self._subscriptions: WeakSet[Subscription] = WeakSet()  # a dropped one counts no more
        board.watchers.append(self._message)
        commands.watchers.append(self._commands_changed)
        gateway.watchers.append(self._app)
        interactions.watchers.append(self._interaction)

    def subscribe(self, person: int) -> Subscription:
        """The events for a person from now on."""
        made = Subscription(self, person)
        self._subscriptions.add(made)
        return made

    def leave(self, subscription: Subscription) -> None:
        """Sends a subscription nothing more."""
        self._subscriptions.discard(subscription)

    def snapshot(self, person: int) -> Json:
        """Everything a person's client shows when it starts."""
        channels = [c for c in self._channels(person) if c.sees(person)]
        return {
            "event": "ready",
            "me": str(person),
            "people": [self._person(user) for user in self._world.humans()],
            "guild": {
                "id": str(self._home.id),
                "name": self._home.name,
                "permissions": str(int(self._home.permissions(person))),
            },
            "roles": [self._role(role) for role in self._roles() if role.id != self._home.id],
            "channels": [self._channel(channel, person) for channel in channels],
            "app": {
                "id": str(self._world.app_id),
                "name": self._world.app_name,
                "online": self._gateway.online,
            },
            "commands": self._commands.usable(self._home.id),
            "messages": {str(c.id): self._messages(c, person) for c in channels},
        }

    def _channels(self, person: int) -> list[Channel]:
        direct = [c for c in self._world.channels.values() if person in c.people and not c.guild]
        others = [guild for guild in self._world.guilds.values() if guild is not self._home]
        return [c for guild in (self._home, *others) for c in guild.channels.values()] + direct

    def _person(self, user: User) -> Json:
        ids = self._home.members.get(user.id, set())
        roles = [role for role in self._roles() if role.id in ids]
        color = next((role.color for role in roles if role.color), _PLAIN_COLOR)
        manages = Permission.MANAGE_MESSAGES in self._home.permissions(user.id)
        return {
            "id": str(user.id),
            "name": user.name,
            "username": user.username,
            "color": f"#{color:06x}",
            "roles": [{"id": str(role.id), "name": role.name} for role in roles],
            "moderator": manages,
            "member": user.id in self._home.members,
            "owner": user.id == self._home.owner,
            "locale": user.locale,
        }

    def _roles(self) -> list[Role]:
        """The roles of the guild, the highest first."""
        return sorted(self._home.roles.values(), key=lambda role: -role.position)

    @staticmethod
    def _role(role: Role) -> Json:
        return {
            "id": str(role.id),
            "name": role.name,
            "color": f"#{role.color or _PLAIN_COLOR:06x}",
            "hoist": role.hoist,
            "managed": role.managed,
        }

    def _channel(self, channel: Channel, person: int) -> Json:
        guild = channel.guild
        everyone = guild.id if guild else 0
        return {
            "id": str(channel.id),
            "name": channel.name if guild else self._between(channel, person),
            "kind": "text" if guild else "dm",
            "guild": {"id": str(guild.id), "name": guild.name} if guild else None,
            "app": self._world.bot.id in channel.people,
            "topic": channel.topic,
            "nsfw": channel.nsfw,
            "type": int(channel.kind),
            "hidden": any(
                overwrite.target == everyone and Permission.VIEW_CHANNEL in overwrite.deny
                for overwrite in channel.overwrites
            ),
            "permissions": str(int(channel.permissions(person))),
        }

    def _between(self, channel: Channel, person: int) -> str:
        """What direct messages are called: after everybody else in them."""
        users = self._world.users
        return ", ".join(users[other].name for other in channel.people if other != person)

    def _messages(self, channel: Channel, person: int) -> list[Json]:
        newest = reversed(list(self._board.messages(channel)))
        seen = (message for message in newest if message.visible_to(person))
        return [self.message(m) for m in islice(seen, MOST_MESSAGES)][::-1]

    def message(self, message: Message) -> Json:
        """A message as the page gets it: Discord's object and what the page need not work out.

        `thinking`, `ephemeral`, `reply_to` (id, author, text) and `interaction` (user, name) of
        the command it answers.
        """
        found = message.json()
        replied = found.get("referenced_message")
        original = self._board.find(message.reference) if message.reference else None
        origin = message.origin
        return {
            **found,
            "thinking": message.thinking,
            "ephemeral": message.ephemeral,
            "reply_to": {
                "id": replied["id"],
                "author": replied["author"],
                "text": original.text if original else "",
            }
            if replied
            else None,
            "interaction": {"user": origin.metadata["user"], "name": origin.name}
            if origin and origin.name
            else None,
        }

    def _message(self, change: str, message: Message) -> None:
        if not self._subscriptions:
            return
        event: Json = {"event": change}
        if change == DELETED:
            event |= {"channel": str(message.channel.id), "id": str(message.id)}
        else:
            event["message"] = self.message(message)
        for subscription in list(self._subscriptions):
            if message.visible_to(subscription.person):
                subscription.put(event)

    def _interaction(self, interaction: Interaction) -> None:
        number = str(interaction.id)
        event = {"event": "interaction", "interaction": number, "state": interaction.state}
        if interaction.kind is Use.AUTOCOMPLETE:  # its suggestions are all there is to tell
            return
        for subscription in list(self._subscriptions):
            if subscription.person != interaction.user.id:
                continue
            if interaction.answer is Answer.FORM and interaction.state != FAILED:
                form = interaction.form
                subscription.put({"event": "form", "interaction": number, "form": form})
            subscription.put(event)

    def _commands_changed(self) -> None:
        rows = self._commands.usable(self._home.id)
        self._tell_all({"event": "commands", "commands": rows})

    def _app(self, online: bool) -> None:
        self._tell_all({"event": "app", "online": online})

    def refresh(self) -> None:
        """Tells everybody everything anew: the world itself has changed."""
        for subscription in list(self._subscriptions):
            subscription.put(self.snapshot(subscription.person))

    def _tell_all(self, event: Json) -> None:
        for subscription in list(self._subscriptions):
            subscription.put(event)
