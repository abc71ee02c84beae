"""What the services need of the world, as protocols; `app` hands in what keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.core.limits import UNLIMITED, Allowance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from bot.core.audit import Happening
    from bot.core.errand import Errand
    from bot.core.limits import Ceiling
    from bot.core.picture import Attached, Image, Upload
    from bot.core.relay_choice import Candidate
    from bot.core.reply import Reply, Route
    from bot.core.report import Acceptance, Report
    from bot.core.request import Request, Speed
    from bot.core.task import Task
    from bot.core.waiter import Waiter


class Relay(Protocol):
    """One relay. A submit is sent once, whatever happens; only reads are retried."""

    @property
    def name(self) -> str:
        """What tasks remember it by."""
        ...

    async def submit(self, request: Request, images: Sequence[Image], state: str) -> Acceptance:
        """Sends one submit, once. Raises `Refused`, `Busy`, `OperationMissing`, `Unreachable`;
        `InDoubt` when nobody knows."""
        ...

    async def confirm(
        self, relay_id: str, prompt: str, speed: Speed | None, mask: Image | None = None
    ) -> Acceptance:
        """Answers the form that a task waits for, once. Raises as `submit` does.

        `mask` is a PNG of the picture's own size, white where it is painted anew, black elsewhere.
        """
        ...

    async def upload(self, image: Image, speed: Speed | None) -> str:
        """Has the relay put a picture where Midjourney can fetch it; gives its address. No task.

        Sent once, since some relays charge for it. Raises as `submit` does.
        """
        ...

    async def seed(self, relay_id: str, speed: Speed | None) -> str:
        """The seed of a finished task, as digits; may take a minute.

        Raises `Refused`, `OperationMissing`, `Unreachable`, `Busy` or `Confused`.
        """
        ...

    async def translate(self, text: str, model: str) -> str:
        """What a chat model of the relay says to a prompt, as it said it; asked once.

        Raises `OperationMissing`, `Unreachable`, `Busy`, `InDoubt` or `Confused`.
        """
        ...

    async def balance(self) -> int | None:
        """What is left of the key's money, in millionths of the relay's unit; None without end.

        Raises `OperationMissing`, `Unreachable`, `Busy` or `Confused`.
        """
        ...

    async def cancel(self, relay_id: str, speed: Speed | None) -> None:
        """Takes a task back. Raises as `seed` does; `Refused` where it cannot be taken back."""
        ...

    async def fetch(self, relay_id: str, speed: Speed | None) -> Report | None:
        """One task; None when the relay does not know it.

        Raises `Unreachable`, `Busy` (with the Retry-After it sent) or `Confused`.
        """
        ...

    async def fetch_many(self, relay_ids: Sequence[str]) -> list[Report]:
        """The tasks of these ids that the relay knows, each once, in no order, in one request.

        Raises as `fetch` does, and `OperationMissing` where the relay has no such list.
        """
        ...

    async def recent(self) -> list[Report]:
        """The relay's own newest tasks, to look for one by its `state`. Raises as `fetch_many`."""
        ...


class Relays(Protocol):
    """Every relay there is, by its name. A name that was once known stays known."""

    def __getitem__(self, name: str) -> Relay:
        """The relay; raises `KeyError` for one that this process never had."""
        ...

    def __contains__(self, name: object) -> bool:
        """Whether there is such a relay."""
        ...

    def __iter__(self) -> Iterator[str]:
        """Their names."""
        ...

    @property
    def in_use(self) -> Sequence[str]:
        """The names of those that may be asked for something new; the others only bring home what
        they have."""
        ...

    def candidates(self, errand: Errand, running: Mapping[str, int]) -> list[Candidate]:
        """Every relay that a task may go to, as it stands; `running` is how many each has."""
        ...

    def slots(self) -> int:
        """How many tasks run at once at all those that are there."""
        ...


