"""Easel's own keys under a task, and the relay's buttons as far as the relay can do them."""

from __future__ import annotations

from typing import Any

from bot.core.picture import Attached
from bot.core.report import Style
from bot.core.request import Blend, Describe
from bot.core.status import Status
from bot.core.task import Task
from bot.ui import presenter
from bot.ui.card import Address, Card, Key, Verb
from bot.ui.texts import Texts
from tests.builders import USER, a_button, a_reply, a_task, an_action

LINE = f"**a lighthouse at dusk --ar 3:2**\n-# <@{USER}> · #1"
CDN = "https://cdn.discordapp.com/attachments/1/2/grid.png?ex=1&is=2&hm=3"
GRID = tuple(a_button(label) for label in ("U1", "U2", "U3", "U4"))


def done(**changes: Any) -> Task:
    whole = {"status": Status.DONE, "picture": "https://x.example/1.png", "progress": 100}
    return a_task(**{**whole, **changes})


def test_only_what_is_there_can_be_split_or_run_again(texts: Texts) -> None:
    for request in (an_action(), Blend(), Describe()):
        task = done(request=request, prompt="", buttons=(a_button("Vary (Subtle)"),))
        [*_, own] = presenter.card(task, a_reply(), texts).rows
        verbs = [key.target.verb for key in own if isinstance(key.target, Address)]
        assert verbs == [Verb.DETAILS, Verb.KEEP, Verb.DELETE]


def test_what_the_relay_lacks_is_off(texts: Texts) -> None:
    high = a_button("High", custom_id="MJ::JOB::animate_high::1::9f2d::SOLO")
    task = done(request=an_action(), buttons=(a_button("U1"), high))
    off = frozenset({"animate_high"})
    [[first, second], own] = presenter.card(task, a_reply(), texts, missing=off).rows
    assert (first.disabled, second.disabled) == (False, True)
    assert not any(key.disabled for key in own)
    [[_, again]] = presenter.rest(task, 0, "en", texts, missing=off).rows
    assert again.disabled


def test_a_relay_without_buttons_gets_those_of_easel(texts: Texts) -> None:
    task = done(relay_id="1", pressed=frozenset({1}))
    first, second, own = presenter.card(task, a_reply(), texts).rows
    assert [key.label or key.emoji for key in (*first, *second)] == [
        *("U1", "U2", "U3", "U4", "🔄"),
        *("V1", "V2", "V3", "V4"),
    ]
    assert [key.style for key in first][:2] == [Style.SECONDARY, Style.SUCCESS]
    assert len(own) == 5
    without = presenter.card(task, a_reply(), texts, missing=frozenset({"submit/change"}))
    assert all(key.disabled for key in without.rows[0])


def test_what_was_taken_back_stays_the_same_whatever_comes(texts: Texts) -> None:
    reply = a_reply(attached=Attached("preview", CDN))
    running = a_task(status=Status.RUNNING, progress=12, muted=True)
    shown = presenter.card(running, reply, texts)
    assert shown == Card(
        alt="a lighthouse at dusk --ar 3:2",
        headline="**Taken back**",
        notes=(texts.say("en", "cancel.goes_on"),),
        line=LINE,
        rows=((Key("Show it", Address(Verb.SHOW, 1), emoji="🖼️"),),),
        accent=presenter.OVER_COLOUR,
    )
    assert presenter.card(done(muted=True, buttons=GRID), reply, texts) == shown
