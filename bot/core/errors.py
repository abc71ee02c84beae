"""Everything that can go wrong, as one tree; `ui/errors` has the words for it.

EaselError
├── BadInput                 a member asked for what cannot be; nothing is spent
│   ├── BadPrompt            (raised by `core/parameters`)
│   └── BadPicture           (an attached picture that cannot be used)
├── NotAllowed               this member may not do this, here or now
│   ├── OverQuota            a quota is used up
│   └── TooManyWaiting       this member has as many tasks in the queue as the server lets them
├── Gone                     the task or button behind a click does not exist any more
├── AlreadyPressed           the same button's task is on its way
├── RelayError
│   ├── Refused              the relay heard it and said no: nothing was started
│   ├── Busy                 the relay is full or saturated: the same submit may be made later
│   ├── Unreachable          the relay never heard it
│   ├── InDoubt              the relay may have heard it: it must not be sent again
│   ├── OperationMissing     this relay does not have this operation
│   ├── RelayRemoved         the relay that has the task or its picture is used no more
│   └── Confused             a read was answered with something that is not the protocol
├── PictureError             a finished picture could not be brought
├── DiscordError
│   ├── RouteGone            this way to the message is closed for good
│   ├── DiscordBusy          try the same way again later
│   └── UploadTooLarge       this way takes only smaller pictures
├── Stale                    somebody else saved the task first
└── StoreError               the database did not take or give something
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.failure import Failure
    from bot.core.limits import Ceiling
    from bot.core.picture import PictureTrouble
    from bot.core.reply import Route


class EaselError(Exception):
    """The root: whatever Easel raises on purpose."""


class BadInput(EaselError):
    """A member's input cannot be used.

    `reason` is the key of the sentence in the catalogue (`errors.<reason>`), `values` what its
    placeholders take. Nothing has been spent when this is raised.
    """

    def __init__(self, reason: str, **values: str | int | float) -> None:
        super().__init__(reason, values)
        self.reason = reason
        self.values = values


class BadField(BadInput):
    """What was typed into one field of a form cannot be used; `label` is the key of its name."""

    def __init__(self, label: str, error: BadInput) -> None:
        super().__init__(error.reason, **error.values)
        self.label = label


class BadPrompt(BadInput):
    """The prompt or one of its parameters cannot be used."""


class BadPicture(BadInput):
    """An attached picture cannot be used."""


class NotAllowed(BadInput):
    """This member may not do this, here or now."""


class OverQuota(NotAllowed):
    """A quota does not allow another task of this price.

    `ceiling` is the quota, `used` what has been used of it and `wanted` what the task would take
    (tasks, or millionths).
    """

    def __init__(self, ceiling: Ceiling, used: int, wanted: int) -> None:
        super().__init__("over_quota")
        self.ceiling = ceiling
        self.used = used
        self.wanted = wanted


class TooManyWaiting(NotAllowed):
    """This member has as many tasks in the queue (`most`) as the server lets them have."""

    def __init__(self, most: int) -> None:
        super().__init__("too_many_waiting", most=most)


class Gone(EaselError):
    """The task or button that a click points to is not in the store."""


class AlreadyPressed(EaselError):
    """The same button was pressed a moment ago, or its task is still on its way.

    `task` is the number of the task that the first press made.
    """

    def __init__(self, task: int) -> None:
        super().__init__(task)
        self.task = task


class RelayError(EaselError):
    """Something between us and the relay, or in its answer."""


class Refused(RelayError):
    """The relay heard the submit and said no; nothing was started, nothing is charged."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure


class Busy(RelayError):
    """The relay takes nothing now: its queue is full, or it limits our rate.

    `retry_after` is in seconds, None where the relay did not say.
    """

    def __init__(self, retry_after: float | None = None) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


class Unreachable(RelayError):
    """The connection was never made, so the relay cannot have heard anything."""


class InDoubt(RelayError):
    """The submit left, and no answer that says what became of it came back."""


class OperationMissing(RelayError):
    """The relay does not have this operation (404, its web page, or its own words).

    `operation` is what it lacks, by its name in `core.operations`: `submit/blend`,
    `task/cancel`, or the kind of a button (`animate_high`). `said` is for the log only.
    """

    def __init__(self, operation: str, said: str = "") -> None:
        super().__init__(operation, said)
        self.operation = operation
        self.said = said


class RelayRemoved(RelayError):
    """The relay that a task is with, or that made its picture, is not among the relays any more."""


class Confused(RelayError):
    """The answer to a read is not of the protocol. The text is for the log only."""


class PictureError(EaselError):
    """A finished picture could not be brought to the message."""

    def __init__(self, trouble: PictureTrouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


class DiscordError(EaselError):
    """Something between us and Discord."""


class RouteGone(DiscordError):
    """Ways to the message that are closed for good: they are not to be tried again.

    `routes` are the closed ones: the one that was tried when only it is closed (50027 and 10015 the
    token, 50001 and 50013 access, 50083 an archived thread, 50007 direct messages), every one when
    the message or its channel is gone (10008, 10003), for then nobody waits for it any more.
    """

    def __init__(self, routes: frozenset[Route]) -> None:
        super().__init__(routes)
        self.routes = routes


class DiscordBusy(DiscordError):
    """Discord did not take the edit now; the same way may work later.

    `retry_after` is in seconds, None where Discord did not say.
    """

    def __init__(self, retry_after: float | None = None) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


class UploadTooLarge(DiscordError):
    """The picture is over what this way takes (40005): a smaller one may pass.

    What passes by token, where the member's own limit counts, can be over the server's limit by the
    bot's token.
    """


class Stale(EaselError):
    """A save was made on a revision that is no longer the newest; read again."""


class StoreError(EaselError):
    """The database did not take or give something: the disk is full, gone, or broken.

    Nothing of the transaction was kept. The text is for the log only.
    """
