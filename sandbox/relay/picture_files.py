"""Where pictures are found: addresses shaped like Discord's, with their signature and their end."""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sandbox.relay.task import RelayTask

LIFE_SECONDS: Final = 86_400  # ex and is of published samples are exactly a day apart
_FIRST_ATTACHMENT: Final = 1_348_306_030_000_000_000
_CHANNEL: Final = 1_320_066_655_572_987_907
_FINAL: Final = 127  # percentages stop at 100; this step means the finished picture
_CLIP: Final = 110  # 111 to 114 are the videos of its cells, 121 to 124 what these begin with
_STILL: Final = 120
_UPLOADS_KEPT: Final = 64


@dataclass(frozen=True, slots=True)
class TaskPicture:
    """A task's picture: finished, or as far as `percent` says; of a video the clip of one cell
    (1 to 4), or the still that this begins with."""

    task: RelayTask
    percent: int | None
    clip: int = 0
    still: bool = False


@dataclass(frozen=True, slots=True)
class UploadedPicture:
    """Bytes that a member sent with a request."""

    data: bytes


Found = TaskPicture | UploadedPicture


class PictureFiles:
    """Makes addresses and finds what they point to. `base_url` is this server's own."""

    def __init__(self, seed: int) -> None:
        self.base_url = ""
        self._seed = seed
        self._tasks: dict[int, RelayTask] = {}
        self._uploads: OrderedDict[int, bytes] = OrderedDict()
        self._upload_count = 0

    def address(self, task: RelayTask, percent: int | None) -> str:
        """The address of a task's finished picture, or of its preview at a percentage."""
        step = _FINAL if percent is None else percent
        issued = task.finished_at if percent is None else task.started_at
        return self._attached(task, step, _name(task, percent), issued)

    def clip(self, task: RelayTask, number: int, *, still: bool) -> str:
        """The address of one of a finished task's videos, or of the picture it begins with."""
        step = number + (_STILL if still else _CLIP)
        name = f"{task.job}_{number - 1}.{'png' if still else 'mp4'}"
        return self._attached(task, step, name, task.finished_at)

    def keep(self, data: bytes, now: float) -> str:
        """Keeps an uploaded picture (only the newest ones) and gives its address."""
        self._upload_count += 1
        number = self._upload_count
        self._uploads[number] = data
        while len(self._uploads) > _UPLOADS_KEPT:
            self._uploads.popitem(last=False)
        attachment = _FIRST_ATTACHMENT - number
        return self._signed(
            f"/ephemeral-attachments/{_CHANNEL}/{attachment}/{number}.png", int(now)
        )

    def find(self, path: str, query: Mapping[str, str], now: float) -> Found | None:
        """What an address points to; None when it never existed, is forged or is past its day."""
        place = re.fullmatch(r"/(ephemeral-)?attachments/\d+/(\d{19})/[^/]+", path)
        if place is None or not self._valid(path, query, now):
            return None
        offset = int(place[2]) - _FIRST_ATTACHMENT
        if place[1]:
            data = self._uploads.get(-offset)
            return None if data is None else UploadedPicture(data)
        task = self._tasks.get(offset // 128)
        step = offset % 128
        return None if task is None else _of(task, step)

    def _attached(self, task: RelayTask, step: int, name: str, issued: float | None) -> str:
        self._tasks[task.ordinal] = task
        attachment = _FIRST_ATTACHMENT + task.ordinal * 128 + step
        path = f"/attachments/{_CHANNEL}/{attachment}/{name}"
        return self._signed(path, int(issued or task.submitted_at))

    def _signed(self, path: str, issued: int) -> str:
        until, since = f"{issued + LIFE_SECONDS:x}", f"{issued:x}"
        signature = self._signature(path, until, since)
        return f"{self.base_url}{path}?ex={until}&is={since}&hm={signature}&"

    def _valid(self, path: str, query: Mapping[str, str], now: float) -> bool:
        until, since = query.get("ex", ""), query.get("is", "")
        if query.get("hm") != self._signature(path, until, since):
            return False
        return int(until, 16) > now

    def _signature(self, path: str, until: str, since: str) -> str:
        return hashlib.sha256(f"{self._seed}{path}{until}{since}".encode()).hexdigest()


def _of(task: RelayTask, step: int) -> TaskPicture:
    """What a task's attachment is, by the step that is part of its number."""
    if step == _FINAL:
        return TaskPicture(task, None)
    if step > _CLIP:
        return TaskPicture(task, None, step % 10, still=step > _STILL)
    return TaskPicture(task, step)


def _name(task: RelayTask, percent: int | None) -> str:
    single = task.picture is not None and not task.picture.is_grid
    if percent is not None:
        return f"{task.job}_0_step_{percent}.jpeg" if single else f"{task.job}_grid_0.webp"
    words = "_".join(re.findall(r"[A-Za-z0-9]+", task.picture.words if task.picture else ""))[:50]
    ending = task.picture.motion.file if task.picture and task.picture.motion else "png"
    return f"ada.rivers_{words or 'picture'}_{task.job}.{ending}"
