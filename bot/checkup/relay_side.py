"""The relay: whether it is there, takes the key, and what it offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.checkup.finding import Finding, good, remark, wrong
from bot.core.errors import RelayError
from bot.core.money import written
from bot.relay import probe
from bot.relay.client import RelayClient
from bot.relay.probe import Look, Offer, Trouble
from bot.relay.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.core.clock import Clock
    from bot.relay.settings import RelaySettings

ESSENTIAL = "submit/imagine"


async def examine(settings: RelaySettings, clock: Clock) -> tuple[list[Finding], Look]:
    """Everything about one relay, and the first look at it, which tells of the clock."""
    name = f"relay {settings.name}"
    look = await probe.look(settings, clock)
    if look.trouble is not None:
        return [await _trouble(name, settings, look, clock)], look
    found = [good(name, f"answers at {_place(settings)} and takes the key ({settings.auth})")]
    try:
        found += _offered(name, await probe.offers(settings, clock))
    except RelayError as error:
        found.append(remark(f"{name}, operations", f"cannot be told now ({error})"))
    return [*found, await _balance(name, settings, clock)], look


async def _balance(name: str, settings: RelaySettings, clock: Clock) -> Finding:
    """What is left of the key's money, where the relay tells."""
    name = f"{name}, balance"
    async with Transport(settings=settings, clock=clock, limits=probe.LIMITS) as transport:
        try:
            left = await RelayClient(name=name, transport=transport, clock=clock).balance()
        except RelayError:
            return good(name, "this relay does not tell it")
    if left is None:
        return good(name, "this key has no limit of its own")
    if left <= 0:
        return wrong(name, f"{written(left)} is left", "Add money to the key at the relay.")
    return good(name, f"{written(left)} is left")


async def _trouble(name: str, settings: RelaySettings, look: Look, clock: Clock) -> Finding:
    other = await probe.mended(settings, look, clock)
    if other is not None:
        works = (
            "that works" if other.takes_key else "then copy RELAY_KEY again, it is refused there"
        )
        mend = f"{_changes(settings, other.settings)}; {works}."
        return wrong(name, _said(settings, look), mend)
    usual = _MEND[look.trouble or Trouble.GARBLED]
    mend = _UNREACHED.get(look.detail.partition(":")[0], usual)
    return wrong(name, _said(settings, look), mend)


def _said(settings: RelaySettings, look: Look) -> str:
    place, status = _place(settings), look.status
    match look.trouble:
        case Trouble.UNREACHABLE:
            return f"cannot be reached at {settings.base_url} ({look.detail})"
        case Trouble.KEY:
            return f"refuses the key, sent as {settings.auth} (status {status})"
        case Trouble.PAGE:
            return f"answers with a web page instead of JSON at {place} (status {status})"
        case Trouble.NO_ROUTE:
            return f"there is nothing at {place} (status {status})"
        case Trouble.REDIRECT:
            return f"sends elsewhere from {place} (status {status})"
        case Trouble.BUSY:
            return f"takes no questions now (status {status})"
        case Trouble.BROKEN:
            return f"is in trouble itself (status {status})"
        case _:
            return f"answers with something that is not the protocol at {place} (status {status})"


def _place(settings: RelaySettings) -> str:
    return settings.address.url("task/…", None).removesuffix("/task/…")


_MEND = {
    Trouble.UNREACHABLE: "Check the host and the port in RELAY_URL, and that the relay runs and"
    " this machine may reach it.",
    Trouble.KEY: "No other RELAY_AUTH works with it either: copy RELAY_KEY again from the relay,"
    " and look whether it has run out there or is kept to certain addresses.",
    Trouble.PAGE: "Set RELAY_URL to the address of the relay's interface, not of its web pages; a"
    " check for browsers in front of it (Cloudflare's, for one) has to let programs through.",
    Trouble.NO_ROUTE: "Set RELAY_URL to the address before /mj, as the relay's documents show it.",
    Trouble.REDIRECT: "Set RELAY_URL to where it sends: keys are not sent after redirects.",
    Trouble.BUSY: "Run this again in a minute; if it stays so, ask whoever runs the relay.",
    Trouble.BROKEN: "Run this again later; if it stays so, ask whoever runs the relay.",
    Trouble.GARBLED: "Check RELAY_URL: a midjourney-proxy relay answers POST"
    " /mj/task/list-by-condition with a list.",
}

_UNREACHED = {
    "ClientConnectorSSLError": "Nothing there speaks HTTPS: check the port in RELAY_URL, or write"
    " http:// for a relay of your own that has no certificate.",
    "ClientConnectorCertificateError": "The certificate there is not for this host, has run out, or"
    " is nobody's that this machine trusts: set RELAY_URL to the host that it is for, or have"
    " whoever runs the relay renew it.",
}
"""What to do about connections that were made in vain, by the names of their errors."""


def _changes(settings: RelaySettings, other: RelaySettings) -> str:
    """What to set to come from one to the other."""
    changed = []
    if other.address.base != settings.address.base:
        changed.append(f"RELAY_URL={other.address.base}")
    if other.auth is not settings.auth:
        changed.append(f"RELAY_AUTH={other.auth}")
    if other.speed_path != settings.speed_path:
        changed.append(f"RELAY_SPEED_PATH={other.speed_path}")
    return "Set " + " and ".join(changed)


def _offered(name: str, offers: probe.Offers) -> Iterator[Finding]:
    name = f"{name}, operations"
    yes, no, not_now = (offers.those(o) for o in (Offer.YES, Offer.NO, Offer.NOT_NOW))
    if ESSENTIAL in no:
        yield wrong(
            name,
            "it has no submit/imagine, so that nothing can be drawn",
            "Check RELAY_URL and RELAY_SPEED_PATH; not every server at such an address draws.",
        )
    if not_now:
        yield wrong(
            name,
            f"nobody there can do {_list(not_now)} now",
            "Ask whoever runs the relay for an account or channel that can (new-api: the group of"
            " the key has to have the models).",
        )
    said = f"it is {offers.kind}; it has {_list(yes)}" if yes else f"it is {offers.kind}"
    lacks = f"; it lacks {_list(no)}" if no else ""
    unknown = offers.those(Offer.UNKNOWN)
    rest = f"; whether it has {_list(unknown)} cannot be told without spending" if unknown else ""
    yield good(name, said + lacks + rest)


def _list(names: list[str]) -> str:
    return ", ".join(names)
