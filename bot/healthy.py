"""Whether the running bot is alive; by itself, since watchers ask every few seconds and loading all
of Easel for it would take a second each time: `python -m bot.healthy`."""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request

PATIENCE = 4.0
"""Seconds for the answer; the container's health check gives 5."""
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104  (nothing listens here)
"""Where to ask a bot that listens at every address."""


def ask() -> int:
    """The exit code. Reads only where the web side is, so half the settings may be missing."""
    port = os.environ.get("WEB_PORT", "8080")
    if port == "0":
        return 0
    host = os.environ.get("WEB_HOST", "127.0.0.1")
    host = EVERYWHERE.get(host, f"[{host}]" if ":" in host else host)
    try:
        with urllib.request.urlopen(f"http://{host}:{port}/healthz", timeout=PATIENCE):
            return 0
    except (urllib.error.URLError, OSError) as error:
        sys.stderr.write(f"not healthy: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(ask())
