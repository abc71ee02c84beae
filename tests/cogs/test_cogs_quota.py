"""/quota: what is used and left, for whoever asks and for nobody else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.guild import GuildSettings
from bot.core.limits import Limit, Scope, Unit
from bot.core.periods import Period
from bot.core.request import Speed

if TYPE_CHECKING:
    from sandbox.discord import Interaction, Message
    from tests.ui.running import Stage

QUOTAS = (
    Limit(scope=Scope.EVERYONE, period=Period.DAY, unit=Unit.TASKS, amount=2),
    Limit(scope=Scope.EVERYONE, period=Period.MONTH, unit=Unit.TASKS, amount=9, speed=Speed.RELAX),
    Limit(scope=Scope.SERVER, period=Period.MONTH, unit=Unit.MONEY, amount=2_000_000),
)


async def settle(stage: Stage, *limits: Limit) -> None:
    def how(settings: GuildSettings) -> GuildSettings:
        return replace(settings, limits=limits)

    await stage.services.guilds.settle(stage.gallery.guild.id, how, actor=1)


async def quota(stage: Stage, who: str = "Ada") -> Message:
    use = await stage.discord.person(who).command(stage.gallery, "quota")
    await use.acknowledged()
    assert use.reply is not None
    assert use.reply.ephemeral
    return use.reply


async def imagine(stage: Stage, prompt: str) -> Interaction:
    use = await stage.ada.command(stage.gallery, "imagine", {"prompt": prompt})
    return await use.acknowledged()


async def test_a_server_without_quotas_says_so(stage: Stage) -> None:
    assert stage.texts.say("en", "quotas.none") in (await quota(stage)).text


async def test_it_shows_what_is_used_left_and_paid(stage: Stage) -> None:
    await settle(stage, *QUOTAS)
    await imagine(stage, "a fox")
    text = (await quota(stage)).text
    assert "1 of 2 tasks used · 1 left · renews <t:" in text
    assert "0 of 9 relaxed tasks used" in text
    assert "$0.10 of $2.00 used · $1.90 left" in text
    assert "Imagine · $0.10, set aside" in text
    assert "set aside" not in (await quota(stage, "Bo")).text


async def test_it_speaks_chinese(stage: Stage) -> None:
    await settle(stage, *QUOTAS)
    assert "服务器预算额度 · 本月" in (await quota(stage, "Chen")).text


async def test_a_used_up_quota_is_refused_in_words_and_nothing_is_stored(stage: Stage) -> None:
    await settle(stage, *QUOTAS)
    for prompt in ("one", "two"):
        await imagine(stage, prompt)
    refused = await imagine(stage, "three")
    assert refused.reply is not None
    assert "Your quota of 2 tasks today is used up. It renews <t:" in refused.reply.text
    assert await stage.store.get(3) is None
