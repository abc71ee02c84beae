"""A port for a program that has to be told which."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator


@contextlib.contextmanager
def reserved() -> Iterator[int]:
    """A free port of 127.0.0.1, which the system gives to nobody else while the block runs.

    It is held by a socket that does not listen: whoever asks for this very port as servers do
    (SO_REUSEADDR) may listen on it, as often as they like, and until then connections are refused.
    """
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        yield int(held.getsockname()[1])
