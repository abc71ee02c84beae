"""Whether the running bot is alive; by itself, since watchers ask every few seconds and loading all
of Easel for it would take a second each time: `python -m bot.healthy`."""

from __future__ import annotations

import os
import sys
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from dotenv import dotenv_values

PATIENCE = 4.0
"""Seconds for the answer; the container's health check gives 5."""
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  (nothing listens here)
"""Where to ask a bot that listens at every address."""


def ask(env_file: Path = Path(".env")) -> int:
    """The exit code. Reads only where the web side is, as `config` does: half the settings may be
    missing. (No proxy is asked: a container is often told of one, and none leads to itself.)"""
    try:
        host, port = _place(env_file)
        if not port:
            return 0
        connection = HTTPConnection(EVERYWHERE.get(host, host), port, timeout=PATIENCE)
        connection.request("GET", "/healthz")
        status = connection.getresponse().status
    except (OSError, ValueError, HTTPException) as error:
        sys.stderr.write(f"not healthy: {str(error).strip() or type(error).__name__}\n")
        return 1
    if status != 200:
        sys.stderr.write(f"not healthy: {host}:{port} answers /healthz with {status}\n")
        return 1
    return 0


def _place(env_file: Path) -> tuple[str, int]:
    """WEB_HOST and WEB_PORT; the environment wins, and an empty value counts as none."""
    written = dotenv_values(env_file, encoding="utf-8-sig") if env_file.is_file() else {}
    both = (*written.items(), *os.environ.items())
    given = {name.lower(): value.strip() for name, value in both if value}
    port = given.get("web_port") or "8080"
    if not port.isdecimal() or int(port) >= 2**16:
        raise ValueError("WEB_PORT must be a whole number from 0 to 65535")
    return given.get("web_host") or "127.0.0.1", int(port)


if __name__ == "__main__":
    sys.exit(ask())
