"""The MP4 files of a finished video task, as trueai writes them."""

from __future__ import annotations

from typing import Any

from sandbox.relay.studio import Studio
from sandbox.relay.task import RelayTask


def exist(task: RelayTask) -> bool:
    """Whether a task makes MP4 files."""
    picture = task.picture
    return picture is not None and picture.motion is not None and picture.motion.file == "mp4"


def fields(studio: Studio, task: RelayTask) -> dict[str, Any]:
    """Their addresses; none for what Discord animates, which is a picture to trueai."""
    if task.picture is None or not exist(task):
        return {}
    files = [
        {
            "url": studio.files.clip(task, number, still=False),
            "thumbnail": studio.files.clip(task, number, still=True),
        }
        for number in range(1, len(task.picture.cells) + 1)
    ]
    return {"videoUrl": files[0]["url"], "videoUrls": files, "contentType": "video/mp4"}
