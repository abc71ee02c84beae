"""Draws tasks into their messages: card to components to one request, by the route it is given."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
import structlog
from discord.utils import MISSING

from bot.core.permit import granted
from bot.core.picture import Attached
from bot.core.ports import Shown
from bot.core.reply import Route
from bot.ui import details, gallery, layout, presenter
from bot.ui.files import attachment
from bot.ui.refusals import INVALID_BODY, NO_REPLY, asking, unsaid
from bot.ui.replies import NOBODY

if TYPE_CHECKING:
    from bot.core.permit import Permit
    from bot.core.picture import Upload
    from bot.core.promise import Promise
    from bot.core.reply import Reply
    from bot.core.task import Task
    from bot.service.operations import Abilities
    from bot.ui.card import Card
    from bot.ui.texts import Texts

log = structlog.get_logger(__name__)

DRAWN = 100
"""Most cards that are kept until they are shown; more edits than this are never under way."""
ORIGINAL: Any = "@original"
"""Discord's name for the first answer to an interaction, where an id would stand; discord.py puts
it into the path as it is, though it asks for a number."""


class DiscordDisplay:
    """The `Display` of `core.ports`, over discord.py's own routes."""

    def __init__(
        self,
        *,
        client: discord.Client,
        texts: Texts,
        abilities: Abilities,
        permit: Permit = granted,
    ) -> None:
        """`client` has to be logged in before anything is shown.

        `permit` is asked for before a message changes; what it raises is let out, nothing changed.
        """
        self._permit = permit
        self._client = client
        self._texts = texts
        self._abilities = abilities
        self._drawn: dict[int, tuple[Task, Reply, Card]] = {}
        """What the last digests were of: most are shown soon after, once a picture is there."""

    def digest(self, task: Task, reply: Reply) -> str:
        """A short text that differs whenever `show` would draw something else.

        The picture counts by where it comes from, not by where Discord keeps it, or the digest
        would change by the upload itself.
        """
        bare = replace(reply, attached=None)
        card = self._card(task, bare)
        self._drawn.pop(task.number, None)
        self._drawn[task.number] = task, bare, card
        if len(self._drawn) > DRAWN:
            del self._drawn[next(iter(self._drawn))]
        return layout.digest(replace(card, picture=_source(task)))

    async def show(self, task: Task, reply: Reply, route: Route, picture: Upload | None) -> Shown:
        """Makes the message show the task, as `core.ports.Display` says."""
        await self._permit()
        card = self._placed_card(task, _placed(task, reply, route), picture)
        edit = _Edit(self._client, task, reply, route, picture)
        with asking(route, task.number):
            message = await edit.send(card)
        return Shown(message.channel.id, message.id, _attached(task, reply, picture, card, message))

    async def erase(self, reply: Reply, route: Route) -> None:
        """Deletes the message, as `core.ports.Display` says."""
        await self._permit()
        with asking(route, reply.task):
            if route is Route.TOKEN:
                await webhook_of(self._client, reply.application_id, reply.token).delete_message(
                    ORIGINAL
                )
            else:
                channel = self._client.get_partial_messageable(reply.channel_id)
                await channel.get_partial_message(reply.message_id or 0).delete()

    def _card(self, task: Task, reply: Reply, picture: Upload | None = None) -> Card:
        missing = self._abilities.missing(task.relay)
        return presenter.card(task, reply, self._texts, upload=picture, missing=missing)

    def _placed_card(self, task: Task, reply: Reply, picture: Upload | None) -> Card:
        """The card that the task's last digest was of, where only its picture is another."""
        drawn = self._drawn.pop(task.number, None)
        shrunk = picture.shrunk if picture else bool(reply.attached and reply.attached.shrunk)
        if drawn is not None and not shrunk:
            known, bare, card = drawn
            if known is task and bare == replace(reply, attached=None):
                return replace(card, picture=presenter.picture(task, reply, picture))
        return self._card(task, reply, picture)

    async def confirmed(self, reply: Reply) -> bool:
        """Whether Discord has the reply, as `core.ports.Display` says."""
        webhook = webhook_of(self._client, reply.application_id, reply.token)
        with asking(Route.TOKEN, reply.task, meant=unsaid):
            try:
                await webhook.fetch_message(ORIGINAL)
            except discord.HTTPException as error:
                if error.code not in NO_REPLY:
                    raise
                return False
        return True

    async def excuse(self, promise: Promise, task: Task | None) -> None:
        """Ends a promised answer in words, as `service.promises.Excuses` says."""
        await self._permit()
        webhook = webhook_of(self._client, promise.application_id, promise.token)
        with asking(Route.TOKEN, promise.details_of or 0):
            if task is not None:
                missing = self._abilities.missing(task.relay)
                card = details.interrupted(task, promise.locale, self._texts, missing)
                await webhook.edit_message(
                    ORIGINAL, view=layout.draw(card), allowed_mentions=NOBODY
                )
            elif (await webhook.fetch_message(ORIGINAL)).flags.loading:
                said = self._texts.say(promise.locale, "errors.interrupted")
                await webhook.edit_message(ORIGINAL, content=said, allowed_mentions=NOBODY)


