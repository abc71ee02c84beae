"""May this member ask for this, here and now, and on which terms?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.guild import Veil, check_place, check_press
from bot.core.limits import UNLIMITED, Allowance, ceilings
from bot.core.prices import OTHERS
from bot.core.request import FollowUp
from bot.core.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.asker import Asker
    from bot.core.clock import Clock
    from bot.core.guild import GuildSettings
    from bot.core.prices import PriceList
    from bot.core.request import Request, Speed
    from bot.service.book import Book
    from bot.service.guilds import Guilds
    from bot.service.moderation import Moderation


@dataclass(frozen=True, slots=True)
class Admitted:
    """A request that may be made: as it will be sent, its terms, and what it has to fit into."""

    request: Request
    terms: Terms
    allowance: Allowance = UNLIMITED


@dataclass(frozen=True, slots=True)
class Tariff:
    """What one relay takes, and the mode it works in where a request names none."""

    prices: PriceList = OTHERS
    speed: Speed | None = None


class Admission:
    """Holds requests and clicks against the settings of the server they are made in.

    Kept here: nothing is refused after something was spent; everything that can be said beforehand
    is. Quotas are counted where the task is stored, in the same transaction.
    """

    def __init__(
        self,
        *,
        guilds: Guilds,
        moderation: Moderation,
        book: Book,
        tariffs: Mapping[str, Tariff],
        clock: Clock,
    ) -> None:
        self._guilds = guilds
        self._moderation = moderation
        self._book = book
        self._tariffs = tariffs
        self._clock = clock

    async def check_place(self, asker: Asker) -> None:
        """Raises `NotAllowed` where Easel may not be used by this member."""
        check_place(await self._guilds.settings(asker.guild_id), asker)
        await self._moderation.check_member(asker)

    async def check_click(self, asker: Asker, task: int) -> None:
        """Raises `NotAllowed` when this member may not press the buttons of a task, `Gone` when it
        is not there."""
        settings = await self._guilds.settings(asker.guild_id)
        check_place(settings, asker)
        await self._moderation.check_member(asker)
        check_press(settings, asker, (await self._book.find(task)).user_id)

    async def admit(self, asker: Asker, request: Request, *, relay: str) -> Admitted:
        """The request as it may be made at this relay; raises `NotAllowed` when it may not, `Gone`
        when what was clicked on is not there."""
        settings = await self._guilds.settings(asker.guild_id)
        check_place(settings, asker)
        await self._moderation.check_member(asker)
        if request.origin is not None:
            check_press(settings, asker, (await self._book.find(request.origin[0])).user_id)
        tariff = self._tariffs[relay]
        if request.speed is None and settings.speed is not None:
            request = _in_mode(request, settings.speed)
        allowance = Allowance(
            tuple(ceilings(settings.limits, asker, self._clock.now())), settings.most_waiting
        )
        return Admitted(request, self._terms(settings, asker, request, tariff), allowance)

    def _terms(
        self, settings: GuildSettings, asker: Asker, request: Request, tariff: Tariff
    ) -> Terms:
        speed = request.speed or tariff.speed
        cost = tariff.prices.cost(request, speed)
        return Terms(
            press=cost.press,
            form=cost.form,
            press_paid=tariff.prices.presses_paid,
            speed=speed,
            weight=settings.weight(asker),
            most_running=settings.most_running,
            spoiler=settings.veil is Veil.ALL,
        )


def _in_mode(request: Request, speed: Speed) -> Request:
    """The request in the server's mode; a follow-up stays in its parent's."""
    return request if isinstance(request, FollowUp) else replace(request, speed=speed)
