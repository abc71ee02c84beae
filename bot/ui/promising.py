"""Answers that take a while and are no task's: promised first, and never left unfinished."""

from __future__ import annotations

import contextlib
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import discord
import structlog

from bot.core.errors import StoreError
from bot.ui import replies
from bot.ui.network import FAILED, once

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from bot.core.promise import Promise
    from bot.ui.replies import Interaction
    from bot.ui.services import Services

log = structlog.get_logger(__name__)

Taken = discord.InteractionCallbackResponse[Any] | None
Given = TypeVar("Given")


@contextlib.asynccontextmanager
async def promised(
    interaction: Interaction, services: Services, *, ephemeral: bool
) -> AsyncIterator[Taken]:
    """Says that an answer will come, which the block brings by `replies.fill` or `fill_words`.

    Gives what Discord says of the place of that answer.

    What goes wrong in the block becomes the answer, in words. A promise that cannot be kept, by a
    kill or because Discord takes no answer, is seen to by `service.promises`.
    """
    defer = partial(once(interaction.response.defer), thinking=True, ephemeral=ephemeral)
    async with keeping(interaction, services, defer) as taken:
        try:
            yield taken
        except Exception as error:  # noqa: BLE001  (whatever it was, somebody waits for an answer)
            replies.note(interaction, error)
            said = replies.sentence_of(error, services.texts, replies.locale(interaction))
            await replies.fill_words(interaction, said)


@contextlib.asynccontextmanager
async def keeping(
    interaction: Interaction,
    services: Services,
    promising: Callable[[], Awaitable[Given]],
    *,
    details_of: int | None = None,
) -> AsyncIterator[Given]:
    """Keeps in the store that `promising` promises an answer, until the block has brought it.

    Raises what `promising` raises. That Discord does not take the answer is logged: it is given
    later, as `service.promises` does.
    """
    promise = await services.promises.make(
        application_id=interaction.application_id,
        token=interaction.token,
        locale=replies.locale(interaction),
        details_of=details_of,
    )
    try:
        given = await promising()
    except Exception as error:
        await _untaken(services, promise, error)
        raise
    try:
        yield given
    except Exception as error:  # whatever it was, somebody waits for the answer
        unforeseen = None if isinstance(error, FAILED) else error
        log.warning("could not say", error=repr(error), exc_info=unforeseen)
        services.promises.broken(promise)
    else:
        with contextlib.suppress(
            StoreError
        ):  # the answer is there, which is seen at the next start
            await services.promises.kept(promise)


async def _untaken(services: Services, promise: Promise, error: BaseException) -> None:
    """Discord refused to promise, or nobody knows: then it is asked."""
    refused = isinstance(error, discord.HTTPException) and error.status < 500
    if refused:
        await services.promises.kept(promise)
    else:
        services.promises.broken(promise)
