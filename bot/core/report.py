"""What a relay says: the answer to a submit, and the state of a task."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.failure import Failure


class RelayStatus(StrEnum):
    """A relay's status words, folded to what they mean for us."""

    WAITING = "waiting"  # NOT_START, "" (new-api before its first sweep), and words nobody knows
    SUBMITTED = "submitted"
    RUNNING = "running"  # IN_PROGRESS
    FORM = "form"  # MODAL: waits for /submit/modal
    SUCCESS = "success"
    FAILURE = "failure"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        """Whether the relay will say nothing else about this task."""
        return self in {RelayStatus.SUCCESS, RelayStatus.FAILURE, RelayStatus.CANCELLED}


class Style(StrEnum):
    """How a button looks; the relay's numbers 1 to 4."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    SUCCESS = "success"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """One of the relay's buttons, in the relay's order.

    `label` or `emoji` may be empty, never both (then `label` is made from `custom_id`). `emoji` is
    as sent: a character or the name of a custom emoji (`upscale_1`).
    """

    custom_id: str
    label: str
    emoji: str = ""
    style: Style = Style.SECONDARY


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The relay took a submit.

    `ahead` is how many tasks wait before it, None where the relay does not say. `form` is the
    suggested prompt when the task now waits for a form (code 21), else None.
    """

    relay_id: str
    ahead: int | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A task as a relay tells it, with every difference between relays taken out.

    `progress` is 0 to 100, None when the relay said nothing readable. `buttons` is None when the
    relay said nothing of them (novicezk's never does). `picture` is a preview until `status` is
    SUCCESS. `suggestions` are the prompts of a describe or shorten, in the relay's order, without
    its numbers and links. `video` is the address of the finished MP4 or animated WebP. `failure` is
    set exactly when `status` is FAILURE. Times are seconds since the epoch.
    """

    relay_id: str
    status: RelayStatus
    progress: int | None = None
    picture: str | None = None
    buttons: tuple[Button, ...] | None = None
    failure: Failure | None = None
    suggestions: tuple[str, ...] = ()
    video: str | None = None
    final_prompt: str = ""
    job_id: str = ""
    state: str = ""
    finished_at: float | None = None