class TaskStore(Protocol):
    """Tasks and the replies they are shown in. Every save is one transaction."""

    async def add(
        self,
        draft: Task,
        reply: Reply,
        images: Sequence[Image],
        *,
        pressed_since: float | None = None,
        allowance: Allowance = UNLIMITED,
    ) -> Task:
        """Stores a new task with its reply and pictures; gives it back with its `number`.

        The draft's `number` and the reply's `task` are ignored. With `pressed_since` (seconds since
        the epoch) a press is stored only when no other task makes it needless: one of the same
        button that has not ended, whoever pressed, or one that this member made since then. Two
        presses at the same moment cannot both pass.

        Raises `AlreadyPressed` with that task's number, `Gone` when the parent is not stored, or
        `OverQuota` or `TooManyWaiting` when it does not fit into the `allowance`.
        """
        ...

    async def get(self, number: int) -> Task | None:
        """The newest state of one task."""
        ...

    async def by_states(self, states: Set[str]) -> list[Task]:
        """The newest state of each task that a submit went along with one of these `states` for."""
        ...

    async def save(
        self, task: Task, told: Sequence[Happening] = (), *, ceilings: Sequence[Ceiling] = ()
    ) -> None:
        """Replaces revision `task.revision - 1`, and tells the trail what the step itself is worth
        (`core.audit.told_by`) and what is `told` beside it.

        Raises `Stale` when that is not the newest, `OverQuota` when `ceilings` have no room for it.
        """
        ...

    async def save_many(self, tasks: Sequence[Task], known: Mapping[int, Task]) -> frozenset[int]:
        """Saves each as `save` does, all in one transaction; gives the numbers that were stale.
        It costs less where they are `known` as they were saved last, by number."""
        ...

    async def images(self, number: int) -> list[Image]:
        """The pictures a member attached, in order; without data once nobody can need them again: a
        done or cancelled task forgets them, one that failed may be asked for anew for a week."""
        ...

    async def at_relay(self, relay: str) -> list[Task]:
        """Every task that this relay is to be asked about."""
        ...

    async def with_relays(self) -> list[Task]:
        """Every task that a relay has or, in doubt, may have, whichever relay that is."""
        ...

    async def queued(self) -> list[Waiter]:
        """Every queued task that may leave when its turn comes, oldest first."""
        ...

    async def left(self, limit: int) -> list[tuple[Waiter, float]]:
        """The newest tasks that left for a relay, in no order, with when that was."""
        ...

    async def translating(self) -> list[int]:
        """Every queued task whose words are to be translated, oldest first."""
        ...

    async def in_doubt(self, relay: str) -> list[Task]:
        """Every queued task of this relay whose submit left without an answer."""
        ...

    async def claimed(self) -> list[Task]:
        """Every task whose reply Discord has not confirmed."""
        ...

    async def behind(self) -> list[int]:
        """The tasks whose message shows an older revision and has a way left; those that have ended
        come first, the oldest first within each. No claimed one: nobody knows yet whether it has a
        message.
        """
        ...

    async def place(self, number: int, *, message_id: int | None, ephemeral: bool) -> None:
        """Keeps where Discord has put a task's reply, and whether only its member sees it."""
        ...

    async def reply(self, number: int) -> Reply | None:
        """Where the task's message is."""
        ...

    async def save_reply(self, reply: Reply) -> None:
        """Replaces what is known of the message. Only delivery and the first claim call it.

        Raises `Stale` when a click has brought a new token since the reply was read.
        """
        ...


@dataclass(frozen=True, slots=True)
class Shown:
    """What an edit left behind: where the message is, and Discord's address of its picture."""

    channel_id: int
    message_id: int
    attached: Attached | None


class Display(Protocol):
    """Draws a task into its message; the translator between tasks and Discord."""

    def digest(self, task: Task, reply: Reply) -> str:
        """A short text that differs whenever `show` would draw something else."""
        ...

    async def show(self, task: Task, reply: Reply, route: Route, picture: Upload | None) -> Shown:
        """Makes the message show the task, by this one route.

        With `picture` it is uploaded and replaces what the message carried; without, the message
        keeps `reply.attached`. Raises `RouteGone` or `DiscordBusy`. Must not be cancelled: a
        cancelled edit leaves discord.py's lock for that message held for ever.
        """
        ...

    async def erase(self, reply: Reply, route: Route) -> None:
        """Deletes the message, by this one route (by token, or by the bot's token).

        Raises as `show` does.
        """
        ...

    async def confirmed(self, reply: Reply) -> bool:
        """Whether Discord has the reply, asked after a crash between claim and acknowledgement.

        Raises `RouteGone` when its token is over, so that nobody can tell any more, and
        `DiscordBusy` when Discord cannot say now.
        """
        ...


class Pictures(Protocol):
    """Brings pictures from a relay's links."""

    async def bring(self, url: str, *, relay: str, limit: int, name: str) -> Upload:
        """Downloads and, when it is larger than `limit` bytes, shrinks a finished picture.

        Raises `PictureError`. Reads only, so it retries by itself.
        """
        ...

    async def preview(self, url: str, *, relay: str, name: str) -> Upload | None:
        """A small preview as it is; None when it cannot be had quickly. Never raises."""
        ...


class Watch(Protocol):
    """Whoever wants to know that tasks have changed."""

    def changed(self, tasks: Iterable[Task]) -> None:
        """Called after each save, with the saved tasks. Must return at once."""
        ...
