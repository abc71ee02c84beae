"""The trail posted by a connected client, each turn made by hand."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.core.audit import Event, Happening
from bot.core.guild import GuildSettings
from bot.service.herald import CLOSED_FOR, KEPT, LOOK, SPACING, Herald
from bot.store import guild_file
from bot.ui.notices import DiscordNotices
from sandbox.discord import Channel
from tests.clock import HandClock
from tests.ui.running import Stage, running

ADA, MIRA = 11, 12


@dataclass(frozen=True)
class Office:
    """The herald, what it reads and what people see of it."""

    stage: Stage
    herald: Herald
    clock: HandClock

    @property
    def guild(self) -> int:
        return self.stage.discord.home.id

    @property
    def log(self) -> Channel:
        return self.stage.discord.channel("mod-log")

    @property
    def sketches(self) -> Channel:
        return self.stage.discord.channel("sketches")

    async def settle(self, **settings: object) -> None:
        await self.stage.services.guilds.change(
            self.guild, lambda now: replace(now, **settings), lambda _before, _after: []
        )

    async def note(self, event: Event = Event.UNBLOCKED, **changes: object) -> None:
        line = Happening(
            guild_id=self.guild,
            at=self.clock.now(),
            event=event,
            actor=MIRA,
            values={"member": str(ADA)},
        )
        await self.stage.services.trail.note(replace(line, **changes))

    async def turn(self, seconds: float = LOOK) -> None:
        """So many seconds later: a turn, and whatever it began brought home."""
        self.clock.pass_(seconds)
        await self.herald.turn()
        await self.herald.finish(30)

    def posted(self, channel: Channel | None = None) -> list[str]:
        return [message.text for message in self.stage.discord.messages(channel or self.log)]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with running(tmp_path) as stage:
        clock = HandClock()
        herald = Herald(
            trail=stage.services.trail,
            guilds=stage.services.guilds,
            store=stage.store,
            board=DiscordNotices(client=stage.client, texts=stage.texts, file=guild_file),
            clock=clock,
            chance=random.Random(1),
        )
        yield Office(stage, herald, clock)
        assert stage.discord.pings == []


async def test_what_happens_meanwhile_shares_the_next_message(office: Office) -> None:
    await office.settle(audit=office.log.id)
    for _ in range(3):
        await office.note()
    await office.turn()
    assert len(office.posted()) == 1
    assert office.posted()[0].count("lets <@11> use Easel again") == 3
    for _ in range(2):
        await office.note()
        await office.turn(LOOK)
    assert len(office.posted()) == 1
    await office.turn(SPACING)
    assert len(office.posted()) == 2
    assert office.posted()[1].count("<@11>") == 2
    await office.turn(SPACING)
    assert len(office.posted()) == 2


async def test_more_than_a_message_holds_comes_in_order_in_several(office: Office) -> None:
    await office.settle(audit=office.log.id)
    for number in range(30):
        reason = f"{number}: {'spam ' * 60}"
        await office.note(Event.BLOCKED, values={"member": "11", "reason": reason, "until": ""})
    for _ in range(10):
        await office.turn(SPACING)
    text = "\n".join(office.posted())
    places = [text.index(f" {number}: spam") for number in range(30)]
    assert places == sorted(places)
    assert all(len(message) <= 2000 for message in office.posted())


async def test_each_channel_gets_what_is_for_it(office: Office) -> None:
    await office.settle(audit=office.log.id, moderation=office.sketches.id)
    await office.note(Event.REMOVED, task=None, values={"owner": "11"})
    await office.note(Event.BLOCKED, values={"member": "11", "reason": "Spam", "until": ""})
    await office.turn()
    [audit], [moderation] = office.posted(), office.posted(office.sketches)
    assert "deleted" in audit
    assert "for good: Spam" in audit
    assert "deleted" not in moderation
    assert "for good: Spam" in moderation


async def test_one_channel_for_both_gets_each_line_once(office: Office) -> None:
    await office.settle(audit=office.log.id, moderation=office.log.id)
    await office.note(Event.BLOCKED, values={"member": "11", "reason": "Spam", "until": ""})
    for _ in range(3):
        await office.turn(SPACING)
    [posted] = office.posted()
    assert posted.count("Spam") == 1
    assert await office.stage.services.trail.waiting() == []


async def test_what_happened_while_there_was_no_channel_is_not_posted_later(
    office: Office,
) -> None:
    await office.note()
    await office.turn()
    await office.settle(audit=office.log.id)
    await office.note(Event.REMOVED, values={"owner": "11"})
    await office.turn(SPACING)
    [posted] = office.posted()
    assert "deleted" in posted
    assert "use Easel again" not in posted


async def test_a_channel_that_takes_nothing_is_said_once_and_not_tried_again(
    office: Office,
) -> None:
    await office.settle(audit=office.log.id, moderation=office.sketches.id)
    office.stage.discord.land.deny(office.log, "SEND_MESSAGES")
    tried = office.stage.discord.counts.copy()
    for _ in range(5):
        await office.note()
        await office.turn(SPACING)
    refused = [r for r in office.stage.discord.requests if r.status == 403]
    assert len(refused) == 1, tried
    told = "\n".join(office.posted(office.sketches))
    assert told.count("lacks permissions in") == 1
    assert "Send Messages" in told
    office.stage.discord.land.allow(office.log, "SEND_MESSAGES")
    await office.note(Event.REMOVED, values={"owner": "11"})
    await office.turn(CLOSED_FOR)
    assert "deleted" in office.posted()[0]


async def test_the_owner_is_told_where_moderators_have_no_channel(office: Office) -> None:
    await office.settle(audit=office.log.id)
    office.stage.discord.delete_channel(office.log)
    await office.note()
    for _ in range(4):
        await office.turn(SPACING)
    owner = office.stage.discord.dm(office.stage.discord.person("Nadia"))
    [told] = office.posted(owner)
    assert "On your server **Studio**:" in told
    assert "is gone" in told


async def test_the_owner_hears_of_everything_however_many_messages_that_takes(
    office: Office,
) -> None:
    channels = range(501, 521)
    for channel in channels:
        lacking = "send_messages,attach_files,read_message_history"
        await office.note(Event.PERMISSIONS, channel_id=channel, values={"lacking": lacking})
    await office.turn()
    await office.turn(SPACING)
    await office.turn(SPACING)

    owner = office.stage.discord.dm(office.stage.discord.person("Nadia"))
    told = "\n".join(office.posted(owner))
    assert len(office.posted(owner)) > 1
    assert [told.count(f"<#{channel}>") for channel in channels] == [1] * len(channels)


async def test_the_owner_hears_of_a_budget_where_there_is_no_channel(office: Office) -> None:
    values = {"used": "8000000", "amount": "10000000"}
    for _ in range(2):
        await office.note(Event.BUDGET_NEAR, actor=None, values=values, once="budget")
        await office.turn(SPACING)
    owner = office.stage.discord.dm(office.stage.discord.person("Nadia"))
    [told] = office.posted(owner)
    assert "Four fifths of the server's budget are spent" in told


async def test_an_owner_who_takes_no_messages_stops_nothing(office: Office) -> None:
    nadia = office.stage.discord.person("Nadia")
    nadia.user.takes_messages = False
    values = {"used": "8000000", "amount": "10000000"}
    await office.note(Event.BUDGET_NEAR, actor=None, values=values)
    await office.turn()
    assert await office.stage.services.trail.waiting() == []


@pytest.mark.parametrize("fault", ["503", "429-front-door", "reset", "200"])
async def test_where_discord_is_busy_it_is_tried_again_later(office: Office, fault: str) -> None:
    await office.settle(audit=office.log.id)
    office.stage.discord.inject(fault, times=2, path="/messages", method="POST")
    await office.note()
    for _ in range(3):
        await office.turn(60.0)
    assert len(office.posted()) == 1


async def test_what_was_posted_and_not_noted_is_completed_not_posted_twice(
    office: Office,
) -> None:
    await office.settle(audit=office.log.id)
    office.stage.discord.inject("reset-after", path="/messages", method="POST")
    await office.note()
    await office.turn()
    assert len(office.posted()) == 1
    await office.note(Event.REMOVED, values={"owner": "11"})
    await office.turn(60.0)
    [posted] = office.posted()
    assert "use Easel again" in posted
    assert "deleted" in posted


async def test_one_channel_that_is_slow_keeps_no_other_waiting(office: Office) -> None:
    await office.settle(audit=office.log.id, moderation=office.sketches.id)
    path = f"/channels/{office.log.id}/messages"
    office.stage.discord.inject("delay", path=path, method="POST", seconds=3600.0)
    await office.note(Event.BLOCKED, values={"member": "11", "reason": "Spam", "until": ""})
    await office.herald.turn()
    await office.stage.discord.wait_for(lambda m: "Spam" in m.text, channel=office.sketches)
    assert office.posted() == []


async def test_a_server_reads_the_language_it_has_chosen_or_that_of_discord(
    office: Office,
) -> None:
    await office.settle(audit=office.log.id, locale="zh-CN")
    await office.note()
    await office.turn()
    assert "恢复了 <@11> 的使用权" in office.posted()[0]
    await office.settle(locale=None)
    await office.note()
    await office.turn(SPACING)
    assert "use Easel again" in office.posted()[1]


async def test_the_trail_is_kept_for_ninety_days(office: Office) -> None:
    await office.note()
    await office.turn(KEPT - 60)
    assert len(await office.stage.services.trail.page(office.guild, before=None, limit=9)) == 1
    await office.turn(3700)
    assert await office.stage.services.trail.page(office.guild, before=None, limit=9) == []


async def test_defaults_post_nowhere(office: Office) -> None:
    assert (GuildSettings().audit, GuildSettings().moderation) == (None, None)
    await office.note()
    await office.turn()
    assert await office.stage.services.trail.waiting() == []
