"""The whole sandbox in one process: `python -m sandbox`.

Prints one JSON line when everything is up: what a bot and a browser need to know.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import secrets
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from sandbox.discord import API, Discord
from sandbox.page import Page
from sandbox.relay import PRESETS, Relay, knobs

Addresses = dict[str, str]


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the sandbox until SIGINT or SIGTERM."""
    asyncio.run(_run(_options(arguments)))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__.split("\n")[0])
    parser.add_argument("--host", default="127.0.0.1", help="where all three servers listen")
    for server in ("relay", "discord", "page"):
        help_text = f"port of the {server}; 0 takes a free one"
        parser.add_argument(f"--{server}-port", type=int, default=0, metavar="PORT", help=help_text)
    parser.add_argument("--preset", default="new-api", choices=list(PRESETS), help="kind of relay")
    parser.add_argument("--pace", type=float, default=1.0, help="how many times as fast as real")
    help_text = "what the relay's account holds"
    parser.add_argument("--balance", default="25", type=_money, metavar="MONEY", help=help_text)
    parser.add_argument("--slots", type=int, default=3, help="tasks the relay runs at once")
    parser.add_argument("--picture-size", type=int, default=1024, help="pixels of a picture's side")
    parser.add_argument("--seed", type=int, default=0, help="of everything drawn by lot")
    parser.add_argument("--token-life", type=float, default=900.0, help="seconds, of interactions")
    parser.add_argument("--no-limits", action="store_true", help="without Discord's rate limits")
    parser.add_argument(
        "--any-header", action="store_true", help="the relay takes its key in any kind of header"
    )
    parser.add_argument("--record", type=Path, help="write every request to Discord to this file")
    return parser.parse_args(arguments)


def _money(text: str) -> str:
    """An amount as the relay takes it; raises ValueError for anything else."""
    knobs.KNOBS["balance"](text)
    return text


async def _run(options: argparse.Namespace) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with _sandbox(options) as addresses:
        print(json.dumps(addresses), flush=True)
        await stopped.wait()


@asynccontextmanager
async def _sandbox(options: argparse.Namespace) -> AsyncIterator[Addresses]:
    """Starts relay, Discord and page; gives where they are."""
    relay = Relay(
        preset=options.preset,
        pace=options.pace,
        seed=options.seed,
        picture_size=options.picture_size,
        slots=options.slots,
        any_header=options.any_header,
    )
    relay.change(balance=options.balance)
    relay.watchers.append(lambda preset: print(json.dumps({"preset": preset}), flush=True))
    discord = Discord(
        token=f"sandbox.{secrets.token_urlsafe(24)}",
        record=options.record,
        token_life=options.token_life,
        limits=not options.no_limits,
        seed=options.seed,
    )
    _brought_along(discord)
    page = Page(discord=discord, relay=relay)
    async with (
        relay.serve(options.host, options.relay_port) as relay_url,
        discord.serve(options.host, options.discord_port) as discord_url,
        page.serve(options.host, options.page_port) as page_url,
    ):
        yield {
            "relay_url": relay_url,
            "relay_key": relay.key,
            "relay_auth": relay.auth,
            "discord_api_url": discord_url + API,
            "discord_token": discord.token,
            "page_url": page_url,
        }


def _brought_along(discord: Discord) -> None:
    """Places that the bot is not in: Ada and Bo have it on their own accounts."""
    ada, bo, chen = (discord.person(name).user for name in ("Ada", "Bo", "Chen"))
    ada.installed = bo.installed = True
    guild = discord.land.add_guild("Elsewhere", discord.owner.user, invited=False)
    for person in (ada, bo, chen):
        guild.members[person.id] = set()
    lounge = discord.channel("general", guild)
    lounge.name, lounge.topic = "lounge", "The bot is not here; Ada and Bo bring it along"
    discord.land.add_direct(ada, bo, chen)


if __name__ == "__main__":
    main()
