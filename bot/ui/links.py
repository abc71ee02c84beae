"""Which addresses people may be shown."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.core.reply import Route

if TYPE_CHECKING:
    from bot.core.reply import Reply
    from bot.core.task import Task

LONGEST = 512
"""Discord's limit for the address of a link button, in characters."""
_REACHABLE = frozenset({Route.TOKEN, Route.BOT})
_PRIVATE_ENDINGS = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa")
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+))*\.?")
_PLAIN = re.compile(r"[\x21-\x7e]+")


def public(url: str | None) -> str | None:
    """The address if it can be shown as a link: http or https, on a host of the open internet.

    Names are judged by their look alone, nothing is resolved: addresses in private ranges, names
    without a dot and the endings that only private networks use are no links for members.
    """
    if not url or len(url) > LONGEST or not _PLAIN.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    return url if _is_public(host) else None


def message(task: Task, reply: Reply | None) -> str | None:
    """The address of a task's message; None where nobody could follow it."""
    if reply is None or task.muted or reply.ephemeral or reply.message_id is None:
        return None
    if not _REACHABLE - reply.dead:
        return None
    # A message that became a direct one is no longer in the server's channel.
    moved = reply.channel_id != task.channel_id
    place = "@me" if reply.guild_id is None or moved else reply.guild_id
    return f"https://discord.com/channels/{place}/{reply.channel_id}/{reply.message_id}"


def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        pass
    # Browsers read 127.1, 2130706433 and 0x7f.1 as addresses too, so no such name is trusted.
    if _NUMERIC.fullmatch(host):
        return False
    labels = host.rstrip(".").split(".")
    return len(labels) > 1 and all(labels) and labels[-1] not in _PRIVATE_ENDINGS
