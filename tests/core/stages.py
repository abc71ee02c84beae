"""Tasks brought to a stage of their life by their own methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.report import Acceptance, RelayStatus
from bot.core.status import Status
from tests.builders import NOW, a_button, a_report, a_task

if TYPE_CHECKING:
    from bot.core.task import Task

PICTURE = "https://cdn.example/1.png"


def a_queued(**changes: object) -> Task:
    return a_task(status=Status.QUEUED, revision=1, **changes)


def a_submitted(**changes: object) -> Task:
    return a_queued(**changes).sending(NOW).accepted(Acceptance("77", ahead=2), NOW)


def a_running() -> Task:
    return a_submitted().told(a_report(progress=30, picture="https://cdn.example/p1"), NOW + 5)


def a_done() -> Task:
    report = a_report(RelayStatus.SUCCESS, picture=PICTURE, buttons=(a_button(),))
    return a_running().told(report, NOW + 60)
