"""What goes wrong when, by a seed: spells of trouble of each relay, and bad moments of Discord."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.crowd import DISCORD_FAULTS, PLACES
from benchmarks.fleet import TROUBLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.fleet import Fleet
    from sandbox.discord import Discord

WELL = (6.0, 16.0)
"""Minutes that a relay is well between two spells."""
ILL = (3.0, 8.0)
"""Minutes that a spell lasts."""
FIRST = (1.0, 12.0)
"""Minutes until the first one."""
GATEWAY = (
    "gateway-drop", "gateway-reconnect", "gateway-invalid", "gateway-invalid-resumable",
)  # fmt: skip
LOUD = 0.05
"""The part of Discord's bad moments that take the gateway."""


@dataclass(frozen=True, slots=True)
class Spell:
    """One relay's trouble of one kind, in seconds since the beginning."""

    relay: str
    trouble: str
    begins: float
    ends: float


def forecast(relays: Sequence[str], *, seconds: float, minute: float, seed: int) -> list[Spell]:
    """Every spell until `seconds`, in order; `minute` is how many seconds a minute takes.

    Each relay has its own; each kind of trouble comes as often as another, and between two spells
    a relay is well. One that would not be over by the end is left out.
    """
    spells = [spell for relay in relays for spell in _of(relay, seconds, minute, seed)]
    return sorted(spells, key=lambda spell: (spell.begins, spell.relay))


def _of(relay: str, seconds: float, minute: float, seed: int) -> Iterator[Spell]:
    dice = random.Random(f"{seed}:{relay}")
    begins = dice.uniform(*FIRST) * minute
    while True:
        for trouble in dice.sample(list(TROUBLES), len(TROUBLES)):
            ends = begins + dice.uniform(*ILL) * minute
            if ends > seconds:
                return
            yield Spell(relay, trouble, begins, ends)
            begins = ends + dice.uniform(*WELL) * minute


async def troubled(fleet: Fleet, spells: Sequence[Spell]) -> None:
    """Has the relays go through these spells, from now on."""
    began = asyncio.get_running_loop().time()

    async def go_through(relay: str) -> None:
        for spell in spells:
            if spell.relay == relay:
                await _until(began + spell.begins)
                await fleet.begin(relay, spell.trouble)
                await _until(began + spell.ends)
                await fleet.begin(relay, "")

    async with asyncio.TaskGroup() as group:
        for relay in fleet.relays:
            group.create_task(go_through(relay))


async def stormy(discord: Discord, dice: random.Random, rate: float) -> None:
    """Has something go wrong at Discord so many times a second, until it is cancelled.

    Not while the bot is away: what piled up then would only keep it from logging in.
    """
    while True:
        await asyncio.sleep(dice.expovariate(rate))
        if not discord.gateway.online:
            continue
        if dice.random() < LOUD:
            discord.inject(dice.choice(GATEWAY))
            continue
        fault, place = dice.choice(DISCORD_FAULTS), dice.choice(PLACES)
        discord.inject(fault, path=place, seconds=dice.uniform(0.1, 0.8))


async def _until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - asyncio.get_running_loop().time()))
