"""What a request to Discord may end with: discord.py lets the network's errors through."""

from __future__ import annotations

import discord.http

FAILED: tuple[type[Exception], ...] = (
    discord.DiscordException,
    OSError,
    TimeoutError,
    # aiohttp's own errors, which are not all of them OSErrors; named through discord.py, since it
    # is the one that lets them out.
    discord.http.aiohttp.ClientError,  # type: ignore[attr-defined]  # a module it imports
    RuntimeError,  # aiohttp's "Session is closed", while the bot goes down
)
