"""Whom a message pings: mentions in its text, held against `allowed_mentions`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.discord.errors import Json

_CODE = re.compile(r"```.*?```|``.*?``|`[^`]*`", re.DOTALL)  # nothing inside is a mention
_USER, _ROLE = re.compile(r"<@!?(\d+)>"), re.compile(r"<@&(\d+)>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")

# Discord's docs, "Allowed Mentions": a message of a bot parses everything when it does not say;
# an interaction's or webhook's message parses users alone.
PARSE_ALL = ("users", "roles", "everyone")
PARSE_USERS = ("users",)


@dataclass(frozen=True)
class Mentions:
    """The users, roles and @everyone a message notifies."""

    users: tuple[int, ...] = ()
    roles: tuple[int, ...] = ()
    everyone: bool = False

    def __bool__(self) -> bool:
        """Whether anybody at all is notified."""
        return bool(self.users or self.roles or self.everyone)


def mentions(texts: Iterable[str], allowed: Json | None, default: tuple[str, ...]) -> Mentions:
    """Whom texts ping under `allowed_mentions`, or under a default when it is absent."""
    plain = _CODE.sub(" ", "\n".join(texts))
    users = tuple(dict.fromkeys(int(found) for found in _USER.findall(plain)))
    roles = tuple(dict.fromkeys(int(found) for found in _ROLE.findall(plain)))
    parse = default if allowed is None else allowed.get("parse") or ()
    listed = allowed or {}
    return Mentions(
        users if "users" in parse else _listed(users, listed.get("users")),
        roles if "roles" in parse else _listed(roles, listed.get("roles")),
        "everyone" in parse and bool(_EVERYONE.search(plain)),
    )


def _listed(found: tuple[int, ...], ids: Iterable[str | int] | None) -> tuple[int, ...]:
    wanted = {int(number) for number in ids or ()}
    return tuple(number for number in found if number in wanted)
