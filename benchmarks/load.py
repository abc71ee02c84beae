"""Who types what when: so many members, one /imagine each, at a bounded rate."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sandbox.discord import Channel, Discord, Interaction, Person

SUBJECTS = ("a lighthouse", "a harbour", "a forest", "an old town", "a mountain hut", "a garden")
MOODS = ("in a storm", "at dawn", "in the snow", "by moonlight", "after the rain", "in autumn")


@dataclass(frozen=True, slots=True)
class Load:
    """The same for every bot that is measured: `tasks` commands, `rate` a second, by `seed`.

    `first` is the number of the first prompt, so that two loads have none in common.
    """

    tasks: int
    rate: float
    seed: int
    first: int = 1

    def prompts(self) -> list[str]:
        """What is asked for: no two prompts are alike, so that each can be found again."""
        dice = random.Random(f"{self.seed}:prompts")
        return [
            f"{dice.choice(SUBJECTS)} {dice.choice(MOODS)} number {place}"
            for place in range(self.first, self.first + self.tasks)
        ]


@dataclass(frozen=True, slots=True)
class Use:
    """A prompt, and what Discord made of it."""

    prompt: str
    interaction: Interaction


def members(discord: Discord, load: Load) -> list[Person]:
    """One new member for each command."""
    numbers = range(load.first, load.first + load.tasks)
    return [discord.add_person(f"Member {number}") for number in numbers]


async def send(discord: Discord, load: Load, people: Sequence[Person]) -> list[Use]:
    """Sends every command, evenly spread; gives them when the last one is out."""
    loop = asyncio.get_running_loop()
    channel: Channel = discord.channel("gallery")
    begun, uses = loop.time(), list[Use]()
    for place, (person, prompt) in enumerate(zip(people, load.prompts(), strict=True)):
        await asyncio.sleep(max(0.0, begun + place / load.rate - loop.time()))
        interaction = await person.command(channel, "imagine", {"prompt": prompt})
        uses.append(Use(prompt, interaction))
    return uses
