"""A task and the only ways it may change.

Kept here: a task changes only by its own methods; each real change adds one to `revision` (a method
that changes nothing returns the same object); its status moves forward only, its shown progress
never falls.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from bot.core import hearing
from bot.core.failure import Failure, FailureKind
from bot.core.form import form_in_doubt, shows_heard
from bot.core.report import RelayStatus
from bot.core.request import FollowUp, makes_picture
from bot.core.status import ORDER, Status, Waiting
from bot.core.terms import STANDARD
from bot.core.turn import spoken

if TYPE_CHECKING:
    from bot.core.picture import PictureTrouble
    from bot.core.report import Acceptance, Button, Report
    from bot.core.request import Request
    from bot.core.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing a member asked for. Times are seconds since the epoch.

    `number` is ours and what members see; `relay_id` the relay's, None until it answered; `state`
    is what we send along with the submit, unguessable and unique, so that a task whose answer was
    lost can be found again at relays that list their tasks. `prompt` is what the message shows: the
    member's for an imagine, the parent's for an action; `final_prompt` what the relay made of it.
    `form` is the prompt that the relay suggests where it waits for a form (None: it does not),
    `form_since` since when, `answer` what the member has filled in (before or after the relay
    asked), and `confirmed_at` when the form's answer left; a mask travels as the task's image.
    `waiting` says `ASKING` until the relay is known to have that answer. `seed` is as digits, empty
    until the relay was asked for it. `suggestions` are a describe's or shorten's prompts. `muted`:
    its member took it back, but the relay could not; what comes of it is kept and not shown.
    `removed`: its message was deleted by somebody who may. `returned`: the relay itself has ended
    it for nothing, and so gives back what it took. `translation` is the English that its words are
    sent in (None: as they are; empty: there is none). `terms` are those it was asked for on.
    """

    number: int
    revision: int
    request: Request
    state: str
    relay: str
    user_id: int
    guild_id: int | None
    channel_id: int
    prompt: str
    created_at: float
    moved_at: float
    terms: Terms = STANDARD
    status: Status = Status.CLAIMED
    relay_id: str | None = None
    sent_at: float | None = None
    confirmed_at: float | None = None
    waiting: Waiting = Waiting.TURN
    ahead: int | None = None
    turn_at: float | None = None
    progress: int = 0
    preview: str | None = None
    picture: str | None = None
    trouble: PictureTrouble | None = None
    bare_since: float | None = None
    missing_since: float | None = None
    buttons: tuple[Button, ...] = ()
    pressed: frozenset[int] = frozenset()
    form: str | None = None
    form_since: float | None = None
    answer: str | None = None
    suggestions: tuple[str, ...] = ()
    video: str | None = None
    muted: bool = False
    removed: bool = False
    final_prompt: str = ""
    failure: Failure | None = None
    returned: bool = False
    job_id: str = ""
    seed: str = ""
    translation: str | None = None
    stalled: bool = False
    ended_at: float | None = None

    # -- reading ---------------------------------------------------------------------------------
    @property
    def ended(self) -> bool:
        """Whether nothing more is expected of the relay."""
        return self.status.ended

    @property
    def in_doubt(self) -> bool:
        """Whether a submit left for the relay and nothing is known of its arrival."""
        return self.status is Status.QUEUED and self.sent_at is not None

    @property
    def awaits_form(self) -> bool:
        """Whether the relay waits for a form that has not been sent."""
        return self.status.at_relay and self.form is not None and self.confirmed_at is None

    @property
    def makes_picture(self) -> bool:
        """Whether a picture is to come of it; describe and shorten bring only words."""
        return makes_picture(self.request)

    @property
    def parent(self) -> int | None:
        """The number of the task whose button made this one."""
        return self.request.parent if isinstance(self.request, FollowUp) else None

    # -- before the relay ------------------------------------------------------------------------
    def queued(self) -> Self:
        """Discord has shown the reply: the task may go to the relay when its turn comes."""
        return self._to(Status.QUEUED)

    def placed(self, waiting: Waiting, ahead: int | None, turn_at: float | None = None) -> Self:
        """It waits, for this reason, at this place, probably until `turn_at`."""
        if self.status is not Status.QUEUED:
            return self
        return self._with(waiting=waiting, ahead=ahead, turn_at=turn_at)

    def translated(self, english: str, terms: Terms | None = None) -> Self:
        """Its words are there in English, on terms that these may change; empty: there is none."""
        return self._with(**spoken(self, english, terms))

    def referring(self, request: Request) -> Self:
        """The picture that its prompt names has an address now; saved before the submit leaves."""
        return self if self.ended else self._with(request=request)

    def sending(self, now: float, relay: str = "", terms: Terms | None = None) -> Self:
        """The submit is about to leave, to this relay on its terms; saved before it does."""
        there = {"relay": relay, "terms": terms} if relay else {}
        return self if self.ended else self._with(sent_at=now, **there)

    def held(self, waiting: Waiting, terms: Terms | None = None) -> Self:
        """The relay is known not to have it (full, or never reached): as if never sent."""
        terms = terms or self.terms
        return self if self.ended else self._with(sent_at=None, waiting=waiting, terms=terms)

    def doubted(self) -> Self:
        """The submit left and its answer was lost: the relay is to be asked, not told again."""
        return self if self.ended else self._with(waiting=Waiting.ASKING, ahead=None)

    def accepted(self, acceptance: Acceptance, now: float) -> Self:
        """The relay took it; with `form` it waits for one. Heard twice, the first time counts."""
        if self.relay_id is not None:
            return self
        return self._to(
            Status.SUBMITTED,
            relay_id=acceptance.relay_id,
            ahead=acceptance.ahead,
            form=acceptance.form,
            form_since=None if acceptance.form is None else now,
            moved_at=now,
        )

    def answered(self, answer: str, terms: Terms | None = None) -> Self:
        """Its member has filled the form in, with words that may change its terms."""
        if self.ended or self.confirmed_at is not None:
            return self
        return self._with(answer=answer, terms=terms or self.terms)

    def confirming(self, now: float) -> Self:
        """The form's answer is about to leave; saved before it does, since it is sent once."""
        known = self.status.at_relay
        return self._with(confirmed_at=now, waiting=Waiting.ASKING) if known else self

    def form_heard(self) -> Self:
        """The relay is known to have the form's answer."""
        return self._with(waiting=Waiting.TURN) if form_in_doubt(self) else self

    def reopened(self) -> Self:
        """The relay is known not to have the form's answer: as if never sent."""
        return self if self.ended else self._with(confirmed_at=None, waiting=Waiting.TURN)

    # -- what the relay says ---------------------------------------------------------------------
    def told(self, report: Report, now: float) -> Self:
        """The task after a report; the same one when the report holds nothing new."""
        # A Task of this class: hence the private name.
        after = self if self.ended else self._identified(report)._heard(report, now)  # noqa: SLF001
        return self if after is self else replace(after, revision=self.revision + 1)

    def _heard(self, report: Report, now: float) -> Self:
        match report.status:
            case RelayStatus.SUCCESS:
                status, news = hearing.success(self, report, now)
                return self._to(status, **news)
            case RelayStatus.FAILURE:
                return self.failed(report.failure or Failure(FailureKind.OTHER), now, returned=True)
            case RelayStatus.CANCELLED:
                return self.cancelled(now, returned=True)
            case RelayStatus.FORM:
                return self._asked(report.final_prompt, now)
            case RelayStatus.WAITING:
                return self._to(Status.SUBMITTED)
            case RelayStatus.SUBMITTED:
                return self._moved(Status.SUBMITTED, report, now)
            case RelayStatus.RUNNING:
                return self._moved(Status.RUNNING, report, now)

    def _identified(self, report: Report) -> Self:
        """What any report tells of a task, and that the relay knows it."""
        return self._with(
            relay_id=self.relay_id or report.relay_id,
            job_id=report.job_id or self.job_id,
            final_prompt=report.final_prompt or self.final_prompt,
            missing_since=None,
            waiting=Waiting.TURN if shows_heard(self, report) else self.waiting,
        )

    def _asked(self, suggestion: str, now: float) -> Self:
        if self.form is not None:
            return self
        return self._to(Status.SUBMITTED, form=suggestion, form_since=now)

    def _moved(self, status: Status, report: Report, now: float) -> Self:
        news = hearing.progress(self, status, report, now)
        return self if news is None else self._to(status, **news)

    def missed(self, now: float, patience: float) -> Self:
        """The relay answered a look without this task; after `patience` seconds it is forgotten."""
        if self.ended:
            return self
        if self.missing_since is None:
            return self._with(missing_since=now)
        if now - self.missing_since < patience:
            return self
        return self.failed(Failure(FailureKind.FORGOTTEN), now)

    def stall(self) -> Self:
        """Nothing has moved for long: the member is told, the looks go on."""
        return self if self.ended else self._with(stalled=True)

    # -- the end, and after it ---------------------------------------------------------------------
    def failed(self, failure: Failure, now: float, *, returned: bool = False) -> Self:
        """It came to nothing; `returned` when it is the relay that says so."""
        return self._over(Status.FAILED, now, failure=failure, returned=returned or self.returned)

    def unanswered(self, failure: Failure, now: float) -> Self:
        """The relay does not take the form's answer, so nothing comes of it."""
        return self._over(Status.FAILED, now, failure=failure, confirmed_at=None)

    def cancelled(self, now: float, *, returned: bool = False) -> Self:
        """Somebody took it back; `returned` when the relay has taken it back too."""
        return self._over(Status.CANCELLED, now, returned=returned or self.returned)

    def _over(self, status: Status, now: float, **changes: Any) -> Self:  # noqa: ANN401  (as below)
        return self._to(status, preview=None, ended_at=now, moved_at=now, **changes)

    def given_back(self) -> Self:
        """The relay has ended it for nothing itself."""
        return self if self.status is Status.DONE else self._with(returned=True)

    def mute(self) -> Self:
        """Its member took it back while the relay could not: it goes on, unseen."""
        return self if self.ended else self._with(muted=True)

    def remove(self) -> Self:
        """Its message has been deleted; only its number is left for those who look for it."""
        return self._with(removed=True)

    def troubled(self, trouble: PictureTrouble) -> Self:
        """The finished picture could not be brought; the task itself stays done."""
        return self._with(trouble=trouble) if self.status is Status.DONE else self

    def retried(self, report: Report | None) -> Self:
        """The picture is to be brought again, from a newer link where the relay gave one."""
        return self._with(**hearing.newer(self, report))

    def seeded(self, seed: str) -> Self:
        """The relay has told its seed: kept, since a relay forgets."""
        return self._with(seed=seed)

    def redrawn(self) -> Self:
        """What its message offers has changed, though nothing of the task itself has."""
        return replace(self, revision=self.revision + 1)

    def press(self, position: int) -> Self:
        """The button at `position` is shown as pressed."""
        return self._with(pressed=self.pressed | {position})

    # -- the two ways anything changes -------------------------------------------------------------
    def _to(self, status: Status, **changes: Any) -> Self:  # noqa: ANN401  (fields of many types)
        """Forward to `status`; a status that lies behind is ignored, its other news is kept."""
        if self.ended:
            return self
        forward = status if ORDER[status] > ORDER[self.status] else self.status
        return self._with(status=forward, **changes)

    def _with(self, **changes: Any) -> Self:  # noqa: ANN401  (fields of many types)
        """This task with `changes` and the next revision, or itself when they change nothing."""
        if all(getattr(self, name) == value for name, value in changes.items()):
            return self
        return replace(self, revision=self.revision + 1, **changes)
