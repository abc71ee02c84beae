"""What is made of a result that is for age-restricted channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.asker import Asker
from bot.core.errors import NotAllowed
from bot.core.terms import Terms
from tests.builders import CHANNEL, GUILD, USER, a_reply, an_action

if TYPE_CHECKING:
    from bot.core.task import Task
    from tests.service.conftest import House


async def pressed(house: House, parent: Task, *, age_restricted: bool) -> Task:
    """A press of U1 that is let in."""
    asker = Asker(user_id=USER, channel_id=CHANNEL, guild_id=GUILD, age_restricted=age_restricted)
    house.server.finish(parent.relay_id or "")
    await house.poller.look()
    request = an_action(parent=parent.number, parent_relay_id=parent.relay_id or "")
    return await house.tasks.claim(request, a_reply(), prompt="", asker=asker)


async def test_it_is_for_them_too_whatever_the_words_are_by_then(house: House) -> None:
    parent = await house.sent(guild_id=GUILD, terms=Terms(mature=True))
    task = await pressed(house, parent, age_restricted=True)
    assert task.terms.mature


async def test_it_is_made_nowhere_else(house: House) -> None:
    parent = await house.sent(guild_id=GUILD, terms=Terms(mature=True))
    with pytest.raises(NotAllowed) as refused:
        await pressed(house, parent, age_restricted=False)
    assert refused.value.reason == "mature_elsewhere"
