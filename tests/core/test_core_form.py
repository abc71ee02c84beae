"""Which buttons have a form in front of them, and who has to fill it in."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.form import (
    FORM_LIFE,
    Asks,
    asks,
    expires_at,
    prompt_of,
    unasked,
    unheard,
    waits_for_member,
)
from bot.core.status import Status
from bot.core.task import Task
from tests.builders import NOW, a_task, an_action

ID = "9f2d0b6e-1c5e-4d5a-8d53-3f6a5b1f7a11"
VARIATION = f"MJ::JOB::variation::1::{ID}"
ZOOM = f"MJ::CustomZoom::{ID}"


def waiting(custom_id: str, **changes: Any) -> Task:
    """A press for which the relay waits for a form."""
    remix = bool(changes.pop("remix", False))
    return a_task(
        request=an_action(custom_id=custom_id, remix=remix),
        **{"status": Status.SUBMITTED, "form": "a cat", "form_since": NOW} | changes,
    )


@pytest.mark.parametrize(
    ("custom_id", "kind"),
    [
        (ZOOM, Asks.ZOOM),
        (f"MJ::CustomZoom::1::{ID}", Asks.ZOOM),
        (f"MJ::Inpaint::1::{ID}::SOLO", Asks.REGION),
        (f"MJ::JOB::video::1::{ID}::manual", Asks.PROMPT),
        (VARIATION, Asks.REMIX),
        (f"MJ::JOB::low_variation::1::{ID}::SOLO", Asks.REMIX),
        (f"MJ::JOB::high_variation::1::{ID}::SOLO", Asks.REMIX),
        (f"MJ::JOB::reroll::0::{ID}::SOLO", Asks.REMIX),
        (f"MJ::JOB::pan_left::1::{ID}::SOLO", Asks.REMIX),
        (f"MJ::JOB::animate_high::1::{ID}::SOLO", Asks.REMIX),
        (f"MJ::JOB::animate_high_extend::1::{ID}", None),
        (f"MJ::JOB::video_virtual_upscale::1::{ID}", None),
        (f"MJ::JOB::upsample::1::{ID}", None),
        (f"MJ::Outpaint::50::1::{ID}::SOLO", None),
        ("", None),
    ],
)
def test_buttons_and_their_forms(custom_id: str, kind: Asks | None) -> None:
    assert asks(custom_id) is kind


def test_a_form_is_the_members_where_only_they_can_fill_it_in() -> None:
    assert waits_for_member(waiting(ZOOM))
    assert waits_for_member(waiting(VARIATION, remix=True))
    assert not waits_for_member(waiting(VARIATION))
    assert not waits_for_member(waiting(ZOOM, answer="a cat --zoom 2"))
    assert not waits_for_member(waiting(ZOOM, confirmed_at=NOW))
    assert not waits_for_member(waiting(ZOOM, form=None))
    assert not waits_for_member(waiting(ZOOM, status=Status.FAILED))
    assert not waits_for_member(a_task(status=Status.SUBMITTED, form="a cat"))


def test_a_form_runs_out_after_it_was_asked_for() -> None:
    assert expires_at(waiting(ZOOM, form_since=NOW + 5)) == NOW + 5 + FORM_LIFE
    assert expires_at(waiting(ZOOM, form_since=None)) == NOW + FORM_LIFE


@pytest.mark.parametrize("status", [Status.RUNNING, Status.DONE])
def test_an_answer_that_nobody_asked_for_was_not_heard(status: Status) -> None:
    task = waiting(VARIATION, form=None, answer="a dog", status=status)
    assert unheard(task)
    assert prompt_of(task) == task.prompt
    assert not unheard(waiting(VARIATION, answer="a dog", status=status, confirmed_at=NOW))


@pytest.mark.parametrize("answer", [None, "a dog"])
def test_a_member_was_not_asked_who_wanted_to_be(answer: str | None) -> None:
    began: dict[str, Any] = {"form": None, "status": Status.RUNNING, "answer": answer}
    assert unasked(waiting(VARIATION, remix=True, **began))
    assert not unasked(waiting(VARIATION, **began))
    assert not unasked(waiting(f"MJ::JOB::upsample::1::{ID}", remix=True, **began))
    assert not unasked(waiting(ZOOM, remix=True, **began))
    assert not unasked(waiting(VARIATION, remix=True, **began | {"form": "a cat"}))
    assert not unasked(waiting(VARIATION, remix=True, **began | {"status": Status.SUBMITTED}))


def test_an_answer_is_the_prompt_until_it_turns_out_unheard() -> None:
    assert prompt_of(waiting(VARIATION, form=None, answer="a dog")) == "a dog"
    assert prompt_of(waiting(VARIATION)) == a_task().prompt
