"""A relay's verbs; the `Relay` of `core/ports`."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot.core.errors import Confused, OperationMissing, Refused, RelayError, Unreachable
from bot.core.failure import Failure, FailureKind
from bot.relay.health import Health
from bot.relay.lists import Lists
from bot.relay.settings import Vendor
from bot.relay.wire import billing, chat, errands, reading, requests, submission
from bot.relay.wire.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.core.clock import Clock
    from bot.core.picture import Image
    from bot.core.report import Acceptance, Report
    from bot.core.request import Request, Speed
    from bot.relay.answer import Answer
    from bot.relay.transport import Transport
    from bot.relay.wire.call import Call
    from bot.relay.wire.tasks import Told

PROBE = "0"
"""An id that no relay has given a task: the question for it is harmless, and every relay has it."""
PAGE_PAUSE = 2.0
"""Seconds until what was answered with a web page is asked again, where asking does no harm."""
SEED_SECONDS = 75.0
"""What the question for a seed may take: trueai and plus ask Midjourney, for up to a minute."""
CHAT_SECONDS = 20.0
"""What a chat model's answer may take: a member waits for it."""
BALANCE_SECONDS = 10.0
"""What each of the two questions for a balance may take: nobody needs it badly."""
_LARGE = 256 * 1024
"""Bytes from which an answer is read in a thread: 10,000 tasks take a fifth of a second, and every
click would wait for it."""
_EXCERPT = 500
"""Characters of a relay's raw answer that go into the log."""

T = TypeVar("T")
log = structlog.get_logger(__name__)


class _PageError(Confused):
    """A web page came in the place of an answer, which is trouble that passes."""


