"""What the commands and buttons ask for: take a task, press a button, try again."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.core import classic, clicked
from bot.core.audit import Event, about
from bot.core.errand import errand
from bot.core.errors import BadInput, OperationMissing, RelayError, RelayRemoved, StoreError
from bot.core.form import waits_for_member
from bot.core.pacing import DOUBLE_PRESS
from bot.core.reply import TOKEN_LIFE
from bot.core.request import FollowUp
from bot.core.status import Waiting
from bot.core.task import Task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.asker import Asker
    from bot.core.clicked import Again, Press, Suggested
    from bot.core.clock import Clock
    from bot.core.picture import Image
    from bot.core.ports import Relays, TaskStore
    from bot.core.reply import Reply
    from bot.core.request import Request
    from bot.service.admission import Admission
    from bot.service.book import Book
    from bot.service.claims import Claims
    from bot.service.lanes import Lanes
    from bot.service.operations import Abilities

log = structlog.get_logger(__name__)


class Tasks:
    """Takes what members ask for.

    Kept here: a task and the place of its reply are in the store before Discord hears an
    acknowledgement, and a task goes to the queue only once Discord has taken that.
    """

    def __init__(
        self,
        *,
        store: TaskStore,
        book: Book,
        claims: Claims,
        relays: Relays,
        lanes: Lanes,
        abilities: Abilities,
        admission: Admission,
        clock: Clock,
    ) -> None:
        self._store = store
        self._book = book
        self._claims = claims
        self._relays = relays
        self._lanes = lanes
        self._abilities = abilities
        self._admission = admission
        self._clock = clock

    async def claim(
        self,
        request: Request,
        reply: Reply,
        *,
        prompt: str,
        asker: Asker,
        images: Sequence[Image] = (),
        answer: str | None = None,
        token_until: float | None = None,
    ) -> Task:
        """Stores a new task with the reply it will be shown in; nothing is sent yet.

        `token_until` is when the reply's token ends by our clock, where it is not brand-new.

        `answer` is what its member has filled in for the form that the relay may ask for.
        Raises `AlreadyPressed` for a second press of the same button, `Gone` when the button's
        task has gone, `RelayRemoved` when its relay is used no more, `OperationMissing` when the
        relay is known to lack what it takes,
        `NotAllowed` when the server's settings or quotas do not let this member ask for it,
        `BadPrompt` when it holds a word that the server does not want.
        """
        relay = await self._relay_for(request)
        self._abilities.check(relay, request)
        admitted = await self._admission.admit(asker, request, relay=relay, answer=answer)
        now = self._clock.now()
        # By our own clock, from now: Discord's may differ from the machine's by more than a token
        # lives.
        ends = now + TOKEN_LIFE if token_until is None else token_until
        reply = replace(reply, token_until=ends)
        draft = Task(
            number=0,
            revision=0,
            request=admitted.request,
            terms=admitted.terms,
            state=f"ez-{secrets.token_urlsafe(16)}",
            relay=relay,
            user_id=asker.user_id,
            guild_id=asker.guild_id,  # a server that the bot is not in is none: no settings there
            channel_id=reply.channel_id,
            prompt=prompt,
            answer=answer,
            waiting=Waiting.TRANSLATING if admitted.translates else Waiting.TURN,
            translation=await self._inherited(request),
            created_at=now,
            moved_at=now,
        )
        task = await self._book.add(
            draft,
            reply,
            images,
            pressed_since=now - DOUBLE_PRESS,
            allowance=admitted.allowance,
        )
        log.info("claimed", task=task.number, kind=request.kind, guild=task.guild_id)
        return task

    async def _inherited(self, request: Request) -> str | None:
        """A follow-up's words are its parent's, and so is their translation."""
        if isinstance(request, FollowUp):
            return (await self._book.find(request.parent)).translation
        return None

    async def _relay_for(self, request: Request) -> str:
        """A follow-up stays with the relay that made its parent; anything else goes to the best, as
        it stands now: which one gets it is settled when it is sent.

        Raises `RelayRemoved` where the parent's relay is used no more, else as `Lanes.expected`.
        """
        if isinstance(request, FollowUp):
            return self._there((await self._book.find(request.parent)).relay)
        return self._lanes.expected(errand(request, ""))

    def _there(self, relay: str) -> str:
        """The relay that made a picture; raises `RelayRemoved` where it is used no more."""
        if relay not in self._relays:
            raise RelayRemoved
        return relay

    async def confirmed(self, number: int, *, message_id: int | None, ephemeral: bool) -> None:
        """Discord took the acknowledgement: the reply is there, the task may go on its way."""
        try:
            await asyncio.gather(  # begun together, which makes one write of them
                self._store.place(number, message_id=message_id, ephemeral=ephemeral),
                self._claims.take_up(number),
            )
        except StoreError:
            # The reply stands there unfinished: Discord is asked about it until this can be stored.
            self._claims.ask(number)
            raise

    async def abandoned(self, number: int) -> None:
        """Discord refused the acknowledgement: nobody sees a reply, so nothing is made."""
        try:
            await self._claims.drop(number)
        except StoreError:
            self._claims.ask(number)  # which ends it once that can be stored
            raise

    async def unsure(self, number: int) -> None:
        """The acknowledgement left and nothing came back: Discord is asked whether it has it."""
        self._claims.ask(number)

    async def find(self, number: int) -> Task:
        """The newest state of a task; raises `Gone`."""
        return await self._book.find(number)

    async def press(self, parent: int, position: int) -> Press:
        """What the button at `position` of a task asks for, from fresh state.

        Raises `Gone`, `RelayRemoved`, or `OperationMissing` when the relay is known to lack what it
        takes.
        """
        task = await self._book.find(parent)
        relay = self._there(task.relay)
        for operation in classic.takes(task, position) & self._abilities.missing(relay):
            raise OperationMissing(operation)
        return clicked.press(task, position)

    async def suggested(self, parent: int, suggestion: int) -> Suggested:
        """A prompt that a describe or shorten suggested (0 for the first), as a new request.

        Raises `Gone`, or `BadPrompt` where Midjourney suggests what it would not take itself.
        """
        return clicked.suggested(await self._book.find(parent), suggestion)

    async def answer(self, number: int, answer: str, *, asker: Asker) -> None:
        """Keeps what a task's member filled in for the form that the relay waits for.

        Raises `Gone`, `BadInput` (`form_over`) when nobody waits for it any more, `NotAllowed` when
        this member may ask for nothing now, `BadPrompt` for a word that the server does not want.
        """
        before = (await self._book.find(number)).terms
        terms = await self._admission.admit_answer(asker, answer, before)

        def answered(task: Task) -> Task:
            if not waits_for_member(task):
                raise BadInput("form_over")
            return task.answered(answer, terms)

        await self._book.change(number, answered)

    async def remove(self, number: int, *, by: int) -> None:
        """A task's message is to be deleted, for good; raises `Gone`."""
        task = await self._book.find(number)
        told = about(task, Event.REMOVED, self._clock.now(), by=by)
        await self._book.change(number, Task.remove, told=told)
        log.info("removed", task=number, by=by)

    async def again(self, number: int) -> Again:
        """What a task asked for, to be asked once more as a new one.

        Raises `Gone`, or `BadInput` when the pictures it came with are forgotten.
        """
        task = await self._book.find(number)
        return clicked.again(task, await self._store.images(number))

    async def retry_picture(self, number: int) -> None:
        """Brings a finished task's picture again, from the relay's newest link; raises `Gone`."""
        task = await self._book.find(number)
        report = None
        if task.relay_id is not None:
            try:
                relay = self._relays[self._there(task.relay)]
                report = await relay.fetch(task.relay_id, task.request.speed)
            except RelayError as error:
                log.info("no newer link", task=number, error=type(error).__name__)
        await self._book.change(number, lambda fresh: fresh.retried(report))

    async def press_shown(self, number: int, position: int) -> None:
        """A button whose form has made a task is shown as pressed; raises `Gone`."""
        await self._book.change(number, lambda fresh: fresh.press(position))

    async def refresh(self, number: int) -> None:
        """Has a task's message drawn anew, if what it would show is another; raises `Gone`."""
        await self._book.change(number, Task.redrawn)
