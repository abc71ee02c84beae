"""Buttons that Easel offers where a relay sends none."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core import classic
from bot.core.report import Button
from bot.core.request import Blend, Change, Describe, FaceSwap, Imagine, Request, Verb
from bot.core.status import Status
from bot.core.task import Task
from tests.builders import a_button, a_task, an_action

GRID = tuple(a_button(label) for label in ("U1", "U2", "U3", "U4"))


def done(**changes: Any) -> Task:
    whole = {"status": Status.DONE, "picture": "https://x.example/1.png", "relay_id": "17"}
    return a_task(**{**whole, **changes})


def a_change(verb: Verb, index: int = 1) -> Change:
    return Change(1, "17", 0, verb, index, "U1")


@pytest.mark.parametrize(
    "request_", [Imagine("a"), Blend(), a_change(Verb.VARIATION), a_change(Verb.REROLL)]
)
def test_a_grid_without_buttons_gets_midjourneys_nine(request_: Request) -> None:
    task = done(request=request_)
    assert [button.label or button.emoji for button in classic.buttons(task)] == [
        *("U1", "U2", "U3", "U4", "🔄"),
        *("V1", "V2", "V3", "V4"),
    ]
    assert classic.is_grid(task)


@pytest.mark.parametrize(
    "changes",
    [
        {"buttons": GRID},
        {"status": Status.RUNNING},
        {"status": Status.FAILED},
        {"relay_id": None},
        {"video": "https://x.example/1.mp4"},
        {"request": a_change(Verb.UPSCALE)},
        {"request": Describe()},
        {"request": FaceSwap()},
        {"request": an_action()},
    ],
)
def test_nothing_else_does(changes: dict[str, Any]) -> None:
    task = done(**changes)
    assert classic.offered(task) == ()
    assert classic.change(task, 0) is None
    assert classic.buttons(task) == task.buttons


@pytest.mark.parametrize(
    ("position", "verb", "index", "label"),
    [(1, Verb.UPSCALE, 2, "U2"), (4, Verb.REROLL, 1, "🔄"), (8, Verb.VARIATION, 4, "V4")],
)
def test_a_position_is_what_is_sent(position: int, verb: Verb, index: int, label: str) -> None:
    assert classic.change(done(number=12), position) == Change(
        12, "17", position, verb, index, label
    )


@pytest.mark.parametrize("position", [-1, 9, 10**9])
def test_a_position_beyond_them_is_nothing(position: int) -> None:
    assert classic.change(done(), position) is None


def test_a_grid_is_known_by_its_four_upscales() -> None:
    assert classic.is_grid(done(buttons=GRID, request=an_action()))
    assert not classic.is_grid(done(buttons=GRID[:3], request=an_action()))
    assert not classic.is_grid(done(buttons=GRID, picture=None))
    video = tuple(Button(f"MJ::JOB::video_virtual_upscale::{n}::u", f"U{n}") for n in range(1, 5))
    assert not classic.is_grid(done(buttons=video, request=an_action()))
    assert not classic.is_grid(done(buttons=GRID, video="https://x.example/1.mp4"))


def test_what_a_press_takes() -> None:
    high = Button("MJ::JOB::animate_high::1::u::SOLO", "Animate (High motion)")
    task = done(buttons=(high,))
    assert classic.takes(task, 0) == {"submit/action", "animate_high"}
    assert classic.takes(task, 1) == frozenset()
    assert classic.takes(done(), 0) == {"submit/change"}
