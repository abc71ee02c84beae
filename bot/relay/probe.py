"""What can be learnt of a relay without spending anything, for whoever sets it up.

Each request here is a read, or one that the kind of server is known to refuse before it notes,
charges or passes on anything: novicezk's, plus and trueai check what a submit holds first; new-api
does so for an empty prompt, face or customId, and looks a task up before it follows up on it. What
new-api would pass on to whatever stands behind it (describe, blend, shorten, video, edits, and a
form without a task) is never sent: behind it a refusal with code 3 switches a whole channel off.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.errors import Busy, Confused, OperationMissing, Refused, RelayError, Unreachable
from bot.core.failure import Failure, FailureKind
from bot.relay.answer import Ending
from bot.relay.settings import Auth
from bot.relay.transport import Limits, Transport
from bot.relay.wire import errands, reading, requests, words
from bot.relay.wire.call import Call
from bot.relay.wire.envelope import Envelope
from bot.relay.wire.refusal import bare, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.core.clock import Clock
    from bot.relay.answer import Answer
    from bot.relay.settings import RelaySettings

LIMITS = Limits(connect=5.0, read=15.0, submit=15.0, tries=1, read_bytes=2 * 1024 * 1024)
NOBODYS = "0"
"""The id of a task that no relay has."""


class Trouble(StrEnum):
    """Why a relay cannot be used as it is set up."""

    UNREACHABLE = "unreachable"
    REDIRECT = "redirect"
    PAGE = "page"  # a web page instead of JSON
    NO_ROUTE = "no_route"
    KEY = "key"
    BUSY = "busy"
    BROKEN = "broken"  # a gateway's or the relay's own trouble
    GARBLED = "garbled"


@dataclass(frozen=True, slots=True)
class Look:
    """What came of one question. `detail` is for the operator; `off` is how many seconds our clock
    is ahead of the relay's, where that tells its time."""

    trouble: Trouble | None
    status: int | None = None
    detail: str = ""
    off: float | None = None

    @property
    def is_relay(self) -> bool:
        """Whether a relay has answered, even if it refused the key."""
        return self.trouble in {None, Trouble.KEY}


class Kind(StrEnum):
    """Which family a server is of, as far as an unknown task's answer tells."""

    NEW_API = "new-api"
    TRUEAI = "trueai's midjourney-proxy"
    NOVICEZK = "midjourney-proxy or -plus"
    UNKNOWN = "unknown"


class Offer(StrEnum):
    """Whether a relay has an operation."""

    YES = "yes"
    NO = "no"
    NOT_NOW = "not now"  # it has it, and nobody who could do it
    UNKNOWN = "unknown"


# -- is it a relay, and does it take the key -------------------------------------------------------
async def look(settings: RelaySettings, clock: Clock) -> Look:
    """Asks for a task that does not exist; every server of the family has that list."""
    call = requests.fetch_many([NOBODYS])
    try:
        async with Transport(settings=settings, clock=clock, limits=LIMITS) as transport:
            answer = await transport.read(call, None)
    except Unreachable as error:
        return Look(Trouble.UNREACHABLE, detail=str(error))
    off = None if answer.date is None else clock.now() - answer.date
    return Look(_trouble(answer, call), answer.status, off=off)


def _trouble(answer: Answer, call: Call) -> Trouble | None:
    if 300 <= answer.status < 400:
        return Trouble.REDIRECT
    if answer.is_page and answer.status < 500:
        return Trouble.PAGE
    if answer.status in {401, 403} or _refuses_key(answer):
        return Trouble.KEY
    try:
        reading.tasks(answer, call)
    except OperationMissing:
        return Trouble.NO_ROUTE
    except Busy:
        return Trouble.BUSY
    except Unreachable:
        return Trouble.BROKEN
    except Confused:
        return Trouble.GARBLED
    return None


def _refuses_key(answer: Answer) -> bool:
    """Whether it is the key, whatever the status says."""
    envelope = Envelope.read(answer)
    return envelope is not None and words.kind(envelope.words) is FailureKind.KEY


@dataclass(frozen=True, slots=True)
class Mended:
    """Other settings that reach a relay, and whether it takes the key."""

    settings: RelaySettings
    takes_key: bool = True


async def mended(settings: RelaySettings, found: Look, clock: Clock) -> Mended | None:
    """Settings near these that work, or at least reach a relay; None when none do.

    The key is sent in other headers, and to other paths of the same host, never elsewhere and never
    from https to http.
    """
    if found.trouble is Trouble.KEY:
        return await _other_header(settings, clock)
    if found.trouble in {Trouble.UNREACHABLE, Trouble.BUSY, Trouble.BROKEN}:
        return None
    for other in _other_addresses(settings):
        looked = await look(other, clock)
        if looked.trouble is None:
            return Mended(other)
        if looked.trouble is Trouble.KEY:
            return await _other_header(other, clock) or Mended(other, takes_key=False)
    return None


async def _other_header(settings: RelaySettings, clock: Clock) -> Mended | None:
    for auth in Auth:
        other = replace(settings, auth=auth)
        if auth is not settings.auth and (await look(other, clock)).trouble is None:
            return Mended(other)
    return None


