"""Masks that are painted in a browser: who may, what for, and what becomes of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.core import region
from bot.core.asker import Asker
from bot.core.errors import DiscordBusy, DiscordError, EaselError, Gone, NotAllowed, RouteGone
from bot.core.form import Asks, asks
from bot.core.reply import Reply, Route
from bot.core.request import Action
from bot.service.painter_gate import can_post

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.clock import Clock
    from bot.core.guild_ports import Members
    from bot.core.passes import Pass, Seat
    from bot.core.picture import Image
    from bot.core.ports import Display, TaskStore
    from bot.core.region import Canvas
    from bot.core.task import Task
    from bot.service.painter_gate import Gate, Passes
    from bot.service.tasks import Tasks

log = structlog.get_logger(__name__)


class Regions(Protocol):
    """What needs pixels."""

    async def canvas(self, task: int, sources: Sequence[str], *, relay: str) -> Canvas:
        """The picture of a task, from the first address that has it; raises `PictureError`."""
        ...

    async def fitted(self, data: bytes, width: int, height: int) -> Image:
        """A painted mask, made to fit a picture of this size; raises `BadPicture`."""
        ...


class Places(Protocol):
    """Knows channels."""

    def placed(self, asker: Asker, channel_id: int) -> Asker:
        """A member in this channel, with what their roles allow there."""
        ...


@dataclass(frozen=True, slots=True)
class Commission:
    """What a pass lets its member do: press this button of this task, with a mask."""

    ticket: Pass
    action: Action
    parent: Task
    reply: Reply
    seat: Seat | None = None

    @property
    def prompt(self) -> str:
        """The prompt that stands there before it is changed."""
        return region.suggestion(self.parent)


class Painting:
    """Makes tasks of what is painted.

    Kept here: a pass is used up before its task is claimed, and one pass makes one task. There is
    no interaction to answer, so the message is posted by the bot, as an answer to the picture's;
    where it cannot, the task takes the place of the private card that led to the painter, by that
    card's own token, or of a direct message once the token has ended.
    """

    def __init__(
        self,
        *,
        gate: Gate,
        tasks: Tasks,
        store: TaskStore,
        display: Display,
        passes: Passes,
        regions: Regions,
        members: Members,
        places: Places,
        clock: Clock,
    ) -> None:
        self._gate = gate
        self._tasks = tasks
        self._store = store
        self._display = display
        self._passes = passes
        self._regions = regions
        self._members = members
        self._places = places
        self._clock = clock

    def locale(self, sealed: str) -> str | None:
        """The language of whoever holds a pass; None when it is not good."""
        try:
            return self._gate.ticket(sealed).locale
        except NotAllowed:
            return None

    async def look(self, sealed: str) -> Commission:
        """What a pass is for, from fresh state. Raises `NotAllowed` or `Gone`."""
        ticket = self._gate.ticket(sealed)
        if await self._passes.used(ticket.nonce):
            raise NotAllowed("painter_used")
        press = await self._tasks.press(ticket.task, ticket.position)
        action = press.action
        if not isinstance(action, Action) or asks(action.custom_id) is not Asks.REGION:
            raise Gone
        reply = await self._store.reply(ticket.task)
        seat = await self._passes.seated(ticket.nonce)
        if reply is None or not (seat or can_post(reply)):
            raise NotAllowed("painter_place")
        return Commission(ticket, action, press.parent, reply, seat)

    async def canvas(self, commission: Commission) -> Canvas:
        """The picture to paint on. Raises `PictureError`."""
        parent = commission.parent
        found = sources(parent, commission.reply)
        return await self._regions.canvas(parent.number, found, relay=parent.relay)

    async def send(self, sealed: str, *, prompt: str, mask: bytes) -> Task:
        """A painted mask as a new task, shown in a new message; gives it.

        Raises `NotAllowed`, `Gone`, `BadPrompt`, `BadPicture`, `PictureError`, `AlreadyPressed` or
        `DiscordError`, with nothing spent; the pass is good for another try then.
        """
        commission = await self.look(sealed)
        answer = region.answer(prompt, commission.parent)
        canvas = await self.canvas(commission)
        image = await self._regions.fitted(mask, canvas.width, canvas.height)
        ticket = commission.ticket
        now = self._clock.now()
        if not await self._passes.use(ticket.nonce, until=ticket.until, now=now):
            raise NotAllowed("painter_used")
        try:
            return await self._claim(commission, answer, image)
        except EaselError:
            await self._passes.give_back(ticket.nonce)
            raise

    async def _claim(self, commission: Commission, answer: str, image: Image) -> Task:
        """Stores the task and its message's place, posts the message, lets the task go."""
        parent = commission.parent
        place = _promise(commission)
        task = await self._tasks.claim(
            replace(commission.action, remix=True),
            place,
            prompt=parent.prompt,
            asker=await self._asker(commission),
            images=[image],
            answer=answer,
            token_until=place.token_until,
        )
        if commission.seat is not None:
            await self._take_seat(task)
        else:
            await self._take_place(task, commission.reply)
        log.info("painted", task=task.number, parent=parent.number)
        return task

    async def _take_place(self, task: Task, above: Reply) -> None:
        """Posts the task's message below the picture."""
        try:
            message_id = await self._post(task, above)
        except DiscordBusy:
            await self._tasks.unsure(task.number)  # it may be there
            raise
        except DiscordError as error:
            await self._tasks.abandoned(task.number)
            raise NotAllowed("painter_place") from error
        await self._tasks.confirmed(task.number, message_id=message_id, ephemeral=False)

    async def _take_seat(self, task: Task) -> None:
        """Shows the task where its card is; once nothing leads there, in a direct message."""
        reply = await self._reply(task.number)
        if reply.route(self._clock.now()) is Route.TOKEN:
            message_id = None
            try:
                message_id = (await self._display.show(task, reply, Route.TOKEN, None)).message_id
            except DiscordBusy:
                log.info("card busy")  # its place is known all the same: delivery shows it there
            except RouteGone:
                reply = replace(reply, dead=frozenset({Route.TOKEN}))
            if Route.TOKEN not in reply.dead:
                await self._tasks.confirmed(task.number, message_id=message_id, ephemeral=True)
                return
        await self._write(task, reply)

    async def _write(self, task: Task, reply: Reply) -> None:
        """Shows the task in a direct message. Raises `NotAllowed` where its member takes none."""
        try:
            shown = await self._display.show(task, reply, Route.DIRECT, None)
        except DiscordBusy:
            await self._tasks.unsure(task.number)
            raise
        except DiscordError as error:
            await self._tasks.abandoned(task.number)
            raise NotAllowed("painter_unseen") from error
        await self._store.save_reply(reply.moved(shown.channel_id, shown.message_id, direct=True))
        await self._tasks.confirmed(task.number, message_id=shown.message_id, ephemeral=False)

    async def _reply(self, number: int) -> Reply:
        reply = await self._store.reply(number)
        if reply is None:
            raise Gone
        return reply

    async def _asker(self, commission: Commission) -> Asker:
        """Who paints: as they were seen last, since no interaction tells what they are now."""
        user_id, parent = commission.ticket.user_id, commission.parent
        guild_id = parent.guild_id if commission.reply.bot_can_edit else None
        here = Asker(user_id=user_id, channel_id=parent.channel_id, guild_id=guild_id)
        if guild_id is None:
            return here
        seen = await self._members.last_seen(guild_id, user_id)
        return self._places.placed(seen or here, parent.channel_id)

    async def _post(self, task: Task, above: Reply) -> int:
        """The task's message, as an answer to the picture's; gives its id."""
        reply = await self._reply(task.number)
        # A new message answers the one that the reply names.
        place = replace(reply, message_id=above.message_id)
        shown = await self._display.show(task, place, Route.FRESH, None)
        return shown.message_id


def sources(task: Task, reply: Reply | None, fresh: str | None = None) -> list[str]:
    """Where a task's picture can be had, best first: Discord's own copy if it is as large.

    `fresh` is a link to that copy which is better than the stored one, as those run out in a day.
    """
    attached = reply.attached if reply else None
    is_copy = attached is not None and attached.source == task.picture
    copies = [url for url in (fresh, attached.url) if url] if is_copy and attached else []
    original = [task.picture] if task.picture else []
    return original + copies if attached and attached.shrunk else copies + original


def _promise(commission: Commission) -> Reply:
    """Where the result will be: on the card, else beside the picture, with no token to it."""
    above, ticket, seat = commission.reply, commission.ticket, commission.seat
    if seat is not None:
        return Reply(
            task=0,
            user_id=ticket.user_id,
            locale=ticket.locale,
            ephemeral=True,
            **asdict(seat),
        )
    return Reply(
        task=0,
        user_id=ticket.user_id,
        application_id=above.application_id,
        channel_id=above.channel_id,
        guild_id=above.guild_id,
        token="",
        token_until=0.0,
        locale=ticket.locale,
        upload_limit=above.upload_limit,
        dead=frozenset({Route.TOKEN}),
    )
