"""Puts prompts into English before they are sent, by a chat model of their relay."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.core.asker import Asker
from bot.core.errors import BadPrompt, Gone, OperationMissing, RelayError, StoreError
from bot.core.failure import Failure, FailureKind
from bot.core.operations import CHAT
from bot.core.translation import source, understood, words_of
from bot.core.turn import translates
from bot.service.keeping import keep
from bot.service.turns import STORE_PAUSE, repeat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bot.core.clock import Clock
    from bot.core.ports import Relays, TaskStore
    from bot.core.task import Task
    from bot.core.terms import Terms
    from bot.service.admission import Admission
    from bot.service.book import Book
    from bot.service.operations import Abilities

log = structlog.get_logger(__name__)

AT_ONCE = 8
"""How many prompts are with the models at once."""
REST = 60.0
"""Seconds for which a relay whose model did not answer is not asked: nobody is to wait for each of
a hundred prompts to find out the same."""


class Translations:
    """Translates what waits for it; without a model nothing is, and nothing waits.

    Kept here: a task waits in the store, so that a crash leaves it to the next run; whatever goes
    wrong with a translation, the task goes on in its own words and says so; and what a server does
    not want to read it does not get by way of another language.
    """

    def __init__(
        self,
        *,
        model: str | None,
        relays: Relays,
        abilities: Abilities,
        store: TaskStore,
        book: Book,
        rules: Admission,
        clock: Clock,
    ) -> None:
        self._model = model
        self._relays = relays
        self._abilities = abilities
        self._store = store
        self._book = book
        self._rules = rules
        self._clock = clock
        self._open: dict[int, None] = {}
        self._jobs: dict[int, asyncio.Task[None]] = {}
        self._rests: dict[str, float] = {}
        self._wake = asyncio.Event()

    async def load(self) -> None:
        """Takes up what the last run left untranslated."""
        self._open |= dict.fromkeys(await self._store.translating())
        self._wake.set()

    def changed(self, tasks: Iterable[Task]) -> None:
        """Takes up tasks that have come to wait for a translation."""
        for task in tasks:
            if not translates(task):
                self._open.pop(task.number, None)
            elif task.number not in self._jobs:
                self._open[task.number] = None
                self._wake.set()

    async def run(self) -> None:
        """Translates for ever; what is under way when it ends is left to the next run."""
        try:
            await repeat(self.turn, wake=self._wake, clock=self._clock)
        finally:
            for job in self._jobs.values():
                job.cancel()
            await asyncio.gather(*self._jobs.values(), return_exceptions=True)

    async def turn(self) -> float | None:
        """Starts as many as there is room for; gives the seconds until the next turn."""
        for number in list(self._open)[: AT_ONCE - len(self._jobs)]:
            del self._open[number]
            self._jobs[number] = asyncio.create_task(self._guarded(number))
        return None

    async def _guarded(self, number: int) -> None:
        """Translates one, or has it wait for a store in trouble; the others go on."""
        structlog.contextvars.bind_contextvars(task=number)
        try:
            await self._translate(number)
        except Gone:
            pass
        except StoreError:
            log.exception("not translated yet")
            await self._clock.wait(None, STORE_PAUSE)
            self._open[number] = None
        finally:
            del self._jobs[number]
            self._wake.set()

    async def _translate(self, number: int) -> None:
        task = await self._book.find(number)
        if translates(task):
            # Kept, since to ask the model again would cost money again.
            await keep(self._book, self._clock, number, await self._outcome(task))

    async def _outcome(self, task: Task) -> Callable[[Task], Task]:
        """How its translation changes a task; whatever goes wrong with that, it goes on."""
        try:
            english = await self._english(task)
            terms = await self._admit(task, english)
        except BadPrompt as refusal:
            failure = Failure(FailureKind.UNWANTED, str(refusal.values.get("word", ""))[:200])
            now = self._clock.now()
            return lambda fresh: fresh.failed(failure, now)
        except StoreError:
            raise
        except Exception:
            log.exception("translation failed")
            return lambda fresh: fresh.translated("")
        log.info("translated", there=bool(english))
        return lambda fresh: fresh.translated(english, terms)

    async def _admit(self, task: Task, english: str) -> Terms:
        """The task's terms with its English; raises `BadPrompt` for what the server does not want.

        The member's own words were held against that when they asked; these are new.
        """
        if not english:
            return task.terms
        asker = Asker(
            user_id=task.user_id,
            channel_id=task.channel_id,
            guild_id=task.guild_id,
            age_restricted=task.terms.age_restricted,
        )
        return await self._rules.admit_words(asker, english, task.terms)

    async def _english(self, task: Task) -> str:
        """The prompt's words in English; empty where they cannot be had."""
        text = source(task.request)
        if self._model is None or not text:
            return ""
        if known := await self._known(task, text):
            return known
        for relay in self._asked(task):
            try:
                answer = await self._relays[relay].translate(text, self._model)
            except OperationMissing:
                await self._abilities.lacks(relay, CHAT)
            except RelayError as error:
                log.warning("not translated", relay=relay, error=repr(error))
                self._rests[relay] = self._clock.monotonic() + REST
                return ""
            else:
                english = understood(task.request, answer)
                if english is None:
                    log.warning("translation not usable", characters=len(answer))
                return english or ""
        return ""

    async def _known(self, task: Task, text: str) -> str:
        """The English of these words from the task that this one asks for again; empty for none.

        Another translation would cost money, and might make another picture of the same seed.
        """
        origin = task.request.origin
        if origin is None:
            return ""
        try:
            before = await self._book.find(origin[0])
        except Gone:
            return ""
        return before.translation or "" if words_of(before.prompt) == text else ""

    def _asked(self, task: Task) -> Iterator[str]:
        """The relays in use that may have the model, the task's own first."""
        now, used = self._clock.monotonic(), self._relays.in_use
        for relay in sorted(used, key=lambda name: name != task.relay):
            able = CHAT not in self._abilities.missing(relay)
            if able and self._rests.get(relay, 0.0) <= now:
                yield relay