def _other_addresses(settings: RelaySettings) -> Iterator[RelaySettings]:
    """Other ways to write the speed, and shorter paths, with https where http was."""
    for base in _bases(settings.address.base):
        for speed_path in dict.fromkeys((settings.speed_path, "mj-{speed}", "{speed}")):
            if settings.speed is None and speed_path != settings.speed_path:
                continue
            if (base, speed_path) != (settings.address.base, settings.speed_path):
                yield replace(settings, url=base, speed_path=speed_path)


def _bases(base: str) -> Iterator[str]:
    scheme, _, rest = base.partition("://")
    parts = rest.split("/")
    schemes = ("https",) if scheme == "https" else ("http", "https")
    for length in range(1, len(parts) + 1):  # the shortest first: new-api takes some others too
        for one in schemes:
            yield f"{one}://{'/'.join(parts[:length])}"


# -- what it offers --------------------------------------------------------------------------------
def _harmless(kind: Kind) -> Iterator[Call]:
    """What may be asked of a server of this kind; see the head of this file."""
    yield requests.seed(NOBODYS)
    yield requests.cancel(NOBODYS)
    if kind is Kind.UNKNOWN:
        return
    yield Call("submit/imagine", {"prompt": ""})
    yield Call("insight-face/swap", {"sourceBase64": "", "targetBase64": ""})
    # new-api passes a form without a task on, and refuses one whose task it does not know itself.
    task = NOBODYS if kind is Kind.NEW_API else ""
    yield Call("submit/action", {"taskId": task, "customId": ""}, parented=True)
    yield Call("submit/modal", {"taskId": task, "prompt": ""}, parented=True)
    if kind is Kind.NEW_API:
        return
    yield Call("submit/blend", {"base64Array": []})
    yield Call("submit/describe", {"base64": ""})
    if kind is Kind.TRUEAI:
        yield Call("submit/video", {"prompt": ""})
        yield Call("submit/edits", {"prompt": "", "image": ""})


OPERATIONS = (
    "submit/imagine",
    "submit/action",
    "submit/modal",
    "submit/describe",
    "submit/blend",
    "submit/shorten",
    "insight-face/swap",
    "submit/video",
    "submit/edits",
    "task/image-seed",
    "task/cancel",
    "task/list",
)
"""What is told of, in this order."""


@dataclass(frozen=True, slots=True)
class Offers:
    """What a relay was found to be and to have."""

    kind: Kind
    found: dict[str, Offer]

    def those(self, offer: Offer) -> list[str]:
        """The operations of which this was found."""
        return [name for name in OPERATIONS if self.found.get(name, Offer.UNKNOWN) is offer]


async def offers(settings: RelaySettings, clock: Clock) -> Offers:
    """What a relay that answers `look` without trouble is and has. Raises `Unreachable`."""
    async with Transport(settings=settings, clock=clock, limits=LIMITS) as transport:
        listed = _listed(await transport.read(requests.recent(), None), requests.recent())
        unknown = await transport.read(requests.fetch(NOBODYS), None)
        kind, found = _kind(unknown, listed), {"task/list": listed}
        for call in _harmless(kind):
            send = transport.submit if call.name.startswith(_SUBMITS) else transport.read
            try:
                found[call.name] = _offer(await send(call, None), call)
            except RelayError:
                found[call.name] = Offer.UNKNOWN
        return Offers(kind, found)


_SUBMITS = ("submit/", "insight-face/")


def _kind(answer: Answer, listed: Offer) -> Kind:
    """By the answer to a question for a task that does not exist, and whether there is a list.

    Both have to fit: what is taken for trueai or novicezk is trusted to check a submit itself, and
    a gateway before one that passes everything on has no list.
    """
    envelope = Envelope.read(answer)
    if answer.status == 400 and envelope and "task_no_found" in envelope.words:
        return Kind.NEW_API
    if listed is not Offer.YES:
        return Kind.UNKNOWN
    if answer.status == 204:
        return Kind.TRUEAI
    whole = answer.is_empty and answer.ending is Ending.WHOLE
    return Kind.NOVICEZK if answer.status == 200 and whole else Kind.UNKNOWN


def _offer(answer: Answer, call: Call) -> Offer:
    """What an answer to a harmless request says of the operation."""
    match _error(answer, call):
        case OperationMissing():
            return Offer.NO
        case Refused(failure=Failure(kind=FailureKind.SATURATED)) | Busy():
            return Offer.NOT_NOW
        case Refused() | None:
            return Offer.YES
        case _:
            return Offer.UNKNOWN


def _error(answer: Answer, call: Call) -> RelayError | None:
    """Why a relay has not done what it was not meant to do; None where it says it has."""
    if call.name == "task/cancel":
        try:
            errands.cancellation(answer, call)
        except RelayError as error:
            return error
        return None
    envelope = Envelope.read(answer)
    return bare(answer, call) if envelope is None else refusal(envelope, answer, call)


def _listed(answer: Answer, call: Call) -> Offer:
    if answer.ok and answer.ending is Ending.TOO_LONG and not answer.is_page:
        return Offer.YES
    try:
        reading.tasks(answer, call)
    except OperationMissing:
        return Offer.NO
    except RelayError:
        return Offer.UNKNOWN
    return Offer.YES