class RelayClient:
    """One relay.

    Kept here: a submit is sent once. What a relay really said is in the log and nowhere else.
    """

    def __init__(
        self,
        *,
        name: str,
        transport: Transport,
        clock: Clock,
        health: Health | None = None,
        hook: Callable[[str], str] | None = None,
    ) -> None:
        """`health` hears how each call ended; `hook` gives the address that the relay is to call
        about the task with this `state` (None: it is not to call)."""
        self._name = name
        self._transport = transport
        self._clock = clock
        self._health = health or Health(relay=name, clock=clock)
        self._hook = hook
        self._lists = Lists(clock)
        self._remembered = Remembered()

    def forget(self) -> None:
        """What it does not have is found out anew."""
        self._lists = Lists(self._clock)

    def use(self, transport: Transport) -> None:
        """From now on calls leave by this one; those under way end on the one before."""
        self._transport = transport

    @property
    def name(self) -> str:
        """What tasks remember it by."""
        return self._name

    async def submit(self, request: Request, images: Sequence[Image], state: str) -> Acceptance:
        """Sends one submit, once. Raises as `core.ports.Relay.submit` says."""
        hook = self._hook(state) if self._hook else ""
        call = requests.submit(request, images, state, self._transport.vendor).told(hook)
        return await self._submit(call, request.speed, submission.acceptance)

    async def confirm(
        self, relay_id: str, prompt: str, speed: Speed | None, mask: Image | None = None
    ) -> Acceptance:
        """Answers the form that a task waits for, once. Raises as `submit` does."""
        call = requests.confirm(relay_id, prompt, mask)
        return await self._submit(call, speed, submission.confirmation)

    async def upload(self, image: Image, speed: Speed | None) -> str:
        """Puts a picture where Midjourney can fetch it, once. Raises as `submit` does."""
        return await self._submit(requests.upload(image), speed, errands.upload)

    async def seed(self, relay_id: str, speed: Speed | None) -> str:
        """The seed of a finished task. Raises as `core.ports.Relay.seed` says."""
        call = requests.seed(relay_id)
        return await self._read(call, speed, errands.seed, seconds=SEED_SECONDS)

    async def translate(self, text: str, model: str) -> str:
        """What a chat model says to a prompt. Raises as `core.ports.Relay.translate` says."""
        call = requests.chat(text, model)
        answer = await self._transport.ask(call, seconds=CHAT_SECONDS)
        try:
            return chat.said(answer, call)
        except RelayError as exc:
            self._log("chat_failed", call, answer, exc)
            if await self._passes(call, None, answer, exc):
                raise Confused("a web page") from exc
            raise

    async def balance(self) -> int | None:
        """What is left of the key's money. Raises as `core.ports.Relay.balance` says."""
        seconds = BALANCE_SECONDS
        limit = await self._read(requests.limit(), None, billing.limit, seconds=seconds)
        if limit is None:
            return None
        return limit - await self._read(requests.used(), None, billing.used, seconds=seconds)

    async def cancel(self, relay_id: str, speed: Speed | None) -> None:
        """Takes a task back; asked again when no answer comes, which does no harm.

        Raises as `seed` does.
        """
        await self._read(requests.cancel(relay_id), speed, errands.cancellation)

    async def fetch(self, relay_id: str, speed: Speed | None) -> Report | None:
        """One task; None when the relay does not know it.

        Raises `Unreachable`, `Busy` or `Confused`.
        """
        told = await self._read(
            requests.fetch(relay_id), speed, lambda answer, _: reading.task(answer, relay_id)
        )
        return None if told is None else self._report(told)

    async def fetch_many(self, relay_ids: Sequence[str]) -> list[Report]:
        """The tasks of these ids that the relay knows, each once, in one request.

        Raises as `fetch` does, and `OperationMissing`; the latter without asking when the relay
        was lately found not to have the list, or one that fails while single tasks are told.
        """
        if not relay_ids:
            return []
        call = requests.fetch_many(relay_ids)
        try:
            told = await self._list(call)
        except (Unreachable, Confused) as exc:
            # An empty answer may be how a relay says that it has no such task, or trouble with all.
            if not self._lists.failed(call) or await self.fetch(relay_ids[0], None) is None:
                raise  # and what is wrong with more than the list is let out
            self._lists.missing(call)
            raise OperationMissing(call.name, "fails while single tasks are told") from exc
        return [self._report(one) for one in reading.chosen(told, relay_ids)]

    async def recent(self) -> list[Report]:
        """The relay's own newest tasks. Raises as `fetch_many` does."""
        return [one.report for one in await self._list(requests.recent())]

    async def _submit(
        self, call: Call, speed: Speed | None, read: Callable[[Answer, Call], T]
    ) -> T:
        with self._noted(call):
            try:
                answer = await self._transport.submit(call, speed)
            except RelayError as exc:
                error = repr(exc)
                log.warning("submit_unanswered", relay=self._name, call=call.name, error=error)
                raise
            try:
                return read(answer, call)
            except RelayError as exc:
                self._log("submit_not_accepted", call, answer, exc)
                if await self._passes(call, speed, answer, exc):
                    raise Refused(Failure(FailureKind.RELAY_BROKEN)) from exc
                raise

    async def _list(self, call: Call) -> list[Told]:
        self._lists.check(call)
        try:
            told = await self._read(call, None, self._listed)
        except OperationMissing:
            self._lists.missing(call)
            raise
        self._lists.had(call)
        return told

    def _listed(self, answer: Answer, call: Call) -> list[Told]:
        """The tasks of a list; a page that stands in for one says nothing of its being there.

        Where one list is, the other is; but new-api has only one, and shows a page for the other.
        """
        alone = self._transport.vendor is Vendor.NEW_API
        if answer.is_astray and self._lists.lately(call, alone=alone):
            raise Confused("a web page for a list that was there")
        return reading.tasks(answer, call, self._remembered)

    async def _read(
        self,
        call: Call,
        speed: Speed | None,
        read: Callable[[Answer, Call], T],
        *,
        seconds: float | None = None,
    ) -> T:
        """What a question is answered with, asked once more where a web page came instead."""
        with contextlib.suppress(_PageError):
            return await self._ask(call, speed, read, seconds)
        await self._clock.wait(None, PAGE_PAUSE)
        return await self._ask(call, speed, read, seconds)

    async def _ask(
        self,
        call: Call,
        speed: Speed | None,
        read: Callable[[Answer, Call], T],
        seconds: float | None,
    ) -> T:
        with self._noted(call):
            answer = await self._transport.read(call, speed, seconds=seconds)
            try:
                if len(answer.body) > _LARGE:
                    return await asyncio.to_thread(read, answer, call)
                return read(answer, call)
            except RelayError as exc:
                self._log("read_failed", call, answer, exc)
                listed = read == self._listed  # which knows by itself what a page means
                if not listed and await self._passes(call, speed, answer, exc):
                    raise _PageError("a web page") from exc
                raise

    async def _passes(
        self, call: Call, speed: Speed | None, answer: Answer, error: RelayError
    ) -> bool:
        """Whether a page that seems to deny an operation is taken for trouble that passes.

        new-api shows one page for all that it does not have; a gateway shows its own for a moment,
        for anything. So it is trouble unless the relay answers a harmless question, and shows the
        very same for an address that no relay has.
        """
        paged = answer.is_page or answer.is_astray
        if not (paged and isinstance(error, OperationMissing)):
            return False
        try:
            await self.fetch(PROBE, None)
            shown = await self._transport.read(requests.nowhere(call), speed)
        except RelayError:
            return True
        return shown.face != answer.face

    @contextlib.contextmanager
    def _noted(self, call: Call) -> Iterator[None]:
        """Tells `health` how the call in this block ends."""
        try:
            yield
        except RelayError as exc:
            self._health.note(call.name, exc)
            raise
        self._health.note(call.name, None)

    def _report(self, told: Told) -> Report:
        if told.reason:
            log.info(
                "task_failed",
                relay=self._name,
                relay_id=told.report.relay_id,
                said=self._excerpt(told.reason),
            )
        return told.report

    def _log(self, event: str, call: Call, answer: Answer, error: RelayError) -> None:
        log.warning(
            event,
            relay=self._name,
            call=call.operation,
            status=answer.status,
            error=repr(error),
            said=self._excerpt(answer.body[: 8 * _EXCERPT].decode(errors="replace")),
        )

    def _excerpt(self, said: str) -> str:
        # The key goes first, or one that lies across the cut would stay in part.
        return self._transport.without_key(said)[:_EXCERPT]
