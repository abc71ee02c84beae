"""Puts together what brings task messages up to date: the display, delivery, the second look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.service.delivery import Delivery
from bot.service.second_look import SecondLook
from bot.store.suspects import SqliteSuspects
from bot.ui.display import DiscordDisplay
from bot.ui.looking import DiscordLook

if TYPE_CHECKING:
    from bot.client import EaselBot
    from bot.core.ports import Pictures
    from bot.service.gate import Gate
    from bot.store.database import Database
    from bot.traffic import Shared
    from bot.ui.texts import Texts


@dataclass(frozen=True, slots=True)
class Delivering:
    """The parts, put together."""

    display: DiscordDisplay
    delivery: Delivery
    second_look: SecondLook


def delivering(
    shared: Shared,
    *,
    client: EaselBot,
    database: Database,
    texts: Texts,
    pictures: Pictures,
    gate: Gate,
) -> Delivering:
    """All of them, over this client."""
    book, clock, chance = shared.book, shared.clock, shared.chance
    display = DiscordDisplay(
        client=client, texts=texts, abilities=shared.abilities, permit=database.permit
    )
    delivery = Delivery(
        store=shared.store,
        book=book,
        display=display,
        pictures=pictures,
        gate=gate,
        clock=clock,
        chance=chance,
        meters=shared.meters,
    )
    second_look = SecondLook(
        store=SqliteSuspects(database),
        book=book,
        delivery=delivery,
        look=DiscordLook(client=client, texts=texts),
        clock=clock,
        chance=chance,
    )
    return Delivering(display, delivery, second_look)
