"""The threads that keep discord.py's connections alive, and their end."""

from __future__ import annotations

import asyncio
import threading

import discord
from discord.gateway import KeepAliveHandler


def beating() -> list[KeepAliveHandler]:
    """Those of this process that have not been told to end."""
    return [
        thread
        for thread in threading.enumerate()
        if isinstance(thread, KeepAliveHandler) and not thread._stop_ev.is_set()
    ]


async def ended(client: discord.Client) -> None:
    """Ends what is left of them once `client` is closed and its `connect` has returned.

    discord.py 2.7.1 forgets a connection that it was still making when it was closed. Its thread
    would beat, some 40 seconds later, in a loop that is no more, in the middle of another test.
    """
    for thread in beating():
        if thread.ws._connection is client._connection:
            thread.stop()
            await asyncio.to_thread(thread.join)
