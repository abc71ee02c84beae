"""The channels that servers have chosen: what the bot may do in each, exceptions counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.checkup.discord_side import ADMINISTRATOR, NAMED
from bot.checkup.finding import Finding, good, remark, wrong

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.checkup.discord_side import Asker

NAME = "channels"
VIEW = "View Channel"
THREADS = "Send Messages In Threads"
_GONE = 404


@dataclass(frozen=True, slots=True)
class Member:
    """The bot in one server: what its roles permit together, and whom exceptions are made for."""

    permissions: int
    everyone: str
    roles: frozenset[str]
    user: str


class _CannotTellError(Exception):
    """Discord does not tell; the text is why."""


async def examine(
    asker: Asker, user: int, chosen: Mapping[int, Iterable[int]], needed: Mapping[str, int]
) -> Finding:
    """What the bot lacks in the channels that each server has chosen.

    `needed` is each permission's name and bit. A channel that was deleted is passed over.
    """
    lacking: list[str] = []
    count = 0
    here = {name: bit for name, bit in needed.items() if name != THREADS}
    for guild, channels in chosen.items():
        try:
            looked = [await _look(asker, user, guild, set(channels), here)] if channels else []
        except _CannotTellError as error:
            return remark(NAME, f"cannot be told now ({error})")
        for found in looked:
            count += len(found)
            lacking += [f"{name} withholds {', '.join(lacks)}" for name, lacks in found if lacks]
    if not count:
        return good(NAME, "no server has chosen any, so that their own settings are not looked at")
    if not lacking:
        return good(NAME, f"all that is needed, in the {count} that were chosen")
    rest = len(lacking) - NAMED
    return wrong(
        NAME,
        "; ".join(lacking[:NAMED]) + (f"; and {rest} more channels" if rest > 0 else ""),
        "Give the bot's role these permissions in the channel's own settings, or choose others with"
        " /admin channels.",
    )


async def _look(
    asker: Asker, user: int, guild: int, channels: set[int], needed: Mapping[str, int]
) -> list[tuple[str, list[str]]]:
    """Each chosen channel of a server that is there, by its name, and what the bot lacks in it."""
    server = await _asked(asker, f"/guilds/{guild}")
    member = _member(server, await _asked(asker, f"/guilds/{guild}/members/{user}"), user)
    seen = {int(one["id"]): one for one in await _asked(asker, f"/guilds/{guild}/channels")}
    found: list[tuple[str, list[str]]] = []
    for channel in sorted(channels):
        where = f"in {server['name']}"
        if channel in seen:
            one = seen[channel]
            has = permitted(member, one.get("permission_overwrites") or ())
            found.append((f"#{one['name']} {where}", _lacks(has, needed)))
        elif (await asker(f"/channels/{channel}")).status != _GONE:
            # Discord leaves out what the bot cannot see, and tells not even its name.
            found.append((f"channel {channel} {where}", [VIEW]))
    return found


async def _asked(asker: Asker, path: str) -> Any:  # noqa: ANN401  (JSON)
    heard = await asker(path)
    if not heard.ok:
        raise _CannotTellError(heard.words)
    return heard.content


def _member(server: Mapping[str, Any], me: Mapping[str, Any], user: int) -> Member:
    everyone = str(server["id"])
    roles = frozenset({everyone, *me["roles"]})
    permissions = 0
    for role in server["roles"]:
        if role["id"] in roles:
            permissions |= int(role["permissions"])
    return Member(permissions, everyone, roles - {everyone}, str(user))


def permitted(member: Member, overwrites: Sequence[Mapping[str, Any]]) -> int:
    """Discord's order: the exception for everyone, those for roles together, the member's own."""
    has = member.permissions
    if has & ADMINISTRATOR:
        return ADMINISTRATOR
    for whose in ({member.everyone}, member.roles, {member.user}):
        ours = [one for one in overwrites if one["id"] in whose]
        for one in ours:
            has &= ~int(one["deny"])
        for one in ours:
            has |= int(one["allow"])
    return has


def _lacks(has: int, needed: Mapping[str, int]) -> list[str]:
    if has & ADMINISTRATOR:
        return []
    if not has & needed[VIEW]:
        return [VIEW]  # without it nothing else counts
    return [name for name, bit in needed.items() if not has & bit]
