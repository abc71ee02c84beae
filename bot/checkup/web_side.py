"""The web side: whether its port is free or our own, and whether PUBLIC_URL leads to it."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.checkup.asking import ask
from bot.checkup.finding import Finding, good, remark, wrong

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


async def examine(host: str, port: int, public_url: str | None) -> AsyncIterator[Finding]:
    """The port, and the public address where there is one."""
    if not port:
        yield good("web side", "is switched off (WEB_PORT=0)")
    else:
        running = await _is_ours(f"http://{_bracketed(host)}:{port}")
        yield (
            good("web side", f"the running Easel answers at {host}:{port}")
            if running
            else (_free(host, port))
        )
    if public_url is not None:
        yield await _public(public_url, switched_on=bool(port))


async def _is_ours(address: str) -> bool:
    heard = await ask(f"{address}/healthz")
    return heard.ok and heard.content == {"alive": True}


def _free(host: str, port: int) -> Finding:
    try:
        for family, kind, proto, _, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            with socket.socket(family, kind, proto) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
    except OSError as error:
        return wrong(
            "web side",
            f"cannot listen at {host}:{port} ({error.strerror})",
            "Set WEB_PORT to a free port and WEB_HOST to an address of this machine, or WEB_PORT=0"
            " to switch the web side off.",
        )
    return good("web side", f"{host}:{port} is free for it")


async def _public(url: str, *, switched_on: bool) -> Finding:
    name = "public address"
    if not switched_on:
        return wrong(
            name,
            "PUBLIC_URL is set, and the web side is switched off",
            "Set WEB_PORT to a port, or leave PUBLIC_URL empty.",
        )
    host = urlsplit(url).hostname or ""
    try:
        local = await asyncio.to_thread(_is_local, host)
    except OSError as error:
        return wrong(
            name,
            f"the host of PUBLIC_URL, {host}, has no address ({error.strerror})",
            "Correct it, or make the name known.",
        )
    if not local:
        return good(name, f"{url} lies elsewhere: open {url}/healthz in a browser to try it")
    if await _is_ours(url):
        return good(name, f"{url} leads to the running Easel")
    return remark(name, f"{url} leads to this machine, and no Easel answers there now")


def _is_local(host: str) -> bool:
    """Whether a host is this machine: nothing can be bound to the address of another."""
    for family, *_, address in socket.getaddrinfo(host, 0, type=socket.SOCK_DGRAM):
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            try:
                probe.bind(address)
            except OSError:
                continue
            return True
    return False


def _bracketed(host: str) -> str:
    """A host as it stands in an address; that of all addresses is asked at our own."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104  (it is compared, nothing listens)
        return "127.0.0.1" if host == "0.0.0.0" else "[::1]"  # noqa: S104
    return f"[{host}]" if ":" in host else host
