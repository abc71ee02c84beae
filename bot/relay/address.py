"""Where a relay is, whatever its operator pasted, and how a speed gets into the path."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from bot.core.request import Speed

DEFAULT_SPEED_PATH = "mj-{speed}"
_TEMPLATE = re.compile(r"[A-Za-z0-9_-]*\{speed\}[A-Za-z0-9_-]*")
# `mj-fast` and `fast` are what relays document; `mj-fast-proxy` also picks how links are rewritten.
_SPEED_PART = re.compile(r"(?:mj-)?(?:fast|relax|turbo)(?:-(?:relay|origin|proxy))?", re.IGNORECASE)
_OPERATIONS = frozenset({"submit", "task", "image", "insight-face"})


class BadAddress(ValueError):
    """A relay's address cannot be used; the text is one plain sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Address:
    """A relay's address, without `/mj` and without a speed.

    `base` ends without a slash. `speed_path` is how the relay wants a speed written as a part of
    the path; `lead` is that part when nobody asked for a speed, empty for the relay's own default.
    """

    base: str
    speed_path: str = DEFAULT_SPEED_PATH
    lead: str = ""

    @classmethod
    def parse(
        cls, url: str, *, speed: Speed | None = None, speed_path: str = DEFAULT_SPEED_PATH
    ) -> Self:
        """Reads what operators paste: with or without `/mj`, a speed or an endpoint at its end.

        `speed` is the default of this relay; without one, a speed that is pasted in `url` is it.
        Raises `BadAddress`.
        """
        if not _TEMPLATE.fullmatch(speed_path):
            raise BadAddress(
                "The relay's speed path must be one part of a path that holds {speed}, such as "
                "mj-{speed} or {speed}."
            )
        origin, path = _split(url.strip())
        parts, pasted = _without_protocol([part for part in path.split("/") if part])
        lead = speed_path.format(speed=speed.value) if speed else pasted
        return cls(base="/".join([origin, *parts]), speed_path=speed_path, lead=lead)

    def url(self, operation: str, speed: Speed | None) -> str:
        """The address of one operation, such as `submit/imagine`; without `speed` the default."""
        lead = self.speed_path.format(speed=speed.value) if speed else self.lead
        return "/".join(part for part in (self.base, lead, "mj", operation) if part)

    def beside(self, path: str) -> str:
        """The address of what is none of the protocol's, such as `v1/chat/completions`."""
        return f"{self.base}/{path}"

    @property
    def host(self) -> str:
        """The relay's own host, in lower case, without the port."""
        return urlsplit(self.base).hostname or ""


def _split(url: str) -> tuple[str, str]:
    """`scheme://host:port` and the path, after refusing what cannot be meant."""
    try:
        pieces = urlsplit(url)
        port = pieces.port
        # Python's resolver raises a UnicodeError for such a name, which no network error is.
        (pieces.hostname or "").encode("idna")
    except ValueError as exc:
        raise BadAddress("The relay's address is not a web address.") from exc
    if pieces.scheme not in {"http", "https"} or not pieces.hostname:
        raise BadAddress("The relay's address must start with http:// or https:// and a host.")
    if pieces.query or pieces.fragment or url.endswith(("?", "#")):
        raise BadAddress("The relay's address must not hold a ? or a #.")
    if "@" in pieces.netloc:
        raise BadAddress("The relay's address must not hold a name or key before the host.")
    if re.search(r"[\s\\\x00-\x1f\x7f]", url):
        raise BadAddress("The relay's address must not hold a space or a backslash.")
    host = f"[{pieces.hostname}]" if ":" in pieces.hostname else pieces.hostname
    return f"{pieces.scheme}://{host}" + (f":{port}" if port is not None else ""), pieces.path


def _without_protocol(parts: list[str]) -> tuple[list[str], str]:
    """The parts before the relay protocol begins, and the speed part that was pasted, if any."""
    for place, pair in enumerate(pairwise(parts)):
        if pair[0] == "mj" and pair[1] in _OPERATIONS:
            parts = parts[:place]
            break
    if parts and parts[-1] == "mj":
        parts = parts[:-1]
    if parts and _SPEED_PART.fullmatch(parts[-1]):
        return parts[:-1], parts[-1]
    return parts, ""
