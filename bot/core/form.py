"""The forms in front of some of Midjourney's buttons: which have one, and what becomes of it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.button_kinds import kind
from bot.core.report import RelayStatus
from bot.core.request import Action
from bot.core.status import Status, Waiting

if TYPE_CHECKING:
    from bot.core.report import Report
    from bot.core.request import Request
    from bot.core.task import Task

FORM_LIFE = 900.0
"""Seconds that a relay's form is waited for. Midjourney's own end after some minutes, too."""


class Asks(StrEnum):
    """What the form behind a button asks for."""

    ZOOM = "zoom"  # a prompt and how far to step back; always
    REGION = "region"  # a prompt and a painted mask; always
    PROMPT = "prompt"  # a prompt; always
    REMIX = "remix"  # a prompt; only where the relay's account has remix on


_ALWAYS = {"CustomZoom": Asks.ZOOM, "Inpaint": Asks.REGION}
_REMIXED = frozenset(
    {
        *("variation", "low_variation", "high_variation", "reroll"),
        *("pan_left", "pan_right", "pan_up", "pan_down"),
        *("animate_high", "animate_low"),
    }
)


def asks(custom_id: str) -> Asks | None:
    """What the form behind one of the relay's buttons asks for; None where there is never one."""
    what = kind(custom_id)
    if what == "video" and custom_id.endswith("::manual"):
        return Asks.PROMPT
    return Asks.REMIX if what in _REMIXED else _ALWAYS.get(what)


def behind(task: Task) -> frozenset[str]:
    """The kind of the button that a task's form stands behind."""
    action = task.request
    return frozenset({kind(action.custom_id)}) if isinstance(action, Action) else frozenset()


def waits_for_member(task: Task) -> bool:
    """Whether the relay waits for a form that only the task's member can fill in.

    Other forms are answered with the prompt that the relay suggests, so that a button does what it
    says.
    """
    if not task.awaits_form or task.answer is not None or not isinstance(task.request, Action):
        return False
    return task.request.remix or asks(task.request.custom_id) not in {None, Asks.REMIX}


def form_in_doubt(task: Task) -> bool:
    """Whether the answer to a task's form left and nothing is known of its arrival."""
    sent = task.status is Status.SUBMITTED and task.confirmed_at is not None
    return sent and task.waiting is Waiting.ASKING


def shows_heard(task: Task, report: Report) -> bool:
    """Whether a report shows that an answer in doubt has arrived.

    A task whose form is open was not begun; at new-api it has no status at all until that has
    looked at its upstream.
    """
    return form_in_doubt(task) and report.status not in {RelayStatus.FORM, RelayStatus.WAITING}


def expires_at(task: Task) -> float:
    """When the wait for the task's form ends, in seconds since the epoch."""
    return (task.moved_at if task.form_since is None else task.form_since) + FORM_LIFE


def unheard(task: Task) -> bool:
    """Whether the relay went on without asking, so that what was filled in reached nobody.

    So it is where the relay's account sends its forms by itself, or has remix off.
    """
    began = task.status in {Status.RUNNING, Status.DONE}
    return began and task.answer is not None and task.form is None


def remixed(request: Request) -> bool:
    """Whether a relay asks for the prompt before this, if its account has remix on."""
    return isinstance(request, Action) and asks(request.custom_id) is Asks.REMIX


def unasked(task: Task) -> bool:
    """Whether the relay went on without asking a member who wants to be asked.

    So it is where a form would have been in vain, and where one was.
    """
    began = task.status in {Status.RUNNING, Status.DONE}
    request = task.request
    wants = isinstance(request, Action) and request.remix
    return began and wants and task.form is None and remixed(request)


def prompt_of(task: Task) -> str:
    """The prompt that a task is drawn from: what its member filled in, where that was heard."""
    return task.prompt if task.answer is None or unheard(task) else task.answer
