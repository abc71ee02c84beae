"""What a describe or shorten brought, as a card."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.failure import Failure, FailureKind
from bot.core.picture import Attached
from bot.core.report import Button, Style
from bot.core.request import Action, Describe, Shorten, edited, suggested
from bot.core.status import Status
from bot.core.task import Task
from bot.ui import presenter
from bot.ui.card import MOST_COMPONENTS, MOST_TEXT, Address, Card, Verb
from bot.ui.texts import Texts
from tests.builders import NOW, a_button, a_reply, a_task, an_action

FOUR = ("a lighthouse --ar 5:4", "a tower by the sea", "waves", "a storm --v 7")
RETRY = Button("MJ::Picread::Retry", "", "🔄")
PICKS = tuple(Button(f"MJ::Job::PicReader::{n}", "", f"{n}\ufe0f\u20e3") for n in range(1, 5))
ALL = Button("MJ::Job::PicReader::all", "Imagine all", "🎉")
LONG = "words " * 900


def described(**changes: Any) -> Task:
    known = {
        "request": Describe(),
        "prompt": "",
        "status": Status.DONE,
        "relay_id": "1",
        "suggestions": FOUR,
        "buttons": (*PICKS, RETRY, ALL),
    }
    return a_task(**(known | changes))


def drawn(texts: Texts, task: Task, **reply: Any) -> Card:
    return presenter.card(task, a_reply(**reply), texts)


def targets(card: Card) -> list[list[Any]]:
    return [[key.target for key in row] for row in card.rows]


def addresses(card: Card) -> list[Address]:
    return [target for row in targets(card) for target in row]


def test_each_prompt_has_a_number_and_a_pencil(texts: Texts) -> None:
    shown = drawn(texts, described())
    first, second, third, last = targets(shown)
    assert first == [Address(Verb.SUGGESTION, 1, index) for index in range(4)]
    assert second == [Address(Verb.EDIT_SUGGESTION, 1, index) for index in range(4)]
    assert third == [Address(Verb.PRESS, 1, 4)]
    assert Address(Verb.DETAILS, 1) in last
    assert [key.label for key in shown.rows[0]] == ["1", "2", "3", "4"]
    for number, prompt in enumerate(("a lighthouse --ar 5:4", "a tower by the sea"), start=1):
        assert f"**{number}** · {prompt}" in shown.body
    assert shown.notes == ()
    assert shown.accent is None


def test_a_relay_that_cannot_describe_again_offers_nothing_of_its_own(texts: Texts) -> None:
    for buttons in ((), (*PICKS, ALL)):
        offered = addresses(drawn(texts, described(buttons=buttons)))
        assert Verb.PRESS not in {address.verb for address in offered}


def test_one_that_was_changed_and_drawn_is_green(texts: Texts) -> None:
    row = drawn(texts, described(pressed=frozenset({edited(1)}))).rows[1]
    assert [key.style for key in row] == [
        Style.SECONDARY,
        Style.SUCCESS,
        Style.SECONDARY,
        Style.SECONDARY,
    ]


def test_one_that_was_drawn_is_green(texts: Texts) -> None:
    row = drawn(texts, described(pressed=frozenset({suggested(2)}))).rows[0]
    assert [key.style for key in row] == [
        Style.PRIMARY,
        Style.PRIMARY,
        Style.SUCCESS,
        Style.PRIMARY,
    ]


def test_the_described_picture_stands_above(texts: Texts) -> None:
    shown = drawn(texts, described(), attached=Attached("s", "https://cdn.discordapp.com/a.png"))
    assert shown.picture == "https://cdn.discordapp.com/a.png"


def test_what_shorten_brought_stands_under_what_was_shortened(texts: Texts) -> None:
    task = described(request=Shorten("a b c"), prompt="a b c", suggestions=("a b", "a"))
    shown = drawn(texts, task)
    assert shown.line.startswith("**a b c**\n")
    assert texts.say("en", "kinds.shorten") in shown.line
    assert [len(row) for row in shown.rows[:2]] == [2, 2]


def test_what_describes_again_brings_words_too(texts: Texts) -> None:
    action = an_action(custom_id="MJ::Picread::Retry", label="🔄")
    shown = drawn(texts, described(request=action))
    assert shown.body
    assert "🔄 of #1" in shown.line


def test_a_describe_without_any_words_is_said(texts: Texts) -> None:
    shown = drawn(texts, described(suggestions=()))
    assert shown.body == texts.say("en", "suggestions.none")
    assert shown.rows


def test_a_describe_is_told_while_it_goes_and_when_it_fails(texts: Texts) -> None:
    going = drawn(texts, described(status=Status.RUNNING, progress=40, suggestions=()))
    assert going.headline == f"**{texts.say('en', 'state.running_describe')}**"
    assert going.bar == ""
    failure = Failure(FailureKind.TIMEOUT)
    failed = drawn(texts, described(status=Status.FAILED, failure=failure, suggestions=()))
    assert failed.headline == f"**{texts.say('en', 'state.failed_describe')}**"


def test_a_suggestion_cannot_ping_or_forge(texts: Texts) -> None:
    shown = drawn(texts, described(suggestions=("@everyone **bold** [a](https://b.c) <@1>",)))
    assert "@everyone" not in shown.body
    assert "**bold**" not in shown.body
    assert "[a]" not in shown.body


def test_a_picture_is_never_taken_for_words(texts: Texts) -> None:
    task = described(request=an_action(), suggestions=(), buttons=(a_button("U1"),))
    assert isinstance(task.request, Action)
    assert drawn(texts, task).body == ""


@given(
    suggestions=st.lists(st.text(max_size=300) | st.just(LONG) | st.just("*" * 3000), max_size=40),
    prompt=st.just(LONG) | st.just("_" * 6000) | st.text(max_size=50),
    buttons=st.lists(st.sampled_from([RETRY, ALL, *PICKS]), max_size=30),
    translation=st.none() | st.just(LONG) | st.just("*" * 3000),
    locale=st.sampled_from(["en", "zh-CN"]),
)
def test_discords_limits_are_kept(
    texts: Texts,
    suggestions: list[str],
    prompt: str,
    buttons: list[Button],
    translation: str | None,
    locale: str,
) -> None:
    task = described(
        request=Shorten(prompt),
        prompt=prompt,
        suggestions=tuple(suggestions),
        buttons=tuple(buttons),
        translation=translation,
        created_at=NOW,
    )
    attached = Attached("s", "https://cdn.discordapp.com/a.png")
    shown = drawn(texts, task, attached=attached, locale=locale, channel_id=2)
    assert shown.components <= MOST_COMPONENTS
    assert sum(map(len, shown.texts)) <= MOST_TEXT
    assert all(1 <= len(row) <= 5 for row in shown.rows)
    ids = [address.custom_id for address in addresses(shown)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("verb", [Verb.SUGGESTION, Verb.EDIT_SUGGESTION])
def test_its_addresses_are_read_again(verb: Verb) -> None:
    address = Address(verb, 12, 3)
    assert Address.parse(address.custom_id) == address
