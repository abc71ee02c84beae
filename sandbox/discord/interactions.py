"""Interactions: what a person did with the app, from being sent to the end of its token."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

from sandbox.discord.errors import Json, known
from sandbox.discord.message import Message
from sandbox.discord.world import FILE_LIMITS, Channel, User

SENT, ACKNOWLEDGED, FAILED = "sent", "acknowledged", "failed"


class Use(IntEnum):
    """Interaction types (Discord's docs, "Interaction Type")."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    FORM = 5


class Answer(IntEnum):
    """Callback types (Discord's docs, "Interaction Callback Type")."""

    MESSAGE = 4
    DEFER = 5
    DEFER_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    FORM = 9


@dataclass(eq=False)
class Interaction:
    """One use of the app.

    `message` is the one whose component was used, also for a form opened from it. `reply` is the
    original response: the message made by the answer, or the one the answer updates. `owners`
    says by whose installation the app is here: `{"0": guild}`, `{"1": user}` or both.
    """

    id: int
    token: str
    kind: Use
    user: User
    channel: Channel
    data: Json
    created: float
    deadline: float
    ends: float
    owners: Json
    context: int
    locale: str
    clock: Callable[[], float] = field(repr=False)
    message: Message | None = None
    parent: Interaction | None = None
    command: str | None = None
    answer: Answer | None = None
    reply: Message | None = None
    followups: list[Message] = field(default_factory=list)
    choices: list[Json] | None = None
    form: Json | None = None
    settled: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def state(self) -> str:
        """`sent`, `acknowledged`, or `failed` when no answer came in time."""
        if self.answer is not None:
            return ACKNOWLEDGED
        return FAILED if self.clock() > self.deadline else SENT

    @property
    def file_limit(self) -> int:
        """The largest file an answer may carry, in bytes: the server's, or the user's if more."""
        guild = self.channel.guild
        return max(guild.file_limit if guild else FILE_LIMITS[0], self.user.file_limit)

    @property
    def by_user_alone(self) -> bool:
        """Whether the app is here only because somebody installed it for themselves."""
        return "0" not in self.owners

    async def acknowledged(self, timeout: float = 10) -> Interaction:
        """Waits until it is acknowledged or has failed; raises TimeoutError after `timeout` s."""
        async with asyncio.timeout(timeout):
            await self.settled.wait()
        return self

    def expire(self) -> None:
        """Ends the token now; calls with it answer 50027."""
        self.ends = self.clock() - 1


def long_token(seed: int, number: int) -> str:
    """A token as long as the real ones: base64 of `interaction:<id>:<128 characters>`."""
    noise = hashlib.sha512(f"{seed}:{number}".encode()).hexdigest()
    return base64.b64encode(f"interaction:{number}:{noise}".encode()).decode().rstrip("=")


class Interactions:
    """The interactions whose tokens may still matter.

    `watchers` are told of every one that is acknowledged, has failed, or was answered by a form.
    Those whose token ended more than a minute ago are forgotten: their answers are alike.
    """

    def __init__(self, clock: Callable[[], float], ack_seconds: float) -> None:
        self.watchers: list[Callable[[Interaction], None]] = []
        self._clock = clock
        self._ack_seconds = ack_seconds
        self._by_id: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}
        self._timers: dict[Interaction, asyncio.TimerHandle] = {}

    def add(self, interaction: Interaction) -> None:
        """Starts its clock: acknowledged in time, or failed."""
        self._forget_old()
        self._by_id[interaction.id] = interaction
        self._by_token[interaction.token] = interaction
        self._watch(interaction, self._ack_seconds)

    def settle(self) -> None:
        """Declares failed what is past its time; for clocks that are moved by hand."""
        for interaction in list(self._timers):
            self._due(interaction)

    def for_callback(self, number: int, token: str) -> Interaction:
        """The interaction to answer; raises 10062 when unknown or late, 40060 when answered."""
        found = self._by_id.get(number)
        if found is None or found.token != token:
            raise known(10062)
        if found.answer is not None:
            raise known(40060)
        if found.state == FAILED:
            raise known(10062)
        return found

    def for_webhook(self, app: int, our_app: int, token: str) -> Interaction:
        """The interaction a token belongs to.

        Raises 10015 for another webhook or one not acknowledged yet, 50027 for a token that is
        unknown or past its life.
        """
        if app != our_app:
            raise known(10015)
        found = self._by_token.get(token)
        if found is None or self._clock() >= found.ends:
            raise known(50027)
        if found.answer is None or found.answer is Answer.CHOICES:
            raise known(10015)
        return found

    def answered(self, interaction: Interaction, answer: Answer) -> None:
        """Notes the answer and tells who waits."""
        interaction.answer = answer
        if timer := self._timers.pop(interaction, None):
            timer.cancel()
        interaction.settled.set()
        self._tell(interaction)

    def close(self) -> None:
        """Stops all clocks."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def _watch(self, interaction: Interaction, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        self._timers[interaction] = loop.call_later(seconds, self._due, interaction)

    def _due(self, interaction: Interaction) -> None:
        """Its time is up, by the loop; by the clock that counts it may not be yet."""
        self._timers.pop(interaction).cancel()
        if interaction.state == FAILED:
            interaction.settled.set()
            self._tell(interaction)
        else:
            self._watch(interaction, max(interaction.deadline - self._clock(), 0) + 0.001)

    def _tell(self, interaction: Interaction) -> None:
        for watcher in self.watchers:
            watcher(interaction)

    def _forget_old(self) -> None:
        while self._by_id:
            oldest = next(iter(self._by_id.values()))
            if oldest.created + 60 > self._clock() or oldest.ends + 60 > self._clock():
                return
            del self._by_id[oldest.id], self._by_token[oldest.token]
