"""What a server knows of a task: those that look at their upstream now and then know it late."""

from __future__ import annotations

import math
from typing import Final

from sandbox.relay.studio import Studio
from sandbox.relay.task import NOT_STARTED, WAITING_FOR_FORM, Moment, RelayTask

_UNSWEPT: Final = Moment("", "0%")  # a row of new-api before it first asks its upstream


def seen(studio: Studio, task: RelayTask) -> Moment:
    """What the server knows: what was true when it last looked at its upstream."""
    preset = studio.preset
    unseen = _UNSWEPT if preset.front else NOT_STARTED
    if task.fixed is not None and not (preset.front and _fresh(studio, task)):
        return task.fixed
    if not studio.auto:
        return unseen
    looked = _last_look(studio)
    return unseen if looked < task.entered else task.at(looked)


def _fresh(studio: Studio, task: RelayTask) -> bool:
    """True while new-api has not heard of a task that is otherwise not moved by time."""
    if not studio.auto:
        return task.fixed == NOT_STARTED
    return task.fixed == WAITING_FOR_FORM and _last_look(studio) < task.entered


def _last_look(studio: Studio) -> float:
    now, every = studio.time.now(), studio.preset.sampling
    return math.floor(now / every) * every if every else now


def first_row(studio: Studio, task: RelayTask, moment: Moment) -> Moment:
    """new-api's sweep maps ids to rows and reaches only one of two until that one is finished; the
    other goes on saying what it said until the sweep after."""
    if not task.confirmed or task.front_row is None:
        return moment
    if not moment.ended:
        return task.front_row
    swept_again = _last_look(studio) - studio.preset.sampling
    late = studio.auto and task.plan is not None and swept_again < task.plan.end
    return task.front_row if late and task.fixed is None else moment
