"""Members who ask for pictures and press buttons all the time, and a Discord with bad days."""

from __future__ import annotations

import asyncio
import contextlib
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.discord import Interaction, Message, Person, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from sandbox.discord import Discord
    from sandbox.relay import Relay

WORDS = ("lighthouse", "storm", "forest", "harbour", "owl", "winter", "tower", "meadow", "comet")
DISCORD_FAULTS = (
    "500", "502", "503", "504", "429", "429-front-door", "429-global", "reset", "reset-after",
    "delay", "delay-after",
)  # fmt: skip
PLACES = ("/callback", "/webhooks/", "@original", "/messages")
"""Pieces of the paths that a fault of Discord's is for."""
GATEWAY = ("gateway-drop", "gateway-reconnect")
LINK = 5
FORMS = frozenset({"Custom Zoom", "Vary (Region)"})
"""Buttons that open a form instead of making a task."""


@dataclass
class Crowd:
    """What everybody does, by dice, each so often a second (`rate`).

    `uses` is every interaction that Discord let them start.
    """

    discord: Discord
    dice: random.Random
    members: int
    rate: float
    uses: list[Interaction] = field(default_factory=list)
    _asked: int = 0

    async def live(self) -> None:
        """Goes on until it is cancelled."""
        names = ("Ada", "Bo", "Chen", "Mira")
        known = [self.discord.person(name) for name in names[: self.members]]
        late = [self.discord.add_person(f"Guest {n}") for n in range(self.members - len(known))]
        async with asyncio.TaskGroup() as group:
            for person in (*known, *late):
                group.create_task(self._member(person))

    async def _member(self, person: Person) -> None:
        while True:
            await asyncio.sleep(self.dice.expovariate(self.rate))
            with contextlib.suppress(Refused):  # offline, or the button has just gone
                self.uses.append(await self._act(person))

    async def _act(self, person: Person) -> Interaction:
        found = self._button(person) if self.dice.random() < 0.5 else None
        if found is not None:
            return await person.press(*found)
        self._asked += 1
        words = " ".join(self.dice.sample(WORDS, 3))
        options = {"prompt": f"{words}, number {self._asked}", "private": self.dice.random() < 0.1}
        return await person.command(self.discord.channel("gallery"), "imagine", options)

    def _button(self, person: Person) -> tuple[Message, str] | None:
        """A button that can be pressed, of any message that this person sees."""
        seen = [m for m in self.discord.messages() if m.visible_to(person.id) and m.buttons()]
        if not seen:
            return None
        message = self.dice.choice(seen)
        live = [
            button["custom_id"]
            for button in message.buttons()
            if button["style"] != LINK and not button.get("disabled") and makes_task(button)
        ]
        return (message, self.dice.choice(live)) if live else None


def makes_task(button: Mapping[str, Any]) -> bool:
    """Whether a click on it asks for a picture at once, without a form before it."""
    _, verb, *_ = button["custom_id"].split(":")
    return verb in {"press", "again", "picture"} and button.get("label") not in FORMS


async def trouble(discord: Discord, relay: Relay, dice: random.Random, rate: float) -> None:
    """Has something go wrong so many times a second, until it is cancelled.

    Discord carries many edits out late, those of a bot that is dead by then too, so that some come
    after the next one's. Answers to submits are held back too, so that many kills fall into the
    time in between. Nothing happens while the bot is away: what piled up then would only keep it
    from logging in.
    """
    while True:
        await asyncio.sleep(dice.expovariate(rate))
        if not discord.gateway.online:
            continue
        match dice.choices(("discord", "relay", "late", "gateway"), (45, 15, 35, 5))[0]:
            case "discord":
                fault, place = dice.choice(DISCORD_FAULTS), dice.choice(PLACES)
                discord.inject(fault, path=place, seconds=dice.uniform(0.1, 0.8))
            case "late":
                seconds = dice.uniform(0.5, 4.0)
                discord.inject("delay", path="@original", method="PATCH", seconds=seconds)
            case "relay":
                relay.inject("late_answer", path="/submit/", seconds=dice.uniform(0.2, 2.0))
            case _:
                discord.inject(dice.choice(GATEWAY))
