"""Discord: the token, the application, how often the bot may start, what it may do in its servers.

Only what is read: nothing is published or sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.checkup.asking import Heard, ask
from bot.checkup.finding import Finding, good, remark, wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from bot.core.clock import Clock

PORTAL = "https://discord.com/developers/applications"
FEW_STARTS = 50
"""Of 1,000 a day; a bot that crashes in a loop uses them up, and Discord resets its token then."""
A_PAGE = 200
NAMED = 10
"""Servers that are named; the others are counted."""
ADMINISTRATOR = 1 << 3
USER_AGENT = "DiscordBot (https://pypi.org/project/discord.py, doctor)"


@dataclass(frozen=True, slots=True)
class Side:
    """What was found, the application's and its bot's ids where they are known, and how many
    seconds our clock is ahead of Discord's."""

    findings: list[Finding]
    application: int | None = None
    user: int | None = None
    off: float | None = None


class Asker:
    """Asks Discord as the bot."""

    def __init__(self, base: str, token: str) -> None:
        self.base = base
        self._headers = {"Authorization": f"Bot {token}", "User-Agent": USER_AGENT}

    async def __call__(self, path: str) -> Heard:
        """What Discord answers to a GET."""
        return await ask(f"{self.base}{path}", self._headers)


async def examine(
    asker: Asker, needed: Mapping[str, int], invitation: Callable[[int], str], clock: Clock
) -> Side:
    """Everything that Discord tells; `needed` is each permission's name and bit.

    `invitation` gives the address that adds an application's bot to a server.
    """
    me = await asker("/users/@me")
    off = None if me.date is None else clock.now() - me.date
    if not (me.ok and _is_user(me.content)):
        return Side([_no_entry(me, asker.base)], off=off)
    found = [good("token", f"belongs to {me.content.get('username')}")]
    told = await asker("/applications/@me")
    application = int(told.content["id"]) if told.ok else int(me.content["id"])
    invite = invitation(application)
    found += list(_application(told))
    found.append(_starts(await asker("/gateway/bot")))
    found.append(_permissions(await _guilds(asker), needed, invite))
    found.append(good("invitation", f"adds the bot to a server: {invite}"))
    return Side(found, application, int(me.content["id"]), off)


def _is_user(content: object) -> bool:
    """Whether it is what Discord tells of a user, not what somebody else answers there."""
    return isinstance(content, dict) and str(content.get("id", "")).isdecimal()


def _no_entry(me: Heard, base: str) -> Finding:
    if me.status == 401:
        return wrong(
            "token",
            "Discord does not accept DISCORD_TOKEN",
            f"Make a new one on the Bot page of {PORTAL} and set it.",
        )
    return wrong(
        "token",
        f"Discord cannot be asked at {base} ({me.words})",
        "Check this machine's way to the internet, and DISCORD_API_URL where you have set it.",
    )


# -- the application -------------------------------------------------------------------------------
def _application(told: Heard) -> Iterator[Finding]:
    if not told.ok:
        yield remark("application", f"cannot be told now ({told.words})")
        return
    faults = list(_faults(told.content))
    yield from faults
    if not faults:
        private = "" if told.content.get("bot_public", True) else "; only you can add it to servers"
        yield good("application", f"{told.content.get('name')} is set up as it has to be{private}")


def _faults(told: Mapping[str, Any]) -> Iterator[Finding]:
    if told.get("interactions_endpoint_url"):
        yield wrong(
            "application",
            "an Interactions Endpoint URL is set, so that Discord sends commands and clicks there"
            " instead of to Easel",
            f"Clear it on the General Information page of {PORTAL}.",
        )
    installs = told.get("integration_types_config")
    if installs is not None and "0" not in installs:
        yield wrong(
            "application",
            "it cannot be installed to a server",
            f"Switch on Guild Install on the Installation page of {PORTAL}.",
        )
    if told.get("bot_require_code_grant"):
        yield wrong(
            "application",
            "it requires a code grant, so that the invitation's address does not work",
            f"Switch off Requires OAuth2 Code Grant on the Bot page of {PORTAL}.",
        )


# -- starts ----------------------------------------------------------------------------------------
def _starts(told: Heard) -> Finding:
    if not told.ok:
        return wrong(
            "gateway",
            f"its address cannot be asked for ({told.words})",
            "Run this again in a minute; a proxy at DISCORD_API_URL has to pass /gateway/bot on.",
        )
    limit = told.content.get("session_start_limit") or {}
    left, total = int(limit.get("remaining", 1)), int(limit.get("total", 1000))
    hours = float(limit.get("reset_after", 0)) / 3_600_000
    said = f"{left} of {total} starts are left today"
    if left <= FEW_STARTS:
        return wrong(
            "gateway",
            f"{said}; it starts too often",
            f"Stop it until the count begins anew (in {hours:.0f} hours), and look into its log"
            " for what ends it: Discord resets the token of a bot that uses them up.",
        )
    return good("gateway", said)


# -- servers ---------------------------------------------------------------------------------------
async def _guilds(asker: Asker) -> Heard:
    """Every server the bot is in, with what it may do there."""
    found: list[Any] = []
    after = 0
    while True:
        page = await asker(f"/users/@me/guilds?limit={A_PAGE}&after={after}")
        if not page.ok:
            return page
        new = [guild for guild in page.content if int(guild["id"]) > after]
        found += new
        if len(page.content) < A_PAGE or not new:
            return Heard(200, found)
        after = max(int(guild["id"]) for guild in new)


def _permissions(told: Heard, needed: Mapping[str, int], invite: str) -> Finding:
    if not told.ok:
        return remark("permissions", f"cannot be told now ({told.words})")
    if not told.content:
        return remark("permissions", "the bot is in no server yet", f"Open {invite}")
    lacking = [(g["name"], _lacks(int(g["permissions"]), needed)) for g in told.content]
    lacking = [(name, lacks) for name, lacks in lacking if lacks]
    if not lacking:
        count = len(told.content)
        return good("permissions", f"all that is needed, in {count} {_servers(count)}")
    return wrong(
        "permissions",
        _named(lacking),
        f"Give the bot's role these permissions there, or open {invite} once more.",
    )


def _lacks(has: int, needed: Mapping[str, int]) -> list[str]:
    if has & ADMINISTRATOR:
        return []
    return [name for name, bit in needed.items() if not has & bit]


def _named(lacking: Iterable[tuple[str, list[str]]]) -> str:
    all_of_them = [f"{name} withholds {', '.join(lacks)}" for name, lacks in lacking]
    rest = len(all_of_them) - NAMED
    return "; ".join(all_of_them[:NAMED]) + (
        f"; and {rest} more {_servers(rest)}" if rest > 0 else ""
    )


def _servers(count: int) -> str:
    return "server" if count == 1 else "servers"
