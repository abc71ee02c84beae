"""The sandbox's own door: what another process may see and change, without a key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.relay.account import Entry

if TYPE_CHECKING:
    from sandbox.relay.relay import Relay


def routes(relay: Relay) -> Callable[[web.UrlDispatcher], None]:
    """Takes a relay; gives what adds its control routes to a server."""

    async def described(_: web.Request) -> web.Response:
        return web.json_response(relay.describe())

    async def changed(request: web.Request) -> web.Response:
        return await _did(request, lambda asked: relay.change(**asked), relay.describe)

    async def injected(request: web.Request) -> web.Response:
        return await _did(request, lambda asked: relay.inject(**asked), relay.describe)

    async def logged(request: web.Request) -> web.Response:
        since = request.query.get("since", "0")
        if not since.isdecimal():
            return _refused("since must be a number.")
        found = [entry.json() for entry in relay.log if entry.number > int(since)]
        return web.json_response({"requests": found, "counts": dict(relay.counts)})

    async def account(_: web.Request) -> web.Response:
        return web.json_response(_account(relay))

    def add(router: web.UrlDispatcher) -> None:
        router.add_get("/control", described)
        router.add_post("/control", changed)
        router.add_post("/control/inject", injected)
        router.add_get("/control/log", logged)
        router.add_get("/control/account", account)

    return add


async def _did(
    request: web.Request,
    change: Callable[[dict[str, Any]], None],
    describe: Callable[[], dict[str, Any]],
) -> web.Response:
    """Carries a change out and answers with what is true then, or with why it was not."""
    try:
        asked = await request.json()
    except ValueError:
        return _refused("The body must be JSON.")
    if not isinstance(asked, dict):
        return _refused("The body must be a JSON object.")
    try:
        change(asked)
    except (TypeError, ValueError) as error:
        return _refused(str(error))
    return web.json_response(describe())


def _refused(sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=400)


def _account(relay: Relay) -> dict[str, Any]:
    account = relay.account

    def listed(entries: list[Entry]) -> list[dict[str, Any]]:
        return [
            {
                "task": entry.task_id,
                "kind": entry.kind,
                "operation": entry.operation,
                "micro": entry.amount,
                "at": entry.at,
            }
            for entry in entries
        ]

    return {
        "paid": account.paid,
        "total_micro": account.total,
        "balance_micro": account.balance,
        "charges": listed(account.charges),
        "refunds": listed(account.refunds),
    }