class _Edit:
    """One edit, or one new message, by one route."""

    def __init__(
        self,
        client: discord.Client,
        task: Task,
        reply: Reply,
        route: Route,
        picture: Upload | None,
    ) -> None:
        self._client = client
        self._task = task
        self._reply = reply
        self._route = route
        self._picture = picture

    async def send(self, card: Card) -> discord.Message:
        """Sends the card; without emoji on its buttons where Discord knows one of them not."""
        try:
            return await self._send(card)
        except discord.HTTPException as error:
            if error.code != INVALID_BODY or "emoji" not in error.text.lower():
                raise
            log.warning("emoji refused", task=self._task.number, error=error.text)
            return await self._send(card.bare())

    async def _send(self, card: Card) -> discord.Message:
        match self._route:
            case Route.TOKEN:
                reply = self._reply
                return await webhook_of(
                    self._client, reply.application_id, reply.token
                ).edit_message(
                    ORIGINAL,
                    view=layout.draw(card),
                    attachments=self._attachments(card),
                    allowed_mentions=NOBODY,
                )
            case Route.BOT:
                return await self._edit(self._reply.channel_id, self._reply.message_id or 0, card)
            case Route.FRESH:
                channel = self._client.get_partial_messageable(self._reply.channel_id)
                return await self._post(channel, card)
            case Route.DIRECT:
                member = discord.Object(self._reply.user_id)
                return await self._post(await self._client.create_dm(member), card)

    async def _edit(self, channel_id: int, message_id: int, card: Card) -> discord.Message:
        channel = self._client.get_partial_messageable(channel_id)
        return await channel.get_partial_message(message_id).edit(
            view=layout.draw(card),
            attachments=self._attachments(card),
            # Said here, since discord.py leaves it out of such edits, and Discord's default pings.
            allowed_mentions=NOBODY,
        )

    async def _post(self, channel: discord.abc.Messageable, card: Card) -> discord.Message:
        """A new message that mentions the member.

        Discord gives back the first one when the same nonce is sent again within minutes, so that a
        crash before the message's id was saved does not post it twice. That one may show an older
        state, and is brought up to date then.
        """
        member = discord.Object(self._reply.user_id)
        extras: dict[str, Any] = {"file": self._file(), "reference": self._reference()}
        message = await channel.send(
            view=layout.draw(card),
            allowed_mentions=discord.AllowedMentions(
                everyone=False, roles=False, users=[member], replied_user=False
            ),
            nonce=f"ez-{self._task.number}-{self._route}",
            **{name: value for name, value in extras.items() if value is not None},
        )
        if tuple(gallery.texts(message.components)) == card.texts:
            return message
        return await self._edit(message.channel.id, message.id, card)

    def _reference(self) -> discord.MessageReference | None:
        """The message that cannot be edited any more, where it is in the same channel."""
        if self._route is not Route.FRESH or self._reply.message_id is None:
            return None
        return discord.MessageReference(
            message_id=self._reply.message_id,
            channel_id=self._reply.channel_id,
            fail_if_not_exists=False,
        )

    def _attachments(self, card: Card) -> list[discord.File]:
        """What the message carries after an edit; `MISSING` leaves it what it has."""
        if (file := self._file()) is not None:
            return [file]  # and whatever else it had goes
        if card.picture is None and (self._task.ended or self._task.muted):
            return []  # nor is anything left that an edit of before a crash has brought late
        kept: list[discord.File] = MISSING
        return kept

    def _file(self) -> discord.File | None:
        """A file for one attempt: a used one would upload nothing, without any error."""
        if self._picture is None:
            return None
        return attachment(self._picture.data, self._picture.name)


def webhook_of(client: discord.Client, application_id: int, token: str) -> discord.Webhook:
    """What an interaction's token leads to."""
    return discord.Webhook.partial(application_id, token, client=client)


def _placed(task: Task, reply: Reply, route: Route) -> Reply:
    """The reply as it will stand: a direct message's channel is known only once it was sent."""
    leaves = route is Route.DIRECT and task.guild_id is not None
    return replace(reply, channel_id=0) if leaves else reply


def _source(task: Task) -> str | None:
    """Where the picture comes from that the message is to carry."""
    if task.muted:
        return None
    return task.video or task.picture or task.preview


def _attached(
    task: Task, reply: Reply, picture: Upload | None, card: Card, message: discord.Message
) -> Attached | None:
    """The picture that the message carries now."""
    if card.picture is None:
        return None
    media = gallery.first(message.components)
    url = media.url if media else None
    if picture is not None:
        return Attached(_source(task) or "", url or "", picture.shrunk)
    if message.attachments:
        # Discord lists only the files that the message does not show: ours is one that an edit of
        # before a crash has brought late, and what the message points to is gone.
        return None
    if reply.attached is None or url is None:
        return reply.attached
    return replace(reply.attached, url=url)
