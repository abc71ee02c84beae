"""What a relay's report means for a task, as the fields that it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.core.picture import PictureTrouble
from bot.core.status import ORDER, Status

if TYPE_CHECKING:
    from bot.core.report import Report
    from bot.core.task import Task

PICTURE_GRACE = 60.0
"""Seconds that SUCCESS may stand without a picture before it counts as missing."""
UNFINISHED = 99
"""The most a task shows before its end."""


def progress(task: Task, status: Status, report: Report, now: float) -> dict[str, Any] | None:
    """What a report of work going on changes; None when it holds nothing new."""
    reached = max(task.progress, min(report.progress or 0, UNFINISHED))
    # Only with new progress, since new-api's preview address changes with every look.
    moved = reached != task.progress or ORDER[status] > ORDER[task.status]
    if not moved and (task.preview or not report.picture):
        return None
    return {
        "progress": reached,
        "preview": report.picture or task.preview,
        "moved_at": now,
        "stalled": False,
        "ahead": None,
    }


def success(task: Task, report: Report, now: float) -> tuple[Status, dict[str, Any]]:
    """What a report of success changes: a picture that is not there yet is waited for."""
    bare = task.makes_picture and not (report.picture or report.video or report.suggestions)
    if bare:
        since = task.bare_since if task.bare_since is not None else now
        if now - since < PICTURE_GRACE:
            return Status.RUNNING, {"bare_since": since, "progress": UNFINISHED}
    return Status.DONE, {
        "progress": 100,
        "picture": report.picture,
        "video": report.video,
        "suggestions": report.suggestions,
        "trouble": PictureTrouble.MISSING if bare else None,
        "preview": None,
        "buttons": report.buttons or (),
        "stalled": False,
        "ended_at": report.finished_at or now,
        "moved_at": now,
    }


def newer(task: Task, report: Report | None) -> dict[str, Any]:
    """What changes when a finished picture is to be brought again, from a newer link if there is
    one; nothing where there is none to bring."""
    picture = report.picture if report and report.picture else task.picture
    video = report.video if report and report.video else task.video
    if task.status is not Status.DONE or (picture is None and video is None):
        return {}
    buttons = report.buttons if report and report.buttons else task.buttons
    return {"picture": picture, "video": video, "trouble": None, "buttons": buttons}
