"""Translation: once each, side by side, and nobody waits for a model that does not answer."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.blocklist import Entry, Level
from bot.core.failure import FailureKind
from bot.core.request import Imagine
from bot.core.status import Status, Waiting
from bot.core.terms import Terms
from bot.house_rules import house_rules
from bot.service.admission import Admission
from bot.service.translations import AT_ONCE, REST, Translations
from tests.builders import GUILD
from tests.service.trouble import failing

if TYPE_CHECKING:
    from bot.core.asker import Asker
    from bot.core.guild import GuildSettings
    from bot.core.task import Task
    from tests.service.conftest import House

CHAT = "chat/completions"


@pytest.fixture
def preset() -> str:
    return "new-api"


def translations(house: House, model: str | None = "gpt-4o-mini") -> Translations:
    rules = house_rules(house.store._database, book=house.book, tariffs={}, clock=house.clock)
    made = Translations(
        model=model,
        relays=house.pool,
        abilities=house.abilities,
        store=house.store,
        book=house.book,
        rules=rules.admission,
        clock=house.clock,
    )
    house.book.watch(made)
    return made


async def waiting(house: House, prompt: str = "一只猫", **changes: object) -> Task:
    return await house.queued(
        request=Imagine(prompt), prompt=prompt, waiting=Waiting.TRANSLATING, **changes
    )


async def done(service: Translations) -> None:
    """Turns until nothing is left to do."""
    while service._open or service._jobs:
        await service.turn()
        await asyncio.gather(*service._jobs.values())


def asked(house: House) -> int:
    return sum(request.operation == CHAT for request in house.server.log)


async def test_the_queue_leaves_it_alone_until_its_words_are_there(house: House) -> None:
    service = translations(house)
    task = await waiting(house)
    await house.send_all()
    assert house.submits() == []
    await done(service)
    await house.send_all()
    [body] = house.submits()
    assert body["prompt"] == "a cat"
    fresh = await house.fresh(task)
    assert (fresh.translation, fresh.request) == ("a cat", Imagine("一只猫"))


async def test_a_model_that_fails_is_left_alone_for_a_while(house: House) -> None:
    service = translations(house)
    house.server.inject("too_many", times=1, path="chat")
    first = await waiting(house)
    await done(service)
    second = await waiting(house)
    await done(service)
    assert asked(house) == 1
    assert [(await house.fresh(task)).translation for task in (first, second)] == ["", ""]
    house.clock.pass_(REST)
    third = await waiting(house)
    await done(service)
    assert (await house.fresh(third)).translation == "a cat"


async def test_an_answer_that_cannot_be_used_is_no_reason_to_rest(house: House) -> None:
    service = translations(house)
    house.server.inject("chat_refused", times=1, path="chat")
    first, second = await waiting(house), await waiting(house)
    await done(service)
    told = {(await house.fresh(task)).translation for task in (first, second)}
    assert told == {"", "a cat"}


async def test_many_are_translated_some_at_a_time(house: House) -> None:
    service = translations(house)
    tasks = [await waiting(house) for _ in range(AT_ONCE + 3)]
    await service.turn()
    assert len(service._jobs) == AT_ONCE
    await done(service)
    assert {(await house.fresh(task)).translation for task in tasks} == {"a cat"}
    assert asked(house) == len(tasks)


async def test_what_the_last_run_left_is_taken_up(house: House) -> None:
    task = await waiting(house)
    service = translations(house)
    await service.load()
    await done(service)
    assert (await house.fresh(task)).translation == "a cat"


async def test_the_model_of_a_relay_that_is_used_no_more_is_not_asked(house: House) -> None:
    service = translations(house)
    await house.pool.take([])
    task = await waiting(house)
    await done(service)
    assert (await house.fresh(task)).translation == ""
    assert asked(house) == 0


async def test_without_a_model_nothing_waits(house: House) -> None:
    service = translations(house, model=None)
    task = await waiting(house)
    await done(service)
    assert (await house.fresh(task)).translation == ""
    assert asked(house) == 0


@pytest.mark.parametrize(("adults", "drawn"), [(True, True), (False, False)])
async def test_its_english_is_held_against_the_servers_words(
    house: House, adults: bool, drawn: bool
) -> None:
    service = translations(house)
    words = service._rules._guilds
    entry = Entry.parse("cat", level=Level.MATURE)
    await words.change(GUILD, lambda now: _with_word(now, entry), lambda _before, _after: [])
    task = await waiting(house, terms=Terms(age_restricted=adults))
    await done(service)
    fresh = await house.fresh(task)
    assert (fresh.status is Status.QUEUED) == drawn
    if drawn:
        assert fresh.terms.spoiler
    else:
        assert fresh.failure is not None
        assert (fresh.failure.kind, fresh.failure.detail) == (FailureKind.UNWANTED, "cat")


def _with_word(settings: GuildSettings, entry: Entry) -> GuildSettings:
    return replace(settings, words=(entry,))


@pytest.mark.parametrize(
    ("prompt", "asked", "english"),
    [("一只猫 --ar 3:2", 0, "a kitten"), ("一只狗", 1, "a dog")],
)
async def test_what_is_asked_for_again_is_not_translated_again(
    house: House, prompt: str, asked: int, english: str
) -> None:
    service = translations(house)
    before = await house.queued(request=Imagine("一只猫"), prompt="一只猫", translation="a kitten")
    request = Imagine(prompt, again_of=before.number)
    task = await house.queued(request=request, prompt=prompt, waiting=Waiting.TRANSLATING)
    await done(service)
    assert (await house.fresh(task)).translation == english
    assert sum(received.operation == CHAT for received in house.server.log) == asked


class Broken(Admission):
    """Rules with a mistake in them."""

    async def admit_words(self, asker: Asker, words: str, terms: Terms) -> Terms:
        raise RuntimeError("a mistake")


async def a_while(house: House) -> None:
    """Long enough for the store to have been tried."""
    for _ in range(100):
        await house.store._database.rows("SELECT 1")


async def test_a_mistake_of_ours_and_a_store_in_trouble_keep_no_task(house: House) -> None:
    service = translations(house)
    service._rules.__class__ = Broken
    task = await waiting(house)
    async with failing(house, "UPDATE ON tasks"):
        await service.turn()
        await a_while(house)
    await done(service)
    fresh = await house.fresh(task)
    assert (fresh.waiting, fresh.translation) == (Waiting.TURN, "")


async def test_what_the_model_said_is_kept_until_it_can_be_stored(house: House) -> None:
    service = translations(house)
    task = await waiting(house)
    async with failing(house, "UPDATE ON tasks"):
        await service.turn()
        await house.server.wait_for(lambda request: request.operation == CHAT)
        await a_while(house)
    await done(service)
    assert (await house.fresh(task)).translation == "a cat"
    assert asked(house) == 1
