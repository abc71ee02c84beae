"""The members of an evening: most ask for a picture now and then, a few for all they can get."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from benchmarks.audit import DEFERRED
from benchmarks.crowd import LINK, WORDS, makes_task
from sandbox.discord import Interaction, Message, Person, Refused
from tests.scene import over

if TYPE_CHECKING:
    from sandbox.discord import Discord

CHANNELS = ("gallery", "general", "sketches")
UNWANTED = "zombie"
"""A word that the server has blocked."""
BANNED = "gore"
"""A word that the relay refuses."""
WAITING = ("Waiting for its turn", "in the line", "Waits until another")
"""What messages of tasks say that have not left for the relay."""
TRIES = 3
"""How often somebody asks whom nobody answers."""
PEAK = 0.4
"""The part of the evening after which most come."""
LONG = 3600.0


@dataclass
class Evening:
    """Where and how long it goes on, in seconds; `uses` is everything that makes a task.

    Everybody has dice of their own, so that what one does depends on nobody else's haste.
    """

    discord: Discord
    seed: int
    seconds: float
    greedy: frozenset[int]
    uses: list[Interaction] = field(default_factory=list)
    cancels: int = 0

    async def live(self, people: Sequence[Person]) -> None:
        """Everybody has their evening; then nobody does anything more."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.seconds), asyncio.TaskGroup() as group:
                for place, person in enumerate(people):
                    dice = random.Random(f"{self.seed}:guest:{place}")
                    guest = (_Greedy if person.id in self.greedy else _Modest)(self, person, dice)
                    group.create_task(guest.live())


@dataclass
class _Guest:
    """One member."""

    evening: Evening
    person: Person
    dice: random.Random
    asked: int = 0

    def _times(self, most: int, weights: Sequence[int]) -> list[float]:
        """When they come, in seconds from the start."""
        [often] = self.dice.choices(range(most + 1), weights)
        return sorted(self.evening.seconds * self.dice.triangular(0, 1, PEAK) for _ in range(often))

    async def _ask(self) -> Interaction | None:
        """Asks for a picture, and once more where nobody answers; None for a refusal."""
        channel = self.evening.discord.channel(self.dice.choice(CHANNELS))
        prompt = self._prompt()
        for _ in range(TRIES):
            use = await self.person.command(channel, "imagine", {"prompt": prompt})
            if await self._answered(use):
                return use if use.answer == DEFERRED else None
            await asyncio.sleep(self.dice.uniform(1, 4))
        return None

    def _prompt(self) -> str:
        """Words that nobody else asks for; one in fifteen holds a word that is not wanted."""
        self.asked += 1
        odd = self.dice.choices(("", f" {UNWANTED}", f" {BANNED}"), (28, 1, 1))[0]
        words = " ".join(self.dice.sample(WORDS, 3))
        return f"{words}{odd}, number {self.asked} of {self.person.name}"

    async def _press(self, message: Message, custom_id: str) -> bool:
        """Presses a button; gives whether a task comes of it."""
        try:
            use = await self.person.press(message, custom_id)
        except Refused:  # it has just gone, or is switched off
            return False
        return await self._answered(use) and use.answer == DEFERRED

    async def _answered(self, use: Interaction) -> bool:
        self.evening.uses.append(use)
        await use.acknowledged()
        return use.answer is not None

    async def _seen(self, use: Interaction) -> Message:
        """The message of a task that is over."""
        return await self.evening.discord.wait_for(
            lambda message: message is use.reply and over(message), timeout=LONG
        )

    async def _cancel(self, use: Interaction) -> None:
        """Takes back what still waits in the line."""
        message = use.reply
        if message is None or not any(words in message.text for words in WAITING):
            return
        key = next(b["custom_id"] for b in message.buttons() if is_cancel(b))
        with contextlib.suppress(Refused):
            pressed = await (await self.person.press(message, key)).acknowledged()
            self.evening.cancels += pressed.answer is not None


class _Modest(_Guest):
    """Asks once or twice, and presses one button under what they like."""

    async def live(self) -> None:
        """Their whole evening."""
        now = asyncio.get_running_loop().time
        begun = now()
        async with asyncio.TaskGroup() as group:
            for at in self._times(2, (62, 30, 8)):
                await asyncio.sleep(begun + at - now())
                group.create_task(self._one())

    async def _one(self) -> None:
        use = await self._ask()
        if use is None:
            return
        if self.dice.random() < 0.06:
            await asyncio.sleep(self.dice.uniform(1, 8))
            await self._cancel(use)
        message = await self._seen(use)
        await asyncio.sleep(self.dice.uniform(0.5, 3))
        likes = _offered(message)
        if likes and self.dice.random() < 0.5:
            await self._press(message, self.dice.choice(likes))


class _Greedy(_Guest):
    """Asks for many at once, and presses everything until they are told to stop."""

    async def live(self) -> None:
        """Their whole evening."""
        now = asyncio.get_running_loop().time
        begun = now()
        async with asyncio.TaskGroup() as group:
            for at in self._times(4, (0, 0, 2, 2, 1)):
                await asyncio.sleep(begun + at - now())
                async for use in self._burst():
                    group.create_task(self._everything(use))

    async def _burst(self) -> AsyncIterator[Interaction]:
        for _ in range(self.dice.randint(5, 9)):
            use = await self._ask()
            if use is not None:
                yield use
            await asyncio.sleep(self.dice.uniform(0.05, 0.3))

    async def _everything(self, use: Interaction) -> None:
        if self.dice.random() < 0.06:
            await asyncio.sleep(self.dice.uniform(1, 8))
            await self._cancel(use)
        message = await self._seen(use)
        for custom_id in _offered(message):
            await asyncio.sleep(self.dice.uniform(0.1, 0.5))
            if not await self._press(message, custom_id):
                return


def _offered(message: Message) -> list[str]:
    """The relay's buttons under a result that make a task at once."""
    live = [
        button
        for button in message.buttons()
        if button["style"] != LINK and not button.get("disabled") and makes_task(button)
    ]
    return [b["custom_id"] for b in live if b["custom_id"].startswith("ez:press:")]


def is_cancel(button: Mapping[str, Any]) -> bool:
    """Whether it takes a task back."""
    return str(button.get("custom_id", "")).startswith("ez:cancel:")
