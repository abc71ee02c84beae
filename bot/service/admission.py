"""May this member ask for this, here and now, and on which terms?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.asker import Asker
from bot.core.errand import errand
from bot.core.guild import check_place, check_press
from bot.core.limits import UNLIMITED, Allowance, ceilings, with_quotas
from bot.core.prices import OTHERS
from bot.core.request import FollowUp, written
from bot.core.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.clock import Clock
    from bot.core.guild import GuildSettings
    from bot.core.limits import Ceiling
    from bot.core.prices import PriceList
    from bot.core.request import Request, Speed
    from bot.core.task import Task
    from bot.service.book import Book
    from bot.service.guilds import Guilds
    from bot.service.lacks import Lacks
    from bot.service.moderation import Moderation
    from bot.service.translators import Translators


@dataclass(frozen=True, slots=True)
class Admitted:
    """A request that may be made: as it will be sent, its terms, what it has to fit into, and
    whether its words are translated first."""

    request: Request
    terms: Terms
    allowance: Allowance = UNLIMITED
    translates: bool = False


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
        lacks: Lacks,
        translators: Translators,
        book: Book,
        tariffs: Mapping[str, Tariff],
        clock: Clock,
    ) -> None:
        self._guilds = guilds
        self._moderation = moderation
        self._lacks = lacks
        self._translators = translators
        self._book = book
        self._tariffs = tariffs
        self._clock = clock

    async def check_place(self, asker: Asker) -> None:
        """Raises `NotAllowed` where Easel may not be used by this member."""
        await self._let_in(asker)

    async def check_click(self, asker: Asker, task: int) -> None:
        """Raises `NotAllowed` when this member may not press the buttons of a task, `Gone` when it
        is not there."""
        settings = await self._let_in(asker)
        check_press(settings, asker, (await self._book.find(task)).user_id)

    async def admit_answer(self, asker: Asker, answer: str, terms: Terms) -> Terms:
        """A task's terms with this answer to a relay's form; raises as `admit` does."""
        return await self._with_words(await self._let_in(asker), asker, answer, terms)

    async def admit_words(self, asker: Asker, words: str, terms: Terms) -> Terms:
        """An admitted task's terms with words that are new in it.

        Raises `BadPrompt` for one that the server does not want, after having noted it.
        """
        settings = await self._guilds.settings(asker.guild_id)
        return await self._with_words(settings, asker, words, terms)

    async def _with_words(
        self, settings: GuildSettings, asker: Asker, words: str, terms: Terms
    ) -> Terms:
        mature = await self._moderation.admit(settings, asker, [words]) or terms.mature
        spoiler = terms.spoiler or settings.hides(mature=mature)
        return replace(terms, mature=mature, spoiler=spoiler)

    async def admit(
        self, asker: Asker, request: Request, *, relay: str, answer: str | None = None
    ) -> Admitted:
        """The request as it may be made at this relay, with the answer to the form it may ask for.

        Raises `NotAllowed` when it may not, `BadPrompt` for a word that the server does not want,
        `Gone` when what was clicked on is not there.
        """
        settings = await self._let_in(asker)
        parent = await self._book.find(request.origin[0]) if request.origin else None
        if parent is not None:
            check_press(settings, asker, parent.user_id)
        texts = [written(request), answer or ""]
        mature = await self._moderation.admit(settings, asker, texts, parent)
        tariff = self._tariffs[relay]
        if request.speed is None and settings.speed is not None:
            request = _in_mode(request, settings.speed)
        allowance = Allowance(
            tuple(ceilings(settings.limits, asker, self._clock.now())), settings.most_waiting
        )
        terms = self._terms(settings, asker, request, tariff, mature=mature)
        await self._lacks.note(asker)
        translates = await self._translators.wants(settings, asker, request)
        return Admitted(request, terms, allowance, translates)

    async def _let_in(self, asker: Asker) -> GuildSettings:
        """What holds where this member asks, if they may ask there at all."""
        settings = await self._guilds.settings(asker.guild_id)
        check_place(settings, asker)
        await self._moderation.check_member(asker)
        return settings

    async def withholds(self, task: Task) -> bool:
        """Whether a task may not leave, since its member has been blocked after they asked."""
        return await self._moderation.blocks(task.guild_id, task.user_id)

    async def elsewhere(self, task: Task, relay: str) -> tuple[Terms, Sequence[Ceiling]]:
        """The terms of a task that goes to another relay than it was asked for at, and the quotas
        that have to have room for what it costs there."""
        there = _prices(task.request, self._tariffs[relay])
        terms = replace(
            task.terms,
            press=there.press,
            form=there.form,
            press_paid=there.press_paid,
            speed=there.speed,
        )
        settings = await self._guilds.settings(task.guild_id)
        asker = Asker(
            user_id=task.user_id,
            channel_id=task.channel_id,
            guild_id=task.guild_id,
            roles=frozenset(task.terms.roles),
        )
        # A task counts for the day and the month that it was asked for in.
        return terms, ceilings(settings.limits, asker, task.created_at)

    def _terms(
        self,
        settings: GuildSettings,
        asker: Asker,
        request: Request,
        tariff: Tariff,
        *,
        mature: bool,
    ) -> Terms:
        return replace(
            _prices(request, tariff),
            weight=settings.weight(asker),
            most_running=settings.most_running,
            roles=with_quotas(settings.limits, asker),
            mature=mature,
            spoiler=settings.hides(mature=mature),
            age_restricted=asker.age_restricted,
        )


def _prices(request: Request, tariff: Tariff) -> Terms:
    speed = request.speed or tariff.speed
    cost = tariff.prices.cost(errand(request, ""), speed)
    paid = tariff.prices.presses_paid
    return Terms(press=cost.press, form=cost.form, press_paid=paid, speed=speed)


def _in_mode(request: Request, speed: Speed) -> Request:
    """The request in the server's mode; a follow-up stays in its parent's."""
    return request if isinstance(request, FollowUp) else replace(request, speed=speed)
