"""A task of the relay: what is asked, and what is true of it at an instant."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sandbox.relay.painting.picture import Picture


class Status(StrEnum):
    """The statuses that servers of the family write."""

    NOT_START = "NOT_START"
    SUBMITTED = "SUBMITTED"
    IN_PROGRESS = "IN_PROGRESS"
    MODAL = "MODAL"
    SUCCESS = "SUCCESS"
    FAILURE = "FAILURE"
    CANCEL = "CANCEL"


ENDED: Final = frozenset({Status.SUCCESS, Status.FAILURE, Status.CANCEL})


class Kind(StrEnum):
    """What a task makes; each server has its own names for it (`shapes.action`)."""

    IMAGINE = "IMAGINE"
    UPSCALE = "UPSCALE"
    UPSCALE_HD = "UPSCALE_HD"
    VARIATION = "VARIATION"
    LOW_VARIATION = "LOW_VARIATION"
    HIGH_VARIATION = "HIGH_VARIATION"
    REROLL = "REROLL"
    INPAINT = "INPAINT"
    ZOOM = "ZOOM"
    CUSTOM_ZOOM = "CUSTOM_ZOOM"
    PAN = "PAN"
    DESCRIBE = "DESCRIBE"
    BLEND = "BLEND"
    SHORTEN = "SHORTEN"
    SWAP_FACE = "SWAP_FACE"
    VIDEO = "VIDEO"
    VIDEO_EXTEND = "VIDEO_EXTEND"
    VIDEO_UPSCALE = "VIDEO_UPSCALE"
    EDIT = "EDIT"
    RETEXTURE = "RETEXTURE"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a task failed: the title and words of Midjourney's embed, or words alone."""

    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Moment:
    """What is true of a task at an instant. `percent` is what a preview shows, None without one.

    `status` is a plain string: a test may move a task to a status no server of the family knows.
    """

    status: str
    progress: str | None = None
    percent: int | None = None
    failure: Failure | None = None

    @property
    def ended(self) -> bool:
        """True when nothing more will happen."""
        return self.status in ENDED


NOT_STARTED: Final = Moment(Status.NOT_START)
SUBMITTED: Final = Moment(Status.SUBMITTED, "0%")
WAITING_FOR_FORM: Final = Moment(Status.MODAL)
SUCCEEDED: Final = Moment(Status.SUCCESS, "100%")
CANCELLED: Final = Moment(Status.CANCEL, "")


@dataclass(frozen=True, slots=True)
class Plan:
    """When a started task changes, in studio seconds; the state follows from it and the time."""

    start: float
    accepted: float
    end: float
    percents: tuple[int, ...]
    failure: Failure | None

    def at(self, now: float) -> Moment:
        """What is true at a studio second: a pure function, so that waiting costs no timer."""
        if now >= self.end:
            return self._last()
        if now < self.accepted:
            return NOT_STARTED
        span = self.end - self.accepted
        step = int((now - self.accepted) / span * (len(self.percents) + 1)) - 1
        if step < 0:
            return SUBMITTED
        percent = self.percents[min(step, len(self.percents) - 1)]
        return Moment(Status.IN_PROGRESS, f"{percent}%", percent or None)

    def changes(self) -> list[float]:
        """The studio seconds at which something changes, first to last."""
        steps = len(self.percents)
        span = self.end - self.accepted
        middle = [self.accepted + span * (i + 1) / (steps + 1) for i in range(steps)]
        # A hair later, so that rounding cannot land on the step before.
        return [self.accepted, *(at + 1e-6 for at in middle), self.end]

    def _last(self) -> Moment:
        if self.failure is None:
            return SUCCEEDED
        return Moment(Status.FAILURE, "", failure=self.failure)


@dataclass(slots=True, eq=False)
class RelayTask:
    """One task. Only the studio changes it.

    `fixed` is set while the state does not follow from the time: waiting for a form, cancelled,
    or moved by hand. `front_row` is what new-api's first row goes on saying after a form was sent
    in: it keeps two rows of one id. `started_at` and `finished_at` are epoch seconds, as is
    `submitted_at`; `entered` is the studio second at which it was last handed in. `said` is the
    description of the answer to its submit, `result` the text that a description or a shortening
    ends in.
    """

    id: str
    ordinal: int
    kind: Kind
    job: str
    prompt: str
    final_prompt: str
    description: str
    submitted_at: float
    entered: float
    picture: Picture | None = None
    parent: RelayTask | None = None
    pressed: str = ""
    result: str = ""
    state: str | None = None
    hook: str | None = None
    bot: str = "MID_JOURNEY"
    speed: str | None = None
    seed: int = 0
    failure: Failure | None = None
    said: str = "提交成功"
    plan: Plan | None = None
    fixed: Moment | None = None
    front_row: Moment | None = None
    confirmed: bool = False
    started_at: float | None = None
    finished_at: float | None = None
    pressed_buttons: frozenset[str] = frozenset()
    quirks: frozenset[str] = frozenset()

    def at(self, now: float) -> Moment:
        """What is true of the task at a studio second."""
        if self.fixed is not None:
            return self.fixed
        return NOT_STARTED if self.plan is None else self.plan.at(now)
