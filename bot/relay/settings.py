"""What has to be known of a relay to use it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.relay.address import DEFAULT_SPEED_PATH, Address

if TYPE_CHECKING:
    from bot.core.request import Speed


class Vendor(StrEnum):
    """Which kind of server a relay is, as far as its requests differ."""

    TRUEAI = "trueai"
    NEW_API = "new-api"
    OTHER = "other"


class Auth(StrEnum):
    """How a relay wants its key; exactly one of these is sent.

    trueai takes the whole `Authorization` value as the key, so that `Bearer` breaks it, and lets
    that header win over `mj-api-secret`: to send several would not work there.
    """

    BEARER = "bearer"  # Authorization: Bearer KEY (new-api and most resellers)
    AUTHORIZATION = "authorization"  # Authorization: KEY (trueai)
    SECRET = "mj-api-secret"  # noqa: S105  (the name of a header: novicezk, plus)

    def header(self, key: str) -> tuple[str, str]:
        """The one header, name and value."""
        if self is Auth.SECRET:
            return "mj-api-secret", key
        return "Authorization", f"Bearer {key}" if self is Auth.BEARER else key

    @property
    def vendor(self) -> Vendor:
        """The kind of server that wants its key like this; nothing else tells without asking."""
        kinds = {Auth.BEARER: Vendor.NEW_API, Auth.AUTHORIZATION: Vendor.TRUEAI}
        return kinds.get(self, Vendor.OTHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelaySettings:
    """One relay, as its operator describes it.

    `url` with or without `/mj`; `speed` the mode when a task names none (None: the relay's own);
    `speed_path` how the relay writes a mode into the path. Raises `BadAddress` (a `ValueError`) for
    an address, and `ValueError` for a key, that cannot be used; the text never holds the key.
    """

    name: str
    url: str
    key: str = field(repr=False)
    auth: Auth = Auth.BEARER
    speed: Speed | None = None
    speed_path: str = DEFAULT_SPEED_PATH
    address: Address = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if not self.key or not all("!" <= letter <= "~" for letter in self.key):
            raise ValueError("The relay's key must be plain letters, digits and signs, no spaces.")
        address = Address.parse(self.url, speed=self.speed, speed_path=self.speed_path)
        object.__setattr__(self, "address", address)

    @property
    def host(self) -> str:
        """The relay's own host, in lower case, without the port."""
        return self.address.host

    @property
    def base_url(self) -> str:
        """The relay's own address without `/mj`, without a slash at its end."""
        return self.address.base
