"""Which addresses a picture may be fetched from: public ones, and the relay's own host.

A link comes from a relay and may say anything. A host name is therefore judged by the addresses it
resolves to, in the resolver of the very connection that is made, so that a name cannot point to one
address when it is checked and to another when it is used.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.core.errors import PictureError
from bot.core.picture import PictureTrouble

if TYPE_CHECKING:
    from collections.abc import Mapping
    from ipaddress import IPv4Address, IPv6Address

_DENIED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # Azure's host, a public address that answers only from inside
        "192.88.99.0/24",  # the retired way to 6to4
        "::/96",  # IPv4 written inside IPv6, retired
        "2001::/32",  # Teredo
        "64:ff9b:1::/48",  # a network's own translation to IPv4
        "fec0::/10",  # site-local, retired
    )
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_SCHEMES = frozenset({"http", "https"})
_NEW_API_PICTURE = "/mj/image/"
_VERBATIM = re.compile(r"[!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]+")


def allowed(address: str) -> bool:
    """Whether an IP address, as a resolver or a link writes it, is one of the open internet."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_is_public(each) for each in (parsed, *_inside(parsed)))


def _inside(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that an IPv6 address would be delivered to."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour]
    if address in _NAT64:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in found if each is not None]


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return True  # judged by the address inside it
    if any(address in network for network in _DENIED if network.version == address.version):
        return False
    if isinstance(address, ipaddress.IPv6Address) and address in _NAT64:
        return True  # the same
    return address.is_global and not address.is_multicast and not address.is_reserved


def _literal(host: str) -> str | None:
    """The address that a host is in any notation `inet_aton` takes (`0x7f.1`), None for a name."""
    try:
        return str(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host)) if host.isascii() else None
    except OSError:
        return None


@dataclass(frozen=True, slots=True)
class Target:
    """An address to fetch; `own` when it is the relay's own host, wherever that lives."""

    url: URL
    own: bool


class Guard:
    """Judges links. `hosts` maps each relay's name to its address (`RELAY_URL`)."""

    def __init__(self, hosts: Mapping[str, str]) -> None:
        self._hosts = hosts  # as it is at each link: relays come and go while Easel runs

    def target(self, link: str | URL, relay: str) -> Target:
        """What to fetch for a link that this relay gave, or that it was redirected to.

        new-api puts its configured server address before a picture's path, and that is
        `http://localhost:3000` until somebody changes it: such a link means the relay's own host.
        Raises `PictureError`: FORBIDDEN for what must not be fetched, MISSING for what is no link.
        """
        try:
            return self._target(link if isinstance(link, URL) else _parsed(link), relay)
        except ValueError as error:  # of yarl, some of them only when a part is looked at
            raise PictureError(PictureTrouble.MISSING) from error

    def _target(self, url: URL, relay: str) -> Target:
        base = _base(self._hosts[relay]) if relay in self._hosts else None
        if base is not None and _is_misplaced(url):
            url = URL(f"{str(base).rstrip('/')}{url.raw_path_qs}", encoded=True)
        if not url.scheme or (url.scheme in _SCHEMES and not url.host):
            raise PictureError(PictureTrouble.MISSING)
        if url.scheme not in _SCHEMES:
            raise PictureError(PictureTrouble.FORBIDDEN)
        if base is not None and _place(url) == _place(base):
            return Target(url, own=True)
        literal = _literal(url.host or "")
        if literal is not None and not allowed(literal):
            raise PictureError(PictureTrouble.FORBIDDEN)
        return Target(url, own=False)


def _parsed(link: str) -> URL:
    """A link as it stands, since a signed one must not be spelt anew. Raises `ValueError`."""
    link = link.strip()
    return URL(link, encoded=_VERBATIM.fullmatch(link) is not None)


def _base(address: str) -> URL:
    """The relay's address without the `/mj` that operators may or may not put at its end."""
    url = URL(address.strip())
    path = url.path.rstrip("/").removesuffix("/mj")
    return url.with_path(f"{path}/")


def _is_misplaced(url: URL) -> bool:
    """Whether a link is new-api's own picture path at a host that is nobody's but its own."""
    if not url.raw_path.startswith(_NEW_API_PICTURE):
        return False
    host = (url.host or "").rstrip(".").lower()
    literal = _literal(host)
    if literal is not None:
        return not allowed(literal)
    # No dot: a name of one machine or one container network, or no host at all.
    return "." not in host or host.endswith((".localhost", ".local", ".internal"))


def _place(url: URL) -> tuple[str, int | None]:
    return (url.host or "").rstrip(".").lower(), url.port


class PublicResolver(AbstractResolver):
    """Resolves names to public addresses only; a connection goes to exactly these."""

    def __init__(self, names: AbstractResolver) -> None:
        self._names = names

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The public ones of the host's addresses; raises `PictureError` when none is."""
        results = await self._names.resolve(host, port, family)
        public = [result for result in results if allowed(result["host"])]
        if not public:
            raise PictureError(PictureTrouble.FORBIDDEN)
        return public

    async def close(self) -> None:
        """Releases the resolver inside."""
        await self._names.close()
